"""Which parts of a text are looked up."""

from __future__ import annotations

import pytest

from agent.detection.exact_data.candidates import Shapes, Work, candidates

ENOUGH = 10**9


def forms(text: str, lengths: range, letter_runs: int = 0, most_words: int = 0) -> set[str]:
    """The forms of the candidates."""
    shapes = Shapes(lengths=frozenset(lengths), letter_runs=letter_runs, most_words=most_words)
    found = list(candidates(text, shapes, Work(ENOUGH)))
    assert all("".join(filter(str.isalnum, text[each.start : each.end])).casefold() == each.form for each in found)
    return {each.form for each in found}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("card 4111 1111 1111 1111 today", "4111111111111111"),
        ("card 4111-1111-1111-1111.", "4111111111111111"),
        ("card:4111111111111111", "4111111111111111"),
        ("4111_1111_1111_1111 12/26", "4111111111111111"),
        ("x;4111111111111111;y", "4111111111111111"),
        ("x,4111111111111111,y", "4111111111111111"),
        ("mail jane.doe@example.com now", "janedoeexamplecom"),
        ("<Jane.Doe@Example.COM>", "janedoeexamplecom"),
        ("a.jane7.doe@example.com", "ajane7doeexamplecom"),
    ],
)
def test_values_are_candidates_in_any_grouping(text: str, form: str):
    assert form in forms(text, range(15, 20))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "the quick brown fox jumps over the lazy dog",
        "in 1871 a bridge was built over the river",
        "4111,1111,1111,1111",
        "4111\n1111\n1111\n1111",
        "4111 | 1111 | 1111 | 1111",
        "4111    1111    1111    1111",
        "4" * 30,
        "@ @ @",
    ],
)
def test_other_parts_are_none(text: str):
    assert forms(text, range(15, 20)) == set()


def test_words_of_letters_beside_digits_count_only_as_far_as_values_have_them():
    assert forms("see page AB 12345678 of it", range(8, 13)) == {"12345678"}
    assert forms("see page AB 12345678 of it", range(8, 11), letter_runs=1) == {"12345678", "ab12345678", "12345678of"}


def test_words_without_digits_are_candidates_only_where_values_are_such():
    assert forms("ask Blue Heron about it", range(9, 10)) == set()
    assert forms("ask Blue Heron about it", range(9, 10), most_words=2) == {"blueheron"}
    assert forms("ask Blue Heron about it", range(9, 10), most_words=1) == set()


def test_a_long_row_of_words_hides_nothing():
    text = "7 " * 990 + "41111111 " + "8 " * 990 + "52222222 " + "9 " * 990
    assert {"41111111", "52222222"} <= forms(text, range(8, 9))


def test_work_is_counted_and_ends_the_search():
    work = Work(100)
    assert (
        len(list(candidates("12345678 " * 10_000, Shapes(lengths=frozenset({8}), letter_runs=0, most_words=0), work)))
        < 102
    )
    assert work.left < 0
