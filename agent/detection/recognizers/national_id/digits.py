"""Arithmetic that the id numbers of many countries share: weighted sums and birth dates.

Every function is total on ASCII digits, and on the letters A to Z where it says so. A two-digit year stands for any
century.
"""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["is_date", "is_short_date", "values_of", "weighted_sum"]

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def weighted_sum(number: str, weights: Iterable[int]) -> int:
    """Sum of the first characters' values times their weights; letters count as in ISO 7064 (A is 10)."""
    return sum(int(character, 36) * weight for character, weight in zip(number, weights, strict=False))


def values_of(number: str) -> list[int]:
    """The value of each character; letters count from 10."""
    return [int(character, 36) for character in number]


def is_date(year: int, month: int, day: int) -> bool:
    """Whether the calendar has the day, in the years in which a living person can have been born."""
    if not (1880 <= year <= 2060 and 1 <= month <= 12 and 1 <= day <= _DAYS[month - 1]):
        return False
    return (month, day) != (2, 29) or (year % 4 == 0 and year != 1900)


def is_short_date(year: str, month: str, day: str) -> bool:
    """Whether a day with a two-digit year is one in 19xx or 20xx."""
    return any(is_date(century + int(year), int(month), int(day)) for century in (1900, 2000))
