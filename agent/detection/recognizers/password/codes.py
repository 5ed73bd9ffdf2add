# ruff: noqa: RUF001 - words in their own alphabets
"""PASSWORD: PINs and one-time codes, four to eight digits behind or before a label that says so.

An Indian postal code is called "PIN code", too, and has six digits: behind "PIN" only four and five are taken. Card
verification values have three, and are no business of these patterns.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.labeled_values import folded
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.runs import DigitRun

__all__ = ["LOGIN_CODE"]

_PIN_WORDS = folded(
    r"pin(?:[ _-]?(?:code|number|nummer|nr|no|num))?",
    r"code pin",
    r"código pin",
    r"codice pin",
    r"geheimzahl",
    "пин(?:-?код)?",
)
_CODE_WORDS = folded(
    r"(?:otp|2fa|mfa|tan|sms|totp)(?:[ _-]?(?:code|password|pin|token))?",
    r"one[ -]?time[ -]?(?:pass(?:word|code)|pin|code)",
    r"(?:verification|security|access|auth(?:entication|orization)?|login|log-in|sign-?in|unlock|door|gate|alarm|entry)"
    r"[ _-]?(?:code|pin)",
    "passcode",
    "pass code",
    "password",
    "passwort",
    "(?:bestätigungs|sicherheits|zugangs|freischalt|einmal)code",
    "einmal(?:kennwort|passwort|code)",
    r"code (?:de (?:vérification|sécurité|confirmation)|d[’']accès|secret)",
    r"código de (?:verificación|seguridad|acceso|verificação|segurança|acesso)",
    r"codice di (?:verifica|sicurezza|accesso)",
    "код (?:подтверждения|доступа)",
    "验证码",
    "驗證碼",
    "暗証番号",
    "認証コード",
    "인증번호",
)
_PIN = "|".join(_PIN_WORDS)
_CODE = "|".join(_CODE_WORDS)
_BETWEEN = (
    r"[\"'*\])]{0,3}(?:\s?\([^()\n]{0,30}\))?"
    r"(?:[ \t]+(?:[a-z]+[ ]){0,4}(?:is|was|to|ist|lautet|est|es|é|è)|[ \t]{0,3}[:=#\x2d])"
    r":?\s{0,3}[\"'*#]{0,3}"
)


def _judge(value: str) -> tuple[Judgement, ...]:
    if len(set(value)) == 1:
        return ()
    return whole_value(value, 0.6, "value: as many digits as such a code has")


_CODES = re.compile(r"[A-Za-z0-9-]+")
_FEWEST_CODES = 2
_FEWEST_CHARACTERS = 8
_RECOVERY_CODE = r"(?:[0-9]{6,12}|[a-z0-9]{4,6}(?:-[a-z0-9]{4,6}){1,4}|[a-z0-9]{8,16})"


def _judge_recovery(value: str) -> tuple[Judgement, ...]:
    # A word may be as long as a code; one without a digit does not end the list.
    codes = [code for code in _CODES.finditer(value) if any(map(str.isdigit, code[0]))]
    if len(codes) < _FEWEST_CODES or len(set(value)) < _FEWEST_CHARACTERS:
        return ()
    return (Judgement(start=0, end=codes[-1].end(), confidence=0.75, what="value: several codes behind their name"),)


LOGIN_CODE = Recognizer(
    recognizer_id="password.code",
    entity=Entity.PASSWORD,
    title="a PIN or a one-time code",
    patterns=(
        Pattern(
            name="code behind its label",
            regex=(
                rf"(?i)(?:\bpass ?code[ ]([0-9]{{4,8}})"
                rf"|(?:^|[^a-z])(?:{_PIN}){_BETWEEN}([0-9]{{4,5}})|(?:^|[^a-z])(?:{_CODE}){_BETWEEN}([0-9]{{4,8}})"
                rf"|(?:验证码|驗證碼|暗証番号|認証コード|인증번호)[^\n0-9a-z]{{0,15}}([0-9]{{4,8}}))[.,/-]?(?:[^0-9.,/-]|$)"
            ).encode(),
            score=0.4,
            judge=_judge,
            needs_context=True,
            digits=DigitRun(4, lead=96, width=192),
        ),
        Pattern(
            name="code before its label",
            regex=(
                rf"(?i)\b([0-9]{{4,8}})[\"'*]{{0,2}}\s(?:is|as)\s(?:your|the|my)\s(?:[a-z]+\s){{0,3}}(?:code|otp|pin|passcode|{_CODE})\b"
            ).encode(),
            score=0.4,
            judge=_judge,
            needs_context=True,
        ),
        Pattern(
            name="recovery codes",
            regex=(
                rf"(?i)\b(?:recovery|backup|scratch|emergency)[ _-]codes?\b[^\n0-9]{{0,40}}[\s:=]{{1,8}}"
                rf"({_RECOVERY_CODE}(?:[\s,;|\"']{{1,8}}{_RECOVERY_CODE}){{1,19}})"
            ).encode(),
            score=0.4,
            judge=_judge_recovery,
        ),
    ),
    context=Context(supporting=(*(rf"{word}\b" for word in _PIN_WORDS), *_CODE_WORDS), boost=0.1),
    cost=1,
)
