"""Keys and tokens that an issuer's own documentation, or an RFC, prints as an example: known to all, so no secrets.

Kept as digests, so that this file is no list of key-shaped strings, and so that the agent's own source is no finding of
anybody's scanner. The digest hides nothing: the values are public.
"""

from __future__ import annotations

import hashlib

__all__ = ["is_documented_example"]

_DIGEST_BYTES = 6

# Each group: BLAKE2b of the example, six bytes.
_GOOGLE_KEYS = """
    7ed42b051c4d 3184400d830a 60e64b0b23dc ca26814f2ae0 e1abc3d609ce 0c7b6ce21545 991d14704a9a 2205fc1d5614 aaf285906cce
    391e39f9fb76 c4e5f166ec42 84a6d0e2f0bc 92bcde4e105b 4ee319889c07 3d4c71978459 1dc4fef3b100 8d0d4f07b98b
"""  # Firebase's and Maps' samples
_STRIPE_KEYS = "9a5968ce9abe 8fdf0032dea3 d16c57779c91 5968bb8aead4 43e1879256ba ac420916206c fac7a0937336"  # API docs
_JSON_WEB_TOKENS = "cf4a537cf237 2c048ae222fd 367d6f249e9c 07ec12896bcd d91958be779e"  # jwt.io, RFC 7519 section 3.1
_AZURE_KEYS = "589482458a5a 3a58bf4fb7b3"  # the storage and Cosmos DB emulators' fixed keys
_BASIC = "8001514eff21 9441a0a02c6e 8c2c42f1ba6f 63bf0e0d737e 61a8a670b4d9 6df8a4a2d33c fb28cc4b75fe"  # RFC 7617, 6749
_OAUTH_TOKENS = "f369306afa57 c16405eb4322 7d6a6af60bb5 f8b4312159fb 39109a026592"  # RFC 6749, 6750 and their kind

_DIGESTS = frozenset(f"{_GOOGLE_KEYS} {_STRIPE_KEYS} {_JSON_WEB_TOKENS} {_AZURE_KEYS} {_BASIC} {_OAUTH_TOKENS}".split())


def is_documented_example(value: str) -> bool:
    """Whether a value is one that documentation prints for everybody to read."""
    digest = hashlib.blake2b(value.encode("utf-8", "replace"), digest_size=_DIGEST_BYTES)
    return digest.hexdigest() in _DIGESTS
