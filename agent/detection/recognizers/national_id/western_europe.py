"""NATIONAL_ID of Western Europe: British Isles, France, the German-speaking countries, the Low Countries."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import is_date, values_of, weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["WESTERN_EUROPE"]

_NOT_ISSUED = frozenset(["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"])
_NINO = "[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
_PENSION_WEIGHTS = (2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1)
_ID_CARD_CHARACTERS = "[CFGHJKLMNPRTVWXYZ0-9]"


def _digit_sum(number: int) -> int:
    return number // 10 + number % 10


def _is_nir(number: str) -> bool:
    """INSEE: 97 less the remainder of the first 13 digits; Corsica's departments have a letter."""
    department = {"2A": "19", "2B": "18"}.get(number[5:7], number[5:7])
    digits = f"{number[:5]}{department}{number[7:]}"
    return len(digits) == 15 and digits.isdigit() and int(digits[:13]) % 97 + int(digits[13:]) == 97


def _is_nino(number: str) -> bool:
    """HMRC, NIM39110: prefixes that are not used."""
    return number[:2] not in _NOT_ISSUED


def _is_german_pension(number: str) -> bool:
    """Versicherungsnummer, § 2 VKVV: birth date (days from 51 mark a second number) and check digit."""
    day, month = int(number[2:4]), int(number[4:6])
    if not (1 <= (day - 50 if day > 50 else day) <= 31 and 1 <= month <= 12):
        return False
    digits = f"{number[:8]}{ord(number[8]) - 64:02}{number[9:11]}"
    products = (value * weight for value, weight in zip(values_of(digits), _PENSION_WEIGHTS, strict=True))
    return sum(_digit_sum(product) for product in products) % 10 == int(number[11])


def _is_german_health(number: str) -> bool:
    """Krankenversichertennummer, § 290 SGB V: letter as two digits, weights 1 and 2, digit sums."""
    digits = f"{ord(number[0]) - 64:02}{number[1:9]}"
    products = (value * (1 + place % 2) for place, value in enumerate(values_of(digits)))
    return sum(_digit_sum(product) for product in products) % 10 == int(number[9])


def _is_german_id_card(number: str) -> bool:
    """Personalausweis, ICAO 9303 check digit (weights 7, 3, 1) behind the nine characters of the number."""
    return weighted_sum(number, (7, 3, 1) * 3) % 10 == int(number[9])


def _has_letters(number: str) -> bool:
    # They spell no words, so that one digit, its last, tells enough.
    return not number.isdigit()


def _is_german_physician(number: str) -> bool:
    """Lebenslange Arztnummer: check digit over six digits, weights 4 and 9."""
    return -weighted_sum(number, (4, 9, 4, 9, 4, 9)) % 10 == int(number[6])


def _is_luxembourgish(number: str) -> bool:
    """Matricule: birth date, Luhn digit over the first eleven."""
    return is_date(int(number[:4]), int(number[4:6]), int(number[6:8])) and is_luhn(number[:12])


WESTERN_EUROPE: tuple[Recognizer, ...] = (
    country(
        "gb",
        "the United Kingdom",
        words=(
            "national insurance",
            "nino",
            "ni",
            "nin",
            "insurance number",
            "nhs",
            "utr",
            "taxpayer reference",
            "tax reference",
            "self assessment",
        ),
        schemes=(
            Scheme(
                name="national insurance number",
                shape=f"{_NINO}(?: ?[0-9]{{2}}){{3}} ?[A-D]|(?i:{_NINO}(?: [0-9]{{2}}){{3}} [A-D])",
                checks=(_is_nino,),
                confidence=0.65,
                alone=True,
            ),
            Scheme(
                name="national insurance number",
                shape=f"(?i:{_NINO}(?:[ -]?[0-9]{{2}}){{3}}[ -]?[A-D])",
                checks=(_is_nino,),
                confidence=0.6,
            ),
            Scheme(name="NHS number", shape="[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}", checks=("gb.nhs",), confidence=0.5),
            Scheme(name="UTR", shape="[0-9]{5} ?[0-9]{5}K?", checks=("gb.utr",), confidence=0.5),
        ),
    ),
    country(
        "ie",
        "Ireland",
        words=("pps", "ppsn", "personal public service"),
        schemes=(
            Scheme(name="PPS number", shape="[0-9]{7}[A-W][A-IW]", checks=("ie.pps",), confidence=0.6, alone=True),
            Scheme(
                name="PPS number",
                shape="(?i:[0-9]{7} ?[A-W][A-IW]?)",
                checks=("ie.pps",),
                confidence=0.5,
                unchecked=0.2,
            ),
        ),
    ),
    country(
        "fr",
        "France",
        words=(
            "nir",
            "insee",
            "sécu",
            "sécurité sociale",
            "carte vitale",
            "fiscal",
            "spi",
            "impôt",
            "social security",
        ),
        schemes=(
            Scheme(
                name="numéro de sécurité sociale (NIR)",
                shape=r"[12378][ .]?[0-9]{2}[ .]?[0-9]{2}[ .]?[0-9][0-9AB][ .]?[0-9]{3}[ .]?[0-9]{3}[ .-]?[0-9]{2}",
                checks=(_is_nir,),
                confidence=0.85,
                alone=True,
            ),
            Scheme(
                name="NIR without its key",
                shape="[12][ .]?[0-9]{2}[ .]?(?:0[1-9]|1[0-2])[ .]?[0-9][0-9AB][ .]?[0-9]{3}[ .]?[0-9]{3}",
                confidence=0.45,
            ),
            Scheme(
                name="numéro fiscal",
                shape="[0-3][0-9][ .]?[0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}[ .]?[0-9]{3}",
                checks=("fr.nif",),
                confidence=0.6,
            ),
        ),
    ),
    country(
        "de",
        "Germany",
        adjective="german",
        words=(
            "steuer",
            "idnr",
            "tin",
            "sozialversicherung",
            "rentenversicherung",
            "versicherungsnummer",
            "versicherten",
            "svnr",
            "rvnr",
            "sv-nummer",
            "personalausweis",
            "ausweis",
            "id card",
            "kvnr",
            "krankenversicherung",
            "krankenkasse",
            "gesundheitskarte",
            "egk",
            "lanr",
            "arztnummer",
            "finanzamt",
            "st nr",
        ),
        schemes=(
            Scheme(
                name="Sozialversicherungsnummer",
                shape="[0-9]{2} ?[0-9]{6} ?[A-Z] ?[0-9]{3}",
                checks=(_is_german_pension,),
                confidence=0.7,
                alone=True,
            ),
            Scheme(
                name="Steuer-Identifikationsnummer",
                shape="[1-9][0-9][ /]?[0-9]{3}[ /]?[0-9]{3}[ /]?[0-9]{3}",
                checks=("de.idnr",),
                confidence=0.6,
            ),
            Scheme(
                name="Steuernummer",
                shape="[0-9]{2,3} ?/ ?[0-9]{3,4} ?/ ?[0-9]{4,5}",
                checks=("de.stnr",),
                confidence=0.4,
            ),
            Scheme(
                name="Personalausweis with check digit",
                shape=f"(?i:{_ID_CARD_CHARACTERS}{{9}}[0-9]D?)",
                checks=(_is_german_id_card,),
                confidence=0.55,
            ),
            Scheme(
                name="Personalausweis",
                shape=f"(?i:[CFGHJKLMNPRTVWXYZ]{_ID_CARD_CHARACTERS}{{7}}[0-9])",
                checks=(_has_letters,),
                confidence=0.45,
            ),
            Scheme(
                name="Krankenversichertennummer",
                shape="[A-Za-z] ?[0-9]{3} ?[0-9]{3} ?[0-9]{3}",
                checks=(_is_german_health,),
                confidence=0.55,
            ),
            Scheme(name="Arztnummer", shape="[0-9]{9}", checks=(_is_german_physician,), confidence=0.45),
        ),
    ),
    country(
        "at",
        "Austria",
        words=(
            "svnr",
            "sv-nummer",
            "sozialversicherung",
            "versicherungsnummer",
            "e-card",
            "ecard",
            "steuer",
            "abgabenkonto",
        ),
        schemes=(
            Scheme(
                name="Sozialversicherungsnummer",
                shape="[1-9][0-9]{3}[ /-]?[0-9]{6}",
                checks=("at.vnr",),
                confidence=0.55,
            ),
            Scheme(name="Abgabenkontonummer", shape="[0-9]{2}[ -][0-9]{3}/[0-9]{4}", confidence=0.4),
        ),
    ),
    country(
        "ch",
        "Switzerland",
        words=("ahv", "avs", "ahvn13", "navs", "oasi", "sozialversicherung", "assurance sociale"),
        schemes=(
            Scheme(
                name="AHV number",
                shape=r"756[. ]?[0-9]{4}[. ]?[0-9]{4}[. ]?[0-9]{2}",
                checks=("ch.ssn",),
                confidence=0.85,
                alone=True,
            ),
            Scheme(
                name="AHV number in its groups",
                shape=r"756\.[0-9]{4}\.[0-9]{4}\.[0-9]{2}",
                confidence=0.6,
                alone=True,
            ),
        ),
    ),
    country(
        "nl",
        "the Netherlands",
        words=(
            "bsn",
            "burgerservice",
            "sofi",
            "citizen service",
            "persoonsnummer",
            "identiteitskaart",
            "identiteitsbewijs",
            "id-kaart",
            "fiscaal",
        ),
        schemes=(
            Scheme(
                name="BSN",
                shape=r"[0-9]{4}[. ]?[0-9]{2}[. ]?[0-9]{3}|[0-9]{3}[ -][0-9]{3}[ -][0-9]{3}|[0-9]{8}",
                checks=("nl.bsn",),
                confidence=0.55,
            ),
            Scheme(
                name="identiteitskaart",
                shape="[A-Z]{2}[A-Z0-9]{6}[0-9]",
                checks=("nl.identiteitskaartnummer",),
                confidence=0.45,
            ),
        ),
    ),
    country(
        "be",
        "Belgium",
        words=(
            "rijksregister",
            "insz",
            "niss",
            "registre national",
            "national register",
            "national number",
            "rrn",
            "bisnummer",
            "carte d'identité",
            "identiteitskaart",
            "eid",
        ),
        schemes=(
            Scheme(
                name="national number",
                shape=r"[0-9]{2}\.[0-9]{2}\.[0-9]{2}-[0-9]{3}[.-][0-9]{2}",
                checks=("be.nn", "be.bis"),
                confidence=0.9,
                alone=True,
            ),
            Scheme(
                name="national number",
                shape=r"[0-9]{2}[. -]?[0-9]{2}[. -]?[0-9]{2}[ -]?[0-9]{3}[ .-]?[0-9]{2}",
                checks=("be.nn", "be.bis"),
                confidence=0.65,
                mixes_separators=True,
            ),
            Scheme(name="id card", shape="[0-9]{3}-[0-9]{7}-[0-9]{2}", checks=("be.eid",), confidence=0.65, alone=True),
        ),
    ),
    country(
        "lu",
        "Luxembourg",
        words=("matricule", "identification national", "luxembourg"),
        schemes=(
            Scheme(
                name="matricule",
                shape="(?:19|20)[0-9]{2}[ -]?[0-9]{4}[ -]?[0-9]{3}[ -]?[0-9]{2}",
                checks=(_is_luxembourgish,),
                confidence=0.6,
            ),
        ),
    ),
)
