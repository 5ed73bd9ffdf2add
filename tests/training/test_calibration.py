"""A bias is chosen by all sources alike, and judged on a source that had no say."""

from __future__ import annotations

import numpy as np

from models.training.calibration import Judged, fitted, left_out
from models.training.labels import CATEGORIES

_HR, _GENERAL, _MEMO = (CATEGORIES.index(each) for each in ("hr", "general", "internal_comm"))


def _judged(source: str, gold: int, **logits: float) -> Judged:
    values = np.zeros(len(CATEGORIES))
    for name, value in logits.items():
        values[CATEGORIES.index(name)] = value
    return Judged(source=source, category=gold, logits=values)


def _texts(sources: int = 4) -> list[Judged]:
    """Every handbook is a little more of a memo than of what it is; memos and questions are what they are."""
    return [
        text
        for number in range(sources)
        for text in (
            *(_judged(f"handbook {number}", _HR, hr=2.0, internal_comm=2.2) for _ in range(5)),
            *(_judged(f"memos {number}", _MEMO, internal_comm=4.0) for _ in range(5)),
            *(_judged(f"questions {number}", _GENERAL, general=3.0) for _ in range(5)),
        )
    ]


def test_what_is_taken_for_its_neighbor_everywhere_gets_a_bias():
    bias = fitted(_texts())
    assert bias.get("hr", 0.0) - bias.get("internal_comm", 0.0) > 0.2
    assert left_out(_texts()) == [CATEGORIES[each.category] for each in _texts()]


def test_what_is_right_needs_none():
    assert fitted([each for each in _texts() if each.category != _HR]) == {}


def test_one_large_source_does_not_outvote_the_others():
    odd = [_judged("odd", _MEMO, hr=2.0, internal_comm=1.8) for _ in range(500)]
    assert fitted([*_texts(), *odd]).get("hr", 0.0) >= 0


def test_a_source_does_not_choose_for_itself():
    alone = [_judged("lonely", _HR, hr=2.0, legal=2.2) for _ in range(5)]
    texts = [*_texts(), *alone]
    assert left_out(texts)[-5:] == ["legal"] * 5 or fitted(_texts()).get("hr", 0.0) > 0.2


def test_alarms_at_ordinary_texts_cost_more_than_a_missed_document():
    texts = [
        *(_judged("questions", _GENERAL, general=2.0, legal=2.1) for _ in range(10)),
        *(_judged("contracts", CATEGORIES.index("legal"), legal=4.0) for _ in range(10)),
    ]
    bias = fitted(texts)
    assert bias.get("general", 0.0) > bias.get("legal", 0.0)
