"""What a check-in says of the history's chain."""

from __future__ import annotations

from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.fleet.check_in import HistoryHead
from agent.service.history_heads import HistoryHeads
from agent.system.state_file import StateFile
from tests.fakes.event_store import FakeEventStore


@pytest.fixture
def store() -> FakeEventStore:
    return FakeEventStore()


@pytest.fixture
def heads(store: FakeEventStore, tmp_path: Path) -> HistoryHeads:
    return HistoryHeads(store, StateFile(tmp_path / "told-heads.json"))


def _head(number: int, content: bytes) -> HistoryHead:
    return HistoryHead(sequence=number, mac=(content * 32).hex())


def test_nothing_is_said_of_an_empty_history(heads: HistoryHeads):
    assert heads.current() == (None, ())


def test_a_head_that_was_told_is_told_again_as_it_is_now(heads: HistoryHeads, store: FakeEventStore):
    store.links = {1: b"a" * 32, 2: b"b" * 32}
    assert heads.current() == (_head(2, b"b"), ())
    assert heads.current() == (_head(2, b"b"), ())
    store.links = {1: b"x" * 32, 2: b"y" * 32, 3: b"z" * 32}
    assert heads.current() == (_head(3, b"z"), (_head(2, b"y"),))


def test_it_is_remembered_beyond_a_start(store: FakeEventStore, tmp_path: Path):
    store.links = {5: b"a" * 32}
    HistoryHeads(store, StateFile(tmp_path / "told.json")).current()
    store.links[9] = b"b" * 32
    _, earlier = HistoryHeads(store, StateFile(tmp_path / "told.json")).current()
    assert earlier == (_head(5, b"a"),)


def test_only_the_newest_few_are_told_and_none_that_is_gone(heads: HistoryHeads, store: FakeEventStore):
    for number in range(1, 31):
        store.links[number] = bytes([number]) * 32
        _, earlier = heads.current()
    assert [each.sequence for each in earlier] == [*range(22, 30)]
    del store.links[25]
    _, earlier = heads.current()
    assert 25 not in {each.sequence for each in earlier}


def test_a_history_that_cannot_be_read_is_not_spoken_of(heads: HistoryHeads, store: FakeEventStore):
    store.links = {1: b"a" * 32}
    store.failure = AgentError("It cannot be read")
    assert heads.current() == (None, ())


def test_what_cannot_be_remembered_is_not_told(store: FakeEventStore, tmp_path: Path):
    (tmp_path / "in the way").write_text("")
    store.links = {1: b"a" * 32}
    assert HistoryHeads(store, StateFile(tmp_path / "in the way" / "told.json")).current() == (None, ())


@pytest.mark.parametrize("told", ["{}", '{"told": 3}', '{"told": ["x", -1, 0, null, true]}', "no json"])
def test_a_damaged_memory_is_begun_anew(heads: HistoryHeads, store: FakeEventStore, tmp_path: Path, told: str):
    (tmp_path / "told-heads.json").write_text(told)
    store.links = {7: b"a" * 32}
    head, _ = heads.current()
    assert head == _head(7, b"a")
