"""What all messages have in common: frozen, strict, silent about their values, and patient with newer ones."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, StringConstraints, ValidationError

from agent.core.errors import AgentError

__all__ = ["DeviceId", "Instant", "Message", "MessageRefusedError", "Name", "ShortText", "Slug", "parse_message"]

Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,59}$")]
"""An id that people chose: of a team, a rule, a destination."""

DeviceId = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{32}$")]
"""128 random bits, of which nothing of the device can be told."""

Name = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]{1,100}$")]
"""Of an account, a group, a label: one line, no control characters."""

ShortText = Annotated[str, StringConstraints(pattern=r"^[^\x00-\x1f\x7f-\x9f]{0,100}$")]
"""A version or a code; may be empty."""


def _check_instant(instant: datetime) -> datetime:
    if not _FIRST <= instant <= _LAST:
        raise ValueError("not of these times")
    return instant


_FIRST, _LAST = datetime(1970, 1, 2, tzinfo=UTC), datetime(2200, 1, 1, tzinfo=UTC)
Instant = Annotated[AwareDatetime, AfterValidator(_check_instant)]
"""With its time zone; written in UTC. Of these two centuries: databases and calendars can hold it in any zone."""


class MessageRefusedError(AgentError):
    """Bytes are not the message that they should be."""

    code = "fleet_message_refused"


class Message(BaseModel):
    """A message. Fields of newer versions are read over, so that either side may be updated first."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="ignore")

    def to_bytes(self) -> bytes:
        """Return it as JSON in UTF-8."""
        return self.model_dump_json().encode()


_M = TypeVar("_M", bound=Message)


def parse_message(kind: type[_M], untrusted: bytes, limit_bytes: int) -> _M:
    """Return the message in some bytes.

    Raises:
        MessageRefusedError: they are too many, or not such a message; says which field, never its value.
    """
    if len(untrusted) > limit_bytes:
        raise MessageRefusedError(f"A {kind.__name__} is too large", detail=f"{len(untrusted)} bytes.")
    try:
        return kind.model_validate_json(untrusted)
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"]) or "message"
        raise MessageRefusedError(f"A {kind.__name__} cannot be read", detail=f"{place}: {first['type']}.") from exc
