"""NATIONAL_ID of the United States and Canada."""

from __future__ import annotations

from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Recognizer
from agent.detection.recognizers.national_id.scheme import Scheme, country

__all__ = ["NORTH_AMERICA"]

_UNUSED_EIN_PREFIXES = frozenset(
    ("00", "07", "08", "09", "17", "18", "19", "28", "29", "49", "69", "70", "78", "79", "89", "96", "97")
)
_NPI_ISSUER = "80840"
"""What stands before a provider number when its Luhn digit is computed (45 CFR 162.406)."""

_MBI_LETTER = "[AC-HJKMNP-RT-Y]"
_MBI_EITHER = "[0-9AC-HJKMNP-RT-Y]"
_MBI = f"[1-9]{_MBI_LETTER}{_MBI_EITHER}[0-9]-?{_MBI_LETTER}{_MBI_EITHER}[0-9]-?{_MBI_LETTER}{_MBI_LETTER}[0-9][0-9]"
"""Centers for Medicare & Medicaid Services, "Understanding the MBI": letters without S, L, O, I, B, Z."""


def _is_ein(number: str) -> bool:
    return number[:2] not in _UNUSED_EIN_PREFIXES


def _is_npi(number: str) -> bool:
    return is_luhn(_NPI_ISSUER + number)


NORTH_AMERICA: tuple[Recognizer, ...] = (
    country(
        "us",
        "the United States",
        words=(
            "ssn",
            "s.s.n",
            "soc sec",
            "social sec",
            "social no",
            "my social",
            "your social",
            "social is",
            "social:",
            "social #",
            "ss#",
            "itin",
            "atin",
            "tin:",
            "tin is",
            "tin no",
            "tin number",
            "my tin",
            "tax id",
            "tax payer",
            "tax number",
            "ein",
            "fein",
            "employer id",
        ),
        schemes=(
            Scheme(name="SSN", shape="[0-8][0-9]{2}-[0-9]{2}-[0-9]{4}", checks=("us.ssn",), confidence=0.6, alone=True),
            Scheme(
                name="ITIN",
                shape="9[0-9]{2}-[5-9][0-9]-[0-9]{4}",
                checks=("us.itin",),
                confidence=0.5,
                alone=True,
            ),
            # Nobody has such a number, but those who make one up take it for safe.
            Scheme(
                name="number of the form of an SSN",
                shape="9[0-9]{2}-[0-9]{2}-[0-9]{4}",
                confidence=0.45,
                alone=True,
            ),
            Scheme(
                name="SSN or ITIN",
                shape="[0-9]{3}[ .-]?[0-9]{2}[ .-]?[0-9]{4}",
                checks=("us.ssn", "us.itin"),
                confidence=0.5,
            ),
            Scheme(name="EIN", shape="[0-9]{2}-[0-9]{7}", checks=(_is_ein,), confidence=0.4),
        ),
    ),
    country(
        "us_health",
        "the United States' health system",
        words=("medicare", "mbi", "npi", "provider id"),
        schemes=(
            Scheme(name="Medicare beneficiary number", shape=_MBI, confidence=0.5, alone=True),
            Scheme(name="Medicare beneficiary number", shape=f"(?i:{_MBI})", confidence=0.45),
            Scheme(name="NPI", shape="[12][0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}", checks=(_is_npi,), confidence=0.45),
        ),
    ),
    country(
        "ca",
        "Canada",
        adjective="canadian",
        words=(
            "sin:",
            "sin is",
            "sin no",
            "sin number",
            "my sin",
            "nas:",
            "social insurance",
            "assurance sociale",
            "health card",
            "health number",
            "ohip",
            "phn",
            "personal health",
            "carte sante",
        ),
        schemes=(
            Scheme(name="SIN", shape="[1-79][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{3}", checks=("ca.sin",), confidence=0.5),
            Scheme(
                name="Ontario health number",
                shape="[1-9][0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{3}",
                checks=(is_luhn, "ca.bc_phn"),
                confidence=0.45,
            ),
        ),
    ),
)
