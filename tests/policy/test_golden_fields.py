"""The golden policies use all of the format: a new field or name needs a new golden file."""

from __future__ import annotations

import enum
import typing
from collections.abc import Iterator, Mapping

import pytest
from pydantic import BaseModel

from agent.core import (
    Action,
    Category,
    Channel,
    DestinationKind,
    DestinationStatus,
    Entity,
    FailMode,
    Inspection,
    Layer,
    Mode,
    ModelState,
    Offer,
    OfflineMode,
    OperatingSystem,
)
from agent.policy import PolicyDocument
from agent.policy.document.names import Weekday
from tests.policy.golden import DOCUMENTS


def _models(annotation: object) -> Iterator[type[BaseModel]]:
    """The models in a type, however deep."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for each in annotation.model_fields.values():
            yield from _models(each.annotation)
    for argument in typing.get_args(annotation):
        yield from _models(argument)


def _values(value: object) -> Iterator[object]:
    """Everything that somebody wrote, however deep; names of mappings, too."""
    yield value
    if isinstance(value, BaseModel):
        for name in value.model_fields_set & type(value).model_fields.keys():
            yield from _values(getattr(value, name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _values(key)
            yield from _values(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from _values(item)


WRITTEN = [value for document in DOCUMENTS.values() for value in _values(document)]
FIELDS = sorted({(model, name) for model in _models(PolicyDocument) for name in model.model_fields}, key=str)
NAMES: tuple[type[enum.StrEnum], ...] = (
    Action,
    Category,
    Channel,
    DestinationKind,
    DestinationStatus,
    FailMode,
    Inspection,
    Layer,
    ModelState,
    Mode,
    Weekday,
    Offer,
    OfflineMode,
    OperatingSystem,
)


@pytest.mark.parametrize(
    ("model", "name"), [pytest.param(*each, id=f"{each[0].__name__}.{each[1]}") for each in FIELDS]
)
def test_every_field_is_in_a_golden_file(model: type[BaseModel], name: str):
    assert any(isinstance(value, model) and name in value.model_fields_set for value in WRITTEN)


def test_the_walk_over_the_models_finds_those_deep_inside():
    assert {model.__name__ for model, _ in FIELDS} >= {"PolicyDocument", "TimeWindow", "LabelCondition", "NetworkEntry"}


@pytest.mark.parametrize("kind", NAMES)
def test_every_name_is_in_a_golden_file(kind: type[enum.StrEnum]):
    assert {value for value in WRITTEN if isinstance(value, kind)} == set(kind)


def test_every_entity_is_in_a_golden_file():
    assert {value for value in WRITTEN if isinstance(value, str)} >= set(Entity)
