"""Devices' public keys: from their text to what verifies."""

from __future__ import annotations

import base64

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

__all__ = ["parse_public_key"]


def parse_public_key(text: str) -> Ed25519PublicKey:
    """Return a key.

    Raises:
        ValueError: it is none.
    """
    return Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
