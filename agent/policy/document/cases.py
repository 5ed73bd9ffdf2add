"""The policy's own tests: a gesture, and what must come of it. All of them must pass before a policy can be signed."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Final, Self

from pydantic import BeforeValidator, Field, model_validator

from agent.core.findings import Inspection, ModelState
from agent.core.gestures import Channel
from agent.policy.document.names import (
    ActionName,
    CategoryName,
    ChannelName,
    EntityName,
    InspectionName,
    ModelStateName,
    OneOrMore,
    OsName,
    StatusName,
)
from agent.policy.document.parts import Identifier, Name, Part, Printable
from agent.policy.document.problems import policy_error

__all__ = ["CaseEntry", "moment_of"]

_MOST_FINDINGS: Final = 1000
_MOMENT = re.compile(r"20[0-9]{2}-[01][0-9]-[0-3][0-9] [0-2][0-9]:[0-5][0-9]")


def _moment(value: object) -> object:
    if isinstance(value, str) and _MOMENT.fullmatch(value):
        try:
            moment_of(value)
        except ValueError:
            raise policy_error("must be a day and time that there are, for example 2026-11-26 14:30") from None
        return value
    raise policy_error("must be a day and time of day, for example 2026-11-26 14:30")


Count = Annotated[int, Field(strict=True, ge=1, le=1000)]


class CaseEntry(Part):
    """A gesture, and what must come of it. Mode does not matter: what the rules ask for is tested.

    Attributes:
        name: What is tested, in words.
        text: Content that the recognizers read; the model does not, so that a test gives one answer everywhere.
        entities: Findings instead of a text, or beside it (what the model would find): how many of which; 1,000 in all
            at most.
        category: What the classifier says of it; unknown when left out.
        inspection: How far the recognizers have read it.
        model: How far the model has read it.
        destination: Where it goes, by id.
        destination_status: What the organization thinks of the destination, instead of what this policy says.
        channel: How the data leaves.
        user: Name of the account.
        group: Groups that it is in.
        team: Team of the device.
        device: The device, as the server knows it.
        os: What the device runs.
        address: An address of the device.
        at: Day and time of day on the device.
        action: What must come of it.
        label: The label that the content must get.
        rule: A rule that must apply, by id.
    """

    name: Annotated[str, Field(min_length=1, max_length=200), Printable]
    text: Annotated[str, Field(max_length=20_000, repr=False)] = ""
    entities: Annotated[dict[EntityName, Count], Field(default_factory=dict, max_length=50)]
    category: CategoryName | None = None
    inspection: InspectionName = Inspection.COMPLETE
    model: ModelStateName = ModelState.COMPLETE
    destination: Identifier
    destination_status: StatusName | None = None
    channel: ChannelName = Channel.CLIPBOARD
    user: Name | None = None
    group: OneOrMore[Name] = ()
    team: Name | None = None
    device: Name | None = None
    os: OsName | None = None
    address: Annotated[str, Field(max_length=50)] | None = None
    at: Annotated[str, BeforeValidator(_moment)] | None = None
    action: ActionName
    label: Name | None = None
    rule: Identifier | None = None

    @model_validator(mode="after")
    def _check_content(self) -> Self:
        given = self.model_fields_set & {"text", "entities", "category", "inspection", "model"}
        if not given:
            raise policy_error("needs a text, entities, a category, an inspection or a state of the model")
        if sum(self.entities.values()) > _MOST_FINDINGS:
            raise policy_error(f"entities are more than {_MOST_FINDINGS} findings in all")
        return self


def moment_of(written: str) -> datetime:
    """Return the moment that `at` says, by the device's clock.

    Raises:
        ValueError: there is no such day or time.
    """
    return datetime.strptime(written, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
