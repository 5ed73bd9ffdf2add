"""NATIONAL_ID of Africa south of the Sahara."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_date, is_short_date
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["AFRICA"]


def _is_south_african(number: str) -> bool:
    """South Africa: birth date, Luhn digit; the shape holds citizen, resident or refugee."""
    return is_short_date(number[:2], number[2:4], number[4:6]) and is_luhn(number)


def _is_tanzanian(number: str) -> bool:
    """Tanzania, NIDA: birth date first."""
    return is_date(int(number[:4]), int(number[4:6]), int(number[6:8]))


def _is_rwandan(number: str) -> bool:
    """Rwanda, indangamuntu: status, year of birth, sex 7 or 8."""
    return is_date(int(number[1:5]), 1, 1)


AFRICA: tuple[Recognizer, ...] = (
    country(
        "za",
        "South Africa",
        words=(
            "south africa",
            "rsa",
            "sa id:",
            "sa id no",
            "sa id number",
            "id no",
            "id number",
            "identity",
            "identiteit",
            "resident",
            "refugee",
            "sars",
            "tax reference",
            "tax number",
        ),
        schemes=(
            Scheme(
                name="identity number",
                shape="[0-9]{2}[01][0-9][0-3][0-9] ?[0-9]{4} ?[0-2][0-9] ?[0-9]",
                checks=(_is_south_african,),
                confidence=0.6,
            ),
        ),
    ),
    country(
        "ke",
        "Kenya",
        words=("kra", "kra pin", "kenya", "huduma"),
        schemes=(Scheme(name="KRA PIN", shape="(?i:[AP][0-9]{9}[A-Z])", checks=("ke.pin",), confidence=0.55),),
    ),
    country(
        "ng",
        "Nigeria",
        words=("nin", "nimc", "national identification"),
        schemes=(Scheme(name="NIN", shape="[1-9][0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", confidence=0.45),),
    ),
    country(
        "gh",
        "Ghana",
        words=("ghana", "tin"),
        schemes=(
            Scheme(name="Ghana card", shape="GHA-[0-9]{9}-[0-9]", confidence=0.85, alone=True),
            Scheme(name="TIN", shape="[PCGQV][0-9]{2}[0-9]{7}[0-9X]", checks=("gh.tin",), confidence=0.5),
        ),
    ),
    country(
        "ug",
        "Uganda",
        words=("nin", "uganda", "national id"),
        schemes=(Scheme(name="NIN", shape="C[MF][0-9]{2}[0-9A-Z]{7}[0-9A-Z]{3}", confidence=0.5),),
    ),
    country(
        "tz",
        "Tanzania",
        words=("nida", "tanzania"),
        schemes=(
            Scheme(
                name="NIDA number",
                shape="(?:19|20)[0-9]{6}-[0-9]{5}-[0-9]{5}-[0-9]{2}",
                checks=(_is_tanzanian,),
                confidence=0.85,
                alone=True,
            ),
        ),
    ),
    country(
        "rw",
        "Rwanda",
        words=("indangamuntu", "rwanda", "national id"),
        schemes=(
            Scheme(
                name="indangamuntu",
                shape="[123] ?(?:19|20)[0-9]{2} ?[78] ?[0-9]{7} ?[0-9] ?[0-9]{2}",
                checks=(_is_rwandan,),
                confidence=0.55,
            ),
        ),
    ),
    country(
        "zw",
        "Zimbabwe and Zambia",
        words=("zimbabwe", "zambia", "nrc", "national registration", "national id"),
        schemes=(
            Scheme(name="national registration", shape="[0-9]{2}-?[0-9]{6,7} ?-?[A-Z] ?-?[0-9]{2}", confidence=0.5),
            Scheme(name="NRC", shape="[0-9]{6}/[0-9]{2}/[1-3]", confidence=0.5, alone=True),
        ),
    ),
    country(
        "mu",
        "Mauritius",
        words=("nic", "mauriti", "national id"),
        schemes=(Scheme(name="NIC", shape="[A-Z][0-9]{12}[0-9A-Z]", checks=("mu.nid",), confidence=0.65, alone=True),),
    ),
    country(
        "mz",
        "Mozambique and Angola",
        words=("nuit", "bilhete de identidade", "moçambi", "angola"),
        schemes=(
            Scheme(name="NUIT", shape="[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3}", checks=("mz.nuit",), confidence=0.45),
            Scheme(name="bilhete de identidade", shape="[0-9]{9}[A-Z]{2}[0-9]{3}|[0-9]{12}[A-Z]", confidence=0.55),
        ),
    ),
)
