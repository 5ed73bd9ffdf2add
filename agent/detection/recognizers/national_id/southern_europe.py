# ruff: noqa: RUF001 - words in their own alphabets
"""NATIONAL_ID of Southern Europe, with Turkey."""

from __future__ import annotations

from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.digits import weighted_sum
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["SOUTHERN_EUROPE"]

_OMOCODE = "[0-9LMNPQRSTUV]"
"""A digit, or the letter that stands for it when two persons would have the same code (DM 23 dicembre 1976)."""


def _has_day_of_birth(number: str) -> bool:
    """Italy, codice fiscale: the day of birth, 40 more for women; no letters for digits, which words have, too."""
    year, day, place = number[6:8], number[9:11], number[12:15]
    return f"{year}{day}{place}".isdigit() and 1 <= int(day) % 40 <= 31


def _is_affiliation(number: str) -> bool:
    """Spain, número de afiliación a la Seguridad Social: MOD 97 over province and number."""
    province, rest = int(number[:2]), int(number[2:10])
    whole = rest + province * 10_000_000 if rest < 10_000_000 else int(number[:10])
    return whole % 97 == int(number[10:12])


def _is_padded_dni(number: str) -> bool:
    """Spain, a DNI written without its leading zero: the letter is the number's remainder."""
    digits, letter = number[:-1], number[-1]
    return digits.isdigit() and "TRWAGMYFPDXBNJZSQVHLCKE"[int(digits) % 23] == letter


def _is_niss(number: str) -> bool:
    """Portugal, NISS: weights are the first ten primes, downwards."""
    return 9 - weighted_sum(number, (29, 23, 19, 17, 13, 11, 7, 5, 3, 2)) % 10 == int(number[10])


SOUTHERN_EUROPE: tuple[Recognizer, ...] = (
    country(
        "es",
        "Spain",
        words=(
            "dni",
            "nie",
            "nif",
            "documento nacional",
            "documento de identidad",
            "identificación de extranjero",
            "identificación fiscal",
            "seguridad social",
            "afiliación",
            "naf",
            "nuss",
        ),
        schemes=(
            Scheme(
                name="NIE",
                shape="[XYZ]-?[0-9]{7}-?[A-Z]",
                checks=("es.nie",),
                confidence=0.7,
                alone=True,
                unchecked=0.2,
            ),
            Scheme(
                name="DNI with its letter",
                shape=r"[0-9]{2}\.[0-9]{3}\.[0-9]{3}[- ]?[A-Z]|[0-9]{8}-?[A-HJ-NP-TV-Z]",
                checks=("es.dni",),
                confidence=0.55,
                alone=True,
            ),
            Scheme(
                name="NIF",
                shape="(?i:[0-9KLMXYZ][0-9]{6,7}[ -]?[A-Z])",
                checks=(_is_padded_dni, "es.nif"),
                confidence=0.55,
                unchecked=0.2,
            ),
            Scheme(
                name="número de afiliación",
                shape="[0-5][0-9][ /-]?[0-9]{8}[ /-]?[0-9]{2}",
                checks=(_is_affiliation,),
                confidence=0.6,
            ),
        ),
    ),
    country(
        "pt",
        "Portugal",
        words=(
            "nif",
            "contribuinte",
            "cartão de cidadão",
            "cartão do cidadão",
            "niss",
            "segurança social",
            "bilhete de identidade",
        ),
        schemes=(
            Scheme(
                name="cartão de cidadão",
                shape="[0-9]{8} ?[0-9] ?[A-Z]{2} ?[0-9]",
                checks=("pt.cc",),
                confidence=0.65,
                alone=True,
            ),
            Scheme(name="NIF", shape="[1-35689][0-9]{2}[ .]?[0-9]{3}[ .]?[0-9]{3}", checks=("pt.nif",), confidence=0.5),
            Scheme(name="NISS", shape="[12][0-9]{2} ?[0-9]{4} ?[0-9]{4}", checks=(_is_niss,), confidence=0.5),
        ),
    ),
    country(
        "it",
        "Italy",
        words=("codice fiscale", "cod fisc", "fiscal code", "carta d'identità", "carta di identità", "identity card"),
        schemes=(
            Scheme(
                name="codice fiscale",
                shape=(
                    f"(?i:[A-Z]{{3}} ?[A-Z]{{3}} ?{_OMOCODE}{{2}} ?[A-EHLMPRST] ?{_OMOCODE}{{2}} ?"
                    f"[A-Z] ?{_OMOCODE}{{3}} ?[A-Z])"
                ),
                checks=("it.codicefiscale",),
                confidence=0.95,
                alone=True,
                # Letters stand for some of its seven digits where two persons would have the same.
                digits=4,
                unchecked=0.6,
                form=_has_day_of_birth,
            ),
            Scheme(
                name="carta d'identità",
                shape="C[A-Z][0-9]{5}[A-Z]{2}|[A-Z]{2} ?[0-9]{7}|[0-9]{7}[A-Z]{2}",
                confidence=0.45,
            ),
        ),
    ),
    country(
        "gr",
        "Greece",
        adjective="greek",
        words=("αμκα", "α.μ.κ.α", "amka", "αφμ", "α.φ.μ", "afm", "ταυτότητα", "ταυτοτητα", "αδτ"),
        schemes=(
            Scheme(name="AMKA", shape="[0-3][0-9]{5} ?[0-9]{5}", checks=("gr.amka",), confidence=0.6),
            Scheme(name="AFM", shape="[0-9]{9}", checks=("gr.vat",), confidence=0.5),
        ),
    ),
    country(
        "tr",
        "Turkey",
        adjective="turkish",
        words=("kimlik", "tckn", "t.c.", "tc no", "vkn", "vergi"),
        schemes=(
            Scheme(
                name="T.C. kimlik no",
                shape="[1-9][0-9]{2} ?[0-9]{3} ?[0-9]{3} ?[0-9]{2}",
                checks=("tr.tckimlik",),
                confidence=0.65,
            ),
            Scheme(name="vergi kimlik no", shape="[0-9]{3} ?[0-9]{3} ?[0-9]{4}", checks=("tr.vkn",), confidence=0.45),
        ),
    ),
    country(
        "cy",
        "Cyprus and Malta",
        words=("tic", "tax identification code", "cypriot", "cyprus", "maltese", "malta", "karta tal-identità"),
        schemes=(
            Scheme(name="tax identification code", shape="[0-9]{8}[A-Z]", checks=("cy.vat",), confidence=0.5),
            Scheme(name="Maltese identity card", shape="[0-9]{3,7}[MGAPLHBZ]", confidence=0.4),
        ),
    ),
    country(
        "ad",
        "Andorra",
        words=("nrt", "registre tributari", "andorr"),
        schemes=(Scheme(name="NRT", shape="[A-Z]-?[0-9]{6}-?[A-Z]", checks=("ad.nrt",), confidence=0.5),),
    ),
)
