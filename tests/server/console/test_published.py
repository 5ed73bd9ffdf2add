"""How the repository is: empty, well, about to expire, expired, damaged."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from agent.core.verdicts import Layer
from agent.policy import parse_policy
from server.console.published import Urgency, read_published, role_of
from server.repository.folder import PublishedPolicy, RepositoryFolder
from tests.server.repository.organization import NOW, Organization, policy_text


def test_an_empty_repository_is_no_trouble(tmp_path: Path):
    found = read_published(RepositoryFolder(tmp_path), NOW)
    assert (found.targets_version, found.expiries, found.trouble) == (None, (), "")


def test_what_is_fresh_is_fine(organization: Organization):
    organization.publish_global(policy_text())
    found = read_published(organization.folder, NOW)
    assert found.targets_version == 2
    assert found.urgent == ()
    assert {expiry.role for expiry in found.expiries if expiry.is_online} == {"snapshot", "timestamp", "devices-*"}


def test_what_the_signer_has_not_renewed_is_urgent_and_then_expired(organization: Organization):
    timestamp = organization.folder.expiries()["timestamp"]
    soon = read_published(organization.folder, timestamp - timedelta(hours=2)).urgent
    assert [(expiry.role, expiry.urgency) for expiry in soon] == [("timestamp", Urgency.SOON)]
    late = read_published(organization.folder, timestamp).urgent
    assert [(expiry.role, expiry.urgency) for expiry in late] == [("timestamp", Urgency.EXPIRED)]


def test_offline_roles_are_urgent_a_month_ahead(organization: Organization):
    root = organization.folder.expiries()["root"]
    urgent = read_published(organization.folder, root - timedelta(days=29)).urgent
    offline = {expiry.role: expiry.urgency for expiry in urgent if not expiry.is_online}
    assert offline == {"root": Urgency.SOON, "targets": Urgency.SOON, "devices": Urgency.SOON}
    assert urgent[0].at <= urgent[-1].at
    early = read_published(organization.folder, root - timedelta(days=31)).urgent
    assert all(expiry.is_online for expiry in early)


def test_a_damaged_repository_says_so(organization: Organization):
    (organization.path / "metadata" / "timestamp.json").write_bytes(b"{}")
    found = read_published(organization.folder, NOW)
    assert found.trouble.startswith("The repository cannot be read.")
    assert found.targets_version is None


def test_a_teams_policy_is_signed_by_its_own_role():
    document = parse_policy(policy_text())
    policies = [
        PublishedPolicy(layer=layer, name=name, role_version=1, document=document)
        for layer, name in ((Layer.GLOBAL, ""), (Layer.TEAM, "berlin"), (Layer.USER, "0" * 64))
    ]
    assert [role_of(policy) for policy in policies] == ["targets", "team-berlin", "targets"]
