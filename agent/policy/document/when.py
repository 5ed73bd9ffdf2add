"""Conditions as they are written: what earns a label, and when a rule applies."""

from __future__ import annotations

import re
from typing import Annotated, ClassVar, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from agent.policy.document.names import (
    CategoryName,
    ChannelName,
    EntityName,
    InspectionName,
    KindName,
    ModelStateName,
    OneOrMore,
    OsName,
    StatusName,
    WeekdayName,
)
from agent.policy.document.parts import Identifier, Name, Part
from agent.policy.document.problems import policy_error

__all__ = ["USUAL_CONFIDENCE", "LabelCondition", "TimeWindow", "When", "minutes_of"]

USUAL_CONFIDENCE: Final = 0.5
"""A finding below it counts only where a label asks for less."""

_CLOCK = re.compile(r"([01][0-9]|2[0-3]):([0-5][0-9])|24:00")


def _clock(value: object) -> object:
    if not isinstance(value, str) or not _CLOCK.fullmatch(value):
        raise policy_error('must be a time of day in quotes, "00:00" to "24:00"')
    return value


ClockTime = Annotated[str, BeforeValidator(_clock), Field(json_schema_extra={"pattern": f"^({_CLOCK.pattern})$"})]


class LabelCondition(Part):
    """One way to earn a label: everything given must hold.

    Attributes:
        entity: Findings of any of these count.
        min_count: That many findings.
        min_confidence: Findings below it do not count.
        category: The text is of one of these; never holds for a text that no classifier has read.
        inspection: The recognizers have read it this far.
        model: The model has read it this far.
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


class TimeWindow(Part):
    """Hours of the week, in the device's own time.

    Attributes:
        days: On these days; all of them when left out.
        begins: From this time of day on.
        ends: Up to this one. One before `begins` is of the next morning: the night belongs to the day it began on.
    """

    field_word: ClassVar[str] = "condition"

    days: OneOrMore[WeekdayName] = ()
    begins: ClockTime = "00:00"
    ends: ClockTime = "24:00"

    @model_validator(mode="after")
    def _check_not_empty(self) -> Self:
        if minutes_of(self.begins) % 1440 == minutes_of(self.ends) % 1440 and self.begins != "00:00":
            raise policy_error("begins and ends are the same time, so it is never")
        return self


class When(Part):
    """When a rule applies: everything given must hold; within a list, any one of the names.

    What Cordon does not know of a gesture (the team of a device that is not enrolled) is none of the names.

    Attributes:
        label: The content's label is one of these.
        min_label: It is this one or a higher one.
        entity: There is a finding of any of these, of the usual confidence (0.5) or more.
        category: The text is of one of these; never holds for a text that no classifier has read.
        inspection: The recognizers have read it this far.
        model: The model has read it this far.
        channel: The data leaves this way.
        destination: It goes to one of these, by id (`cordon apps list` has them).
        destination_status: The organization thinks this of the destination.
        destination_kind: The destination is of this sort.
        user: The person's account has one of these names.
        group: The account is in one of these groups.
        team: The device belongs to one of these teams, as the server assigned it.
        device: The device is one of these, as the server knows it.
        os: The device runs one of these.
        network: The device has an address in one of these networks; `networks` says which addresses they have.
        time: It is one of these times.
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
    user: OneOrMore[Name] = ()
    group: OneOrMore[Name] = ()
    team: OneOrMore[Name] = ()
    device: OneOrMore[Name] = ()
    os: OneOrMore[OsName] = ()
    network: OneOrMore[Identifier] = ()
    time: OneOrMore[TimeWindow] = ()


def minutes_of(clock: str) -> int:
    """Minutes from midnight to a time of day, 0 to 1440."""
    return int(clock[:2]) * 60 + int(clock[3:])
