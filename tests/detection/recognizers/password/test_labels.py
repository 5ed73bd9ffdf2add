"""What passwords are called."""

from __future__ import annotations

import pytest

from agent.detection.compiled import compile_pattern
from agent.detection.recognizers.password.labels import CJK, LONG, SHORT, SUPPORTING

_LONG = compile_pattern(b"(?i)" + LONG.encode())
_SUPPORTING = compile_pattern(b"(?i)(?:^|[^a-z0-9])(?:" + "|".join(SUPPORTING).encode() + b")")


@pytest.mark.parametrize(
    "label",
    ["Password", "PASSWD", "pswd", "passwrd", "pasword", "psswrd", "Passwort", "Mot de passe", "CONTRASEÑA", "пароль",
     "ПАРОЛЬ", "hasło", "Heslo", "lösenord", "LÖSENORD", "mật khẩu", "wifi key"],
)  # fmt: skip
def test_is_a_password_s_label(label: str):
    assert _LONG.occurs(label.encode())
    assert _SUPPORTING.occurs(label.encode())


@pytest.mark.parametrize(
    "label", ["pass", "keyword", "word", "passport", "passenger", "compass", "Schlüssel", "parolee", "pastword", "swd"]
)
def test_is_no_label_of_its_own(label: str):
    assert not _LONG.occurs(label.encode())


@pytest.mark.parametrize(
    "name", ["dbPassword", "db_password", "MYSQL_PWD", "user password", "root.passwd", "pw", "mdp"]
)
def test_names_a_column_of_passwords(name: str):
    assert _SUPPORTING.occurs(name.encode())


@pytest.mark.parametrize("name", ["passport", "spw", "compass", "bypass", "pwr", "word", "keyword"])
def test_names_another_column(name: str):
    assert not _SUPPORTING.occurs(name.encode())


def test_every_list_compiles():
    assert not any(compile_pattern(regex.encode()).occurs(b"") for regex in (LONG, SHORT, CJK))
