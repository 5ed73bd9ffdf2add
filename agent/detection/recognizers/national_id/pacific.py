"""NATIONAL_ID of Australia and New Zealand."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["PACIFIC"]

_NHI_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"


def _is_medicare(number: str) -> bool:
    """Australia, Medicare card: weights 1, 3, 7, 9; issue number and position follow the check digit."""
    return weighted_sum(number, (1, 3, 7, 9, 1, 3, 7, 9)) % 10 == int(number[8])


def _is_nhi(number: str) -> bool:
    """New Zealand, NHI (HISO 10046): three letters and four digits, MOD 11; the newer form ends in a letter, MOD 23."""
    values = [_NHI_LETTERS.index(each) + 1 if each.isalpha() else int(each) for each in number]
    total = sum(value * weight for value, weight in zip(values, range(7, 1, -1), strict=False))
    if number[6].isdigit():
        return total % 11 != 0 and (11 - total % 11) % 10 == values[6]
    return 23 - total % 23 == values[6]


PACIFIC: tuple[Recognizer, ...] = (
    country(
        "au",
        "Australia",
        adjective="australian",
        words=("tfn", "tax file", "medicare", "ihi", "crn", "centrelink", "abn"),
        schemes=(
            Scheme(
                name="tax file number",
                shape="[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{2,3}",
                checks=("au.tfn",),
                confidence=0.55,
            ),
            Scheme(
                name="Medicare number",
                shape="[2-6][0-9]{3}[ -]?[0-9]{5}[ -]?[0-9](?:[ /-]?[0-9])?",
                checks=(_is_medicare,),
                confidence=0.5,
            ),
            Scheme(
                name="healthcare identifier",
                shape="8003 ?60[0-9]{2} ?[0-9]{4} ?[0-9]{4}",
                checks=(is_luhn,),
                confidence=0.8,
                alone=True,
            ),
            # A sole trader's is the person's.
            Scheme(name="ABN", shape="[1-9][0-9] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}", checks=("au.abn",), confidence=0.55),
            Scheme(name="Centrelink reference", shape="[0-9]{3} ?[0-9]{3} ?[0-9]{3} ?[A-Z]", confidence=0.45),
        ),
    ),
    country(
        "nz",
        "New Zealand",
        words=("ird", "inland revenue", "nhi", "new zealand"),
        schemes=(
            Scheme(
                name="IRD number", shape="[0-9]{2,3}[ -]?[0-9]{3}[ -]?[0-9]{3}", checks=("nz.ird",), confidence=0.55
            ),
            Scheme(
                name="NHI number",
                shape="[A-HJ-NP-Z]{3} ?[0-9]{2}(?:[0-9]{2}|[A-HJ-NP-Z]{2})",
                checks=(_is_nhi,),
                confidence=0.55,
            ),
        ),
    ),
)
