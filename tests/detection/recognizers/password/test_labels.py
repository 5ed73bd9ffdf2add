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
    assert _LONG.search(label.encode()) is not None
    assert _SUPPORTING.search(label.encode()) is not None


@pytest.mark.parametrize(
    "label", ["pass", "keyword", "word", "passport", "passenger", "compass", "Schlüssel", "parolee", "pastword", "swd"]
)
def test_is_no_label_of_its_own(label: str):
    assert _LONG.search(label.encode()) is None


@pytest.mark.parametrize(
    "name", ["dbPassword", "db_password", "MYSQL_PWD", "user password", "root.passwd", "pw", "mdp"]
)
def test_names_a_column_of_passwords(name: str):
    assert _SUPPORTING.search(name.encode()) is not None


@pytest.mark.parametrize("name", ["passport", "spw", "compass", "bypass", "pwr", "word", "keyword"])
def test_names_another_column(name: str):
    assert _SUPPORTING.search(name.encode()) is None


def test_every_list_compiles():
    assert [compile_pattern(regex.encode()).search(b"") for regex in (LONG, SHORT, CJK)] == [None, None, None]
