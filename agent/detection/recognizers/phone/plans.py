"""Numbering plans: whether digits are a number that a country gives out.

The plans are those of the phonenumbers library. Its parser takes 40 µs a number, which a column of numbers cannot
afford, so that only its metadata is read here, region by region, at the first number that needs it. Rules kept here:
digits are ASCII; every function is total on them; North America's plan is the form that NANPA prescribes for all its
members.
"""

from __future__ import annotations

import enum
import functools
import re
from dataclasses import dataclass

__all__ = ["Standing", "has_country_code", "international", "is_north_american", "valid_region"]

_NORTH_AMERICAN = re.compile(r"[2-9](?!11)[0-9]{2}[2-9](?!11)[0-9]{6}")
_NORTH_AMERICAN_CODE = 1
_LONGEST_CODE = 3
_TYPES = (
    "fixed_line",
    "mobile",
    "toll_free",
    "premium_rate",
    "shared_cost",
    "personal_number",
    "voip",
    "pager",
    "uan",
)


class Standing(enum.Enum):
    """What a plan says of a number."""

    VALID = enum.auto()
    POSSIBLE = enum.auto()
    """As long as numbers of that country are, but not one it gives out: made up, or newer than the plan."""
    NONE = enum.auto()


@dataclass(frozen=True, slots=True)
class _Plan:
    valid: re.Pattern[str]
    lengths: frozenset[int]
    trunk: str

    def standing(self, digits: str) -> Standing:
        possible = Standing.NONE
        for number in {digits, digits.removeprefix(self.trunk)}:
            if self.valid.fullmatch(number):
                return Standing.VALID
            if len(number) in self.lengths:
                possible = Standing.POSSIBLE
        return possible


_NO_PLAN = _Plan(re.compile(r"(?!)"), frozenset(), "")


@functools.cache
def _regions() -> dict[int, tuple[str, ...]]:
    import phonenumbers  # noqa: PLC0415 - 30 ms to import, and most texts hold no candidate

    return dict(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)


@functools.cache
def _plan(region: str, code: int) -> _Plan:
    import phonenumbers  # noqa: PLC0415 - as above

    metadata = phonenumbers.PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if metadata is None or metadata.general_desc is None:
        return _NO_PLAN
    types = [getattr(metadata, name) for name in _TYPES]
    patterns = [each.national_number_pattern for each in types if each is not None and each.national_number_pattern]
    lengths = frozenset(length for length in metadata.general_desc.possible_length if length > 0)
    return _Plan(re.compile("|".join(patterns)), lengths, metadata.national_prefix or "")


def _country_code(digits: str) -> int | None:
    codes = (int(digits[:size]) for size in range(1, _LONGEST_CODE + 1) if len(digits) >= size and digits[0] != "0")
    return next((code for code in codes if code in _regions()), None)


@functools.cache
def _code_of(region: str) -> int:
    return next(code for code, regions in _regions().items() if region in regions)


def is_north_american(digits: str) -> bool:
    """Whether ten digits have area code and exchange as NANPA gives them out."""
    return _NORTH_AMERICAN.fullmatch(digits) is not None


def has_country_code(digits: str) -> bool:
    """Whether the digits begin with the code of a country or a global service (ITU-T E.164)."""
    return _country_code(digits) is not None


def international(digits: str) -> Standing:
    """What the plan of the country says whose code the digits begin with."""
    code = _country_code(digits)
    if code is None:
        return Standing.NONE
    number = digits[len(str(code)) :]
    if code == _NORTH_AMERICAN_CODE:
        if is_north_american(number):
            return Standing.VALID
        return Standing.POSSIBLE if len(number) == 10 else Standing.NONE
    standings = {_plan(region, code).standing(number) for region in _regions()[code]}
    return next((each for each in Standing if each in standings), Standing.NONE)


def valid_region(digits: str, regions: tuple[str, ...]) -> str | None:
    """The first of some regions in which the digits, as dialed inside the country, are a valid number."""
    for region in regions:
        if _plan(region, _code_of(region)).standing(digits) is Standing.VALID:
            return region
    return None
