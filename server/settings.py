"""What the server is told when it starts. Its processes hand it on through standard input, where nobody else reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_serializer

__all__ = ["LOCAL_PROXIES", "SETTINGS_LIMIT_BYTES", "RateLimits", "ServerSettings"]

LOCAL_PROXIES: Final = ("127.0.0.1", "::1")
SETTINGS_LIMIT_BYTES: Final = 64 << 10


class RateLimits(BaseModel):
    """How often somebody may ask: so many a second in the long run, so many at once. Of one process.

    Attributes:
        address: of one network address (IPv6: of one /64); whole offices may be behind one.
        enrolment: enrolments of one address.
        device: signed requests of one device.
        administrator: of one key.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    address: tuple[float, int] = (200.0, 2000)
    enrolment: tuple[float, int] = (10.0, 200)
    device: tuple[float, int] = (2.0, 60)
    administrator: tuple[float, int] = (20.0, 200)


class ServerSettings(BaseModel):
    """Everything that the web process needs; the signer's keys are not among it.

    Attributes:
        database: address of the database; may hold a password.
        repository: the folder with `metadata/` and `targets/`.
        public_address: under which devices and people reach the server.
        trusted_proxies: whose `X-Forwarded-For` is believed.
        serves_repository: whether it hands out the repository's files; False where nginx or another host does.
        check_in_s: how often devices that have nothing to say check in.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    database: SecretStr
    repository: Path
    public_address: str = ""
    trusted_proxies: tuple[str, ...] = LOCAL_PROXIES
    serves_repository: bool = True
    check_in_s: Annotated[int, Field(ge=30, le=86_400)] = 3600
    rate_limits: RateLimits = RateLimits()

    @field_serializer("database", when_used="json")
    def _write_database(self, database: SecretStr) -> str:
        return database.get_secret_value()
