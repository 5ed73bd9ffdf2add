"""Places in a derived text and in the original."""

from __future__ import annotations

import pytest

from agent.detection.offset_map import OffsetMap, Piece, SplitMap

# derived: "name: " + original[10:15] + "; " + three characters for original[20:28]
PIECES = (Piece(6, 11, 10, 15), Piece(13, 16, 20, 28, "decoded", is_plain=False))
MAP = OffsetMap(PIECES)


@pytest.mark.parametrize(
    ("span", "original"),
    [
        ((6, 11), (10, 15)),
        ((7, 9), (11, 13)),
        ((14, 15), (20, 28)),
        ((0, 8), (10, 12)),  # begins in what was put in
        ((9, 12), (13, 15)),  # ends in it
        ((8, 14), (12, 28)),  # reaches from one piece into the next
        ((0, 100), (10, 28)),
        ((0, 6), None),
        ((11, 13), None),
        ((16, 20), None),
    ],
)
def test_span_leads_back(span: tuple[int, int], original: tuple[int, int] | None):
    assert MAP.original_span(*span) == original


@pytest.mark.parametrize(("offset", "piece"), [(6, 0), (10, 0), (13, 1), (5, None), (11, None), (16, None)])
def test_piece_holds_the_character(offset: int, piece: int | None):
    assert MAP.piece_at(offset) == (None if piece is None else PIECES[piece])


def test_map_of_nothing_leads_nowhere():
    assert OffsetMap(()).original_span(0, 5) is None
    assert OffsetMap(()).piece_at(0) is None


@pytest.mark.parametrize(
    ("span", "original"),
    [
        ((0, 1), (0, 1)),
        ((1, 3), (1, 5)),
        ((2, 3), (2, 5)),
        ((3, 4), (2, 5)),
        ((2, 5), (2, 9)),
        ((4, 6), (8, 10)),
        ((1, 1), None),
        ((6, 7), None),
    ],
)
def test_parts_lead_back(span: tuple[int, int], original: tuple[int, int] | None):
    # "ab" and a ligature, then three characters that went, then "cd".
    split = SplitMap([2, 2, 0, 0, 2], [2, 3, 0, 3, 2])
    assert split.original_span(*span) == original
