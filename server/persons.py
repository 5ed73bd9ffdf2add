"""Whether two names are of one person: what four eyes rest on, wherever somebody says who they are.

Names are spelled by hand, so capitals, composed accents, wide letters, blanks and what cannot be seen make no other
person. Letters of another alphabet that look alike do: whoever gives a key a role reads the name.
"""

from __future__ import annotations

import unicodedata

__all__ = ["is_same_person", "person_of"]


def person_of(name: str) -> str:
    """Return what is equal for all spellings of a name; for comparing, never for showing."""
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name).casefold())
    seen = "".join(character for character in folded if unicodedata.category(character) != "Cf")
    return unicodedata.normalize("NFC", " ".join(seen.split()))


def is_same_person(one: str, other: str) -> bool:
    """Whether two names are spellings of one."""
    return person_of(one) == person_of(other)
