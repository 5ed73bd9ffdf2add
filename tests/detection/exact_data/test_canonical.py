"""Values and candidates meet in one form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.exact_data.canonical import JOINS, LONGEST_GAP, WORD, WORD_LIMIT, ColumnKind, canonical_value


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("4111 1111-1111.1111", "4111111111111111"),
        ("Jane  Doe", "janedoe"),
        (" Doe, Jane ", "doejane"),
        ("jane.doe@example.com", "janedoeexamplecom"),
        ("A_B/C-9", "abc9"),
        ("Straße 7", "strasse7"),
        ("(030) 90 18", "0309018"),
        ("\uff11\uff12\u00a03", "123"),
        ("", ""),
        (" - ", ""),
        ("a\tb", ""),
        ("a\nb", ""),
        ("a;b", ""),
        ("a,b", ""),
        ("a |b", ""),
        ("a    b", ""),
        (" ".join("a" * (WORD_LIMIT + 1)), ""),
    ],
)
def test_a_value_has_one_form_or_none(value: str, form: str):
    assert canonical_value(value, ColumnKind.TEXT) == form


@pytest.mark.parametrize(
    ("value", "form"),
    [("Tel. 030 / 90 18-20", "030901820"), ("DE 123", "123"), ("12\n34", "1234"), ("none", ""), ("", "")],
)
def test_of_a_column_of_digits_only_digits_count(value: str, form: str):
    assert canonical_value(value, ColumnKind.DIGITS) == form


@given(
    words=st.lists(st.from_regex(r"[A-Za-z0-9]{1,6}", fullmatch=True), min_size=1, max_size=WORD_LIMIT),
    gap=st.text(" .-_/@:()#'", min_size=1, max_size=LONGEST_GAP),
)
def test_what_parts_the_words_of_a_value_does_not_matter(words: list[str], gap: str):
    assert JOINS.fullmatch(gap)
    assert canonical_value(gap.join(words), ColumnKind.TEXT) == "".join(words).lower()


@given(value=st.text(max_size=40))
def test_any_text_has_a_form_of_words_or_none(value: str):
    form = canonical_value(value, ColumnKind.TEXT)
    assert form == form.casefold()
    assert not form or WORD.search(form)
