"""The policy document: what people write, as types.

Every list of names may be written as a single name. An unknown field is refused wherever skipping it could change what
a label or rule means (labels, rules, conditions, definitions), and kept at the top and in destinations, where newer
versions may add things. Objects are made by `parse_policy`, which also checks what crosses entries, and says which
entities of its own the policy defines.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import ConfigDict, Field, StringConstraints

from agent.core.verdicts import Layer
from agent.policy.document.cases import CaseEntry
from agent.policy.document.definitions import DictionaryEntry, ExactDataEntry, RecognizerEntry
from agent.policy.document.names import (
    ActionName,
    ChannelName,
    FailModeName,
    LayerName,
    Message,
    ModeName,
    OfferName,
    OneOrMore,
    StatusName,
)
from agent.policy.document.parts import Identifier, Name, Part
from agent.policy.document.sections import (
    ExceptionLimit,
    NetworkEntry,
    OfflineEntry,
    ReportingEntry,
    RetentionEntry,
    SilenceEntry,
)
from agent.policy.document.when import LabelCondition, When

__all__ = ["DestinationEntry", "LabelEntry", "PolicyDocument", "RuleEntry"]

LearnMore = Annotated[str, StringConstraints(pattern=r"^https://[!-~]{4,300}$")]


class LabelEntry(Part):
    """A label and what earns it; the lowest one is what everything else gets.

    Attributes:
        name: As people see it.
        any_of: Ways to earn it; one is enough.
    """

    name: Name
    any_of: Annotated[tuple[LabelCondition, ...], Field(max_length=100)] = ()


class DestinationEntry(Part):
    """What the organization thinks of a destination.

    Attributes:
        status: Approved, tolerated, unapproved or unknown.
    """

    model_config = ConfigDict(extra="allow")
    keeps_unknown: ClassVar[bool] = True

    status: StatusName


class RuleEntry(Part):
    """What to do when.

    Attributes:
        id: A stable name: history, tests and exceptions refer to it.
        when: Everything in it must hold; an empty mapping means always.
        unless: The rule does not apply where everything in this holds.
        action: What it asks for. The strictest action of all rules that apply wins; their order does not matter.
        offers: What the person may choose instead; counts for warn and stricter.
        message: For the person; neutral, the way on first; at most 140 characters. One text, or one for each language.
        learn_more: An https address where the organization explains it.
        silence_minutes: A person may silence its warnings for so long at most; never longer than `silence` allows.
    """

    id: Identifier
    when: When
    unless: When | None = None
    action: ActionName
    offers: OneOrMore[OfferName] = ()
    message: Annotated[Message, Field(default_factory=dict)]
    learn_more: LearnMore | None = None
    silence_minutes: Annotated[int, Field(strict=True, ge=0, le=10_080)] | None = None


class PolicyDocument(Part):
    """The whole document.

    Attributes:
        name: For people.
        version: For people and history; which of two is newer, its signature says.
        layer: Whom it is for. A team's or user's policy adds to the global one and is never looser.
        mode: Whether it is enforced, or only watches: monitor lowers every action above audit to audit.
        labels: From the least to the most sensitive. A lower layer adds ways to earn the labels of the global policy.
        networks: Networks that rules may name, those of policies below this one, too.
        destinations: What the organization thinks of AI tools, by id.
        other_destinations: What it thinks of all others.
        rules: All that apply are triggered.
        fail: By channel, what happens to content that could not be judged in time; open when left out.
        silence: How long warnings may be silenced; not at all when left out.
        exceptions: What online exceptions may loosen; nothing when left out.
        retention: How long history is kept on the device; without limit when left out. Global policy only.
        reporting: What devices report; nothing when left out. Global policy only.
        offline: What happens where the server cannot be reached for long; keep enforcing when left out. Global policy
            only.
        recognizers: The customer's own patterns.
        dictionaries: The customer's own words.
        exact_data: Indexes of the customer's records.
        tests: Gestures, and what must come of them.
    """

    model_config = ConfigDict(extra="allow")
    keeps_unknown: ClassVar[bool] = True

    name: Name
    version: Name
    layer: LayerName = Layer.GLOBAL
    mode: ModeName
    labels: Annotated[tuple[LabelEntry, ...], Field(max_length=20)] = ()
    networks: Annotated[dict[Identifier, NetworkEntry], Field(default_factory=dict, max_length=100)]
    destinations: Annotated[dict[Identifier, DestinationEntry], Field(default_factory=dict, max_length=2000)]
    other_destinations: DestinationEntry | None = None
    rules: Annotated[tuple[RuleEntry, ...], Field(max_length=5000)]
    fail: Annotated[dict[ChannelName, FailModeName], Field(default_factory=dict, max_length=20)]
    silence: SilenceEntry | None = None
    exceptions: Annotated[tuple[ExceptionLimit, ...], Field(max_length=100)] = ()
    retention: RetentionEntry | None = None
    reporting: ReportingEntry | None = None
    offline: OfflineEntry | None = None
    recognizers: Annotated[tuple[RecognizerEntry, ...], Field(max_length=200)] = ()
    dictionaries: Annotated[tuple[DictionaryEntry, ...], Field(max_length=50)] = ()
    exact_data: Annotated[tuple[ExactDataEntry, ...], Field(max_length=10)] = ()
    tests: Annotated[tuple[CaseEntry, ...], Field(max_length=2000, repr=False)] = ()
