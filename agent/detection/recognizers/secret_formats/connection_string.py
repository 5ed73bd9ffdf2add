"""SECRET: connection strings with a password in them.

Two shapes: an address `scheme://user:password@host` of a database, broker, directory or mail server, with JDBC's forms
of it, and a list of `Name=value` fields (ADO.NET, ODBC, libpq, Azure). The span is the whole string: the host and the
user are half of what an attacker needs. A password that is a placeholder makes it none. Addresses of the web are the
URL recognizer's. Source: RFC 3986 section 3.2.1 and each driver's manual.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.documented_examples import is_documented_example
from agent.detection.recognizer import Judgement, Pattern, Recognizer, whole_value
from agent.detection.recognizers.secret_formats.authorization import is_password

__all__ = ["CONNECTION_STRINGS"]

_ADDRESS = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?://)?([^\s:/]*):(.+)@[^@]*$", re.DOTALL)
_WEB = re.compile(r"(?i)(?:[a-z]+\+)?(?:https?|wss?)")
_JDBC = re.compile(r"(?i)[?&;:,](?:password|pwd)=([^&;\s,]+)|:thin:[^\s/@]+/([^\s@/]+)@")
_FIELD = re.compile(
    r"""(?i)(?:^|[;\s,])(?:password|pwd|account\s?key|shared\s?access\s?key|access\s?key|secret|shared\s?secret|"""
    r"""client\s?secret)\s?=\s?('[^']+'|"[^"]+"|[^;\s"']+)"""
)
_PLACE = re.compile(
    r"(?i)(?:server|data source|host|hostname|driver|provider|dsn|endpoint|protocol|initial catalog|database|dbname|"
    r"accountname)\s?="
)
"""Without a place to connect to, a user and a password are a record of their own, for other recognizers."""

_USERS_OF_EXAMPLES = frozenset(("user", "username", "usr", "login", "name"))
_TRAILING = ".,;:)]}\\"


def _judge_address(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(_TRAILING)
    parts = _ADDRESS.match(kept)
    if parts is None or _WEB.fullmatch(parts.group(1)) or not is_password(parts.group(3), parts.group(2)):
        return ()
    user, password = parts.group(2).lower(), parts.group(3)
    if user in _USERS_OF_EXAMPLES and password.isalpha() and password.islower() and len(password) <= len("password"):
        return ()
    return whole_value(kept, 0.98, "address: a user and a password")


def _judge_jdbc(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(_TRAILING)
    found = _JDBC.search(kept)
    if found is None or not is_password(found.group(1) or found.group(2)):
        return ()
    return whole_value(kept, 0.98, "address: a password among its fields")


def _judge_fields(value: str) -> tuple[Judgement, ...]:
    kept = value.rstrip(" \t;,\\")
    if not _PLACE.search(kept):
        return ()
    for found in _FIELD.finditer(kept):
        password = found.group(1).strip("'\"")
        if is_password(password) and not is_documented_example(password):
            return whole_value(kept, 0.98, "fields: a password among them")
    return ()


_FIELD_NAME = (
    rb"(?:server|data source|host(?:name)?|driver|provider|dsn|user(?: ?id)?|uid|database|dbname|initial catalog|"
    rb"endpoint|defaultendpointsprotocol|accountname|accountendpoint|sharedaccesskeyname)"
)
_SECRET_NAME = rb"(?:password|pwd|account ?key|shared ?access ?key|secret)"
_VALUE = rb"(?:'[^'\n]*'|\\?\"[^\"\n]*\"|[^;\s\"'<>]+)"

CONNECTION_STRINGS: tuple[Recognizer, ...] = (
    Recognizer(
        recognizer_id="secret.connection_string",
        entity=Entity.SECRET,
        title="a connection string with a password",
        patterns=(
            Pattern(
                name="scheme://user:password@host",
                regex=rb"[A-Za-z][A-Za-z0-9+.-]{1,24}://[^\s:/\"'<>`]*:[^\s\"'<>`]+@[^\s\"'<>`]+",
                score=0.6,
                judge=_judge_address,
                reach_bytes=1024,
            ),
            Pattern(
                name="jdbc:",
                regex=rb"(?i)jdbc:[a-z0-9:+]+[^\s\"'<>`]*(?:[?&;:,](?:password|pwd)=|:thin:[^\s/@\"'<>`]+/)[^\s\"'<>`]+",
                score=0.6,
                judge=_judge_jdbc,
                reach_bytes=1024,
            ),
            Pattern(
                name="fields with a password",
                regex=rb"(?i)\b"
                + _FIELD_NAME
                + rb"\s?=\s?[^\n\"'<>=]+(?:[; \t]\s?[a-z_ ]+\s?=\s?"
                + _VALUE
                + rb")*[; \t] ?"
                + _SECRET_NAME
                + rb"\s?=\s?"
                + _VALUE
                + rb"(?:;\s?[a-z_ ]+\s?=\s?"
                + _VALUE
                + rb")*",
                score=0.6,
                judge=_judge_fields,
                reach_bytes=1024,
            ),
            Pattern(
                name="a password field first",
                regex=rb"(?i)\b"
                + _SECRET_NAME
                + rb"="
                + _VALUE
                + rb"(?:;\s?[a-z_ ]+="
                + _VALUE
                + rb")*;\s?(?:server|data source|host|uid|user ?id|database|initial catalog|endpoint)="
                + _VALUE,
                score=0.5,
                judge=_judge_fields,
                reach_bytes=1024,
            ),
        ),
    ),
)
