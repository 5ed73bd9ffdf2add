"""What the recognizers of national ids find in a text, without all the others."""

from __future__ import annotations

from agent.detection.pipeline import Pipeline
from agent.detection.recognizers.national_id import NATIONAL_IDS

_PIPELINE = Pipeline(NATIONAL_IDS)


def ids(text: str) -> list[tuple[str, str]]:
    """Country (or "labeled") and value of each finding."""
    return [
        (each.recognizer.removeprefix("national_id."), text[each.start : each.end]) for each in _PIPELINE.find(text)
    ]


def confidence(text: str) -> float:
    """That of the only finding in a text."""
    (finding,) = _PIPELINE.find(text)
    return finding.confidence


def explained(text: str) -> list[str]:
    """The score steps of the only finding in a text."""
    (finding,) = _PIPELINE.find(text)
    return [step.what for step in finding.explanation.steps]


def is_found(country: str, text: str) -> bool:
    """Whether a country's recognizer finds anything in a text."""
    return any(found == country for found, _ in ids(text))
