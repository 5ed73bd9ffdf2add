"""`cordon policy status`."""

from __future__ import annotations

import json

from server.repository.folder import RepositoryFolder
from tests.fakes.publication_server import FakePublicationServer
from tests.server.repository.commands import Desk
from tests.server.repository.organization import policy_text


def test_roles_and_policies_are_shown(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text("7")), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    said = desk.run("status", "--repository", desk.repository)
    assert "2 of ada, bo, cy" in said
    assert "policy: Global, version 7, enforce" in said
    assert "soon" not in said


def test_programs_get_the_same(desk: Desk):
    said = json.loads(desk.run("status", "--repository", desk.repository, "--format", "json"))
    assert said["root_sha256"] == RepositoryFolder(desk.repository).root_fingerprint()
    roles = {role["role"]: role for role in said["roles"]}
    assert [key["owner"] for key in roles["targets"]["keys"]] == ["ada", "bo"]
    assert not any(role["is_due"] for role in said["roles"])


def test_what_expires_soon_is_an_answer(desk: Desk):
    out = desk.folder / "renewal.publication"
    desk.run("renew", "targets", *desk.by("ada"), "--days", 3, "--out", out)
    desk.approve(out, "bo")
    desk.publish(out)
    result = desk.try_out("status", "--repository", desk.repository)
    assert result.exit_code == 1
    assert "targets: sign it again with `cordon policy renew targets`." in result.output


def test_a_server_is_asked_for_what_is_public(desk: Desk):
    with FakePublicationServer(desk.repository).running() as address:
        said = json.loads(desk.run("status", "--server", address, "--format", "json"))
    assert [role["role"] for role in said["roles"]] == ["root", "targets", "devices", "snapshot", "timestamp"]
    assert said["policies"] == []


def test_either_a_folder_or_a_server(desk: Desk):
    assert desk.try_out("status").exit_code == 2
    assert desk.try_out("status", "--repository", desk.repository, "--server", "https://example.org").exit_code == 2


def test_no_repository_is_said(desk: Desk):
    assert "no repository in this folder" in desk.refused("status", "--repository", desk.folder).title
