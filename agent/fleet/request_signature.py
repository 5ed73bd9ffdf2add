"""Which device asks: HTTP Message Signatures (RFC 9421) with Ed25519, over method, path, query and body.

Every request is signed over exactly these components, in this order, with exactly these parameters:

    Content-Digest: sha-256=:...:                                          (RFC 9530; of the empty body, too)
    Signature-Input: cordon=("@method" "@path" "@query" "content-digest");created=...;keyid="...";alg="ed25519"
    Signature: cordon=:...:

so that a verifier needs no parser of structured fields: it writes down what it expects and compares. Host and scheme
are left out, since proxies in front of the server change them; what a signature is good for elsewhere, the device's id
limits to this server. A recorded request can be played again within the tolerance; whoever serves it sees to it that
this changes nothing (check-ins count up, requests for exceptions have an id).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from agent.core.errors import AgentError

__all__ = [
    "CONTENT_DIGEST",
    "SIGNATURE",
    "SIGNATURE_INPUT",
    "TOLERANCE",
    "ClaimedSignature",
    "RequestSignatureError",
    "parse_signature",
    "public_key_text",
    "sign_request",
    "verify_request",
]

TOLERANCE: Final = timedelta(minutes=5)
"""How far the clocks of device and server may be apart. A device that is further off corrects itself by the server's
`Date` and asks again."""

CONTENT_DIGEST: Final = "Content-Digest"
SIGNATURE_INPUT: Final = "Signature-Input"
SIGNATURE: Final = "Signature"

_COMPONENTS: Final = '("@method" "@path" "@query" "content-digest")'
_INPUT: Final = re.compile(
    r'cordon=\("@method" "@path" "@query" "content-digest"\);created=([0-9]{1,12});keyid="([A-Za-z0-9+/=_-]{1,100})"'
    r';alg="ed25519"'
)
_VALUE: Final = re.compile(r"cordon=:([A-Za-z0-9+/]{86}==):")


class RequestSignatureError(AgentError):
    """A request is not what a device has signed, or not now."""

    code = "request_signature"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimedSignature:
    """What a request says of its signature; nothing of it is verified.

    Attributes:
        untrusted_key_id: a device's id; while enrolling, the public key.
        untrusted_created_at: when it was signed, by the device's clock.
        value: 64 bytes.
    """

    untrusted_key_id: str
    untrusted_created_at: datetime
    value: bytes


def public_key_text(key: Ed25519PublicKey) -> str:
    """Return a public key as messages carry it: its 32 bytes in base64."""
    return base64.b64encode(key.public_bytes(Encoding.Raw, PublicFormat.Raw)).decode()


def sign_request(
    key: Ed25519PrivateKey, key_id: str, *, method: str, target: str, body: bytes, at: datetime
) -> dict[str, str]:
    """Return the headers that sign a request.

    Args:
        key: the device's.
        key_id: what the server knows the key by.
        method: in capitals.
        target: path and query as they are sent, from the slash on.
        body: as it is sent; empty for none.
        at: now, by the server's clock as far as it is known (aware).
    """
    digest = _digest(body)
    parameters = _parameters(int(at.timestamp()), key_id)
    value = base64.b64encode(key.sign(_base(method, target, digest, parameters))).decode()
    return {CONTENT_DIGEST: digest, SIGNATURE_INPUT: f"cordon={parameters}", SIGNATURE: f"cordon=:{value}:"}


def parse_signature(headers: Mapping[str, str]) -> ClaimedSignature:
    """Return what the headers of a request claim.

    Args:
        headers: by name; finds names however they are written, or has them as they are written here.

    Raises:
        RequestSignatureError: they are missing or in another form.
    """
    given = _INPUT.fullmatch(headers.get(SIGNATURE_INPUT, ""))
    value = _VALUE.fullmatch(headers.get(SIGNATURE, ""))
    if given is None or value is None:
        raise RequestSignatureError("The request is not signed")
    try:
        signature = base64.b64decode(value[1], validate=True)
        created_at = datetime.fromtimestamp(int(given[1]), UTC)
    except (binascii.Error, ValueError, OverflowError, OSError) as exc:  # the last three: no calendar has that moment
        raise RequestSignatureError("The request is not signed") from exc
    return ClaimedSignature(
        untrusted_key_id=given[2],
        untrusted_created_at=created_at,
        value=signature,
    )


def verify_request(
    key: Ed25519PublicKey,
    claimed: ClaimedSignature,
    *,
    method: str,
    target: str,
    body: bytes,
    now: datetime,
    tolerance: timedelta = TOLERANCE,
) -> str:
    """Return the id of the key that has signed a request.

    Args:
        key: the public key of the id that the request claims.
        claimed: of `parse_signature`.
        method: as received, in capitals.
        target: path and query, as received.
        body: as received, whole.
        now: the server's clock (aware).
        tolerance: how far the clocks may be apart.

    Raises:
        RequestSignatureError: somebody else has signed it, or something else, or at another time.
    """
    parameters = _parameters(int(claimed.untrusted_created_at.timestamp()), claimed.untrusted_key_id)
    try:
        key.verify(claimed.value, _base(method, target, _digest(body), parameters))
    except InvalidSignature as exc:
        raise RequestSignatureError("The request's signature is wrong") from exc
    if abs(now - claimed.untrusted_created_at) > tolerance:
        raise RequestSignatureError(
            "The request was signed at another time",
            hint="Set the device's clock; it corrects itself by the server's answer.",
        )
    return claimed.untrusted_key_id


def _digest(body: bytes) -> str:
    return f"sha-256=:{base64.b64encode(hashlib.sha256(body).digest()).decode()}:"


def _parameters(created: int, key_id: str) -> str:
    return f'{_COMPONENTS};created={created};keyid="{key_id}";alg="ed25519"'


def _base(method: str, target: str, digest: str, parameters: str) -> bytes:
    """The signature base of RFC 9421, section 2.5."""
    path, _, query = target.partition("?")
    lines = (
        f'"@method": {method}',
        f'"@path": {path}',
        f'"@query": ?{query}',
        f'"content-digest": {digest}',
        f'"@signature-params": {parameters}',
    )
    return "\n".join(lines).encode()
