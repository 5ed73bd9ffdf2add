"""Excerpts: the same text is highlighted as was found, and little else is shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Explanation, Finding
from agent.ipc.codec import FRAME_LIMIT_BYTES
from agent.ipc.prompt_messages import Excerpt
from agent.service.excerpts import EXCERPT_LIMIT, cut_excerpts

CONTEXT = 80
SPAN = 400


def finding(start: int, end: int, entity: str = "EMAIL") -> Finding:
    return Finding(
        entity=entity,
        start=start,
        end=end,
        confidence=1.0,
        recognizer="test",
        explanation=Explanation(summary="It says so."),
    )


@st.composite
def texts_with_findings(draw: st.DrawFn) -> tuple[str, list[Finding]]:
    """Pieces of text, every other one found; short and long, with and without spaces."""
    filler = st.sampled_from(["a", "b c ", "é", "🔑", "\n", " ", "x" * 30, "word " * 40])
    found = st.sampled_from(["4111 1111", "x", "🔑🔑", "k" * 390, "k" * 401, "k k " * 300])
    text, findings = draw(filler), []
    for number in range(draw(st.integers(0, 45))):
        piece = draw(found)
        findings.append(finding(len(text), len(text) + len(piece), f"E{number}"))
        text += piece + "".join(draw(st.lists(filler, max_size=3)))
    return text, findings


def highlighted(excerpt: Excerpt) -> list[tuple[str, str]]:
    return [(span.entity, excerpt.text[span.start : span.end]) for span in excerpt.spans]


@given(texts_with_findings())
def test_what_is_highlighted_is_what_was_found(sample: tuple[str, list[Finding]]):
    text, findings = sample
    excerpts, more = cut_excerpts(text, findings)
    shown = [each for excerpt in excerpts for each in highlighted(excerpt)]
    expected = [(each.entity, text[each.start : each.end][:SPAN]) for each in findings]
    assert shown == expected[: len(shown)]
    assert len(shown) + more == len(findings)


@given(texts_with_findings())
def test_little_is_shown_and_it_is_told_where_it_was_cut(sample: tuple[str, list[Finding]]):
    text, findings = sample
    excerpts, more = cut_excerpts(text, findings)
    assert len(excerpts) <= EXCERPT_LIMIT
    assert (more > 0) <= (len(excerpts) == EXCERPT_LIMIT)
    for excerpt in excerpts:
        assert excerpt.text in text
        assert text.startswith(excerpt.text) or excerpt.is_cut_before
        assert text.endswith(excerpt.text) or excerpt.is_cut_after
        assert len(excerpt.text) <= len(excerpt.spans) * (SPAN + 2 * CONTEXT)
    assert sum(len(excerpt.text) for excerpt in excerpts) * 6 < FRAME_LIMIT_BYTES // 2


def test_nothing_found_is_nothing_shown():
    assert cut_excerpts("Some text", []) == ((), 0)


def test_a_short_text_is_shown_whole():
    excerpts, more = cut_excerpts("Card 4111 please", [finding(5, 9, "CREDIT_CARD")])
    (excerpt,) = excerpts
    assert (excerpt.text, excerpt.is_cut_before, excerpt.is_cut_after) == ("Card 4111 please", False, False)
    assert (highlighted(excerpt), more) == ([("CREDIT_CARD", "4111")], 0)


def test_a_long_text_is_cut_at_the_ends_of_words():
    text = "before " * 50 + "FOUND" + " afterwards" * 50
    start = text.index("FOUND")
    ((excerpt,), _) = cut_excerpts(text, [finding(start, start + 5)])
    assert excerpt.text.split() == ["before"] * 11 + ["FOUND"] + ["afterwards"] * 7
    assert excerpt.text == excerpt.text.strip()
    assert (excerpt.is_cut_before, excerpt.is_cut_after) == (True, True)


def test_a_text_without_spaces_is_cut_anywhere():
    ((excerpt,), _) = cut_excerpts("x" * 1000, [finding(500, 510)])
    assert len(excerpt.text) == 10 + 2 * CONTEXT


@pytest.mark.parametrize(("gap", "count"), [(2 * CONTEXT, 1), (2 * CONTEXT + 1, 2)])
def test_findings_whose_surroundings_touch_share_an_excerpt(gap: int, count: int):
    excerpts, _ = cut_excerpts("x" * 1000, [finding(100, 110), finding(110 + gap, 120 + gap)])
    assert len(excerpts) == count


def test_the_beginning_of_a_long_finding_says_enough():
    text = "Key: " + "k" * 5000 + " and more"
    ((excerpt,), _) = cut_excerpts(text, [finding(5, 5005)])
    assert highlighted(excerpt) == [("EMAIL", "k" * SPAN)]
    assert len(excerpt.text) == 5 + SPAN + CONTEXT
    assert excerpt.is_cut_after


def test_long_findings_side_by_side_are_not_shown_whole():
    text = "k" * 100_000
    excerpts, _ = cut_excerpts(text, [finding(each * 20_000, (each + 1) * 20_000) for each in range(5)])
    assert [len(excerpt.text) for excerpt in excerpts] == [SPAN + CONTEXT] + [SPAN + 2 * CONTEXT] * 4


def test_what_does_not_fit_is_counted():
    findings = [finding(each * 1000, each * 1000 + 5) for each in range(EXCERPT_LIMIT + 3)]
    excerpts, more = cut_excerpts("x" * 10_000, findings)
    assert (len(excerpts), more) == (EXCERPT_LIMIT, 3)


def test_many_findings_in_a_row_are_spread_over_excerpts():
    excerpts, more = cut_excerpts("x" * 10_000, [finding(each * 10, each * 10 + 5) for each in range(130)])
    assert [len(excerpt.spans) for excerpt in excerpts] == [20] * 5
    assert more == 30


def test_half_a_surrogate_pair_is_replaced_and_moves_nothing():
    ((excerpt,), _) = cut_excerpts("a\ud800b FOUND \udc00", [finding(4, 9)])
    assert excerpt.text == "a?b FOUND ?"
    assert highlighted(excerpt) == [("EMAIL", "FOUND")]
