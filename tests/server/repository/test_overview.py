"""Who may sign what until when, and what needs somebody soon."""

from __future__ import annotations

from server.repository.overview import overview
from tests.server.repository.organization import Organization, later, policy_text


def test_roles_are_listed_from_the_top(organization: Organization):
    organization.publish_global(policy_text())
    organization.add_team()
    rows = {row.role: row for row in overview(organization.folder.state(), organization.now)}
    assert list(rows) == ["root", "targets", "team-berlin", "devices", "devices-*", "snapshot", "timestamp"]
    assert rows["root"].threshold == 2
    assert [owner for _, owner in rows["root"].keys] == ["ada", "bo", "cy"]
    assert [owner for _, owner in rows["team-berlin"].keys] == ["di", "ed"]
    assert [owner for _, owner in rows["devices-*"].keys] == ["server"]
    assert rows["targets"].version == 3
    assert not any(row.is_due or row.is_expired for row in rows.values())


def test_what_expires_soon_is_due(organization: Organization):
    def due(**by: float) -> set[str]:
        return {row.role for row in overview(organization.folder.state(), later(organization, **by).now) if row.is_due}

    offline = {"root", "targets", "devices"}
    assert due(hours=17) == set()
    assert due(hours=19) == {"timestamp"}
    assert due(days=5, hours=7) == {"timestamp", "snapshot", "devices-*"}
    assert not offline & due(days=350)
    assert offline < due(days=352)


def test_what_has_expired_is_told_apart(organization: Organization):
    rows = overview(organization.folder.state(), later(organization, days=2).now)
    assert [row.role for row in rows if row.is_expired] == ["timestamp"]


def test_bins_are_left_out_where_they_are_not_at_hand(organization: Organization):
    for file in (organization.path / "metadata").glob("1.devices-*.json"):
        file.unlink()
    rows = overview(organization.folder.state(), organization.now, with_bins=False)
    assert [row.role for row in rows] == ["root", "targets", "devices", "snapshot", "timestamp"]
