"""`cordon policy team`."""

from __future__ import annotations

from server.repository.folder import RepositoryFolder
from tests.server.repository.commands import Desk
from tests.server.repository.organization import TEAM_POLICY, policy_text


def test_a_team_gets_keys_signs_its_policy_and_loses_them(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    for key in ("di", "ed"):
        desk.key(key)
    out = desk.folder / "team.publication"
    keys = ("--team-key", desk.folder / "di.pub.json", "--team-key", desk.folder / "ed.pub.json")
    said = desk.run("team", "add", "berlin", *keys, *desk.by("ada"), "--out", out)
    assert "team-berlin: 0 of 2 have signed (nobody yet)" in said
    for key in ("bo", "di", "ed"):
        desk.approve(out, key)
    desk.publish(out)
    publication = desk.sign(desk.write("berlin.yaml", TEAM_POLICY), "di", "--layer", "team:berlin")
    desk.approve(publication, "ed")
    desk.publish(publication)
    assert [*RepositoryFolder(desk.repository).policies()] == ["policy", "teams/berlin"]
    assert "signs this role" not in desk.run("status", "--repository", desk.repository)
    out.unlink()
    desk.run("team", "remove", "berlin", *desk.by("ada"), "--out", out)
    desk.approve(out, "bo")
    desk.publish(out)
    assert [*RepositoryFolder(desk.repository).policies()] == ["policy"]


def test_one_key_alone_has_to_be_asked_for(desk: Desk):
    desk.key("di")
    add = ("team", "add", "berlin", "--team-key", desk.folder / "di.pub.json", *desk.by("ada"))
    assert "fewer persons" in desk.refused(*add).title
    assert desk.try_out(*add, "--threshold", 1).exit_code == 2
    desk.run(*add, "--threshold", 1, "--one-person", "--out", desk.folder / "team.publication")


def test_a_team_that_is_not_there_is_said(desk: Desk):
    assert "no team berlin" in desk.refused("team", "remove", "berlin", *desk.by("ada")).title
