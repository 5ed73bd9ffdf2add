"""Names and short texts that stand in a policy: each is one of a known set, or says which was probably meant."""

from __future__ import annotations

import enum
from typing import Annotated, Any, Final, TypeVar

from pydantic import BeforeValidator, Field, GetJsonSchemaHandler, StringConstraints, ValidationInfo
from pydantic_core import CoreSchema

from agent.core.findings import Category, Entity, Inspection, ModelState
from agent.core.gestures import Channel, DestinationKind, DestinationStatus
from agent.core.scope import OperatingSystem
from agent.core.verdicts import Action, FailMode, Layer, Mode, Offer, OfflineMode
from agent.policy.document.parts import Printable
from agent.policy.document.problems import policy_error, unknown_error

__all__ = [
    "ANY_LANGUAGE",
    "BUILT_IN_ENTITIES",
    "ActionName",
    "CategoryName",
    "ChannelName",
    "EntityName",
    "FailModeName",
    "InspectionName",
    "KindName",
    "LayerName",
    "Message",
    "ModeName",
    "ModelStateName",
    "OfferName",
    "OfflineModeName",
    "OneOrMore",
    "OsName",
    "StatusName",
    "Weekday",
    "WeekdayName",
]

ANY_LANGUAGE: Final = "any"
"""The language of a message that is written without one."""

BUILT_IN_ENTITIES: Final = frozenset(each.value for each in Entity)

_T = TypeVar("_T")


class Weekday(enum.StrEnum):
    """In the order of `datetime.weekday()`."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def _named(kind: type[enum.StrEnum], what: str) -> BeforeValidator:
    """A name out of a fixed set, with a suggestion when it is none."""
    names = frozenset(each.value for each in kind)

    def look_up(value: object) -> object:
        if not isinstance(value, str):
            raise policy_error("must be text; put it in quotes")
        if value not in names:
            raise unknown_error(what, value, names)
        return value

    return BeforeValidator(look_up)


def _known_entity(value: object, info: ValidationInfo) -> object:
    """A built-in entity, or one that the policy or one above it defines: the context names all of them."""
    if not isinstance(value, str):
        raise policy_error("must be text; put it in quotes")
    known = BUILT_IN_ENTITIES if info.context is None else info.context
    if value not in known:
        raise unknown_error("entity", value, known)
    return str(value)


def _as_list(value: object) -> object:
    return value if isinstance(value, (list, tuple)) else [value]


def _by_language(value: object) -> object:
    if isinstance(value, str):
        return {ANY_LANGUAGE: value}
    if not isinstance(value, dict):
        raise policy_error("must be text; put it in quotes")
    return value


class _OneOrMoreSchema:
    """In the JSON Schema: one, or a list of them."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        many = handler(core_schema)
        # Behind a validator, pydantic takes the limits for those of a text.
        limits = {"minItems": many.pop("minLength"), "maxItems": many.pop("maxLength")}
        return {"anyOf": [many["items"], many | limits]}


class _EntitySchema:
    """In the JSON Schema: built-in entities for completion, any well-formed name besides."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        del core_schema, handler
        return {"anyOf": [{"enum": list(Entity)}, {"type": "string", "pattern": "^[A-Z][A-Z0-9_]{0,59}$"}]}


class _MessageSchema:
    """In the JSON Schema: a text, or one for each language."""

    @classmethod
    def __get_pydantic_json_schema__(cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        by_language = handler(core_schema)
        (sentence,) = by_language["patternProperties"].values()
        return {"anyOf": [sentence, by_language]}


OneOrMore = Annotated[tuple[_T, ...], BeforeValidator(_as_list), Field(min_length=1, max_length=200), _OneOrMoreSchema]
_Sentence = Annotated[str, StringConstraints(strip_whitespace=True, max_length=140), Printable]
_Language = Annotated[str, StringConstraints(pattern=r"^([a-z]{2,3}|any)$")]
Message = Annotated[dict[_Language, _Sentence], BeforeValidator(_by_language), Field(max_length=50), _MessageSchema]
"""By language (ISO 639); a text alone is for all of them."""

ActionName = Annotated[Action, _named(Action, "action")]
CategoryName = Annotated[Category, _named(Category, "category")]
ChannelName = Annotated[Channel, _named(Channel, "channel")]
EntityName = Annotated[str, BeforeValidator(_known_entity), _EntitySchema]
"""Built-in, or of the policy's own."""
FailModeName = Annotated[FailMode, _named(FailMode, "fail mode")]
InspectionName = Annotated[Inspection, _named(Inspection, "inspection")]
KindName = Annotated[DestinationKind, _named(DestinationKind, "destination kind")]
LayerName = Annotated[Layer, _named(Layer, "layer")]
ModelStateName = Annotated[ModelState, _named(ModelState, "state of the model")]
ModeName = Annotated[Mode, _named(Mode, "mode")]
OfferName = Annotated[Offer, _named(Offer, "offer")]
OfflineModeName = Annotated[OfflineMode, _named(OfflineMode, "offline mode")]
OsName = Annotated[OperatingSystem, _named(OperatingSystem, "operating system")]
StatusName = Annotated[DestinationStatus, _named(DestinationStatus, "destination status")]
WeekdayName = Annotated[Weekday, _named(Weekday, "day")]
