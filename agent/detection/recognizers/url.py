"""URL: an address of the web that carries a credential: a user and password, a token in its query, a signature.

The span is the whole address: whoever has it is let in. An address without one is no finding. A parameter's name says
how much its value must show: `access_token` leads to tokens, `key` and `code` lead to anything, so that those must look
drawn by lot. Source: RFC 3986; the signed-URL documents of Amazon, Google and Microsoft for their parameters.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.authorization import is_password
from agent.detection.recognizers.secret_formats.key_form import looks_drawn

__all__ = ["URL"]

_USER = re.compile(r"[a-z+]+://([^\s:@/]*):([^\s@/]+)@", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]([A-Za-z0-9_.\[\]-]{1,40})=([^&;#\s]*)")
_TELLING = re.compile(
    r"(?i)(?:.*[_-])?(?:(?:access|auth|refresh|id|api|bearer|session|sas|security|private|reset|invite|user|csrf|login|"
    r"verification|confirmation|unsubscribe|k8s)?[_-]?token|api[_-]?key|apikey|client[_-]?secret|secret|signature|"
    r"credential|passwo?r?d|pwd|pass|jwt|sig|hmac|session(?:[_-]?id)?|sid|access[_-]?key|private[_-]?key)"
)
_VAGUE = re.compile(r"(?i)(?:key|code|auth|ticket|otp|hash|assertion|saml(?:response|request)|license[_-]?key)")
_FEWEST_TELLING = 8
_FEWEST_VAGUE = 20
_TRAILING = ".,;:)]}\\*"


def _is_token(name: str, value: str) -> bool:
    if is_placeholder(value) or value[:1] in ("<", "{", "[", "$", "%"):
        return False
    if "pass" in name.lower() or name.lower().endswith("pwd"):
        return is_password(value)
    if _TELLING.fullmatch(name):
        long_enough = len(value) >= (_FEWEST_TELLING if _is_mixed(value) else _FEWEST_VAGUE)
        return long_enough and looks_drawn(value, 5)
    return bool(_VAGUE.fullmatch(name)) and len(value) >= _FEWEST_VAGUE and _is_mixed(value) and looks_drawn(value)


def _is_mixed(value: str) -> bool:
    return any(map(str.isdigit, value)) and any(map(str.isalpha, value))


def _judge(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(_TRAILING)
    login = _USER.match(kept)
    if login is not None and is_password(login.group(2), login.group(1)):
        return whole_value(kept, 0.98, "address: a user and a password")
    parameters = [(name, text) for name, text in _PARAMETER.findall(kept) if _is_token(name, text)]
    if not parameters:
        return ()
    # Surer than a token alone is: the address says where it opens.
    confidence = 0.98 if any(_TELLING.fullmatch(name) for name, _ in parameters) else 0.85
    return whole_value(kept, confidence, "address: a token among its parameters")


URL = Recognizer(
    recognizer_id="url.credential",
    entity=Entity.URL,
    title="an address with a credential in it",
    patterns=(
        Pattern(
            name="user and password before the host",
            regex=rb"(?i)(?:https?|wss?|git\+https?)://[^\s:@/\"'<>`]*:[^\s@/\"'<>`]+@[^\s\"'<>`]+",
            score=0.6,
            judge=_judge,
            reach_bytes=2048,
        ),
        Pattern(
            name="a token in the query",
            regex=rb"(?i)(?:https?|wss?)://[^\s\"'<>`]*[?&;#](?:[a-z0-9_.-]*(?:token|key|secret|signature|credential|passwo?r?d|pwd|"
            rb"pass|jwt|sig|hmac|session(?:_?id)?|sid)|code|auth|ticket|otp|hash|assertion|saml[a-z]+)=[^\s\"'<>`&;#]{8}[^\s\"'<>`]*",
            score=0.5,
            judge=_judge,
            reach_bytes=4096,
        ),
    ),
    cost=8,
)
