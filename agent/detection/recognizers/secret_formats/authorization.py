"""SECRET: what a request proves itself with: Authorization and Cookie headers, cookies of sessions.

The span is the credential, without the header's name and scheme. Basic credentials must decode to a name and a
password (RFC 7617); bearer tokens (RFC 6750) and other schemes' must look drawn by lot. Templates and variables are no
credentials, nor is a password that is the user's name.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.documented_examples import is_documented_example
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.encoded_json import decoded_text
from agent.detection.recognizers.secret_formats.key_form import looks_drawn

__all__ = ["AUTHORIZATION", "is_password", "is_token"]

_SCHEME = re.compile(r"([A-Za-z-]{3,24}):?[ \t]+(?=\S)")
_DIGEST_RESPONSE = re.compile(r"response\s*=\s*\\?\"?([a-f0-9]{32,64})")
_FEWEST_IN_TOKEN = 10
_FEWEST_IN_PASSWORD = 4
_QUOTES = "\"'`\\"


def is_password(password: str, user: str = "") -> bool:
    """Whether what stands in a password's place is one: no template, variable, placeholder, or the user's own name."""
    bare = password.strip(_QUOTES)
    if not bare or is_placeholder(bare) or bare.lower() == user.strip(_QUOTES).lower():
        return False
    if len(bare) < _FEWEST_IN_PASSWORD and (bare.isalpha() or bare.isdigit()):
        return False
    return bare[0] not in "<{[$%(" and "${" not in bare and "{{" not in bare and len(set(bare)) > 1


def is_token(token: str) -> bool:
    """Whether it looks drawn by lot, as tokens are; no template, variable or placeholder."""
    if len(token) < _FEWEST_IN_TOKEN or is_placeholder(token) or not any(map(str.isdigit, token)):
        return False
    return looks_drawn(token, min(6, len(token) // 2)) and token[0] not in "<{[$%(" and "(" not in token


def _is_basic(credential: str) -> bool:
    decoded = decoded_text(credential)
    if decoded is None:
        # Some user agents encode names in Latin-1; then the shape has to do.
        return len(credential) >= 24 and is_token(credential)
    user, colon, password = decoded.partition(":")
    if is_documented_example(credential) or not decoded.isprintable():
        return False
    return bool(colon) and (is_password(password, user) or (not password and is_token(user)))


def _judge_header(value: str) -> tuple[Judgement, ...]:
    scheme = _SCHEME.match(value)
    start = scheme.end() if scheme else 0
    name = scheme.group(1).lower() if scheme else ""
    credential = value[start:].rstrip(_QUOTES + ",;)")
    if name == "digest":
        found = _DIGEST_RESPONSE.search(credential) is not None
    else:
        credential = credential.partition(" ")[0].partition("\t")[0]
        found = _is_basic(credential) if name == "basic" else is_token(credential)
    if not found:
        return ()
    what = "header: a credential, no placeholder"
    return (Judgement(start=start, end=start + len(credential), confidence=0.9, what=what),)


def _judge_bearer(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(".")
    if not is_token(kept) or not any(map(str.isalpha, kept)) or is_documented_example(kept):
        return ()
    return whole_value(kept, 0.85, "scheme: Bearer, and looks random")


def _judge_basic(value: str) -> tuple[Judgement, ...]:
    if not _is_basic(value) or decoded_text(value) is None:
        return ()
    return whole_value(value, 0.9, "scheme: Basic, decodes to name and password")


def _judge_cookie(value: str) -> tuple[Judgement, ...]:
    if not is_token(value):
        return ()
    return whole_value(value, 0.8, "cookie: of a session, looks random")


AUTHORIZATION: tuple[Recognizer, ...] = (
    Recognizer(
        recognizer_id="secret.authorization",
        entity=Entity.SECRET,
        title="a credential of an HTTP request",
        patterns=(
            Pattern(
                name="Authorization header",
                regex=rb"(?i)\b(?:proxy-|x-)?authorization\\?[\"']?\]?\s{0,2}(?:=>|[:=,])\s{0,2}[brf]?\\?[\"'`]?"
                rb"([A-Za-z0-9][^\n\"'`<>\\{}]*(?:=\\?\"[^\"\n]*\"[^\n\"'`<>]*)*)",
                score=0.6,
                judge=_judge_header,
            ),
            Pattern(
                name="Bearer and a token",
                regex=rb"(?i)\bbearer[ \t:]+\\?[\"']?([A-Za-z0-9._~+/-]{16,}={0,2})",
                score=0.5,
                judge=_judge_bearer,
                reach_bytes=4096,
            ),
            Pattern(
                name="Basic and base 64",
                regex=rb"\b[Bb]asic[ \t]+([A-Za-z0-9+/]{8,}={0,2})",
                score=0.4,
                judge=_judge_basic,
            ),
            Pattern(
                # The third message of NTLM holds the response to the challenge, from which passwords are guessed.
                name="NTLM response",
                regex=rb"TlRMTVNTUAAD[A-Za-z0-9+/]{60,}={0,2}",
                score=0.85,
            ),
            Pattern(
                name="session cookie",
                regex=rb"(?i)\bcookie\\?[\"']?\s?[:=,]\s?[^\n]*?(?:sess(?:ion)?(?:_?id)?|sid|auth[a-z_-]*|token|jwt)=([A-Za-z0-9._~%+/-]{16,})",
                score=0.5,
                judge=_judge_cookie,
            ),
            Pattern(
                name="a session by the name that servers give it",
                regex=rb"(?i)\b(?:jsessionid|phpsessid|asp\.net_sessionid|aspsessionid[a-z]{8}|connect\.sid|laravel_session|"
                rb"rack\.session|_gitlab_session|ci_session|wordpress_logged_in_[a-f0-9]{32})\\?[\"']?\s?[=:]\s?\\?[\"']?"
                rb"([A-Za-z0-9._~%+/-]{16,})",
                score=0.5,
                judge=_judge_cookie,
            ),
        ),
    ),
)
