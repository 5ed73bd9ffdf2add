"""Passwords that programs give to functions. Every password is made up."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import PASSWORD, values

FOUND = [
    (".NET", f'new NetworkCredential("jane", "{PASSWORD}");'),
    ("PowerShell", f'New-Object System.Net.NetworkCredential("jane", "{PASSWORD}")'),
    ("requests", f"get(url, auth=HTTPBasicAuth('jane', '{PASSWORD}'))"),
    ("requests, pair", f"get(url, auth=('jane', '{PASSWORD}'))"),
    ("Go", f'request.SetBasicAuth("jane", "{PASSWORD}")'),
    ("FTP", f"ftp.login('jane', '{PASSWORD}')"),
    ("SMTP", f'smtp.login("jane@example.com", "{PASSWORD}")'),
    ("LDAP", f"conn.simple_bind_s('cn=jane,dc=example', '{PASSWORD}')"),
    ("JDBC", f'DriverManager.getConnection(url, "jane", "{PASSWORD}")'),
    ("JDBC, address", f'getConnection("jdbc:h2:mem", "jane", "{PASSWORD}")'),
    ("PHP", f"mysqli_connect('db', 'jane', '{PASSWORD}', 'shop')"),
    ("PHP, PDO", f"new PDO($dsn, 'jane', '{PASSWORD}');"),
    ("MySQL for Python", f"pymysql.connect('db', 'jane', '{PASSWORD}', 'shop')"),
    ("directory", f'new DirectoryEntry("LDAP://dc", "jane", "{PASSWORD}")'),
    ("builder", f'.withCredentials("jane", "{PASSWORD}")'),
    ("environment", f'os.environ.get("pwd", "{PASSWORD}")'),
    ("setter", f'config.setPassword("{PASSWORD}")'),
    ("setter, Python", f"user.set_password('{PASSWORD}')"),
]

PLAIN_WORDS = [
    (".NET", 'new NetworkCredential("jane", "sunshine");'),
    ("JDBC", 'getConnection(url, "jane", "sunshine")'),
    ("setter", 'setPassword("sunshine")'),
]

NOT_FOUND = [
    ("environment, empty", 'os.environ.get("pwd", "")'),
    ("MySQL, variables", "pymysql.connect(host, user, password, database)"),
    ("MySQL, file", "sqlite.connect('db', 'jane', 'Table7!', 'shop')"),
    ("directory alone", 'new DirectoryEntry("LDAP://dc")'),
    ("variables", "new NetworkCredential(user, password);"),
    ("a name and a variable", 'new NetworkCredential("jane", password);'),
    ("login, variables", "smtp.login(username, password)"),
    ("login, words", "client.login('jane', 'sunshine')"),
    ("pair of variables", "get(url, auth=(user, password))"),
    ("placeholder", "HTTPBasicAuth('user', 'password')"),
    ("template", 'setPassword("${PASSWORD1}")'),
    ("field of a form", 'setPassword("required")'),
    ("mask", 'setPassword("********")'),
    ("empty", 'setPassword("")'),
    ("property", "setPassword(config.password1)"),
    ("connection without a password", 'getConnection("jdbc:h2:mem:test2;MODE=MySQL")'),
    ("address alone", 'DriverManager.getConnection("jdbc:h2:mem", user, pass)'),
    ("other function", 'translate("login", "Passw0rt!")'),
    ("other login", 'page.login("jane", "Blue7!x")'),
    ("socket", "sock.bind(('127.0.0.1', '8080x'))"),
    ("event", "button.bind('<Button-1>', 'Handler7!')"),
]


@pytest.mark.parametrize("text", [case[1] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_password(text: str):
    assert values(text, Entity.PASSWORD) == [PASSWORD]


@pytest.mark.parametrize("text", [case[1] for case in PLAIN_WORDS], ids=[case[0] for case in PLAIN_WORDS])
def test_finds_plain_word_where_only_a_password_is_given(text: str):
    assert values(text, Entity.PASSWORD) == ["sunshine"]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_password(text: str):
    assert values(text, Entity.PASSWORD) == []
