"""JSON inside base 64, as tokens carry it: what it says, without trusting it."""

from __future__ import annotations

import base64
import binascii
import json
from typing import Any

__all__ = ["decoded_object", "decoded_text"]

_MOST_CHARACTERS = 64 * 1024


def decoded_text(encoded: str) -> str | None:
    """The UTF-8 text in standard or URL-safe base 64, padded or not; None when there is none."""
    standard = encoded.translate(str.maketrans("-_", "+/")).rstrip("=")[:_MOST_CHARACTERS]
    try:
        return base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        # No base 64, or no UTF-8 in it: no text.
        return None


def decoded_object(encoded: str) -> dict[str, Any] | None:
    """The JSON object in base 64; None when it holds anything else."""
    text = decoded_text(encoded)
    if text is None:
        return None
    try:
        decoded = json.loads(text)
    except (ValueError, RecursionError):
        # Not JSON, or nested to exhaust the parser: no object.
        return None
    return decoded if isinstance(decoded, dict) else None
