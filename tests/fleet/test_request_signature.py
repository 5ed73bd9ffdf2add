"""A request is its device's, as it was sent, now."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.fleet.request_signature import (
    CONTENT_DIGEST,
    SIGNATURE,
    SIGNATURE_INPUT,
    TOLERANCE,
    RequestSignatureError,
    parse_signature,
    public_key_text,
    sign_request,
    verify_request,
)

_KEY = Ed25519PrivateKey.generate()
_NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
_REQUEST = {"method": "POST", "target": "/v1/check-ins?a=1", "body": b"{}"}


def _signed(**changes: object) -> dict[str, str]:
    values = {**_REQUEST, "at": _NOW, **changes}
    return sign_request(_KEY, "device", **values)  # type: ignore[arg-type]  # as above


def _verify(headers: dict[str, str], **changes: object) -> str:
    values = {**_REQUEST, "now": _NOW, **changes}
    return verify_request(_KEY.public_key(), parse_signature(headers), **values)  # type: ignore[arg-type]


@settings(max_examples=50)
@given(
    st.sampled_from(["GET", "POST"]),
    st.from_regex(r"/[!-~]{0,40}", fullmatch=True),
    st.binary(max_size=100),
    st.from_regex(r"[A-Za-z0-9+/=_-]{1,100}", fullmatch=True),
)
def test_what_was_signed_is_verified(method: str, target: str, body: bytes, key_id: str):
    headers = sign_request(_KEY, key_id, method=method, target=target, body=body, at=_NOW)
    claimed = parse_signature(headers)
    assert claimed.untrusted_key_id == key_id
    assert claimed.untrusted_created_at == _NOW
    found = verify_request(_KEY.public_key(), claimed, method=method, target=target, body=body, now=_NOW)
    assert found == key_id


@pytest.mark.parametrize(
    "changes", [{"method": "GET"}, {"target": "/v1/check-ins"}, {"target": "/v1/check-ins?a=2"}, {"body": b""}]
)
def test_anything_else_is_not(changes: dict[str, object]):
    assert _verify(_signed()) == "device"
    with pytest.raises(RequestSignatureError, match="wrong"):
        _verify(_signed(), **changes)


def test_another_key_is_not():
    with pytest.raises(RequestSignatureError, match="wrong"):
        verify_request(
            Ed25519PrivateKey.generate().public_key(),
            parse_signature(_signed()),
            method="POST",
            target=_REQUEST["target"],  # type: ignore[arg-type]  # a mixed dict
            body=b"{}",
            now=_NOW,
        )


@pytest.mark.parametrize("changed", ["created=1767268801", 'keyid="other"'])
def test_what_a_signature_says_of_itself_is_signed_too(changed: str):
    headers = _signed()
    name = changed.partition("=")[0]
    parts = [changed if part.startswith(f"{name}=") else part for part in headers[SIGNATURE_INPUT].split(";")]
    headers[SIGNATURE_INPUT] = ";".join(parts)
    with pytest.raises(RequestSignatureError, match="wrong"):
        _verify(headers)


@pytest.mark.parametrize("by", [TOLERANCE, -TOLERANCE])
def test_clocks_may_differ_a_little(by: timedelta):
    assert _verify(_signed(), now=_NOW + by) == "device"
    with pytest.raises(RequestSignatureError, match="another time") as caught:
        _verify(_signed(), now=_NOW + by * 1.01)
    assert "clock" in caught.value.hint


@pytest.mark.parametrize("name", [SIGNATURE_INPUT, SIGNATURE])
@pytest.mark.parametrize("value", [None, "", "cordon=x", 'cordon=();created=1;keyid="a";alg="ed25519"', "x" * 9999])
def test_what_is_no_signature_is_none(name: str, value: str | None):
    headers = _signed()
    headers.pop(name)
    if value is not None:
        headers[name] = value
    with pytest.raises(RequestSignatureError, match="not signed"):
        parse_signature(headers)


def test_a_moment_that_no_calendar_has_is_none():
    headers = _signed()
    created = headers[SIGNATURE_INPUT].partition("created=")[2].partition(";")[0]
    headers[SIGNATURE_INPUT] = headers[SIGNATURE_INPUT].replace(created, "9" * 12)
    with pytest.raises(RequestSignatureError, match="not signed"):
        parse_signature(headers)


@given(st.text(max_size=200), st.text(max_size=200))
def test_no_headers_break_the_parser(given_input: str, value: str):
    with pytest.raises(RequestSignatureError):
        parse_signature({SIGNATURE_INPUT: given_input, SIGNATURE: value})


def test_the_digest_is_the_bodys():
    assert _signed()[CONTENT_DIGEST] != _signed(body=b"")[CONTENT_DIGEST]
    assert _signed()[CONTENT_DIGEST].startswith("sha-256=:")


def test_a_public_key_is_32_bytes_in_base64():
    text = public_key_text(_KEY.public_key())
    assert (len(text), text[-1]) == (44, "=")
