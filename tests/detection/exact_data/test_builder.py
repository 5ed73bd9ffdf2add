"""What becomes of rows and columns, and what is refused."""

from __future__ import annotations

import random
from collections.abc import Sequence

import pytest

from agent.detection.exact_data import BuiltIndex, ColumnKind, ExactDataError, IndexBuilder
from agent.detection.exact_data.builder import COMMON_ROWS
from agent.detection.exact_data.entropy import ENTROPY_FLOOR_BITS
from tests.detection.exact_data.samples import KEY, records

TWO = [("account", ColumnKind.TEXT), ("card", ColumnKind.DIGITS)]


def built(
    rows: Sequence[Sequence[str]], columns: Sequence[tuple[str, ColumnKind]] = TWO, floor_bits: float = 0
) -> BuiltIndex:
    """The index of some rows."""
    builder = IndexBuilder(columns, KEY)
    for row in rows:
        builder.add(row)
    return builder.finish(floor_bits)


def test_counts_what_it_takes_and_what_it_passes_over():
    rows = [
        ["AB123456", "4111 1111"],
        ["AB123457", "Card 4111 1112"],
        ["AB123456", "4111-1111"],  # the first again
        ["AB123458", ""],
        ["AB1", "4111 1113"],
        ["A" * 65, "4111 1114"],
        ["a;b;c;d", "none"],
        ["AB123459", "4111 1115"],
    ]
    report = built(rows).report
    account, card = report.columns
    assert (report.rows, report.duplicates, report.unusable, report.pairs) == (3, 1, 4, 3)
    assert (account.values, account.empty, account.too_short, account.too_long) == (4, 1, 1, 1)
    assert (card.values, card.empty, card.too_short, card.too_long) == (5, 2, 0, 0)


def test_leaves_out_values_that_many_rows_share():
    rows = [[f"AB{number:06}", "4111 1111"] for number in range(COMMON_ROWS + 1)]
    rows += [[f"CD{number:06}", "5111 1111"] for number in range(COMMON_ROWS)]
    report = built(rows).report
    assert (report.columns[1].common, report.columns[1].values) == (COMMON_ROWS + 1, COMMON_ROWS)
    assert report.rows == COMMON_ROWS


def test_a_value_that_stands_twice_in_a_row_is_one():
    report = built([["AB123456", "AB123456", "CD123456"]], [*TWO[:1], ("b", ColumnKind.TEXT), ("c", ColumnKind.TEXT)])
    assert report.report.pairs == 1


def test_leaves_out_a_column_that_is_easy_to_guess_and_says_why():
    choose = random.Random(1)  # noqa: S311 - test data
    rows = [[*row[:2], f"{choose.randint(1940, 2005)}-0{choose.randint(1, 9)}-11"] for row in records(200)]
    columns = [(name, ColumnKind.TEXT) for name in ("card", "address", "born")]
    report = built(rows, columns, ENTROPY_FLOOR_BITS).report
    assert [bool(each.reason) for each in report.columns] == [False, False, True]
    assert "too easy to guess" in report.columns[2].reason
    assert report.pairs == 200


def test_refuses_a_table_with_fewer_than_two_columns_that_are_hard_to_guess():
    rows = [[row[0], f"{number:06}"] for number, row in enumerate(records(200))]
    with pytest.raises(ExactDataError) as caught:
        built(rows, TWO, ENTROPY_FLOOR_BITS)
    assert caught.value.detail.startswith("card: too easy to guess")
    assert "account" not in caught.value.detail
    assert "holds the key" in caught.value.hint


def test_leaves_out_a_column_of_which_every_value_is_common():
    choose = random.Random(1)  # noqa: S311 - test data
    shared = [f"{choose.randrange(10**16):016}" for _ in range(25)]
    rows = [[*row[:2], shared[number % 25]] for number, row in enumerate(records(200))]
    report = built(rows, [(name, ColumnKind.TEXT) for name in ("card", "address", "shared")], ENTROPY_FLOOR_BITS).report
    assert report.columns[2].reason == "no value that is not common to many rows"
    assert (report.columns[2].common, report.pairs) == (200, 200)


def test_of_a_column_of_digits_letters_make_no_value_harder_to_guess():
    rows = [[row[0], f"Zanzibar Quokka Wombat {number * 7919 % 10**6:06}"] for number, row in enumerate(records(200))]
    columns = [("card", ColumnKind.TEXT), ("short", ColumnKind.DIGITS)]
    with pytest.raises(ExactDataError, match=r"short: too easy to guess: some (19|20) bits"):
        built(rows, columns, ENTROPY_FLOOR_BITS)


def test_refuses_to_judge_few_rows():
    with pytest.raises(ExactDataError, match="too few to tell"):
        built(records(19), [(name, ColumnKind.TEXT) for name in "abc"], ENTROPY_FLOOR_BITS)


@pytest.mark.parametrize("count", [0, 1, 9])
def test_refuses_too_few_and_too_many_columns(count: int):
    with pytest.raises(ExactDataError, match="2 to 8 columns"):
        IndexBuilder([(f"c{place}", ColumnKind.TEXT) for place in range(count)], KEY)


def test_refuses_rows_of_which_none_can_be_found():
    with pytest.raises(ExactDataError, match="No row has two usable values"):
        built([["AB123456", ""], ["", "4111 1111"]])


def test_the_same_rows_make_the_same_file_and_no_value_is_in_an_error_or_repr():
    rows = records()
    columns = [(name, ColumnKind.TEXT) for name in "abc"]
    assert built(rows, columns).parts == built(rows, columns).parts
    assert not any(value in repr(built(rows, columns)) for row in rows for value in row)
