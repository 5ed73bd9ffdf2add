"""Offsets to lines and columns, and which findings count."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.cli.scan_result import Lines, Selection
from tests.cli.scans import file_scan, finding


@given(st.text(st.sampled_from("a\n\r😀ü")), st.data())
def test_line_and_column_lead_back_to_the_offset(text: str, data: st.DataObject):
    offset = data.draw(st.integers(0, len(text)))
    line, column = Lines(text).place(offset)
    assert sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1 == offset


@pytest.mark.parametrize(("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (3, 1)), (5, (3, 2))])
def test_lines_and_columns_count_from_one(offset: int, place: tuple[int, int]):
    assert Lines("ab\n\nc").place(offset) == place


@pytest.mark.parametrize(
    ("selection", "kept"),
    [
        (Selection(), [0, 1, 2]),
        (Selection(min_confidence=0.5), [0, 1]),
        (Selection(entities=frozenset({"IBAN"})), [1]),
        (Selection(min_confidence=0.9, entities=frozenset({"IBAN"})), []),
    ],
)
def test_a_selection_keeps_sure_findings_of_its_entities(selection: Selection, kept: list[int]):
    findings = (
        finding(0, 1, confidence=0.9),
        finding(2, 3, entity="IBAN", confidence=0.5),
        finding(4, 5, confidence=0.4),
    )
    assert selection.of(findings) == tuple(findings[index] for index in kept)


def test_a_result_does_not_show_its_text():
    assert "jane" not in repr(file_scan("a.txt", "jane@example.com"))
