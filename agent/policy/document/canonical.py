"""A document as it travels: JSON with sorted keys, without spaces, in UTF-8. Equal documents make equal bytes.

What the author left out stays left out, and fields of newer versions stay where they were kept. JSON is YAML, so
`parse_policy` reads it.
"""

from __future__ import annotations

import json
from typing import Any

from agent.policy.document.policy import PolicyDocument

__all__ = ["canonical_json", "plain_values"]


def canonical_json(document: PolicyDocument) -> bytes:
    """Return the bytes."""
    return json.dumps(plain_values(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def plain_values(document: PolicyDocument) -> dict[str, Any]:
    """Return what the author wrote as dicts, lists and scalars, in the order of the reference."""
    return document.model_dump(mode="json", exclude_unset=True)
