"""Window titles become page titles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.destinations.titles import PageTitles, last_segment, normalize_title

TITLES = PageTitles(
    endings=frozenset({"Mozilla Firefox", "Mozilla Firefox ESR", "Google Chrome", "Microsoft Edge"}),
    profiles=frozenset({"Work"}),
)


@pytest.mark.parametrize(
    ("title", "normalized"),
    [
        ("plan", "plan"),
        ("", ""),
        ("  two\u00a0 spaces ", "two spaces"),
        ("a — b \u2013 c", "a - b - c"),
        ("\u200eGoogle Gemini", "Google Gemini"),
        ("Microsoft\u200b Edge", "Microsoft Edge"),
        ("(3) plan", "plan"),
        ("(99+) plan", "plan"),
        ("● plan", "plan"),
        ("✳ plan", "plan"),
        ("⠂ plan", "plan"),
        ("(2) ● plan", "plan"),
        ("(3)plan", "(3)plan"),
        ("(draft) plan", "(draft) plan"),
        ("*plan", "*plan"),
        ("plan (3) ", "plan (3)"),
    ],
)
def test_normalizes_what_pages_and_programs_put_around_a_title(title: str, normalized: str):
    assert normalize_title(title) == normalized


def test_keeps_both_ends_of_an_endless_title():
    normalized = normalize_title("start " + "x" * 1_000_000 + " - Mozilla Firefox")
    assert normalized.startswith("start ")
    assert normalized.endswith(" - Mozilla Firefox")
    assert len(normalized) <= 300


@given(title=st.text(max_size=200))
def test_is_the_same_for_visible_text_however_it_is_spaced(title: str):
    assert normalize_title(title.replace(" ", "\u00a0  ")) == normalize_title(title)


@pytest.mark.parametrize(
    ("title", "page"),
    [
        ("plan - Mozilla Firefox", "plan"),
        ("plan - Mozilla Firefox ESR", "plan"),
        ("plan - Google Chrome (Incognito)", "plan"),
        ("plan - Google Chrome - Jane", "plan"),
        ("plan - Work - Microsoft Edge", "plan"),
        ("plan - Profile 12 - Microsoft Edge", "plan"),
        ("plan and 1 more page - Work - Microsoft Edge", "plan"),
        ("plan and 12 more pages - Microsoft Edge", "plan"),
        ("plan", "plan"),
        ("Mozilla Firefox", ""),
        ("", ""),
        ("plan - ", "plan - "),
        ("plan - Google Chrome tips", "plan - Google Chrome tips"),
        ("plan - Google Chrome - tips - Wikipedia", "plan - Google Chrome - tips - Wikipedia"),
        ("plan - Google Chrome - Mozilla Firefox", "plan - Google Chrome"),
        ("plan - Working - Microsoft Edge", "plan - Working"),
        ("plan and more pages - Microsoft Edge", "plan and more pages"),
    ],
)
def test_takes_off_what_the_browser_adds_and_nothing_else(title: str, page: str):
    assert TITLES.page_title(title) == page


@pytest.mark.parametrize(
    ("title", "segment"),
    [
        ("ChatGPT - Wikipedia", "Wikipedia"),
        ("a | b - c", "c"),
        ("a - b | c", "c"),
        ("ChatGPT at DuckDuckGo", "DuckDuckGo"),
        ("ChatGPT", ""),
        ("ChatGPT-4", ""),
        ("", ""),
    ],
)
def test_takes_the_last_segment_for_the_site(title: str, segment: str):
    assert last_segment(title) == segment
