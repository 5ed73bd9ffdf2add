"""A document as it travels: JSON with sorted keys, without spaces, in UTF-8. Equal documents make equal bytes.

What the author left out stays left out, and fields of newer versions stay where they were kept. JSON is YAML, so
`parse_policy` reads it.
"""

from __future__ import annotations

import json
import re
from typing import Any

from agent.policy.document.policy import PolicyDocument

__all__ = ["canonical_json", "plain_values"]

_CONTROLS = re.compile(r"[\x7f-\x9f]")


def canonical_json(document: PolicyDocument) -> bytes:
    """Return the bytes."""
    text = json.dumps(plain_values(document), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    # Control characters are escaped, all of them: people look at these bytes in terminals, too.
    return _CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode()


def plain_values(document: PolicyDocument) -> dict[str, Any]:
    """Return what the author wrote as dicts, lists and scalars, in the order of the reference."""
    return document.model_dump(mode="json", exclude_unset=True)
