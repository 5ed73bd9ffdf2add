"""The card's table of sources."""

from __future__ import annotations

from models.training.card import sources_table
from models.training.sources import CATEGORY_SOURCES, SPAN_SOURCES


def test_every_source_is_listed():
    page = sources_table()
    assert [name for name in (*SPAN_SOURCES, *CATEGORY_SOURCES) if name not in page] == []


def test_what_is_not_trained_on_says_why():
    (row,) = (line for line in sources_table().splitlines() if line.startswith("| ner_wikiann "))
    assert "measure only: no licence file" in row
