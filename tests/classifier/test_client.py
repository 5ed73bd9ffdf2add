"""What the agent holds of the model: it always answers, remembers without keeping content, and says how it is."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from agent.classifier.client import ClassifierClient
from agent.classifier.messages import Answer, BundleFile, Problem, Request, Span
from agent.core import Category, ModelState
from agent.core.health import HealthCode
from agent.system.limited_child import ChildCrashedError, ChildError, ChildLateError, ChildStartError
from tests.fakes.health import RecordingHealth
from tests.waiting import wait_until

_ANSWER = Answer(
    spans=[Span("PERSON", 0, 3, 0.9)],
    category="hr",
    category_score=0.7,
    share=1.0,
    is_finished=True,
    is_confined=True,
    languages=["en"],
)


class _Worker:
    """Answers what it is told to, and writes down what it is asked."""

    def __init__(self, answer: Answer | bytes | ChildError = _ANSWER) -> None:
        self.answer = answer
        self.asked: list[tuple[Request, str]] = []
        self.is_stopped = False
        self.pid: int | None = None
        self.patience_s: list[float] = []

    def ask(self, frames: Sequence[bytes | memoryview], timeout_s: float) -> bytes:
        self.patience_s.append(timeout_s)
        self.asked.append((msgspec.json.decode(frames[0], type=Request), bytes(frames[1]).decode()))
        if isinstance(self.answer, ChildError):
            raise self.answer
        return self.answer if isinstance(self.answer, bytes) else msgspec.json.encode(self.answer)

    def stop(self) -> None:
        self.is_stopped = True


class _SlowWorker(_Worker):
    """Answers when it may."""

    def __init__(self) -> None:
        super().__init__()
        self.is_asked, self.may_answer = threading.Event(), threading.Event()

    def ask(self, frames: Sequence[bytes | memoryview], timeout_s: float) -> bytes:
        self.is_asked.set()
        assert self.may_answer.wait(10)
        return super().ask(frames, timeout_s)


@pytest.fixture(name="health")
def _health() -> RecordingHealth:
    return RecordingHealth()


def _client(worker: _Worker, health: RecordingHealth) -> ClassifierClient:
    return ClassifierClient(worker, health, budget_s=1.5)


def test_an_answer_becomes_a_reading(health: RecordingHealth):
    worker = _Worker()
    reading = _client(worker, health).read("Ada works", [4])
    assert worker.asked == [(Request(budget_s=1.5, hits=[4]), "Ada works")]
    assert reading.state is ModelState.COMPLETE
    assert reading.category is Category.HR
    assert [(span.entity, span.start, span.end, span.score) for span in reading.spans] == [("PERSON", 0, 3, 0.9)]
    assert reading.languages == {"en"}
    assert not health.open_codes


def test_the_same_text_is_asked_once_and_another_again(health: RecordingHealth):
    worker = _Worker()
    client = _client(worker, health)
    assert client.read("Ada", []) == client.read("Ada", [])
    client.read("Bob", [])
    assert [text for _, text in worker.asked] == ["Ada", "Bob"]


def test_only_so_many_answers_are_remembered(health: RecordingHealth):
    worker = _Worker()
    client = _client(worker, health)
    for number in range(300):
        client.read(str(number), [])
    client.read("299", [])
    client.read("0", [])
    assert len(worker.asked) == 301


def test_what_was_not_finished_is_not_remembered(health: RecordingHealth):
    worker = _Worker(msgspec.structs.replace(_ANSWER, is_finished=False, share=0.4))
    client = _client(worker, health)
    assert client.read("Ada", []).state is ModelState.NOT_FINISHED
    assert client.read("Ada", []).share == 0.4
    assert len(worker.asked) == 2


def test_a_long_text_was_sampled(health: RecordingHealth):
    worker = _Worker(msgspec.structs.replace(_ANSWER, is_sampled=True, share=0.1))
    assert _client(worker, health).read("Ada", []).state is ModelState.SAMPLED


def test_lone_surrogates_keep_the_offsets(health: RecordingHealth):
    worker = _Worker()
    _client(worker, health).read("a\ud800b\U0001f600", [])
    assert worker.asked[0][1] == "a?b\U0001f600"


@pytest.mark.parametrize("error", [ChildCrashedError(-9), ChildLateError(), ChildStartError("FileNotFoundError")])
def test_trouble_costs_one_answer_and_the_next_clears_it(error: ChildError, health: RecordingHealth):
    worker = _Worker(error)
    client = _client(worker, health)
    assert client.read("Ada", []).state is ModelState.UNAVAILABLE
    assert HealthCode.CLASSIFIER_FAILED in health.open_codes
    worker.answer = _ANSWER
    assert client.read("Ada", []).state is ModelState.COMPLETE
    assert not health.open_codes


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"{}x",
        b'{"spans": 1}',
        b"\xff",
        b'{"category": "\xff"}',
        b'{"spans": ' + b"[" * 100_000,
        b'{"problem": "x"}',
    ],
)
def test_an_answer_that_is_none_is_trouble(answer: bytes, health: RecordingHealth):
    assert _client(_Worker(answer), health).read("Ada", []).state is ModelState.UNAVAILABLE
    assert HealthCode.CLASSIFIER_FAILED in health.open_codes


def test_an_answer_that_cannot_be_true_is_trouble(health: RecordingHealth):
    answer = msgspec.structs.replace(_ANSWER, spans=[Span("PERSON", 0, 4, 0.9)])
    assert _client(_Worker(answer), health).read("Ada", []).state is ModelState.UNAVAILABLE
    assert HealthCode.CLASSIFIER_FAILED in health.open_codes


def test_a_refused_bundle_is_said_with_its_reason(health: RecordingHealth):
    worker = _Worker(Answer(problem=Problem.ALTERED, file=BundleFile.MODEL))
    client = _client(worker, health)
    assert client.read("Ada", []).state is ModelState.UNAVAILABLE
    assert health.open_codes == {HealthCode.CLASSIFIER_REFUSED}
    assert health.detail(HealthCode.CLASSIFIER_REFUSED) == "model.onnx was altered"
    worker.answer = _ANSWER
    client.read("Ada", [])
    assert not health.open_codes


def test_a_worker_that_is_not_locked_in_is_said_and_used(health: RecordingHealth):
    worker = _Worker(msgspec.structs.replace(_ANSWER, is_confined=False))
    assert _client(worker, health).read("Ada", []).state is ModelState.COMPLETE
    assert HealthCode.CLASSIFIER_NOT_CONFINED in health.open_codes


def test_a_worker_that_has_to_start_gets_more_time(health: RecordingHealth):
    worker = _Worker()
    client = _client(worker, health)
    client.read("cold", [])
    worker.pid = 1
    client.read("warm", [])
    assert worker.patience_s[0] > 10 > worker.patience_s[1] > 1.5


def test_of_those_that_wait_only_the_newest_is_read(health: RecordingHealth):
    worker = _SlowWorker()
    client = _client(worker, health)
    with ThreadPoolExecutor(3) as threads:
        first = threads.submit(client.read, "Ada", [])
        assert worker.is_asked.wait(10)
        second = threads.submit(client.read, "Bob", [])
        wait_until(lambda: client._newest == 2, what="the second to wait")
        third = threads.submit(client.read, "Eve", [])
        # Overtaken: it need not wait for the first one's end.
        assert second.result(10).state is ModelState.NOT_FINISHED
        worker.may_answer.set()
        assert [each.result(10).state for each in (first, third)] == [ModelState.COMPLETE] * 2
    assert [text for _, text in worker.asked] == ["Ada", "Eve"]


def test_what_is_interrupted_by_the_end_is_no_trouble(health: RecordingHealth):
    worker = _Worker(ChildStartError("it was stopped"))
    client = _client(worker, health)
    client.close()
    assert client.read("Ada", []).state is ModelState.UNAVAILABLE
    assert not health.open_codes


def test_closing_ends_the_worker(health: RecordingHealth):
    worker = _Worker()
    _client(worker, health).close()
    assert worker.is_stopped


def test_nothing_it_holds_shows_the_text(health: RecordingHealth):
    client = _client(_Worker(), health)
    client.read("Ada Lovelace", [])
    assert "Lovelace" not in repr(vars(client))


def test_another_worker_reads_from_now_on_and_nothing_of_the_old_one_is_remembered(health: RecordingHealth):
    old, new = _Worker(), _Worker(msgspec.structs.replace(_ANSWER, category="legal"))
    client = _client(old, health)
    assert client.read("Ada works", []).category is Category.HR
    client.use(new)
    assert old.is_stopped
    assert client.read("Ada works", []).category is Category.LEGAL
    assert len(old.asked) == len(new.asked) == 1


def test_what_the_old_worker_is_reading_is_finished_and_not_remembered(health: RecordingHealth):
    old, new = _SlowWorker(), _Worker(msgspec.structs.replace(_ANSWER, category="legal"))
    client = _client(old, health)
    with ThreadPoolExecutor() as pool:
        reading = pool.submit(client.read, "Ada works", [])
        assert old.is_asked.wait(10)
        changing = pool.submit(client.use, new)
        wait_until(lambda: client._worker is new, what="the change")
        stopped_early = old.is_stopped
        old.may_answer.set()
        changing.result(10)
        assert reading.result(10).category is Category.HR
    assert (stopped_early, old.is_stopped) == (False, True)
    assert client.read("Ada works", []).category is Category.LEGAL


def test_a_worker_that_comes_after_the_end_is_ended(health: RecordingHealth):
    old, new = _Worker(), _Worker()
    client = _client(old, health)
    client.close()
    client.use(new)
    assert new.is_stopped
