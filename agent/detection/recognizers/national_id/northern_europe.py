"""NATIONAL_ID of the Nordic and the Baltic countries."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_short_date
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["NORTHERN_EUROPE"]

_FINNISH_LETTERS = "0123456789ABCDEFHJKLMNPRSTUVWXY"
_COORDINATION = 60


def _is_swedish(number: str) -> bool:
    """Personnummer or samordningsnummer (days from 61): date and Luhn digit, without or with the century."""
    number = number[-10:]
    day = int(number[4:6])
    day = day - _COORDINATION if day > _COORDINATION else day
    return is_short_date(number[:2], number[2:4], f"{day}") and is_luhn(number)


def _is_finnish(number: str) -> bool:
    """Henkilötunnus: date and check character; 900 and above are temporary ones. The dash is already gone."""
    digits = "".join(character for character in number[:-1] if character.isdigit())
    return is_short_date(digits[4:6], digits[2:4], digits[:2]) and _FINNISH_LETTERS[int(digits) % 31] == number[-1]


_PERSONAL_CODE = ("personal code", "personal identity", "personal id", "personal number", "identity code", "id code")

NORTHERN_EUROPE: tuple[Recognizer, ...] = (
    country(
        "se",
        "Sweden",
        adjective="swedish",
        words=("personnummer", "personnr", "person nr", "pnr", "samordningsnummer", *_PERSONAL_CODE),
        schemes=(
            Scheme(
                name="personnummer",
                shape="(?:1[89]|20)?[0-9]{6}[-+][0-9]{4}",
                checks=(_is_swedish,),
                confidence=0.65,
                alone=True,
            ),
            Scheme(name="personnummer", shape="(?:1[89]|20)?[0-9]{6} ?[0-9]{4}", checks=(_is_swedish,), confidence=0.6),
        ),
    ),
    country(
        "no",
        "Norway",
        adjective="norwegian",
        words=("fødselsnummer", "fodselsnummer", "fnr", "fødselsnr", "d-nummer", "personnummer", *_PERSONAL_CODE),
        schemes=(
            Scheme(
                name="fødselsnummer", shape="[0-7][0-9]{5}[ -]?[0-9]{5}", checks=("no.fodselsnummer",), confidence=0.65
            ),
        ),
    ),
    country(
        "dk",
        "Denmark",
        adjective="danish",
        words=("cpr", "personnummer", *_PERSONAL_CODE),
        schemes=(Scheme(name="CPR number", shape="[0-3][0-9]{5}[ -]?[0-9]{4}", checks=("dk.cpr",), confidence=0.55),),
    ),
    country(
        "fi",
        "Finland",
        adjective="finnish",
        words=("hetu", "henkilötunnus", "personbeteckning", "sotu", *_PERSONAL_CODE),
        schemes=(
            Scheme(
                name="henkilötunnus",
                shape="[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-FHJ-NPR-Y]",
                checks=(_is_finnish,),
                confidence=0.8,
                alone=True,
            ),
            Scheme(
                name="henkilötunnus",
                shape="(?i:[0-3][0-9][01][0-9]{3}[-+A-FU-Y][0-9]{3}[0-9A-Y])",
                checks=(_is_finnish,),
                confidence=0.6,
            ),
        ),
    ),
    country(
        "is",
        "Iceland",
        adjective="icelandic",
        words=("kennitala", "kt"),
        schemes=(
            Scheme(name="kennitala", shape="[0-7][0-9]{5}[ -]?[0-9]{4}", checks=("is_.kennitala",), confidence=0.6),
        ),
    ),
    country(
        "ee",
        "Estonia",
        adjective="estonian",
        words=("isikukood", *_PERSONAL_CODE),
        schemes=(Scheme(name="isikukood", shape="[1-8][0-9]{10}", checks=("ee.ik",), confidence=0.6),),
    ),
    country(
        "lv",
        "Latvia",
        adjective="latvian",
        words=("personas kods", "personas koda", *_PERSONAL_CODE),
        schemes=(Scheme(name="personas kods", shape="[0-3][0-9]{5}-?[0-9]{5}", checks=("lv.pvn",), confidence=0.6),),
    ),
    country(
        "lt",
        "Lithuania",
        adjective="lithuanian",
        words=("asmens kodas", "asmens kodo", "a.k.", *_PERSONAL_CODE),
        schemes=(Scheme(name="asmens kodas", shape="[3-9][0-9]{10}", checks=("lt.asmens",), confidence=0.6),),
    ),
)
