"""`cordon policy create`."""

from __future__ import annotations

from server.repository.folder import RepositoryFolder
from tests.server.repository.commands import Desk


def test_signatures_of_two_found_a_repository(desk: Desk):
    state = RepositoryFolder(desk.repository).state()
    assert state.root.signed.roles["root"].threshold == 2
    assert len(state.root.signed.roles["root"].keyids) == 3
    assert [*state.bins()] == ["devices-0", "devices-1"]


def test_one_signature_does_not(desk: Desk):
    for key in ("dan", "eva"):
        desk.key(key)
    dan, eva, online = (desk.folder / f"{name}.pub.json" for name in ("dan", "eva", "online"))
    out = desk.folder / "second.publication"
    create = ("create", "--root-key", dan, "--root-key", eva, "--targets-key", dan, "--targets-key", eva)
    signing = ("--online-key", online, "--key", desk.folder / "dan.pem", *desk.passphrase(), "--out", out)
    said = desk.run(*create, *signing)
    assert "root: 1 of 2 have signed (dan)" in said
    assert "by one of eva" in said
    elsewhere = ("--repository", desk.folder / "elsewhere", "--online-key", desk.folder / "online.pem")
    refusal = desk.refused("publish", out, *elsewhere, *desk.passphrase())
    assert "root: 1 of 2 persons" in refusal.detail
    assert "exists already" in desk.refused(*create, *signing).title


def test_one_person_alone_has_to_be_asked_for(desk: Desk):
    ada, online = desk.folder / "ada.pub.json", desk.folder / "online.pub.json"
    out = desk.folder / "alone.publication"
    alone = (
        *("create", "--root-key", ada, "--targets-key", ada, "--online-key", online),
        *("--root-threshold", 1, "--targets-threshold", 1, "--key", desk.folder / "ada.pem", *desk.passphrase()),
        *("--out", out),
    )
    assert desk.try_out(*alone).exit_code == 2
    desk.run(*alone, "--one-person")
    folder = desk.folder / "alone"
    desk.run("publish", out, "--repository", folder, "--online-key", desk.folder / "online.pem", *desk.passphrase())
    assert RepositoryFolder(folder).state().version_of("targets") == 1


def test_a_repository_is_not_founded_twice(desk: Desk):
    assert desk.refused(*desk.publishing(desk.folder / "first.publication")).title == "It is published already"
