"""The model in force changes to one that works, and stays what it is otherwise."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import DeliveredModel
from agent.service.model_in_force import ModelInForce
from tests.fakes.health import RecordingHealth
from tests.waiting import wait_until


class _Models:
    """Does what it is asked, and writes it down. A bundle's identity is its folder's name."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.accepted: set[str] = set()
        self.refused: set[str] = set()
        self.may_go_on = threading.Event()
        self.may_go_on.set()

    def use_packaged(self) -> None:
        self.done.append("packaged")

    def use_accepted(self, identity: str) -> bool:
        if identity in self.accepted:
            self.done.append(f"accepted {identity}")
        return identity in self.accepted

    def accept(self, model: DeliveredModel) -> None:
        self.done.append(f"examine {model.identity}")
        assert self.may_go_on.wait(10)
        if model.identity == "broken":
            raise ValueError(model.identity)
        if model.identity in self.refused:
            raise AgentError("A delivered model does not work on this device")
        self.accepted.add(model.identity)

    def close(self) -> None:
        self.done.append("close")
        self.refused = {"a"}
        self.may_go_on.set()


@pytest.fixture(name="models")
def _models() -> _Models:
    return _Models()


@pytest.fixture(name="health")
def _health() -> RecordingHealth:
    return RecordingHealth()


@pytest.fixture(name="model")
def _model(models: _Models, health: RecordingHealth) -> Iterator[ModelInForce]:
    model = ModelInForce(models, health)
    yield model
    model.close()


def _delivered(folder: str) -> DeliveredModel:
    return DeliveredModel(folder=Path(folder), identity=Path(folder).name)


def _offer(model: ModelInForce, models: _Models, bundle: str | None, *done: str) -> None:
    """Offer a bundle, and wait until so much has been done."""
    model.offer(_delivered(bundle) if bundle is not None else None)
    wait_until(lambda: tuple(models.done) == done, what=f"{done}, not {models.done}")


def test_while_none_is_delivered_there_is_no_thread(model: ModelInForce, models: _Models):
    before = threading.active_count()
    model.offer(None)
    assert threading.active_count() == before
    assert models.done == []


def test_a_delivered_one_is_examined_once(model: ModelInForce, models: _Models):
    _offer(model, models, "sets/1/a", "examine a")
    model.offer(_delivered("sets/2/a"))
    _offer(model, models, "b", "examine a", "examine b")


def test_taking_it_out_of_the_repository_brings_back_the_packaged_one(model: ModelInForce, models: _Models):
    _offer(model, models, "a", "examine a")
    _offer(model, models, None, "examine a", "packaged")


def test_going_back_needs_no_examination(model: ModelInForce, models: _Models):
    _offer(model, models, "a", "examine a")
    _offer(model, models, "b", "examine a", "examine b")
    _offer(model, models, "a", "examine a", "examine b", "accepted a")


@pytest.mark.parametrize(
    ("bundle", "says"), [("bad", "A delivered model does not work on this device."), ("broken", "ValueError.")]
)
def test_a_refused_one_changes_nothing_and_is_health_until_another_is_well(
    model: ModelInForce, models: _Models, health: RecordingHealth, bundle: str, says: str
):
    models.refused = {"bad"}
    _offer(model, models, "good", "examine good")
    _offer(model, models, bundle, "examine good", f"examine {bundle}")
    wait_until(lambda: health.open_codes == {HealthCode.MODEL_REFUSED}, what="the issue")
    assert health.detail(HealthCode.MODEL_REFUSED) == says
    model.offer(_delivered("good"))
    wait_until(lambda: health.open_codes == frozenset(), what="its end")
    assert models.done == ["examine good", f"examine {bundle}"]


def test_of_those_that_come_while_one_is_examined_only_the_last_counts(model: ModelInForce, models: _Models):
    models.may_go_on.clear()
    _offer(model, models, "a", "examine a")
    model.offer(_delivered("b"))
    model.offer(_delivered("c"))
    models.may_go_on.set()
    wait_until(lambda: models.done == ["examine a", "examine c"], what="the last one")


def test_the_end_ends_an_examination_without_a_word(model: ModelInForce, models: _Models, health: RecordingHealth):
    models.may_go_on.clear()
    _offer(model, models, "a", "examine a")
    model.close()
    model.offer(_delivered("b"))
    assert models.done == ["examine a", "close"]
    assert health.reported == ()
