"""`cordon policy rotate-key` and `renew`."""

from __future__ import annotations

from server.repository.folder import RepositoryFolder
from tests.server.repository.commands import Desk
from tests.server.repository.organization import policy_text


def test_a_root_key_is_replaced(desk: Desk):
    desk.key("fay")
    out = desk.folder / "keys.publication"
    change = ("--remove", desk.folder / "cy.pub.json", "--add", desk.folder / "fay.pub.json")
    desk.run("rotate-key", "root", *change, *desk.by("ada"), "--out", out)
    said = desk.approve(out, "bo")
    assert "root: fay may sign" in said
    assert "root: cy may no longer sign" in said
    desk.publish(out)
    assert RepositoryFolder(desk.repository).state().version_of("root") == 2


def test_the_author_replaces_a_key_of_their_own(desk: Desk):
    desk.key("ada", "ada-new")
    out = desk.folder / "keys.publication"
    change = ("--remove", desk.folder / "ada.pub.json", "--add", desk.folder / "ada-new.pub.json")
    desk.run("rotate-key", "targets", *change, *desk.by("ada", "ada-new"), "--out", out)
    desk.approve(out, "bo")
    desk.publish(out)
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada-new")
    desk.approve(publication, "bo")
    desk.publish(publication)
    assert "may not sign" in desk.refused("sign", desk.write("p.yaml", policy_text("2")), *desk.by("ada")).title


def test_the_online_key_is_replaced(desk: Desk):
    desk.key("server", "online2")
    out = desk.folder / "keys.publication"
    change = ("--remove", desk.folder / "online.pub.json", "--add", desk.folder / "online2.pub.json")
    desk.run("rotate-key", "online", *change, *desk.by("ada"), "--out", out)
    desk.approve(out, "bo")
    said = desk.run(*desk.publishing(out, "online2"), "--retiring-key", desk.folder / "online.pem")
    assert "cordon server reassign" in said.replace("\n", " ")
    state = RepositoryFolder(desk.repository).state()
    assert len(state.root.signed.roles["timestamp"].keyids) == 1
    assert len(state.timestamp.signatures) == 2


def test_roles_are_renewed(desk: Desk):
    out = desk.folder / "renewal.publication"
    said = desk.run("renew", "root", "targets", "devices", *desk.by("ada"), "--days", 30, "--out", out)
    assert "root: 1 of 2" in said
    desk.approve(out, "bo")
    desk.publish(out)
    versions = RepositoryFolder(desk.repository).state()
    assert [versions.version_of(role) for role in ("root", "targets", "devices")] == [2, 2, 2]


def test_what_the_server_renews_people_do_not(desk: Desk):
    assert desk.try_out("renew", "online", *desk.by("ada")).exit_code == 2
    assert "no such role" in desk.refused("renew", "timestamp", *desk.by("ada")).title


def test_a_threshold_of_one_has_to_be_asked_for(desk: Desk):
    out = desk.folder / "keys.publication"
    change = ("rotate-key", "root", "--threshold", 1, *desk.by("ada"), "--out", out)
    assert desk.try_out(*change).exit_code == 2
    desk.run(*change, "--one-person")


def test_nothing_to_change_is_said(desk: Desk):
    assert "Nothing would change" in desk.refused("rotate-key", "root", *desk.by("ada")).title


def test_bins_are_changed_for_devices_alone(desk: Desk):
    out = desk.folder / "bins.publication"
    desk.run("renew", "devices", "--bin-bits", 3, *desk.by("ada"), "--out", out)
    desk.approve(out, "bo")
    desk.publish(out)
    assert len([*RepositoryFolder(desk.repository).state().bins()]) == 8
    assert desk.try_out("renew", "root", "--bin-bits", 3, *desk.by("ada")).exit_code == 2
