"""Values to asterisks. Nothing here can be turned back.

Rules kept here: nothing tells the length of a value, since that narrows a password down. Partial masking shows the
last four letters and digits of a value that has at least nine of them (a social security number, the shortest that is
customarily shown so), of a key at least twenty; an e-mail address shows its domain. What has no digit (a name), a
password, a date of birth and an address with credentials show nothing.
"""

from __future__ import annotations

from agent.core import Entity

__all__ = ["MASK", "partly_masked"]

MASK = "****"

_SHOWN = 4
_LEAST = 9
_LEAST_OF_KEYS = 20
_KEYS = frozenset({Entity.SECRET, Entity.CRYPTO_WALLET})
_NEVER = frozenset({Entity.PASSWORD, Entity.DATE_OF_BIRTH, Entity.URL})


def partly_masked(entity: str, value: str) -> str:
    """The value with all but its end masked, or its domain."""
    if entity in _NEVER:
        return MASK
    if entity == Entity.EMAIL:
        _, at, domain = value.rpartition("@")
        return f"{MASK}{at}{domain}" if at else MASK
    characters = [character for character in value if character.isalnum()]
    if not any(character.isdigit() for character in characters):
        return MASK
    if len(characters) < (_LEAST_OF_KEYS if entity in _KEYS else _LEAST):
        return MASK
    return MASK + "".join(characters[-_SHOWN:])
