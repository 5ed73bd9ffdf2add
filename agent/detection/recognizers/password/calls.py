r"""PASSWORD: literals that a program gives to a function which takes a password: a login, a connection, a setter.

What is called says what the last string is. Functions for nothing but credentials may be given a plain word; `login`,
`bind` and `connect` take other strings, too, so that theirs must look like a password. Source: the documentation of
.NET's NetworkCredential, Python's requests, ftplib, smtplib and ldap, JDBC, PHP's mysqli and PDO.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Context, Pattern, Recognizer
from agent.detection.recognizers.password.values import STRONG, WORD, judging

__all__ = ["PASSWORD_ARGUMENT"]

_SURE = (
    "networkcredential",
    "httpbasicauth",
    "httpdigestauth",
    "set_?basic_?auth",
    "passwordauthentication",
    "usernamepasswordcredentials?",
    "mysqli?_p?connect",
    "new mysqli",
    "new pdo",
    "oci_connect",
    "getconnection",
    "simple_bind_s",
    "with_?credentials",
    "directoryentry",
)
_LOOSE = (
    "basic_?auth",
    r"(?:ftp|smtp|imap|server|client|session|conn|mail|s|m)\.login",
    r"(?:ldap|conn|connection|l)\.(?:simple_)?bind",
    r"auth\s?=\s?",
)
_DATABASES = ("pymysql", "mysqldb", "mysql", "psycopg2?", "mariadb", "cymysql", "aiomysql", "pymssql", "db")
_SETTERS = ("set_?(?:password|passwd|passphrase|pwd)", "with_?password", "createuserwithpassword")

_STRING = r"(?:\"[^\"\n]{1,80}\"|'[^'\n]{1,80}')"
_VALUE = r"(?:\"([^\"\n\\]{4,})\"|'([^'\n\\]{4,})')"
# What comes before the last string: at most one that is no literal ("url, "), and one or two that are.
_BEFORE = rf"\s?\(\s?(?:[^()\"'\n]{{0,60}},\s?)?(?:{_STRING},\s?){{1,2}}"


def _called(names: tuple[str, ...], rest: str) -> bytes:
    return (r"(?i)(?:^|[^a-z0-9])(?:" + "|".join(names) + ")" + rest + _VALUE).encode("ascii")


PASSWORD_ARGUMENT = Recognizer(
    recognizer_id="password.argument",
    entity=Entity.PASSWORD,
    title="a password given to a function",
    patterns=(
        Pattern(
            name="function that takes credentials",
            regex=_called(_SURE, _BEFORE),
            score=0.5,
            judge=judging(0.55, WORD, bare=False),
            needs_context=True,
        ),
        Pattern(
            name="function that may take credentials",
            regex=_called(_LOOSE, _BEFORE),
            score=0.4,
            judge=judging(0.5, STRONG, bare=False),
            needs_context=True,
        ),
        Pattern(
            name="database's connect: host, user, password, database",
            regex=(
                rf"(?i)\b(?:{'|'.join(_DATABASES)})\.connect\s?\(\s?{_STRING},\s?{_STRING},\s?{_VALUE},\s?{_STRING}"
            ).encode("ascii"),
            score=0.5,
            judge=judging(0.55, WORD, bare=False),
        ),
        Pattern(
            name="what stands in for a variable of the environment",
            regex=(
                r"(?i)\b(?:getenv|environ\.get|environ\.setdefault)\s?\(\s?[\"'][a-z0-9_]*(?:pass|pwd|pw|passwd)[\"'],\s?"
                + _VALUE
            ).encode("ascii"),
            score=0.5,
            judge=judging(0.55, WORD, bare=False),
        ),
        Pattern(
            name="function that sets a password",
            regex=_called(_SETTERS, r"\s?\(\s?"),
            score=0.5,
            judge=judging(0.5, WORD, bare=False),
            needs_context=True,
        ),
    ),
    context=Context(supporting=(*_SURE, *_LOOSE, *_SETTERS)),
)
