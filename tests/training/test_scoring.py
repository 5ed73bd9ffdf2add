"""Overlap scores and those of categories."""

from __future__ import annotations

import pytest

from models.training.examples import Span
from models.training.figures import Figures
from models.training.report import figures_json, page
from models.training.scoring import Counts, accuracy, counts_of, grouped, macro_f1


def _spans(*places: tuple[int, int]) -> list[Span]:
    return [Span(start, end, "PERSON") for start, end in places]


@pytest.mark.parametrize(
    ("gold", "predicted", "f1"),
    [
        (_spans((0, 5)), _spans((0, 5)), 1.0),
        (_spans((0, 5)), _spans((4, 9)), 1.0),
        (_spans((0, 5)), _spans((5, 9)), 0.0),
        (_spans((0, 5), (8, 9)), _spans((0, 2)), 2 / 3),
        (_spans((0, 5)), _spans((0, 2), (3, 5), (7, 8)), 0.8),
        ([], [], 0.0),
    ],
)
def test_overlap(gold: list[Span], predicted: list[Span], f1: float):
    assert counts_of(gold, predicted).f1 == pytest.approx(f1)


def test_groups_count_as_one_entity():
    spans = [Span(0, 3, "ADDRESS"), Span(4, 6, "ZIP_CODE"), Span(7, 9, "PERSON")]
    assert grouped(spans, "PLACES") == spans[:2]
    assert grouped(spans, "PERSON") == spans[2:]


def test_categories():
    gold, said = ["hr", "hr", "legal", "general"], ["hr", "legal", "legal", "general"]
    assert accuracy(gold, said) == 0.75
    assert macro_f1(gold, said) == pytest.approx((2 / 3 + 2 / 3 + 1) / 3)


def test_the_table_shows_unseen_sources_beside_unseen_templates():
    counts = Counts(right=1, wrong=0, found=1, missed=0)
    figures = Figures(
        spans={("ner_btc", "PERSON"): counts},
        total={"PERSON": counts},
        accuracy=0.5,
        macro_f1=0.25,
        alarms=0.01,
        right={"cuad": (0.5, 2)},
        confused={("legal", "general"): 1},
    )
    text = page({"unseen sources": figures, "unseen templates": figures})
    assert "| label | unseen sources | unseen templates |" in text
    assert "| PERSON | 1.000 (1) | 1.000 (1) |" in text
    assert "| cuad | 0.500 | 2 |" in text
    assert figures_json(figures)["spans"] == {"PERSON": {"f1": 1.0, "gold": 1}}
