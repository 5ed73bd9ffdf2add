"""IBAN: country, length, structure and check digits after the SWIFT IBAN registry (ISO 13616).

Compact or grouped by spaces or dashes, upper or lower case. The registry's structure is checked besides the remainder,
since one random candidate in 97 has the right remainder. Beside a word for an account or a payment a number whose check
digits are wrong counts, too, and right behind "IBAN" even one of another length: people mistype, and made-up numbers
are meant as accounts.
"""

import re
from types import MappingProxyType

from agent.core import Entity
from agent.detection.checksums import is_mod97
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.runs import DigitRun

__all__ = ["IBAN", "STRUCTURES"]

STRUCTURES = MappingProxyType(
    {
        country: structure
        for line in """
            AD 8n12c    AE 19n      AL 8n16c    AT 16n      AZ 4a20c    BA 16n      BE 12n      BG 4a6n8c
            BH 4a14c    BI 23n      BR 23n1a1c  BY 4c4n16c  CH 5n12c    CR 18n      CY 8n16c    CZ 20n
            DE 18n      DJ 23n      DK 14n      DO 4c20n    EE 16n      EG 25n      ES 20n      FI 14n
            FK 2a12n    FO 14n      FR 10n11c2n GB 4a14n    GE 2a16n    GI 4a15c    GL 14n      GR 7n16c
            GT 24c      HN 4a20n    HR 17n      HU 24n      IE 4a14n    IL 19n      IQ 4a15n    IS 22n
            IT 1a10n12c JO 4a4n18c  KW 4a22c    KZ 3n13c    LB 4n20c    LC 4a24c    LI 5n12c    LT 16n
            LU 3n13c    LV 4a13c    LY 21n      MC 10n11c2n MD 20c      ME 18n      MK 3n10c2n  MN 16n
            MR 23n      MT 4a5n18c  MU 4a19n3a  NI 4a20n    NL 4a10n    NO 11n      OM 3n16c    PK 4a16c
            PL 24n      PS 4a21c    PT 21n      QA 4a21c    RO 4a16c    RS 18n      RU 14n15c   SA 2n18c
            SC 4a20n3a  SD 14n      SE 20n      SI 15n      SK 20n      SM 1a10n12c SO 19n      ST 21n
            SV 4a20n    TL 19n      TN 20n      TR 6n16c    UA 6n19c    VA 18n      VG 4a16n    XK 16n
            YE 4a4n18c
        """.splitlines()
        for country, structure in zip(line.split()[::2], line.split()[1::2], strict=True)
    }
)
"""Country to the structure of what follows the check digits: n digits, a letters, c either."""

_SEPARATORS = str.maketrans("", "", " -")
_CLASSES = {"n": "[0-9]", "a": "[A-Z]", "c": "[A-Z0-9]"}
_PART = re.compile(r"(\d+)([nac])")
_LENGTHS = {
    country: 4 + sum(int(count) for count, _ in _PART.findall(structure)) for country, structure in STRUCTURES.items()
}
_BBANS = {
    country: re.compile("".join(f"{_CLASSES[kind]}{{{count}}}" for count, kind in _PART.findall(structure)))
    for country, structure in STRUCTURES.items()
}


_CHECKED = 0.99
_UNCHECKED = 0.5
"""With the boost of a word beside it."""
_OF_ANY_LENGTH = 0.6
_OF_OTHER_LENGTH = 0.65
_FEW = 2
_LEAST_DIGITS = 10


def _judge(value: str) -> tuple[Judgement, ...]:
    account, end = _account(value)
    if not account:
        return _judge_of_other_length(value)
    if not is_mod97(account):
        return ()
    return (Judgement(start=0, end=end, confidence=_CHECKED, what=f"checksum: MOD 97-10, structure of {account[:2]}"),)


def _judge_of_other_length(value: str) -> tuple[Judgement, ...]:
    account = value.partition(" ")[0].upper()
    if account[:2] not in STRUCTURES or not account.isalnum() or not value.startswith(account):
        return ()
    if abs(len(account) - _LENGTHS[account[:2]]) > _FEW or not is_mod97(account):
        return ()
    what = f"checksum: MOD 97-10, but not the length of {account[:2]}"
    return whole_value(account, _OF_OTHER_LENGTH, what)


def _judge_unchecked(value: str) -> tuple[Judgement, ...]:
    account, end = _account(value)
    if not account or is_mod97(account):
        return ()
    what = f"structure of {account[:2]}, but the check digits are wrong"
    return (Judgement(start=0, end=end, confidence=_UNCHECKED, what=what),)


def _judge_labeled(value: str) -> tuple[Judgement, ...]:
    account = value.translate(_SEPARATORS).upper()
    if account[:2] not in STRUCTURES or sum(map(str.isdigit, account)) < _LEAST_DIGITS:
        return ()
    what = "label: right before it, a country's code, but not its length"
    return whole_value(value, _OF_ANY_LENGTH, what)


def _account(value: str) -> tuple[str, int]:
    """The number without separators, and where it ends; empty when it has not its country's structure."""
    # The match runs on into the words behind the number: the country says where it ends.
    length = _LENGTHS.get(value[:2].upper())
    if length is None:
        return "", 0
    account, end = value[:length], length
    while len(account.translate(_SEPARATORS)) < length and end < len(value):
        end += length - len(account.translate(_SEPARATORS))
        account = value[:end]
    account = account.translate(_SEPARATORS)
    if len(account) < length or value[end : end + 1].isalnum() or not (account.isupper() or account.islower()):
        return "", 0
    account = account.upper()
    return (account, end) if _BBANS[account[:2]].fullmatch(account[4:]) else ("", 0)


_SIGN = r"""["'*`)]{0,3}[ \t]?(?:is|lautet|est|es|[:=#>])?[ \t]?["'*`(]{0,3}"""
_REST = "(?:[A-Z0-9]{8,30}|(?:[ -][A-Z0-9]{4}){2,7}(?:[ -][A-Z0-9]{1,3})?)"
_DIGITS = DigitRun(4, lead=24, width=64)
"""Every registered bank code or account number has as many."""

_SHAPE = "[A-Z]{2}[0-9]{2}[ -]?[A-Z0-9](?:[ -]?[A-Z0-9]){10,30}"

IBAN = Recognizer(
    recognizer_id="iban",
    entity=Entity.IBAN,
    title="an international bank account number",
    patterns=(
        Pattern(
            name="country code, check digits, account",
            regex=rf"(?i)\b{_SHAPE}".encode(),
            score=0.3,
            judge=_judge,
            rescan=True,
            digits=_DIGITS,
        ),
        Pattern(
            name="country code, account, and a word beside them",
            # No further than the number: a word behind it counts, too.
            regex=rf"(?i)\b[A-Z]{{2}}[0-9]{{2}}{_REST}\b".encode(),
            score=0.2,
            judge=_judge_unchecked,
            needs_context=True,
            rescan=True,
            digits=_DIGITS,
        ),
        Pattern(
            name='a number behind "IBAN"',
            regex=(
                rf"(?i)\biban(?:[ _-]?(?:no|nr|number|nummer|code))?{_SIGN}([A-Z]{{2}}[0-9]{{2}}{_REST})\b"
            ).encode(),
            score=0.3,
            judge=_judge_labeled,
            needs_context=True,
            digits=_DIGITS,
        ),
    ),
    context=Context(
        supporting=(
            "ibans?",
            "bank",
            "acc(?:oun)?t",
            "konto",
            "compte",
            "cuenta",
            "conto",
            "conta[^a-z]",
            "rekening",
            "rachun",
            "virement",
            "transfer",
            "wire",
            "pay",
            "refund",
            "deposit",
            "bic[^a-z]",
            "swift",
            "(?:\u00fc|ue)berw",
            "\u0441\u0447(?:\u0435|\u0451)\u0442",
        ),
        boost=0.35,
    ),
)
