# ruff: noqa: RUF001 - login names are labeled in many alphabets
"""Table of what is and what is no login name."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import values

NAME = "jane_doe42"

FOUND = [
    ("sentence, plain word", "My username is janedoe.", "janedoe"),
    ("sentence, before it", "janedoe is my username", "janedoe"),
    ("sentence, brackets behind it", "mail Jane (jdoe_1 (username))", "jdoe_1"),
    ("sentence, user", "User jane.doe logged in from Springfield", "jane.doe"),
    ("answer", "Agent: What is your user name?\nCustomer: it's janedoe", "janedoe"),
    ("arrow", "username -> janedoe", "janedoe"),
    ("row of a table", "| username | janedoe |", "janedoe"),
    ("JSON", f'{{"username": "{NAME}", "age": 42}}', NAME),
    ("JSON, camel case", f'{{"userName": "{NAME}"}}', NAME),
    ("JSON, plain word", '{"user_name": "janedoe"}', "janedoe"),
    ("YAML", f"username: {NAME}\n", NAME),
    ("form", "Username: janedoe\nCity: Springfield", "janedoe"),
    ("form, Markdown", f"**Username:** {NAME}", NAME),
    ("form, id", "User ID: jdoe\n", "jdoe"),
    ("form, remark", f"User name (required): {NAME}", NAME),
    ("query", f"login?username={NAME}&lang=en", NAME),
    ("command line", f"mysql --user={NAME} -h db", NAME),
    ("login", f"Login: {NAME}\nPw: secret", NAME),
    ("table", f"username,city\n{NAME},Springfield\n", NAME),
    ("table, user", f"user;city\n{NAME};Springfield\n", NAME),
    ("handle", "handle: @jane.doe", "@jane.doe"),
    ("network", "Twitter: @janedoe", "@janedoe"),
    ("sentence", f"My username is {NAME} and I cannot log in", NAME),
    ("sentence, beside it", f"the account with username {NAME} is locked", NAME),
    ("sentence, quoted", f"username '{NAME}' not found", NAME),
    ("sentence, logged in", f"logged in as {NAME}.", NAME),
    ("German", f"Benutzername: {NAME}", NAME),
    ("French", f"Nom d'utilisateur : {NAME}", NAME),
    ("Spanish", f"Usuario: {NAME}", NAME),
    ("Italian", f"nome utente: {NAME}", NAME),
    ("Russian", f"ИМЯ ПОЛЬЗОВАТЕЛЯ: {NAME}", NAME),
    ("Chinese", f"用户名：{NAME}", NAME),
]

NOT_FOUND = [
    ("sentence, participle", "Your username is displayed."),
    ("sentence, adjective", "The username was invisible"),
    ("sentence, noun goes on", "username is part of the form"),
    ("sentence, capital", "What is your username?\nThanks"),
    ("header of a table", "| username | email |"),
    ("sentence, before it", "this is the username"),
    ("sentence, word before it", "which one is your username"),
    ("sentence, somebody", "the user just logged in"),
    ("call", "user = get_user1()"),
    ("annotation", "username: string;"),
    ("annotation, Python", "def login(username: str, password: str):"),
    ("declaration", "const username = input2;"),
    ("member", "username: user.name1,"),
    ("member, request", "username=request.form.user1"),
    ("variable", "username: userName,"),
    ("template", "username: {{ user1 }}"),
    ("environment", "USERNAME=${USER1}"),
    ("placeholder", "username: <your_name1>"),
    ("placeholder, words", 'username: "your_username"'),
    ("placeholder, of a test", 'username: "testuser1"'),
    ("every system's account", "username: root"),
    ("every system's account, JSON", '"username": "admin"'),
    ("form", "Username: required"),
    ("sentence", "The username is already taken."),
    ("sentence, rule", "A username must have 8 characters."),
    ("chat", "User: hello, how do I do this?"),
    ("chat, name of a day", "User: Monday"),
    ("number", "user_id: 4711234"),
    ("UUID", '"userId": "29f63271-dc2f-4734-8221-5b31b5169bac"'),
    ("e-mail address", "username: jane@example.com"),
    ("host", "login: www.example.com"),
    ("module", "from user.name1 import x"),
    ("type", "username: CharField(max_length=150)"),
    ("status", "Login: successful"),
    ("other noun", "user_agent: Mozilla5"),
    ("superuser", "superuser: yes_1"),
    ("German, sentence", "Der Benutzer ist nicht angemeldet."),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_username(text: str, expected: str):
    assert values(text, Entity.USERNAME) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_username(text: str):
    assert values(text, Entity.USERNAME) == []
