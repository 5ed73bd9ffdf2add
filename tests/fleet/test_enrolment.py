"""The token's file, and what it becomes."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr, ValidationError

from agent.fleet.enrolment import TOKEN_LIMIT_BYTES, EnrolmentReply, EnrolmentRequest, EnrolmentToken
from agent.fleet.message import parse_message

_TOKEN = EnrolmentToken(
    server="https://cordon.example.org:8443",
    root_sha256="a" * 64,
    secret=SecretStr("hidden"),
    expires_at=datetime(2026, 1, 1, tzinfo=UTC),
)
_REQUEST = EnrolmentRequest(secret=SecretStr("hidden"), public_key="A" * 43 + "=", os="linux", agent_version="1")


def test_a_token_is_read_as_it_was_written_with_its_secret():
    found = parse_message(EnrolmentToken, _TOKEN.to_bytes(), TOKEN_LIMIT_BYTES)
    assert found == _TOKEN
    assert found.secret.get_secret_value() == "hidden"
    sent = parse_message(EnrolmentRequest, _REQUEST.to_bytes(), TOKEN_LIMIT_BYTES)
    assert sent.secret.get_secret_value() == "hidden"


def test_secrets_are_in_no_repr():
    assert "hidden" not in repr(_TOKEN)
    assert "hidden" not in repr(_REQUEST)


def test_the_repository_is_at_the_server_unless_it_is_elsewhere():
    assert _TOKEN.repository_address == "https://cordon.example.org:8443/repository"
    elsewhere = _TOKEN.model_copy(update={"repository": "https://cdn.example.org/x"})
    assert elsewhere.repository_address == "https://cdn.example.org/x"


@pytest.mark.parametrize(
    "changes",
    [
        {"format": "cordon-enrolment-2"},
        {"server": "https://example.org/"},
        {"server": "ftp://example.org"},
        {"server": "https://exa mple.org"},
        {"root_sha256": "A" * 64},
        {"root_sha256": "a" * 63},
        {"ca_pem": "x" * 60_001},
        {"expires_at": datetime(2026, 1, 1)},  # noqa: DTZ001 - what is tested
    ],
)
def test_a_token_has_its_form(changes: dict[str, object]):
    with pytest.raises(ValidationError):
        EnrolmentToken.model_validate({**_TOKEN.model_dump(), **changes})


@pytest.mark.parametrize("key", ["", "A" * 44, "A" * 42 + "=", "*" * 43 + "="])
def test_a_key_is_32_bytes_in_base64(key: str):
    with pytest.raises(ValidationError):
        EnrolmentRequest.model_validate({**_REQUEST.model_dump(), "public_key": key})


def test_a_device_is_called_by_128_bits():
    assert EnrolmentReply(device_id="0" * 32).device_id == "0" * 32
    with pytest.raises(ValidationError):
        EnrolmentReply(device_id="0" * 31)
