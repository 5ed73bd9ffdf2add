"""The model in force changes to one that works, and stays what it is otherwise."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.core.health import HealthCode
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

    def identity(self, bundle: Path) -> str:
        return bundle.name

    def use_packaged(self) -> None:
        self.done.append("packaged")

    def use_accepted(self, identity: str) -> bool:
        if identity not in self.accepted:
            return False
        self.done.append(f"accepted {identity}")
        return True

    def accept(self, bundle: Path) -> None:
        self.done.append(f"examine {bundle.name}")
        assert self.may_go_on.wait(10)
        if bundle.name in self.refused:
            raise AgentError("A delivered model does not work on this device")
        self.accepted.add(bundle.name)


@pytest.fixture(name="models")
def _models() -> _Models:
    return _Models()


@pytest.fixture(name="health")
def _health() -> RecordingHealth:
    return RecordingHealth()


@pytest.fixture(name="model")
def _model(models: _Models, health: RecordingHealth) -> ModelInForce:
    return ModelInForce(models, health)


def test_the_packaged_one_stays_while_none_is_delivered(model: ModelInForce, models: _Models):
    model.offer(None)
    assert models.done == []


def test_a_delivered_one_is_examined_once(model: ModelInForce, models: _Models):
    model.offer(Path("sets/1/a"))
    model.offer(Path("sets/2/a"))
    assert models.done == ["examine a"]


def test_taking_it_out_of_the_repository_brings_back_the_packaged_one(model: ModelInForce, models: _Models):
    model.offer(Path("a"))
    model.offer(None)
    assert models.done == ["examine a", "packaged"]


def test_going_back_needs_no_examination(model: ModelInForce, models: _Models):
    for name in ("a", "b", "a"):
        model.offer(Path(name))
    assert models.done == ["examine a", "examine b", "accepted a"]


def test_a_refused_one_changes_nothing_and_is_health_until_another_is_well(
    model: ModelInForce, models: _Models, health: RecordingHealth
):
    models.refused = {"bad"}
    model.offer(Path("good"))
    model.offer(Path("bad"))
    assert health.detail(HealthCode.MODEL_REFUSED) == "A delivered model does not work on this device."
    model.offer(Path("good"))
    assert health.open_codes == frozenset()
    assert models.done == ["examine good", "examine bad"]


def test_of_those_that_come_while_one_is_examined_only_the_last_counts(model: ModelInForce, models: _Models):
    models.may_go_on.clear()
    with ThreadPoolExecutor() as pool:
        first = pool.submit(model.offer, Path("a"))
        wait_until(lambda: models.done == ["examine a"], what="the examination")
        others = []
        for name in ("b", "c"):
            offers = model._latest
            others.append(pool.submit(model.offer, Path(name)))
            wait_until(lambda: model._latest > offers, what="the offer")  # noqa: B023 - called at once; as above
        models.may_go_on.set()
        for offered in (first, *others):
            offered.result(10)
    assert models.done == ["examine a", "examine c"]
