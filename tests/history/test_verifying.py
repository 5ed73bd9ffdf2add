"""What is done to a history behind Cordon's back is found; what Cordon does itself is not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.core.history_chain import ChainLink
from agent.core.verdicts import Disposition
from agent.history.connection import connect
from agent.history.errors import HistoryCorruptError, HistoryTooNewError
from agent.history.schema import SCHEMA_VERSION
from agent.history.store import SqlCipherEventStore
from agent.history.verifying import TroubleKind, UnchainedError, verify_history
from tests.history.samples import KEY, OTHER_KEY, START, event, events

_DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Twelve events on three days, two of them with a later disposition, the first day forgotten."""
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all([event(number, occurred_at=START + (number % 3) * _DAY) for number in range(12)])
        for number in (4, 5):
            store.record_disposition(event(number).event_id, Disposition.REDACTED, START + 3 * _DAY)
        store.forget_before(START + _DAY)
        store.record(event(20, occurred_at=START + 3 * _DAY))
    return path


def _change(path: Path, *statements: str) -> None:
    with closing(connect(path, KEY, "rw")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            connection.execute(statement)


def test_an_untouched_history_is_whole(path: Path):
    report = verify_history(path, KEY)
    assert (report.links, report.events, report.forgotten, report.troubles) == (15, 9, 4, ())
    assert report.head is not None
    assert report.head.number == 16
    assert report.is_compared is None


def test_an_empty_history_is_whole(tmp_path: Path):
    with closing(SqlCipherEventStore.open(tmp_path / "history.db", KEY)):
        pass
    report = verify_history(tmp_path / "history.db", KEY)
    assert (report.links, report.events, report.head, report.troubles) == (0, 0, None, ())


@pytest.mark.parametrize(
    ("statement", "kind", "link"),
    [
        ("UPDATE events SET reason = 'paste' WHERE sequence = 5", "altered", 5),
        ("UPDATE events SET occurred_at_us = occurred_at_us + 1 WHERE sequence = 5", "altered", 5),
        ("UPDATE events SET occurred_at_us = occurred_at_us + 86400000000 WHERE sequence = 5", "altered", 5),
        ("UPDATE dispositions SET disposition = 'warned' WHERE sequence = 1", "altered", 13),
        ("UPDATE receipts SET events = 3", "altered", 15),
        ("UPDATE links SET mac = zeroblob(32) WHERE link = 16", "altered", 16),
        ("UPDATE links SET kind = 9 WHERE link = 16", "altered", 16),
        ("UPDATE links SET row = 5 WHERE link = 16", "altered", 16),
        ("DELETE FROM events WHERE sequence = 5", "removed", 5),
        ("DELETE FROM dispositions WHERE sequence = 2", "removed", 14),
        ("DELETE FROM links WHERE link = 8", "gap", 9),
        ("DELETE FROM links WHERE link = 2", "gap", 3),
    ],
)
def test_a_change_is_found_where_it_was_made(path: Path, statement: str, kind: str, link: int):
    _change(path, statement)
    first = verify_history(path, KEY).troubles[0]
    assert (first.kind, first.link) == (kind, link)


def test_a_label_that_is_changed_for_all_events_of_a_kind_is_found_in_each(path: Path):
    _change(path, "UPDATE kinds SET label_name = 'public'")
    troubles = verify_history(path, KEY).troubles
    assert [each.kind for each in troubles] == [TroubleKind.ALTERED] * 9


def test_a_row_that_something_else_wrote_is_found(path: Path):
    _change(
        path,
        """
        INSERT INTO events (event_id, occurred_at_us, kind_id, reason, destination_name, destination_status, category,
                            entities, inspection, mode, disposition, rule_ids, policy_version)
        SELECT x'00', occurred_at_us, kind_id, reason, destination_name, destination_status, category, entities,
               inspection, mode, disposition, rule_ids, policy_version FROM events LIMIT 1
        """,
    )
    (trouble,) = verify_history(path, KEY).troubles
    assert (trouble.kind, trouble.link, trouble.count) == (TroubleKind.ADDED, None, 1)


def test_rows_that_change_places_are_found(path: Path):
    with closing(connect(path, KEY, "rw")) as connection:
        rows = connection.execute("SELECT row FROM links WHERE link IN (5, 6)").fetchall()
        for link, (row,) in zip((6, 5), rows, strict=True):
            connection.execute("UPDATE links SET row = ? WHERE link = ?", (row, link))
    assert [each.kind for each in verify_history(path, KEY).troubles][:2] == [TroubleKind.ALTERED] * 2


def test_deleting_more_than_was_forgotten_is_found_and_told_apart(path: Path):
    with closing(connect(path, KEY, "rw")) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("UPDATE links SET digest = zeroblob(32) WHERE link = 5")
        connection.execute("DELETE FROM events WHERE sequence = 5")
    (trouble, *_) = verify_history(path, KEY).troubles
    assert (trouble.kind, trouble.link) == (TroubleKind.REMOVED, 5)


def test_the_newest_can_be_cut_off_unseen_but_not_from_whom_the_head_was_told(path: Path):
    head = verify_history(path, KEY).head
    assert head is not None
    _change(path, "DELETE FROM events WHERE sequence = 13", "DELETE FROM links WHERE link = 16")
    assert verify_history(path, KEY).troubles == ()
    (trouble,) = verify_history(path, KEY, expected=head).troubles
    assert (trouble.kind, trouble.link) == (TroubleKind.UNLIKE_TOLD, 16)


def test_a_history_made_anew_with_the_key_is_found_by_a_head_that_was_told(tmp_path: Path, path: Path):
    told = verify_history(path, KEY).head
    assert told is not None
    other = tmp_path / "other.db"
    with closing(SqlCipherEventStore.open(other, KEY)) as store:
        store.record_all(events(40))
    assert verify_history(other, KEY).troubles == ()
    report = verify_history(other, KEY, expected=told)
    assert [each.kind for each in report.troubles] == [TroubleKind.UNLIKE_TOLD]
    assert report.is_compared is True


def test_a_told_head_is_found_again_until_retention_deletes_it(path: Path):
    told = verify_history(path, KEY).head
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all([event(number, occurred_at=START + 4 * _DAY) for number in range(30, 35)])
        report = verify_history(path, KEY, expected=told)
        assert (report.troubles, report.is_compared) == ((), True)
        store.forget_before(START + 5 * _DAY)
    report = verify_history(path, KEY, expected=told)
    assert (report.troubles, report.is_compared, report.forgotten) == ((), False, 18)


def test_two_changes_are_two_findings(path: Path):
    _change(path, "UPDATE events SET reason = 'paste' WHERE sequence IN (5, 11)")
    assert [each.link for each in verify_history(path, KEY).troubles] == [5, 11]


def test_no_more_than_a_hundred_are_told(tmp_path: Path):
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all(events(300))
    _change(path, "UPDATE events SET reason = 'paste'")
    assert len(verify_history(path, KEY).troubles) == 100


def test_progress_is_told(tmp_path: Path):
    path = tmp_path / "history.db"
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record_all(events(2500))
    told: list[tuple[int, int]] = []
    verify_history(path, KEY, progress=lambda done, total: told.append((done, total)))
    assert told == [(1000, 2500), (2000, 2500)]


def test_it_is_checked_while_it_is_written(path: Path):
    with closing(SqlCipherEventStore.open(path, KEY)) as store:
        store.record(event(50, occurred_at=START + 3 * _DAY))
        report = verify_history(path, KEY)
        assert (report.events, report.troubles) == (10, ())


def test_another_key_and_another_version_are_refused(path: Path):
    with pytest.raises(HistoryCorruptError):
        verify_history(path, OTHER_KEY)
    _change(path, f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    with pytest.raises(HistoryTooNewError):
        verify_history(path, KEY)


def test_a_history_from_before_there_were_chains_is_chained_once_and_whole(tmp_path: Path):
    path = tmp_path / "history.db"
    shutil.copy(Path(__file__).parent / "data" / "v1.db", path)
    with pytest.raises(UnchainedError):
        verify_history(path, KEY)
    with closing(SqlCipherEventStore.open(path, KEY)):
        pass
    first = verify_history(path, KEY)
    assert (first.links, first.events, first.troubles) == (4, 3, ())
    _change(path, "DELETE FROM links")
    with closing(SqlCipherEventStore.open(path, KEY)):
        pass
    assert [each.kind for each in verify_history(path, KEY).troubles] == [TroubleKind.ADDED] * 2


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("event"), st.integers(0, 6)),
        st.tuples(st.just("disposition"), st.integers(0, 30)),
        st.tuples(st.just("forget"), st.integers(0, 7)),
        st.tuples(st.just("reopen"), st.just(0)),
    ),
    max_size=30,
)


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=_STEPS)
def test_whatever_cordon_does_leaves_it_whole(tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]):
    path = tmp_path_factory.mktemp("history") / "history.db"
    store = SqlCipherEventStore.open(path, KEY)
    told: list[ChainLink] = []
    doing: dict[str, Callable[[int, int], None]] = {
        "event": lambda at, day: store.record(event(at, occurred_at=START + day * _DAY)),
        "disposition": lambda _, of: store.record_disposition(event(of).event_id, Disposition.REDACTED, START),
        "forget": lambda _, day: store.forget_before(START + day * _DAY),
        "reopen": lambda _, __: None,
    }
    for number, (step, value) in enumerate(steps):
        if step == "reopen":
            store.close()
            store = SqlCipherEventStore.open(path, KEY)
        doing[step](number, value)
        if (head := store.proof().head) is not None:
            told.append(head)
    store.close()
    for head in (None, *told):
        assert verify_history(path, KEY, expected=head).troubles == ()
    assert [each.number for each in told] == sorted(each.number for each in told)
