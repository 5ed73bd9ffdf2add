"""Destinations, channels, people, devices and times on which two policies may differ. Pure.

A policy is asked about infinitely many gestures, and answers alike about most of them. What is made here stands for the
rest. Of the destinations that no rule names, those of one kind and with one status under both policies get the same
answers, so that one of them is enough. All of it is the same whichever policy comes first.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Final

from agent.core.gestures import Channel, Destination, DestinationKind, DestinationStatus
from agent.core.scope import Scope
from agent.policy.document.names import Weekday
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.when import TimeWindow, When, minutes_of
from agent.policy.engine.policy import Policy

__all__ = ["channels", "destinations_of", "representative_destinations", "scopes", "whens"]

_MONDAY: Final = datetime(2026, 1, 5, tzinfo=UTC)


def whens(documents: Iterable[PolicyDocument]) -> Iterator[When]:
    """Return what rules ask for, and what they do not apply to."""
    for document in documents:
        for rule in document.rules:
            yield rule.when
            if rule.unless is not None:
                yield rule.unless


def channels(documents: Iterable[PolicyDocument]) -> tuple[Channel, ...]:
    """Return the clipboard, the channels that rules name, and one that stands for those that none names."""
    named = {channel for when in whens(documents) for channel in when.channel}
    other = next((each for each in Channel if each not in named and each is not Channel.CLIPBOARD), None)
    wanted = {Channel.CLIPBOARD, *named, *([other] if named and other else [])}
    return tuple(each for each in Channel if each in wanted)


def representative_destinations(
    before: Policy, after: Policy, catalogue: Mapping[str, Destination]
) -> tuple[Destination, ...]:
    """Return the destinations that rules name, and of the others one for each way in which the policies see them."""
    documents = (*before.documents, *after.documents)
    asked = [*whens(documents)]
    named = {identifier for when in asked for identifier in when.destination}
    listed = {identifier for document in documents for identifier in document.destinations}
    seen: set[tuple[DestinationKind, DestinationStatus, DestinationStatus]] = set()
    chosen = [catalogue.get(each) or _unknown(each) for each in sorted(named)]
    others = [each for each in catalogue.values() if each.destination_id not in named]
    others += [_unknown(each) for each in sorted(listed - named - set(catalogue))]
    for each in (*others, *_unlisted(asked)):
        key = (each.kind, before.apply_status(each).status, after.apply_status(each).status)
        if key not in seen:
            seen.add(key)
            chosen.append(each)
    return tuple(chosen)


def destinations_of(when: When, policy: Policy, destinations: Iterable[Destination]) -> tuple[Destination, ...]:
    """Return those that a rule of a policy is about."""
    return tuple(
        each
        for each in destinations
        if (not when.destination or each.destination_id in when.destination)
        and (not when.destination_kind or each.kind in when.destination_kind)
        and (not when.destination_status or policy.apply_status(each).status in when.destination_status)
    )


def _unknown(identifier: str) -> Destination:
    return Destination(destination_id=identifier, name=identifier, vendor="", kind=DestinationKind.ASSISTANT)


def _unlisted(asked: Iterable[When]) -> Iterator[Destination]:
    """One of each kind and status, which no policy can list: an id holds no space."""
    statuses = {DestinationStatus.UNKNOWN} | {status for when in asked for status in when.destination_status}
    for kind in DestinationKind:
        for status in (each for each in DestinationStatus if each in statuses):
            what = kind.replace("_", " ")
            known = "" if status is DestinationStatus.UNKNOWN else f" that is {status}"
            yield Destination(
                destination_id=f"any {kind} {status}",
                name=f"any other {what}{known}",
                vendor="",
                kind=kind,
                status=status,
            )


def scopes(when: When, *documents: PolicyDocument) -> tuple[Scope, ...]:
    """Return circumstances in which a condition holds: one for each that it names; just outside its times, too.

    Args:
        when: the condition.
        documents: that define the networks it names.
    """
    networks = {name: entry for document in documents for name, entry in document.networks.items()}
    moments = [moment for window in when.time for moment in _moments(window)]
    addresses = [_address(each) for name in when.network for each in networks[name].addresses]
    least = Scope(
        user=next(iter(when.user), ""),
        groups=frozenset(when.group[:1]),
        team=next(iter(when.team), ""),
        device_id=next(iter(when.device), ""),
        os=next(iter(when.os), None),
        addresses=tuple(addresses[:1]),
        at=next(iter(moments), None),
    )
    made = chain(
        [least],
        (replace(least, user=each) for each in when.user),
        (replace(least, groups=frozenset({each})) for each in when.group),
        (replace(least, team=each) for each in when.team),
        (replace(least, device_id=each) for each in when.device),
        (replace(least, os=each) for each in when.os),
        (replace(least, addresses=(each,)) for each in addresses),
        (replace(least, at=each) for each in moments),
    )
    return tuple(dict.fromkeys(made))


def _moments(window: TimeWindow) -> Iterator[datetime]:
    """The first and last minute of each day that it names, and those before and after."""
    begins, ends = minutes_of(window.begins), minutes_of(window.ends)
    if ends <= begins:
        ends += 24 * 60
    order = list(Weekday)
    for day in window.days or order:
        midnight = _MONDAY + timedelta(days=order.index(day))
        for minute in (begins, ends - 1, begins - 1, ends):
            yield midnight + timedelta(minutes=minute)


def _address(written: str) -> str:
    """The first one of a range."""
    return str(ipaddress.ip_network(written)[0])
