"""The policy document: what people write, as types.

Every list of names may be written as a single name. An unknown field is refused wherever skipping it could change what
a label or rule means (labels, rules, conditions, definitions), and kept at the top and in destinations, where newer
versions may add things. Objects are made by `parse_policy`, which also checks what crosses entries, and says which
entities of its own the policy defines.
"""

from __future__ import annotations

import enum
from typing import Annotated, ClassVar, Final, Self, TypeVar

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, ValidationInfo, model_validator

from agent.core.findings import Category, Entity, Inspection, ModelState
from agent.core.gestures import Channel, DestinationKind, DestinationStatus
from agent.core.verdicts import Action, Mode, Offer
from agent.policy.definitions import DictionaryEntry, ExactDataEntry, RecognizerEntry
from agent.policy.parts import Identifier, Name, Part
from agent.policy.problems import policy_error, unknown

__all__ = [
    "USUAL_CONFIDENCE",
    "DestinationEntry",
    "LabelCondition",
    "LabelEntry",
    "PolicyDocument",
    "RuleEntry",
    "When",
]

USUAL_CONFIDENCE: Final = 0.5
"""A finding below it counts only where a label asks for less."""

_T = TypeVar("_T")


def _named(kind: type[enum.StrEnum], what: str) -> BeforeValidator:
    """A name out of a fixed set, with a suggestion when it is none."""

    def look_up(value: object) -> object:
        if not isinstance(value, str):
            raise policy_error("must be text; put it in quotes")
        if value not in kind.__members__.values():
            raise policy_error(unknown(what, value, kind))
        return value

    return BeforeValidator(look_up)


def _known_entity(value: object, info: ValidationInfo) -> object:
    """A built-in entity, or one that the policy defines: the context names those."""
    if not isinstance(value, str):
        raise policy_error("must be text; put it in quotes")
    known = (*Entity, *(info.context or ()))
    if value not in known:
        raise policy_error(unknown("entity", value, known))
    return str(value)


def _as_list(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else [value]


Message = Annotated[str, StringConstraints(strip_whitespace=True, max_length=140)]
OneOrMore = Annotated[tuple[_T, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=200)]

ActionName = Annotated[Action, _named(Action, "action")]
CategoryName = Annotated[Category, _named(Category, "category")]
ChannelName = Annotated[Channel, _named(Channel, "channel")]
EntityName = Annotated[str, BeforeValidator(_known_entity)]
"""Built-in, or of the policy's own."""
InspectionName = Annotated[Inspection, _named(Inspection, "inspection")]
KindName = Annotated[DestinationKind, _named(DestinationKind, "destination kind")]
ModelStateName = Annotated[ModelState, _named(ModelState, "state of the model")]
ModeName = Annotated[Mode, _named(Mode, "mode")]
OfferName = Annotated[Offer, _named(Offer, "offer")]
StatusName = Annotated[DestinationStatus, _named(DestinationStatus, "destination status")]


class LabelCondition(Part):
    """One way to earn a label: everything given must hold.

    Attributes:
        entity: findings of any of these count.
        min_count: that many findings.
        min_confidence: findings below it do not count.
        category: the text is of one of these; never holds for a text that no classifier has read.
        inspection: the recognizers have read it this far.
        model: the model has read it this far.
    """

    field_word: ClassVar[str] = "condition"

    entity: OneOrMore[EntityName] = ()
    min_count: Annotated[int, Field(strict=True, ge=1)] = 1
    min_confidence: Annotated[float, Field(strict=True, ge=0, le=1)] = USUAL_CONFIDENCE
    category: OneOrMore[CategoryName] = ()
    inspection: OneOrMore[InspectionName] = ()
    model: OneOrMore[ModelStateName] = ()

    @model_validator(mode="after")
    def _check_complete(self) -> Self:
        if not (self.entity or self.category or self.inspection or self.model):
            raise policy_error("needs an entity, a category, an inspection or a state of the model")
        if not self.entity and self.model_fields_set & {"min_count", "min_confidence"}:
            raise policy_error("min_count and min_confidence need an entity")
        return self


class LabelEntry(Part):
    """A label and what earns it; the lowest one is what everything else gets."""

    name: Name
    any_of: Annotated[tuple[LabelCondition, ...], Field(max_length=100)] = ()


class DestinationEntry(Part):
    """What the organization thinks of a destination."""

    model_config = ConfigDict(extra="allow")
    keeps_unknown: ClassVar[bool] = True

    status: StatusName


class When(Part):
    """When a rule applies: everything given must hold; within a list, any one of the names.

    Attributes:
        label: the content's label is one of these.
        min_label: it is this one or a higher one.
        entity: there is a finding of any of these, of the usual confidence or more.
        category: never holds for a text that no classifier has read.
        destination: by id.
    """

    field_word: ClassVar[str] = "condition"

    label: OneOrMore[Name] = ()
    min_label: Annotated[str, Field(min_length=1)] = ""
    entity: OneOrMore[EntityName] = ()
    category: OneOrMore[CategoryName] = ()
    inspection: OneOrMore[InspectionName] = ()
    model: OneOrMore[ModelStateName] = ()
    channel: OneOrMore[ChannelName] = ()
    destination: OneOrMore[Identifier] = ()
    destination_status: OneOrMore[StatusName] = ()
    destination_kind: OneOrMore[KindName] = ()


class RuleEntry(Part):
    """What to do when.

    Attributes:
        when: an empty mapping means always.
        offers: what the person may choose instead; counts for WARN and stricter.
        message: for the person; neutral, the way on first.
    """

    id: Identifier
    when: When
    action: ActionName
    offers: Annotated[tuple[OfferName, ...], Field(max_length=10)] = ()
    message: Message = ""


class PolicyDocument(Part):
    """The whole document.

    Attributes:
        labels: from the least to the most sensitive.
        destinations: by destination id.
        recognizers: the customer's own patterns.
        dictionaries: the customer's own words.
        exact_data: indexes of the customer's records.
    """

    model_config = ConfigDict(extra="allow")
    keeps_unknown: ClassVar[bool] = True

    name: Name
    version: Name
    mode: ModeName
    labels: Annotated[tuple[LabelEntry, ...], Field(min_length=1, max_length=20)]
    destinations: Annotated[dict[Identifier, DestinationEntry], Field(default_factory=dict, max_length=2000)]
    rules: Annotated[tuple[RuleEntry, ...], Field(max_length=5000)]
    recognizers: Annotated[tuple[RecognizerEntry, ...], Field(max_length=200)] = ()
    dictionaries: Annotated[tuple[DictionaryEntry, ...], Field(max_length=50)] = ()
    exact_data: Annotated[tuple[ExactDataEntry, ...], Field(max_length=10)] = ()
