"""`cordon policy revoke`, and `team`: what was published is taken out again."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from server.repository.folder import RepositoryFolder
from tests.server.repository.commands import Desk
from tests.server.repository.organization import TEAM_POLICY, policy_text

EXPIRES = (datetime.now(UTC) + timedelta(days=9)).isoformat()


def _granted(desk: Desk) -> Path:
    grants = [
        {"exception_id": each, "rule_ids": ["no-cards"], "down_to": "audit", "expires_at": EXPIRES} for each in "xy"
    ]
    return desk.write("granted.yaml", json.dumps({"grants": grants}))


@pytest.fixture
def published(desk: Desk) -> Desk:
    """With a global policy and two offline exceptions."""
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada", "--exceptions", _granted(desk))
    desk.approve(publication, "bo")
    desk.publish(publication)
    return desk


def _revoke(desk: Desk, *arguments: object) -> None:
    out = desk.folder / "revocation.publication"
    out.unlink(missing_ok=True)
    desk.run("revoke", *arguments, *desk.by("ada"), "--out", out)
    desk.approve(out, "bo")
    desk.publish(out)


def test_one_exception_is_revoked_and_then_the_other(published: Desk):
    _revoke(published, "global", "--exception", "x")
    content = RepositoryFolder(published.repository).target_bytes("policy/exceptions.json")
    assert content is not None
    assert [grant["exception_id"] for grant in json.loads(content)["grants"]] == ["y"]
    _revoke(published, "global", "--exception", "y")
    assert RepositoryFolder(published.repository).target_bytes("policy/exceptions.json") is None
    assert RepositoryFolder(published.repository).target_bytes("policy/policy.json") is not None


def test_an_exception_that_there_is_not_is_said(published: Desk):
    refusal = published.refused("revoke", "global", "--exception", "z", *published.by("ada"))
    assert (refusal.detail, refusal.hint) == ("z.", "There are: x, y.")


def test_a_users_layer_is_taken_out(published: Desk):
    user = published.write("user.yaml", TEAM_POLICY.replace("layer: team", "layer: user"))
    publication = published.sign(user, "ada", "--layer", "user:jane")
    published.approve(publication, "bo")
    published.publish(publication)
    assert len(RepositoryFolder(published.repository).policies()) == 2
    _revoke(published, "user:jane")
    assert len(RepositoryFolder(published.repository).policies()) == 1
    assert "Nothing would change" in published.refused("revoke", "user:jane", *published.by("ada")).title


def test_the_global_policy_is_not_taken_out(published: Desk):
    assert "cannot be taken out" in published.refused("revoke", "global", *published.by("ada")).title
