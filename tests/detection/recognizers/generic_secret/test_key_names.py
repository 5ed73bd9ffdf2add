"""Names, and whether a secret is what they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.generic_secret.key_names import KeyName, key_name

SECRETS = [
    "api_key", "apiKey", "API-KEY", "X-Api-Key", "apikey", "client_secret", "clientSecret", "SECRET_KEY",
    "access_token", "authToken", "MY_APP_TOKEN", "private_key", "aws.secret.access.key", "secretAccessKey",
    "signing_key", "csrf_secret", "credentials", "API_KEY_PROD", "secret_value", "STRIPE_SECRET_KEY_TEST",
    "vault_secret_id", "myappsecretkey", "jwt", "API Secret", "Activation key", "slack.bot.token", "refreshToken",
    "encryption-key-base64", "token1", "config.token", "settings.API_TOKEN", "event.request.api_key",
]  # fmt: skip

HINTS = ["key", "some_key", "auth", "session", "salt1", "pkey", "x_session_id_session"]

OTHERS = [
    "token_count", "max_tokens", "tokenizer", "secret_name", "api_key_url", "public_key", "publicKey", "key_id",
    "password_policy", "csrf_token_name", "primary_key", "sort_key", "foreign_key", "cache_key", "author", "keyboard",
    "monkey_name", "token_type", "accessKeyId", "next_page_token", "csrf_token", "keystore_path", "authority",
    "apiVersion",
    "config_key", "config.token_name", "object.key_id",
    "credentials_file", "kms_key_id", "bucketKey", "eos_token", "publishable_key", "keyName", "", "123", "-_.",
]  # fmt: skip


@pytest.mark.parametrize("name", SECRETS)
def test_name_holds_a_secret(name: str):
    assert key_name(name) is KeyName.SECRET


@pytest.mark.parametrize("name", HINTS)
def test_name_may_hold_a_secret(name: str):
    assert key_name(name) is KeyName.HINT


@pytest.mark.parametrize("name", OTHERS)
def test_name_holds_something_else(name: str):
    assert key_name(name) is KeyName.OTHER


@given(st.text(max_size=60))
def test_any_name_has_an_answer(name: str):
    assert key_name(name) in KeyName
