"""A token becomes a device that the server knows.

The token's file is the root of all trust: it names the server and the SHA-256 of its first root metadata, so that
nothing that the network says is believed because it came first. It is made by `cordon server token create`, handed over
as a file (never on a command line, which others can read), and worthless once used up or expired.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import Field, SecretStr, StringConstraints, field_serializer

from agent.fleet.message import DeviceId, Instant, Message, ShortText, Slug

__all__ = [
    "ENROLMENT_PATH",
    "TOKEN_LIMIT_BYTES",
    "EnrolmentReply",
    "EnrolmentRequest",
    "EnrolmentToken",
    "PublicKey",
    "ServerAddress",
]

TOKEN_LIMIT_BYTES: Final = 64 << 10
ENROLMENT_PATH: Final = "/v1/devices"
"""POST; the only request without a signature."""

ServerAddress = Annotated[str, StringConstraints(pattern=r"^https?://[!-~]{1,300}[^/]$")]
"""Without a slash at the end. Plain http is for loopback addresses only; the device refuses others."""

PublicKey = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9+/]{43}=$")]
"""Ed25519 (RFC 8032), 32 bytes in base64."""


class EnrolmentToken(Message):
    """The token's file, as JSON.

    Attributes:
        server: where to enrol and to check in.
        repository: where metadata and targets are, if elsewhere; `metadata/` and `targets/` lie under it. None: at
            `server` + "/repository".
        root_sha256: of the repository's first root metadata, in hex.
        secret: what the server knows the token by; it keeps a hash only.
        expires_at: no device enrols with it from then on.
        ca_pem: certificates that the server's is signed by, where the device would not know them.
    """

    format: Literal["cordon-enrolment-1"] = "cordon-enrolment-1"
    server: ServerAddress
    repository: ServerAddress | None = None
    root_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    secret: SecretStr
    expires_at: Instant
    ca_pem: Annotated[str, Field(max_length=60_000)] = ""

    @field_serializer("secret", when_used="json")
    def _write_secret(self, secret: SecretStr) -> str:
        return secret.get_secret_value()

    @property
    def repository_address(self) -> str:
        """Where the repository is."""
        return self.repository or f"{self.server}/repository"


class EnrolmentRequest(Message):
    """What a device sends, signed with the key that it has just made (`keyid` is its public key)."""

    secret: SecretStr
    public_key: PublicKey
    os: ShortText
    os_version: ShortText = ""
    agent_version: ShortText
    team: Slug | None = None
    """The team it asks for; the token decides whether it may."""

    @field_serializer("secret", when_used="json")
    def _write_secret(self, secret: SecretStr) -> str:
        return secret.get_secret_value()


class EnrolmentReply(Message):
    """What it is called from now on."""

    device_id: DeviceId
