"""One look after the other: every process is told once, whatever the table does meanwhile."""

from __future__ import annotations

from dataclasses import replace

import pytest

from agent.core.app_ports import ProcessesChanged, ProcessKey
from agent.sensors.processes.looks import ASK_LIMIT, FOLLOW_LIMIT, LIST_S, SETTLING_S, ProcessLooks
from tests.fakes.process_table import FakeProcessTable, key_of, process


class Looked:
    """Looks at a table, one second after the other."""

    def __init__(self) -> None:
        self.table = FakeProcessTable()
        self.followed: list[ProcessKey] = []
        self.looks = ProcessLooks(self.table, lambda: self.followed)
        self.now_s = 0.0
        first = self.look()
        assert first is not None
        assert first.is_whole
        self.look(SETTLING_S)

    def look(self, after_s: float = 1.0) -> ProcessesChanged | None:
        """What is different now."""
        self.now_s += after_s
        self.table.asked.clear()
        self.table.glimpsed.clear()
        return self.looks.look(self.now_s)

    def started(self) -> list[int]:
        """Pids that the next look tells as started."""
        change = self.look()
        return [] if change is None else [each.pid for each in change.started]

    def ended(self) -> list[ProcessKey]:
        """What the next look tells as ended."""
        change = self.look()
        return [] if change is None else list(change.ended)


def test_only_new_pids_are_asked_and_told_once():
    looked = Looked()
    looked.table.run(process(7), process(8))
    looked.look(SETTLING_S)
    looked.look(SETTLING_S + 1)
    looked.table.run(process(9))
    assert looked.started() == [9]
    assert looked.table.asked == [9]
    assert looked.started() == []


def test_the_first_look_is_everything_there_is():
    table = FakeProcessTable()
    table.run(*(process(pid) for pid in range(1000, 1000 + 2 * ASK_LIMIT)))
    change = ProcessLooks(table, tuple).look(0)
    assert change is not None
    assert (len(change.started), change.is_whole) == (2 * ASK_LIMIT + 1, True)


def test_a_flood_of_new_processes_is_asked_in_parts_and_nothing_is_missed():
    looked = Looked()
    pids = list(range(1000, 1000 + 2 * ASK_LIMIT + 5))
    looked.table.run(*(process(pid) for pid in pids))
    told = [looked.started() for _ in range(3)]
    assert [len(each) for each in told] == [ASK_LIMIT, ASK_LIMIT, 5]
    assert sorted(pid for each in told for pid in each) == pids


def test_what_is_gone_is_told_by_its_key():
    looked = Looked()
    looked.table.run(process(7))
    looked.look()
    looked.table.end(7)
    assert looked.ended() == [key_of(process(7))]
    assert looked.ended() == []


@pytest.mark.parametrize("kind", ["others", "zombies", "gone_when_asked"])
def test_a_process_that_says_nothing_is_asked_once_and_its_end_is_no_news(kind: str):
    looked = Looked()
    getattr(looked.table, kind).add(7)
    if kind == "zombies":
        looked.table.run(process(7))
        looked.table.zombies.add(7)
    assert looked.look() is None
    assert looked.table.asked == [7]
    assert looked.look() is None
    assert looked.table.asked == []
    getattr(looked.table, kind).discard(7)
    looked.table.end(7)
    assert looked.look() is None


def test_a_young_process_that_becomes_another_program_is_told_again():
    looked = Looked()
    looked.table.run(process(7, "bash"))
    assert looked.started() == [7]
    looked.table.become(7, "node", "claude")
    change = looked.look()
    assert change is not None
    assert [(each.pid, each.command) for each in change.started] == [(7, ("node", "claude"))]
    assert change.ended == ()
    assert looked.look() is None


def test_a_process_that_has_settled_is_asked_no_more():
    looked = Looked()
    looked.table.run(process(7))
    looked.look()
    looked.look(SETTLING_S + 1)
    assert looked.table.glimpsed == [7]
    looked.look()
    assert looked.table.glimpsed == []
    assert looked.table.asked == []


def test_a_young_process_that_ends_while_it_is_asked_is_ordinary():
    looked = Looked()
    looked.table.run(process(7))
    looked.look()
    looked.table.zombies.add(7)
    assert looked.look() is None
    looked.table.end(7)
    assert looked.ended() == [key_of(process(7))]


def test_the_end_of_a_followed_process_is_seen_though_its_pid_stays():
    looked = Looked()
    looked.table.run(process(7), process(8))
    looked.look()
    looked.followed = [key_of(process(7))]
    looked.table.zombies |= {7, 8}
    assert looked.ended() == [key_of(process(7))]


def test_a_followed_pid_that_was_given_away_is_an_end_and_a_beginning():
    looked = Looked()
    looked.table.run(process(7))
    looked.look()
    looked.look(SETTLING_S + 1)
    looked.followed = [key_of(process(7))]
    again = replace(process(7, "bash"), created_at=500.0)
    looked.table.run(again)
    assert looked.look() == ProcessesChanged(started=(again,), ended=(key_of(process(7)),))


def test_many_followed_processes_are_asked_in_turn():
    looked = Looked()
    many = [process(pid) for pid in range(100, 100 + 2 * FOLLOW_LIMIT + 3)]
    looked.table.run(*many)
    looked.look()
    looked.followed = [key_of(each) for each in many]
    looked.table.zombies |= {each.pid for each in many}
    ended = [key for _ in range(3) for key in looked.ended()]
    assert sorted(ended) == sorted(map(key_of, many))


def test_someone_elses_key_is_not_followed():
    looked = Looked()
    looked.followed = [ProcessKey(pid=12345, created_at=1.0)]
    assert looked.look() is None


def test_forgetting_tells_everything_anew():
    looked = Looked()
    looked.table.run(process(7))
    looked.look()
    looked.looks.forget()
    change = looked.look()
    assert change is not None
    assert change.is_whole
    assert 7 in [each.pid for each in change.started]


def test_a_table_that_cannot_be_read_says_so():
    looked = Looked()
    looked.table.failure = PermissionError(13, "Permission denied")
    with pytest.raises(PermissionError):
        looked.look()


def test_what_had_just_begun_at_the_first_look_may_become_another_program():
    table = FakeProcessTable()
    table.run(process(7, "bash", created_at=1000.0), process(8, "bash", created_at=1000.0 - SETTLING_S - 1))
    looks = ProcessLooks(table, tuple)
    looks.look(0)
    table.asked.clear()
    table.become(7, "ollama")
    change = looks.look(1)
    assert change is not None
    assert [each.name for each in change.started] == ["ollama"]
    assert table.glimpsed == [7]


def test_where_the_system_tells_that_none_has_begun_pids_are_listed_rarely():
    looked = Looked()
    looked.table.tells_newest = True
    looked.look()
    lists = looked.table.lists
    for _ in range(int(LIST_S) - 1):
        assert looked.look() is None
    assert looked.table.lists == lists
    assert looked.look() is None
    assert looked.table.lists == lists + 1


def test_what_begins_is_seen_at_once_though_pids_are_listed_rarely():
    looked = Looked()
    looked.table.tells_newest = True
    looked.look()
    assert looked.look() is None
    looked.table.run(process(7))
    assert looked.started() == [7]
    looked.table.become(7, "node", "claude")
    assert looked.started() == [7]


def test_what_somebody_follows_ends_at_once_though_pids_are_listed_rarely():
    looked = Looked()
    looked.table.tells_newest = True
    looked.table.run(process(7), process(8))
    looked.look()
    looked.followed = [key_of(process(7))]
    looked.table.end(7, 8)
    assert looked.ended() == [key_of(process(7))]
    change = looked.look(LIST_S)
    assert change is not None
    assert change.ended == (key_of(process(8)),)


def test_a_flood_is_asked_whole_though_none_begins_after_it():
    looked = Looked()
    looked.table.tells_newest = True
    looked.table.run(*(process(pid) for pid in range(1000, 1000 + ASK_LIMIT + 5)))
    assert [len(looked.started()) for _ in range(2)] == [ASK_LIMIT, 5]
