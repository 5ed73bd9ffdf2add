"""What detection says about a text: findings, their explanation, and the assessment that holds them."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "CONTEXT",
    "Assessment",
    "Category",
    "Entity",
    "Explanation",
    "Finding",
    "Inspection",
    "ModelReading",
    "ModelState",
    "ScoreStep",
    "removable",
    "sensitive",
]


class Entity(enum.StrEnum):
    """Built-in entities. A finding's `entity` is a plain string: policies may define more.

    URL is one that carries credentials or tokens. ID_NUMBER is a case, claim, booking, policy or customer number.
    MARKING is a sensitivity label that the text carries itself (TLP:RED, "Confidential"). ADDRESS is a street with its
    number, and with place and postcode where they stand beside it. MEDICAL is a disease, symptom or adverse effect.
    What stands after MARKING is found by the model alone, in sentences and without any pattern.
    """

    CREDIT_CARD = "CREDIT_CARD"
    IBAN = "IBAN"
    BANK_ACCOUNT = "BANK_ACCOUNT"
    NATIONAL_ID = "NATIONAL_ID"
    PASSPORT = "PASSPORT"
    DRIVER_LICENSE = "DRIVER_LICENSE"
    DATE_OF_BIRTH = "DATE_OF_BIRTH"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    USERNAME = "USERNAME"
    PASSWORD = "PASSWORD"  # noqa: S105 - an entity's name
    SECRET = "SECRET"  # noqa: S105 - as above
    URL = "URL"
    CRYPTO_WALLET = "CRYPTO_WALLET"
    IP_ADDRESS = "IP_ADDRESS"
    MAC_ADDRESS = "MAC_ADDRESS"
    DEVICE_ID = "DEVICE_ID"
    ID_NUMBER = "ID_NUMBER"
    MARKING = "MARKING"
    PERSON = "PERSON"
    ORGANIZATION = "ORGANIZATION"
    LOCATION = "LOCATION"
    ADDRESS = "ADDRESS"
    ZIP_CODE = "ZIP_CODE"
    DATE = "DATE"
    AGE = "AGE"
    MEDICAL = "MEDICAL"
    MONEY = "MONEY"


CONTEXT = frozenset({Entity.ORGANIZATION, Entity.LOCATION, Entity.DATE, Entity.AGE, Entity.MONEY})
"""What says little alone and carries the sense of a text. Policies may count it; no warning shows
it by itself, and it is taken out only for those who ask."""


class Category(enum.StrEnum):
    """What kind of document a text is."""

    SOURCE_CODE = "source_code"
    CUSTOMER_SUPPORT = "customer_support"
    HR = "hr"
    FINANCIAL = "financial"
    LEGAL = "legal"
    MEDICAL = "medical"
    CREDENTIALS = "credentials"
    INTERNAL_COMM = "internal_comm"
    GENERAL = "general"


class Inspection(enum.StrEnum):
    """How much of the content was read. Anything but COMPLETE is a value policy can act on, never "clean"."""

    COMPLETE = "complete"
    PARTIAL = "partial"
    UNINSPECTABLE = "uninspectable"


class ModelState(enum.StrEnum):
    """Whether the model has read a text. Anything but COMPLETE and SAMPLED is a value policy can act on."""

    NOT_ASKED = "not_asked"
    COMPLETE = "complete"
    SAMPLED = "sampled"
    """A long text: the passages that promised most, and an even sample."""
    NOT_FINISHED = "not_finished"
    """Its time was over; what it had read by then counts."""
    UNKNOWN_LANGUAGE = "unknown_language"
    """It has read the text and was never taught its language: what it found counts, what it did not says little."""
    UNAVAILABLE = "unavailable"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreStep:
    """One change of a finding's confidence: what happened ("checksum: Luhn") and the confidence after it (0-1)."""

    what: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """Why a finding has its confidence, in words an administrator can read. Never holds matched text.

    Attributes:
        summary: one sentence.
        steps: every score step in order; the last one's confidence is the finding's.
    """

    summary: str
    steps: tuple[ScoreStep, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A span of one entity. Holds where, never what.

    Attributes:
        entity: an `Entity` value or a name that the policy defines.
        start: offset of the first character, in code points of the original text.
        end: offset after the last character.
        confidence: 0 to 1.
        recognizer: id of the recognizer that found it ("secret.aws_access_key").
        explanation: why.
    """

    entity: str
    start: int
    end: int
    confidence: float
    recognizer: str
    explanation: Explanation


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelReading:
    """How the model got on with a text.

    Attributes:
        state: see there.
        share: of the text that it has read, 0 to 1.
        language: ISO 639-1 code of the language most of the text is in, or None where too little says so.
    """

    state: ModelState = ModelState.NOT_ASKED
    share: float = 0.0
    language: str | None = None

    @property
    def is_gap(self) -> bool:
        """Whether it was asked and has not read what it was to read."""
        return self.state in {ModelState.NOT_FINISHED, ModelState.UNAVAILABLE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """What is known of one content, whatever its destination.

    The label is not here: policy names the labels, and a policy may change while an assessment is kept.

    Attributes:
        findings: by start offset, not overlapping.
        category: kind of document, or None when no classifier has read it.
        inspection: how much the recognizers have read.
        model: how much the model has read.
        is_failed: nobody could judge the content in time, or at all; what is here is all there will be.
    """

    findings: tuple[Finding, ...] = ()
    category: Category | None = None
    inspection: Inspection = Inspection.COMPLETE
    model: ModelReading = ModelReading()
    is_failed: bool = False


def removable(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that redaction takes out, in their order.

    A marking stays: taken out, the rest would leave as if it had never been marked.
    """
    return tuple(each for each in sensitive(findings) if each.entity != Entity.MARKING)


def sensitive(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings that say something alone, in their order."""
    return tuple(each for each in findings if each.entity not in CONTEXT)
