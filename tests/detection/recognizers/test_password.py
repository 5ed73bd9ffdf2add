"""Table of what is and what is no password."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import PASSWORD, github_token, values

FOUND = [
    ("code", f'password = "{PASSWORD}"'),
    ("code, single quotes", f"db_passwd='{PASSWORD}'"),
    ("code, annotated", f'password: str = "{PASSWORD}"'),
    ("code, compared", f'if password == "{PASSWORD}":'),
    ("call", f'connect(user="jane", password="{PASSWORD}")'),
    ("JSON", f'{{"password": "{PASSWORD}"}}'),
    ("camel case", f'dbPassword: "{PASSWORD}"'),
    (".env", f"DB_PASSWORD={PASSWORD}\nDEBUG=1"),
    ("properties", f"spring.datasource.password={PASSWORD}"),
    ("YAML", f"  password: {PASSWORD}\n"),
    ("connection string", f"Server=db;Pwd={PASSWORD};Database=x"),
    ("command line", f"mysql --user=jane --password={PASSWORD}"),
    ("command line, space", f"login --password {PASSWORD} now"),
    ("address", f"https://example.com/?pwd={PASSWORD}&next=home"),
    ("short name", f"user:jane pass:{PASSWORD}"),
    ("markup", f"<password>{PASSWORD}</password>"),
    ("SQL", f"CREATE USER jane IDENTIFIED BY '{PASSWORD}'"),
    ("sentence", f"The password for the test server is {PASSWORD}."),
    ("sentence, quoted", f'her password is "{PASSWORD}"'),
    ("beside it", f"log in as jane with password {PASSWORD} today"),
    ("German", f"Das Passwort lautet {PASSWORD}"),
    ("French", f"mot de passe : {PASSWORD}"),
]

NOT_FOUND = [
    ("annotation", "def login(user: str, password: str = None) -> bool:"),
    ("call", 'password = getpass.getpass("Password: ")'),
    ("attribute", "user.password = self.form.password2"),
    ("environment", 'password=os.environ["DB_PASSWORD1"]'),
    ("environment, JavaScript", "password: process.env.PASSWORD1,"),
    ("variable", "DB_PASSWORD=${DB_PASSWORD_1}"),
    ("shell variable", 'mysql --password="$PASS1" --password $PASS1'),
    ("template", "password='{{ db_password1 }}'"),
    ("format", 'password="%s1" % value'),
    ("angle brackets", "password: <your-password-1>"),
    ("mask", '"password": "********"'),
    ("mask, letters", "password: xxxxxxxx"),
    ("change me", "password = 'changeme1'"),
    ("example", "password: my_example_password1"),
    ("null", "password: null"),
    ("label of a form", '{"password": "Forgot your password?"}'),
    ("label of a form, one word", '"password": "Passwort"'),
    ("hash of one", "password_hash = 'a8f5f167f44f4964e6c998dee827110c'"),
    ("length of one", "password_min_length: 12345678"),
    ("other name in code", "password=user_password1"),
    ("vault", "spring.datasource.password=ENC(G6N718UuyPE5bHyW)"),
    ("working directory", "PWD=/home/jane/Project1"),
    ("sentence", "The password is incorrect."),
    ("sentence, rule", "A password is required to be at least 8 characters"),
    ("sentence, standard", "Password policy: ISO27001:2022"),
    ("test report", "PASS: test_login_v2 pass: 12, fail: 3"),
    ("passport", "passport: X1234567y!"),
    ("form", '<input type="password" placeholder="Password1!">'),
]


@pytest.mark.parametrize("text", [case[1] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_password(text: str):
    assert values(text, Entity.PASSWORD) == [PASSWORD]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_password(text: str):
    assert values(text, Entity.PASSWORD) == []


def test_key_that_is_assigned_to_a_password_is_reported_once_as_the_key():
    token = github_token()
    text = f"password={token}"
    assert values(text, Entity.SECRET) == [token]
    assert values(text, Entity.PASSWORD) == []
