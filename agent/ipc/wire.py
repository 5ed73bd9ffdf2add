"""The base of everything typed that crosses IPC, and the small models that every part of it uses.

Every model is frozen and refuses unknown fields and lax types: both ends ship together and `PROTOCOL_VERSION` guards
the rest. msgspec, not pydantic, because the tray pays for what it loads (docs/adr/0008).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Self

import msgspec
from msgspec import Meta

from agent.core.errors import AgentError

__all__ = [
    "EntityCountModel",
    "Identifier",
    "Instant",
    "LabelModel",
    "Nothing",
    "ParamsError",
    "ShortText",
    "WireModel",
]

ShortText = Annotated[str, Meta(max_length=200)]
Identifier = Annotated[str, Meta(min_length=1, max_length=100)]
Instant = Annotated[datetime, Meta(tz=True)]

_QUOTED_FIELD = re.compile(r"`(?:\$\.)?(\w+)")


class ParamsError(AgentError):
    """Parameters or a result do not fit their method. Names the fields, never their values."""

    code = "ipc_params"


class WireModel(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything typed that crosses IPC."""

    @classmethod
    def parse(cls, untrusted: Mapping[str, object]) -> Self:
        """Return the typed value.

        Raises:
            ParamsError: a field is missing, unknown or of the wrong type.
        """
        try:
            # By way of text, because only there half a surrogate pair is refused.
            return msgspec.json.decode(json.dumps(untrusted), type=cls)
        except msgspec.DecodeError as exc:
            # Without a cause, and without names that are not ours: both may quote what was sent.
            named = set(_QUOTED_FIELD.findall(str(exc))) & set(cls.__struct_fields__)
            where = ", ".join(sorted(named)) or "unknown fields"
            raise ParamsError("An IPC message has wrong fields", detail=f"{cls.__name__}: {where}.") from None

    def to_json(self) -> dict[str, object]:
        """Return plain JSON values; what has its default is left out."""
        # By way of text, because msgspec leaves tuples as they are.
        plain: dict[str, object] = json.loads(json.dumps(msgspec.to_builtins(self)))
        return plain

    def with_fields(self, changes: Mapping[str, object]) -> Self:
        """Return a copy with some fields changed."""
        return msgspec.structs.replace(self, **changes)


class Nothing(WireModel, frozen=True):
    """No parameters, or no result."""


class LabelModel(WireModel, frozen=True):
    """A label and its rank; higher is more sensitive."""

    rank: int
    name: ShortText


class EntityCountModel(WireModel, frozen=True):
    """How many findings of one entity."""

    entity: ShortText
    count: int
