"""What an attempt to sync came to, as health says it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.core.health import HealthCode
from agent.core.sync import SyncReport, SyncTrouble
from agent.service.sync_health import SYNC_CODES, report_broken, report_sync
from tests.fakes.health import RecordingHealth

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_every_trouble_has_its_code():
    assert SYNC_CODES.keys() == set(SyncTrouble)


@pytest.mark.parametrize("trouble", SyncTrouble)
def test_a_trouble_is_one_issue_and_success_ends_it(trouble: SyncTrouble):
    health = RecordingHealth()
    report_sync(health, SyncReport(at=NOW, trouble=trouble, detail="More."))
    assert health.open_codes == {SYNC_CODES[trouble]}
    assert health.detail(SYNC_CODES[trouble]).endswith("More.")
    report_sync(health, SyncReport(at=NOW))
    assert health.open_codes == frozenset()


def test_the_next_trouble_takes_the_place_of_the_last():
    health = RecordingHealth()
    for trouble in SyncTrouble:
        report_sync(health, SyncReport(at=NOW, trouble=trouble))
        assert health.open_codes == {SYNC_CODES[trouble]}
    report_broken(health, "It crashed.")
    assert health.open_codes == {HealthCode.SYNC_BROKEN}
    report_sync(health, SyncReport(at=NOW, trouble=SyncTrouble.FORGED))
    assert health.open_codes == {HealthCode.SYNC_REFUSED}
    assert "signed" in health.detail(HealthCode.SYNC_REFUSED)


def test_a_clock_that_is_behind_is_said_beside_it():
    health = RecordingHealth()
    report_sync(health, SyncReport(at=NOW, is_clock_behind=True))
    assert health.open_codes == {HealthCode.CLOCK_BEHIND}
    report_sync(health, SyncReport(at=NOW))
    assert health.open_codes == frozenset()


def test_other_issues_are_left_alone():
    health = RecordingHealth()
    health.report(HealthCode.NO_KEYRING)
    report_sync(health, SyncReport(at=NOW))
    assert health.open_codes == {HealthCode.NO_KEYRING}
