"""What the model is taught to tell apart.

Tags are BIO over `ENTITIES`. Why these and no others:

- PERSON, ORGANIZATION, LOCATION, ADDRESS, ZIP_CODE, MEDICAL, AGE, MONEY, DATE: no pattern sees them, or only with luck.
  An address is marked in parts (street with its number and unit, place, postcode), since texts give only some of them;
  what stands side by side is joined when findings are merged.
- DATE_OF_BIRTH, ID_NUMBER, USERNAME, PASSWORD: recognizers find them behind labels; the model where a sentence says it.
- IDENTIFIER: phones, e-mail addresses, cards, accounts of banks, national ids, keys, addresses of machines. Recognizers
  decide on them by checksum. The model learns them in one heap so as not to take them for an ID_NUMBER, and this label
  is never reported.

DEMOGRAPHIC, TITLE, QUANTITY and OTHER of some sources are left out: nothing on the device asks for them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from agent.core import Category

__all__ = [
    "CATEGORIES",
    "ENTITIES",
    "ENTITY_OF",
    "NEVER_REPORTED",
    "PLACES",
    "TAGS",
    "bias_vector",
    "entity_of_tag",
    "tags_of",
]

ENTITIES = (
    "PERSON",
    "ORGANIZATION",
    "LOCATION",
    "ADDRESS",
    "ZIP_CODE",
    "DATE",
    "DATE_OF_BIRTH",
    "AGE",
    "MEDICAL",
    "MONEY",
    "ID_NUMBER",
    "USERNAME",
    "PASSWORD",
    "IDENTIFIER",
)
NEVER_REPORTED = frozenset({"IDENTIFIER"})
PLACES = frozenset({"LOCATION", "ADDRESS", "ZIP_CODE"})
"""Scored as one group, too: sources disagree on where one ends and the next begins."""

TAGS = ("O", *(f"{part}-{entity}" for entity in ENTITIES for part in "BI"))
"""`O` is 0, the beginning of an entity is odd, its inside the even number behind."""

CATEGORIES = tuple(category.value for category in Category)

_HEAP = (
    "PHONE EMAIL CREDIT_CARD IBAN BANK_ACCOUNT NATIONAL_ID PASSPORT DRIVER_LICENSE IP_ADDRESS MAC_ADDRESS DEVICE_ID "
    "URL SECRET CRYPTO_WALLET"
)
ENTITY_OF: Mapping[str, str] = MappingProxyType(
    {**{entity: entity for entity in ENTITIES}, **dict.fromkeys(_HEAP.split(), "IDENTIFIER")}
)
"""A source's label: the entity it is taught as. What is not here is left out."""


def entity_of_tag(tag: int) -> str | None:
    """The entity a tag's number belongs to; None for `O`."""
    return ENTITIES[(tag - 1) // 2] if tag else None


def tags_of(entities: frozenset[str]) -> tuple[int, ...]:
    """Numbers of `O` and of every tag of these entities: what a source with these labels can tell apart."""
    return (0, *(tag for tag in range(1, len(TAGS)) if entity_of_tag(tag) in entities))


def bias_vector(bias: Mapping[str, float]) -> np.ndarray:
    """What is added to each tag's logit."""
    return np.array([bias.get(entity_of_tag(tag) or "", 0.0) for tag in range(len(TAGS))], dtype=np.float32)
