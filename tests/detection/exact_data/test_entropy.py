"""Columns that are easy to guess are told from those that are not."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest

from agent.detection.exact_data.entropy import ENTROPY_FLOOR_BITS, MIN_SAMPLE, estimate_bits

_SYLLABLES = [consonant + vowel for consonant in "bcdfghklmnprstvwz" for vowel in "aeiou"]


def _number(choose: random.Random, digits: int) -> str:
    return f"{choose.randrange(10**digits):0{digits}}"


def _name(choose: random.Random) -> str:
    return "".join(choose.choice(_SYLLABLES) for _ in range(choose.randint(2, 4))).title()


def _date(choose: random.Random) -> str:
    return f"{choose.randint(1940, 2005)}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02}"


def _letters(choose: random.Random, count: int) -> str:
    return "".join(choose.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZ") for _ in range(count))


HARD: dict[str, Callable[[random.Random], str]] = {
    "social security number": lambda choose: f"{_number(choose, 3)}-{_number(choose, 2)}-{_number(choose, 4)}",
    "card of one bank": lambda choose: f"411111{_number(choose, 10)}",
    "account": lambda choose: f"DE{_number(choose, 2)} 10020030 {_number(choose, 10)}",
    "phone anywhere": lambda choose: f"+1 {_number(choose, 3)} {_number(choose, 3)} {_number(choose, 4)}",
    "random code": lambda choose: _letters(choose, 8),
    "prefixed code": lambda choose: f"ACME-{_letters(choose, 4)}-{_number(choose, 4)}",
    "hexadecimal id": lambda choose: f"{choose.getrandbits(64):016x}",
    "address at many providers": lambda choose: (
        f"{_name(choose)}.{_name(choose)}{choose.randrange(100)}@{choose.choice(['a', 'b', 'c', 'd'])}.example"
    ),
}
EASY: dict[str, Callable[[random.Random], str]] = {
    "date of birth": _date,
    "date of birth, written otherwise": lambda choose: "{2}.{1}.{0}".format(*_date(choose).split("-")),
    "first name": _name,
    "full name": lambda choose: f"{_name(choose)} {_name(choose)}",
    "ZIP code": lambda choose: _number(choose, 5),
    "phone of one area": lambda choose: f"+49 30 {_number(choose, 7)}",
    "yes or no": lambda choose: choose.choice(["yes", "no"]),
    "one value": lambda _: "4111111111111111",
    "company": lambda choose: " ".join(_name(choose) + _name(choose) for _ in range(4)),
    "ten accounts": lambda choose: f"{choose.randrange(10) * 1234567890123457 + 10**15}",
    "four digits behind a long prefix": lambda choose: f"CUSTOMER-2026-BERLIN-{_number(choose, 4)}",
    "address of employees": lambda choose: f"{_name(choose)}@acme.example",
}


@pytest.mark.parametrize("rows", [100, 3000])
@pytest.mark.parametrize("column", HARD)
def test_what_is_hard_to_guess_may_enter(column: str, rows: int):
    choose = random.Random(1)  # noqa: S311 - test data
    assert estimate_bits([HARD[column](choose) for _ in range(rows)]) >= ENTROPY_FLOOR_BITS


@pytest.mark.parametrize("rows", [100, 3000])
@pytest.mark.parametrize("column", EASY)
def test_what_is_easy_to_guess_may_not(column: str, rows: int):
    choose = random.Random(1)  # noqa: S311 - test data
    assert estimate_bits([EASY[column](choose) for _ in range(rows)]) < ENTROPY_FLOOR_BITS


def test_numbers_that_are_counted_up_are_worth_their_range():
    assert estimate_bits([str(1_000_000_000 + number) for number in range(10_000)]) == pytest.approx(13.2, abs=0.2)


def test_few_values_are_worth_nothing():
    choose = random.Random(1)  # noqa: S311 - test data
    values = [HARD["hexadecimal id"](choose) for _ in range(MIN_SAMPLE)]
    assert estimate_bits(values) > ENTROPY_FLOOR_BITS
    assert estimate_bits(values[1:]) == 0
    assert estimate_bits([]) == 0
