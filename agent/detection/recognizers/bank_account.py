# ruff: noqa: RUF001 - labels in their own alphabets
"""BANK_ACCOUNT: account numbers beside their label in some 30 languages.

An account number is a run of digits that only its label tells from others: "account no", "Konto", "расчетный счет". The
bare word "account" is weaker than "account number", and the accounts of customers, users and clouds are no bank's.
Numbers with check digits (Mexican CLABE, Spanish CCC, Polish NRB) are surer when those are right. IBANs are in `iban`,
codes of banks and branches in `bank_code` and `bic`.
"""

import re

from agent.core import Entity
from agent.detection.labeled_values import (
    Shape,
    folded,
    judge_before_label,
    judge_labeled,
    labeled_pattern,
    pattern_before_label,
)
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["BANK_ACCOUNT"]

_NUMBERED = folded(
    "(?:account|acct|acc|a/c)s?[ _.-]{0,2}(?:holder'?s? )?(?:number|numbr|num|nbr|no|nr|#|id no)s?",
    "(?:bank|checking|chequing|savings?|current|deposit|payroll|beneficiary|settlement|escrow|giro|receiving|debit|payee"
    "|direct debit|routing and)[ _.-]?(?:account|acct|acc|a/c)s?",
    "nuban",
    "clabe",
    "bban",
    # Germanic
    "(?:bank)?kon?to[ _.-]?(?:nummer|nr|num|no)",
    "ktonr",
    "kto",
    "konto",
    "bankverbindung",
    "(?:bank)?rekening(?:nummer|nr)?",
    "(?:bank|plus|post)giro(?:t|nummer|nr)?",
    # Romance
    "(?:n(?:°|º|um(?:é|e)ro)?[ ._]?(?:de )?)?compte(?:[ _]bancaire|[ _]courant)?",
    "rib",
    "(?:n(?:°|º|(?:ú|u)m(?:ero)?\\.?)?[ ._]?(?:de )?)?cuenta(?:[ _](?:bancaria|corriente|de ahorros?|cliente))?",
    "ccc",
    "conto(?:[ _](?:corrente|bancario))?",
    "c/c",
    "conta(?:[ _-](?:corrente|banc(?:á|a)ria|poupan(?:ç|c)a))?",
    "cont(?:ul)? bancar",
    # Slavic
    "(?:nr|numer)[ _]?(?:konta|rachunku)",
    "rachun(?:ek|ku)(?: bankow[a-z]{1,3})?",
    "(?:č(?:í|i)slo )?(?:ú|u)(?:č|c)tu",
    "č\\. ?ú\\.?",
    "ra(?:č|c)un(?:a|u)?",
    "расч(?:е|ё)тн(?:ый|ого) сч(?:е|ё)т(?:а|у)?",
    "сч(?:е|ё)т(?:а|у)?",
    "р/сч?",
    "к/сч?",
    "рахунок|рахунку",
    # Other
    "tilinumero",
    "tili",
    "(?:bank)?sz(?:á|a)mla(?:sz(?:á|a)m)?",
    "hesap",
    "λογαριασμ(?:ός|ού|ό)",
    "(?:银行|銀行)?(?:账|帳|賬)(?:号|號|户|戶)",
    "口座番号",
    "口座",
    "계좌(?:번호)?",
    "(?:رقم )?(?:ال)?حساب",
    "חשבון",
    "खाता",
    "số tài khoản",
    "stk",
    "no(?:mor)?\\.? rek(?:ening)?",
    "nombor akaun",
    "เลขที่บัญชี",
)
_BARE = ("accounts?", "accts?", "acc", "a/c")

_VALUE = re.compile(
    r"""(?:[0-9]{1,6}-)?[0-9]{2,10}/[0-9]{3,4}  # Czechia and Slovakia: account and bank
    |[A-Za-z]{1,5}[0-9]{6,28}[A-Za-z]{0,16}|[0-9]{6,28}[A-Za-z][A-Za-z0-9]{0,24}  # with letters of bank and branch
    |[0-9](?:[0-9]|[ .-](?=[0-9])){4,38}[0-9](?:-[0-9Xx])?
    |[0-9]{4,5}
    """,
    re.VERBOSE,
)
_GOES_ON = re.compile(r"[A-Za-z0-9]|[-./:,][0-9]|[%/]|[.]{2}")
_SOMETHING_ELSE = re.compile(
    r"""(?:[0-9]{4}[-./ ][0-9]{1,2}[-./ ][0-9]{1,2}|[0-9]{1,2}[-./ ][0-9]{1,2}[-./ ](?:[0-9]{4}|[0-9]{2}))  # dates
    |[0-9]{3}[-.][0-9]{3}[-.][0-9]{4}  # North American phone numbers
    |[0-9]{1,3}(?:[.][0-9]{3})+|[0-9]+[.][0-9]{1,2}  # amounts""",
    re.VERBOSE,
)
_SEPARATORS = str.maketrans("", "", " .-/")
_LEAST, _MOST, _LONGEST = 6, 30, 34
_WITH_LETTERS = re.compile("[A-WYZa-wyz]")
_NRB_LENGTH, _CLABE_LENGTH, _CCC_LENGTH = 26, 18, 20
_CLABE_WEIGHTS = (3, 7, 1)
_CCC_WEIGHTS = (1, 2, 4, 8, 5, 10, 9, 7, 3, 6)
_REST = "[0-9A-Z ./-]{0,44}"


def is_clabe(digits: str) -> bool:
    """Whether 18 digits end in the check digit of a Mexican CLABE (Asociación de Bancos de México)."""
    total = sum(int(digit) * _CLABE_WEIGHTS[at % 3] % 10 for at, digit in enumerate(digits[:-1]))
    return (10 - total % 10) % 10 == int(digits[-1])


def is_ccc(digits: str) -> bool:
    """Whether the two check digits of a Spanish Código Cuenta Cliente are right (20 digits)."""

    def check(part: str) -> int:
        rest = 11 - sum(int(digit) * weight for digit, weight in zip(part, _CCC_WEIGHTS, strict=True)) % 11
        return {11: 0, 10: 1}.get(rest, rest)

    return digits[8:10] == f"{check('00' + digits[:8])}{check(digits[10:])}"


def is_nrb(digits: str) -> bool:
    """Whether 26 digits are a Polish account number: an IBAN without its country."""
    return int(digits[2:] + "2521" + digits[:2]) % 97 == 1


def _checked(digits: str) -> str | None:
    """The name of the scheme whose check digits are right."""
    if len(digits) == _CLABE_LENGTH and is_clabe(digits):
        return "CLABE"
    if len(digits) == _CCC_LENGTH and is_ccc(digits):
        return "CCC"
    if len(digits) == _NRB_LENGTH and is_nrb(digits):
        return "NRB"
    return None


def _shape(value: str) -> Shape | None:
    digits = value.upper().replace("X", "").translate(_SEPARATORS)
    if _WITH_LETTERS.search(value):
        return Shape(confidence=0.72, what="shape: digits with a bank's letters") if len(digits) <= _LONGEST else None
    scheme = _checked(digits)
    if scheme is not None:
        return Shape(confidence=0.95, what=f"check digits: {scheme}")
    if not len(digits) <= _MOST or _SOMETHING_ELSE.fullmatch(value) or len(set(digits)) == 1:
        return None
    if len(digits) < _LEAST:
        return Shape(confidence=0.6, what="shape: as few digits as are said of an account")
    return Shape(confidence=0.8, what=f"shape: {_LEAST} to {_MOST} digits")


def _shape_of_bare(value: str) -> Shape | None:
    found = _shape(value)
    if found is None or (found.confidence <= 0.8 and len(value.translate(_SEPARATORS)) < 7):
        return None
    return Shape(
        confidence=min(found.confidence, 0.5), what=f"{found.what}, the label does not say that it is a bank's"
    )


def _judge_clabe(value: str) -> tuple[Judgement, ...]:
    digits = value.translate(_SEPARATORS)
    if len(digits) != _CLABE_LENGTH or not (digits.isascii() and digits.isdigit()) or not is_clabe(digits):
        return ()
    return whole_value(value, 0.8, "check digit: CLABE")


_NOT_A_BANK_S = tuple(
    word.encode()
    for word in """
    customer user client member aws amazon azure gcp cloud google github gitlab twitter email e-mail mail domain login
    service loyalty utility electric electricity gas water billing steam game admin root social media instagram facebook
    subscriber patient vendor supplier benutzer kunden nutzer storage lab health
    """.split()  # noqa: SIM905 - a word list reads better so
)
"""Whose accounts are none of a bank."""
_ACCOUNT = (b"acc", b"a/c", b"kont", b"compte", b"cuenta", b"cont")
_ID = re.compile(rb"[ _.-]?(?:id|name)\b", re.IGNORECASE)
_LONGEST_LABEL = 40


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not behind the account of a customer, a user or a cloud, nor behind "account id"."""
    if _ID.match(data, start, end):
        return False
    before = data[max(0, start - _LONGEST_LABEL) : start].lower()
    label = max(map(before.rfind, _ACCOUNT))
    if label < 0:
        return True
    return not before[:label].rstrip(b" _.-").endswith(_NOT_A_BANK_S) and b"cuenta de usuario" not in before


BANK_ACCOUNT = Recognizer(
    recognizer_id="bank_account",
    entity=Entity.BANK_ACCOUNT,
    title="a bank account number",
    patterns=(
        labeled_pattern(
            "account number and digits",
            _NUMBERED,
            judge_labeled(_VALUE, _shape, loose=0.2, ends=_GOES_ON),
            score=0.3,
            rest=_REST,
            digits=4,
        ),
        labeled_pattern(
            "account and digits",
            _BARE,
            judge_labeled(_VALUE, _shape_of_bare, loose=0.05, ends=_GOES_ON),
            score=0.2,
            rest=_REST,
            digits=4,
            gap=r"[^0-9a-z\x1e]{1,8}(?:(?:is|was|with|of|(?:details )?like|such as)[^0-9a-z\x1e]{1,4})?",
        ),
        pattern_before_label(
            "digits and account number",
            _NUMBERED,
            judge_before_label(_shape, less=0.2),
            score=0.3,
            digits=7,
            value="[a-z]{0,5}[0-9]{7,26}[a-z]{0,16}",
        ),
        Pattern(
            name="18 digits near a Mexican bank's words",
            regex=rb"\b[0-9]{3} ?[0-9]{3} ?[0-9]{11} ?[0-9]\b",
            score=0.2,
            judge=_judge_clabe,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(supporting=(*_NUMBERED, *_BARE, "interbancaria", "spei", "transferencia")),
    cost=2,
)
