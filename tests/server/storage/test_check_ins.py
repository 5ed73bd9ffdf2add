"""What devices say of themselves: counted once, little written when little has changed, old sessions forgotten."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import event, func, select

from agent.core.gestures import Channel
from agent.core.verdicts import Disposition, Layer
from agent.fleet.check_in import DailyCount, HealthState, LayerVersion, Session
from server.storage import devices, people
from server.storage.check_ins import record_check_in
from server.storage.database import Database
from server.storage.errors import ConflictError
from server.storage.roles import COMMAND_LINE
from server.storage.tables import DailyCountRow
from tests.server.repository.organization import NOW
from tests.server.storage.test_people import add_device
from tests.server.world import check_in

ONE, TWO, THREE = "a" * 32, "b" * 32, "c" * 32


@pytest.fixture
def fleet(database: Database) -> Database:
    """Three devices; the first has said something."""
    with database.writing() as session:
        people.add_team(session, NOW, COMMAND_LINE, "berlin")
        add_device(session, ONE, "berlin")
        add_device(session, TWO)
        add_device(session, THREE)
        devices.change_device(session, NOW, COMMAND_LINE, THREE, is_retired=True)
        report = Session(
            session_id="d" * 32,
            agent_version="1",
            layers=(LayerVersion(layer=Layer.GLOBAL, version="7"),),
            health=(HealthState(code="no_keyring", since=NOW),),
        )
        said = check_in(1, agent_version="2.0", sessions=(report,), health=(HealthState(code="clock", since=NOW),))
        record_check_in(session, NOW + timedelta(days=3), ONE, said)
    return database


def test_a_sequence_that_does_not_grow_changes_nothing(fleet: Database):
    with pytest.raises(ConflictError), fleet.writing() as session:
        record_check_in(session, NOW, ONE, check_in(1, agent_version="9"))
    with fleet.reading() as session:
        assert devices.get_device(session, ONE).agent_version == "2.0"


def test_old_sessions_are_forgotten(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
        for number in range(130):
            report = Session(session_id=f"{number:032x}", agent_version="1")
            at = NOW + timedelta(minutes=number)
            record_check_in(session, at, ONE, check_in(number + 1, sessions=(report,)))
        kept = devices.sessions_of(session, ONE)
    assert (len(kept), kept[0].session_id) == (100, f"{129:032x}")


def test_a_check_in_without_news_costs_few_statements(fleet: Database):
    report = Session(session_id="e" * 32, agent_version="1")
    statements: list[str] = []
    with fleet.writing() as session:
        record_check_in(session, NOW, TWO, check_in(1, sessions=(report,)))
    event.listen(fleet.engine, "before_cursor_execute", lambda *seen: statements.append(seen[2]))
    with fleet.writing() as session:
        record_check_in(session, NOW, TWO, check_in(2, sessions=(report,)))
    assert len([each for each in statements if not each.startswith("BEGIN")]) <= 3


def _counted(database: Database, session_id: str, *counts: DailyCount, number: int = 1) -> list[DailyCountRow]:
    with database.writing() as session:
        report = Session(session_id=session_id, agent_version="1", counts=counts)
        record_check_in(session, NOW, ONE, check_in(number, sessions=(report,)))
        return list(session.scalars(select(DailyCountRow)))


def _count(day: date, label: str = "public") -> DailyCount:
    return DailyCount(
        day=day,
        destination_id="chatgpt",
        label=label,
        channel=Channel.CLIPBOARD,
        disposition=Disposition.WARNED,
        count=10**9,
    )


def test_only_counts_of_recent_days_are_kept_and_for_a_year(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
    day = timedelta(days=1)
    today = NOW.date()
    rows = _counted(database, "d" * 32, *(_count(today + days * day) for days in (-400, -41, -40, 0, 1, 2)))
    assert sorted((row.day - today).days for row in rows) == [-40, 0, 1]
    with database.writing() as session:
        report = Session(session_id="d" * 32, agent_version="1", counts=(_count(today + 402 * day),))
        record_check_in(session, NOW + 402 * day, ONE, check_in(2, sessions=(report,)))
        assert [row.day for row in session.scalars(select(DailyCountRow))] == [today + 402 * day]


def test_a_day_of_a_device_has_so_many_kinds_over_all_sessions(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
    many = [_count(NOW.date(), f"label {number}") for number in range(1500)]
    assert len(_counted(database, "d" * 32, *many)) == 1500
    assert len(_counted(database, "e" * 32, *many, number=2)) == 2000
    assert len(_counted(database, "e" * 32, *many, number=3)) == 2000


def test_sums_of_the_largest_counts_are_sums(database: Database):
    with database.writing() as session:
        add_device(session, ONE)
    _counted(database, "d" * 32, *(_count(NOW.date(), f"label {number}") for number in range(1000)))
    with database.reading() as session:
        assert session.scalar(select(func.sum(DailyCountRow.count))) == 10**12
