"""What a policy would have done to gestures that were recorded, beside what was done then. Pure.

A person is interrupted by a verdict of WARN or stricter. A *moment* is one interruption as the person sees it: what is
of one label and goes to one destination within a minute of the first such gesture belongs to it, and its action is the
strictest of them. Records of different devices never share a moment.

What cannot be known from records, and is not guessed: gestures that left none, since their policy allowed them; how
sure findings were (they are taken as sure); whether the model had read the text (taken as yes); who it was and on which
device and network.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Final

from agent.core.events import Event
from agent.core.gestures import Destination
from agent.core.verdicts import Action, Disposition
from agent.policy.authoring.comparing import deciding_rules
from agent.policy.authoring.features import recorded_facts
from agent.policy.engine.policy import Policy

__all__ = [
    "MOMENT",
    "BusiestDay",
    "ByDestination",
    "ByRule",
    "Simulation",
    "Tally",
    "is_interruption",
    "simulate",
]

MOMENT: Final = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class BusiestDay:
    """The day on which people were interrupted most often, the earliest of them."""

    day: date
    moments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """What a policy did, or would have done.

    Attributes:
        gestures: by action; they add up to all that were replayed.
        moments: by action, WARN and stricter.
        busiest: None where nobody was interrupted.
    """

    gestures: Mapping[Action, int]
    moments: Mapping[Action, int]
    busiest: BusiestDay | None

    @property
    def interrupting(self) -> int:
        """How many gestures interrupted somebody."""
        return sum(count for action, count in self.gestures.items() if is_interruption(action))

    @property
    def interruptions(self) -> int:
        """How many moments there were."""
        return sum(self.moments.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ByRule:
    """What one rule decides: it asks for the strictest action of all that apply. Several may decide one gesture.

    Attributes:
        action: what comes of it, after the mode.
        moments: in which it decides a gesture.
    """

    rule_id: str
    action: Action
    gestures: int
    moments: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ByDestination:
    """What would go to one destination.

    Attributes:
        gestures: all that went there.
        interrupting: those that would interrupt.
        moments: when they would.
        moments_then: when people were interrupted then.
    """

    destination_id: str
    name: str
    gestures: int
    interrupting: int
    moments: int
    moments_then: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A policy on the records.

    Attributes:
        events: how many were replayed.
        first_at: when the earliest was; None where there is none.
        last_at: when the latest was.
        then: what the policies of then did.
        now: what this policy would do.
        changes: gestures by the action then and the action now.
        rules: those that decide something, with most moments first.
        destinations: with most moments first.
        dispositions: what really happened to the gestures that interrupted then.
        versions: of the policies of then.
    """

    events: int
    first_at: datetime | None
    last_at: datetime | None
    then: Tally
    now: Tally
    changes: Mapping[tuple[Action, Action], int]
    rules: tuple[ByRule, ...]
    destinations: tuple[ByDestination, ...]
    dispositions: Mapping[Disposition, int]
    versions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Replayed:
    """One record, and what a policy says of it.

    Attributes:
        device: which of the sources it is of.
        event: the record.
        action: what the policy says.
        label: the one that it gives.
        rules: those that decide.
    """

    device: int
    event: Event
    action: Action
    label: str
    rules: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class _Moment:
    first_at: datetime
    destination_id: str
    action: Action
    rules: dict[tuple[str, Action], None] = field(default_factory=dict)


def is_interruption(action: Action) -> bool:
    """Whether somebody is interrupted."""
    return action.rank >= Action.WARN.rank


def simulate(
    policy: Policy,
    sources: Sequence[Iterable[Event]],
    destinations: Mapping[str, Destination],
    local_time: Callable[[datetime], datetime],
) -> Simulation:
    """Return what a policy would have done.

    Args:
        policy: the candidate.
        sources: the records of each device. A record that two of them hold counts once, for the first.
        destinations: the catalogue.
        local_time: an instant in the device's own time zone; days are counted in it, too.
    """
    replayed = sorted(_replay(policy, sources, destinations, local_time), key=lambda each: each.event.occurred_at)
    then = [*_moments((each, each.event.label.name, each.event.action, ()) for each in replayed)]
    now = [*_moments((each, each.label, each.action, each.rules) for each in replayed)]
    return Simulation(
        events=len(replayed),
        first_at=replayed[0].event.occurred_at if replayed else None,
        last_at=replayed[-1].event.occurred_at if replayed else None,
        then=_tally((each.event.action for each in replayed), then, local_time),
        now=_tally((each.action for each in replayed), now, local_time),
        changes=Counter((each.event.action, each.action) for each in replayed),
        rules=tuple(_by_rule(replayed, now)),
        destinations=tuple(_by_destination(replayed, then, now)),
        dispositions=Counter(each.event.disposition for each in replayed if is_interruption(each.event.action)),
        versions=tuple(dict.fromkeys(each.event.policy_version for each in replayed)),
    )


def _replay(
    policy: Policy,
    sources: Sequence[Iterable[Event]],
    destinations: Mapping[str, Destination],
    local_time: Callable[[datetime], datetime],
) -> Iterator[_Replayed]:
    seen: set[str] = set()
    for device, events in enumerate(sources):
        for event in events:
            if event.event_id in seen:
                continue
            seen.add(event.event_id)
            verdict = policy.evaluate(recorded_facts(event, destinations, local_time(event.occurred_at)))
            yield _Replayed(
                device=device,
                event=event,
                action=verdict.action,
                label=verdict.label.name,
                rules=deciding_rules(verdict),
            )


def _moments(gestures: Iterable[tuple[_Replayed, str, Action, tuple[str, ...]]]) -> Iterator[_Moment]:
    """Gather what interrupts, earliest first: with its label, its action and the rules that decide it."""
    begun: dict[tuple[int, str, str], _Moment] = {}
    for each, label, action, rules in gestures:
        if not is_interruption(action):
            continue
        at, destination_id = each.event.occurred_at, each.event.destination_id
        moment = begun.get((each.device, label, destination_id))
        if moment is None or at - moment.first_at >= MOMENT:
            if moment is not None:
                yield moment
            moment = _Moment(first_at=at, destination_id=destination_id, action=action)
            begun[each.device, label, destination_id] = moment
        moment.action = max(moment.action, action, key=lambda one: one.rank)
        moment.rules.update(dict.fromkeys((rule, action) for rule in rules))
    yield from begun.values()


def _tally(actions: Iterable[Action], moments: Sequence[_Moment], local_time: Callable[[datetime], datetime]) -> Tally:
    gestures, interrupted = Counter(actions), Counter(moment.action for moment in moments)
    days = Counter(local_time(moment.first_at).date() for moment in moments)
    busiest = min(days, key=lambda day: (-days[day], day), default=None)
    return Tally(
        gestures={action: gestures[action] for action in Action},
        moments={action: interrupted[action] for action in Action if is_interruption(action)},
        busiest=BusiestDay(day=busiest, moments=days[busiest]) if busiest is not None else None,
    )


def _by_rule(replayed: Iterable[_Replayed], moments: Iterable[_Moment]) -> Iterator[ByRule]:
    gestures = Counter((rule, each.action) for each in replayed for rule in dict.fromkeys(each.rules))
    interrupted = Counter(key for moment in moments for key in moment.rules)
    for rule, action in sorted(gestures, key=lambda key: (-interrupted[key], -gestures[key], key)):
        yield ByRule(rule_id=rule, action=action, gestures=gestures[rule, action], moments=interrupted[rule, action])


def _by_destination(
    replayed: Iterable[_Replayed], then: Iterable[_Moment], now: Iterable[_Moment]
) -> Iterator[ByDestination]:
    names, gestures, interrupting = dict[str, str](), Counter[str](), Counter[str]()
    for each in replayed:
        names[each.event.destination_id] = each.event.destination_name
        gestures[each.event.destination_id] += 1
        interrupting[each.event.destination_id] += is_interruption(each.action)
    moments, moments_then = (Counter(moment.destination_id for moment in found) for found in (now, then))
    for each_id in sorted(names, key=lambda one: (-moments[one], -moments_then[one], one)):
        yield ByDestination(
            destination_id=each_id,
            name=names[each_id],
            gestures=gestures[each_id],
            interrupting=interrupting[each_id],
            moments=moments[each_id],
            moments_then=moments_then[each_id],
        )
