"""What stands in a secret's place."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from agent.detection.placeholders import is_placeholder
from tests.detection.samples import PASSWORD, random_text

PLACEHOLDERS = [
    "changeme", "CHANGE_ME", "<token>", "<password", "${SECRET}", "$SECRET", "$(cat secret)", "{{ secret }}",
    "%(pw)s", "%s", "%PASSWORD%", "{password}", "#{secret}", "[REDACTED]", "xxxx", "XXXX-xxxx-xxxx", "********",
    "null", "None", "undefined", "your_api_key_here", "my-secret-key", "os.environ['X']", "getenv('X')",
    "load_secret()", "'changeme'", "1234567890abcdef", "abcdefghijklmnop", "deadbeefdeadbeef", "asdfghjk", "87654321",
    "vault:secret/app#key", "!Ref Key", "ref+awssm://app/key", "op://vault/item", "ENC[AES256,data]", "@@TOKEN@@",
    "__TOKEN__", "MY_API_TOKEN", "beispiel-1", "votre_mot_de_passe", "test_token_1", "put-it-here", "secrets.API_KEY",
    "settings.api_key", "has\u0142o", "AKIAIOSFODNN7" + "EXAMPLE", "••••••••", "abc...xyz", "0000000000",
    "asdf" * 12, "abcdefghijkl" * 2, "{SHAPE}", "$april", "prefix_{}", "prefix_{name}",
]  # fmt: skip

SECRETS = [
    PASSWORD,
    random_text(20),
    random_text(40),
    "0123456789abcdef" * 2,
    "abcd1234" * 5,
    "qKirRWalryBG" * 2,
    "{SSHA}" + random_text(38),
    "$apr1$" + random_text(31),
    "a1b2c3d4",
    "S0mething-else",
    "100%sure!",
    "p{4}ss9W",
    "cash$money7",
    "MyS3cret!",
    "Password123!",
    "TestPass#99",
    "1q2w3e4r",
    "Yourself42!",
]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_is_placeholder(value: str):
    assert is_placeholder(value)


@given(st.text(max_size=200))
@example('"\r01')
def test_quotes_and_spaces_around_a_value_change_nothing(value: str):
    bare = value.strip().strip("\"'`")
    assert is_placeholder(f' "{bare}" ') == is_placeholder(bare)


# Quadratic time would show: each is 20,000 characters long.
@pytest.mark.parametrize(
    ("value", "expected"),
    [("a-" * 10_000, True), ("secret" * 3_300 + "!", False), ("A_b" * 6_600 + "!", False), ("abX9" * 5_000, True)],
)
def test_long_values_are_answered(value: str, expected: bool):
    assert is_placeholder(value) is expected


@pytest.mark.parametrize("value", SECRETS)
def test_is_no_placeholder(value: str):
    assert not is_placeholder(value)
