"""What stands in a secret's place."""

from __future__ import annotations

import pytest

from agent.detection.placeholders import is_placeholder
from tests.detection.samples import PASSWORD, random_text

PLACEHOLDERS = [
    "changeme", "CHANGE_ME", "<token>", "<password", "${SECRET}", "$SECRET", "$(cat secret)", "{{ secret }}", "%(pw)s",
    "%s", "%PASSWORD%", "{password}", "#{secret}", "[REDACTED]", "xxxx", "XXXX-xxxx-xxxx", "********", "null", "None",
    "undefined", "your_api_key_here", "my-secret-key", "os.environ['X']", "getenv('X')", "load_secret()", "'changeme'",
    "AKIAIOSFODNN7" + "EXAMPLE", "••••••••", "abc...xyz", "0000000000",
]  # fmt: skip

SECRETS = [
    PASSWORD,
    random_text(20),
    random_text(40),
    "a1b2c3d4",
    "S0mething-else",
    "100%sure!",
    "p{4}ss9W",
    "cash$money7",
]


@pytest.mark.parametrize("value", PLACEHOLDERS)
def test_is_placeholder(value: str):
    assert is_placeholder(value)


@pytest.mark.parametrize("value", SECRETS)
def test_is_no_placeholder(value: str):
    assert not is_placeholder(value)
