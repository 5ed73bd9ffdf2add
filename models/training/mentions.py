"""Real sentences about other people, places and organizations: what stands around a mention is learned, not its words.

Every person, place, organization, street, number and login of a text is replaced by a made-up one that is written
alike: of one word or of several, in capitals or in small letters. The same words stay the same mention.
"""

from __future__ import annotations

from models.training.examples import Example
from models.training.generate.draft import Draft, Pieces
from models.training.generate.values import Maker, value

__all__ = ["with_other_mentions"]

_SLOTS = {
    "PERSON": ("first", "last", "person"),
    "ORGANIZATION": ("ticker", "company", "org"),
    "LOCATION": ("city", "country", "place"),
    "ADDRESS": ("street", "street", "street"),
    "ZIP_CODE": ("zip", "zip", "zip"),
    "ID_NUMBER": ("id", "id", "id"),
    "USERNAME": ("handle", "handle", "handle"),
}
"""By entity: what is made for one word (either of two) and for several."""
_KEPT = 0.15


def with_other_mentions(example: Example, maker: Maker) -> Draft:
    """The text with other mentions of the same entities."""
    draft = Draft()
    remembered: dict[tuple[str, str], str] = {}
    end = 0
    for span in example.spans:
        draft.add(example.text[end : span.start])
        end = span.end
        text = example.text[span.start : end]
        key = (span.entity, text.lower())
        if key not in remembered:
            remembered[key] = text if maker.chance(_KEPT) else _other(text, span.entity, maker)
        draft.add(remembered[key], span.entity)
    return draft.add(example.text[end:])


def _other(text: str, entity: str, maker: Maker) -> str:
    slots = _SLOTS.get(entity)
    if slots is None:
        return text
    slot = slots[2] if " " in text.strip() else maker.pick(slots[:2])
    made = _longest(value(slot, maker))
    if text.islower():
        return made.lower()
    return made.upper() if text.isupper() and len(text) > 4 else made


def _longest(pieces: Pieces) -> str:
    """The entity alone, without the title or comma that comes with it."""
    return max((part for part, entity in pieces if entity is not None), key=len).strip()
