"""Conditions in the words in which they are written, one text for each field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from agent.policy.document.when import USUAL_CONFIDENCE, LabelCondition, TimeWindow, When

__all__ = ["way_words", "when_words"]


def when_words(when: When) -> Iterator[tuple[str, str]]:
    """Each field that is given, by its name, with its text: `("label", "label: high, middle")`."""
    for field in When.model_fields:
        value = getattr(when, field)
        if value:
            yield field, f"{field}: {_listed((value,) if isinstance(value, str) else value)}"


def way_words(way: LabelCondition) -> Iterator[str]:
    """The same of a way of earning a label; count and confidence stand with the entities."""
    if way.entity:
        least = f", at least {way.min_count}" if way.min_count > 1 else ""
        sure = f", {way.min_confidence:g} sure" if way.min_confidence != USUAL_CONFIDENCE else ""
        yield f"entity: {_listed(way.entity)}{least}{sure}"
    for field in ("category", "inspection", "model"):
        if getattr(way, field):
            yield f"{field}: {_listed(getattr(way, field))}"


def _listed(values: Iterable[object]) -> str:
    return ", ".join(_window(each) if isinstance(each, TimeWindow) else str(each) for each in values)


def _window(window: TimeWindow) -> str:
    days = f"{_listed(window.days)} " if window.days else ""
    return f"{days}{window.begins}-{window.ends}"
