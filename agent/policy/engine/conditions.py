"""The conditions of rules on where content goes, how, by whom and when; those on content are beside this module.

One small class each: pure, total, equal when they ask the same. A rule has at most one condition of each class. Those
on one value (`OneOf`) the engine looks up instead of asking.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from agent.core.gestures import Channel, DestinationKind, DestinationStatus
from agent.core.scope import OperatingSystem
from agent.policy.document.names import Weekday
from agent.policy.document.when import TimeWindow, When, minutes_of
from agent.policy.engine.evidence_conditions import (
    CategoryIn,
    Condition,
    EntitiesFound,
    InspectionIn,
    ModelStateIn,
    OneOf,
)
from agent.policy.engine.facts import Situation

__all__ = [
    "ChannelIn",
    "DestinationIn",
    "DestinationKindIn",
    "DestinationStatusIn",
    "DeviceIn",
    "GroupIn",
    "LabelRankIn",
    "Names",
    "NetworkIn",
    "OsIn",
    "TeamIn",
    "TimeIn",
    "UserIn",
    "compile_when",
]

_DAY = 1440


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What names in conditions stand for.

    Attributes:
        labels: lowest first.
        networks: ranges of addresses, by name.
    """

    labels: tuple[str, ...]
    networks: Mapping[str, tuple[str, ...]]


class LabelRankIn(OneOf[Situation]):
    """The label is one of these, by rank."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> int:
        """Return the rank."""
        return situation.label.rank


class ChannelIn(OneOf[Situation]):
    """The data leaves this way."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> Channel:
        """Return the channel."""
        return situation.channel


class DestinationIn(OneOf[Situation]):
    """It goes to one of these, by id."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> str:
        """Return the id."""
        return situation.destination.destination_id


class DestinationStatusIn(OneOf[Situation]):
    """The organization thinks this of the destination."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> DestinationStatus:
        """Return the status."""
        return situation.destination.status


class DestinationKindIn(OneOf[Situation]):
    """The destination is of this sort."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> DestinationKind:
        """Return the kind."""
        return situation.destination.kind


class UserIn(OneOf[Situation]):
    """The account is one of these. One without a name is none of them; a policy cannot name it."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> str:
        """Return its name."""
        return situation.scope.user


class TeamIn(OneOf[Situation]):
    """The device belongs to one of these teams."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> str:
        """Return the team."""
        return situation.scope.team


class DeviceIn(OneOf[Situation]):
    """It is one of these devices."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> str:
        """Return the device's id."""
        return situation.scope.device_id


class OsIn(OneOf[Situation]):
    """The device runs one of these."""

    __slots__ = ()

    @staticmethod
    def read(situation: Situation, /) -> OperatingSystem | None:
        """Return what it runs."""
        return situation.scope.os


@dataclass(frozen=True, slots=True)
class GroupIn:
    """The account is in one of these groups."""

    groups: frozenset[str]

    def holds(self, situation: Situation, /) -> bool:
        """Whether it is."""
        return not self.groups.isdisjoint(situation.scope.groups)


@dataclass(frozen=True, slots=True)
class NetworkIn:
    """One of the device's addresses lies in one of these ranges."""

    ranges: frozenset[str]

    def holds(self, situation: Situation, /) -> bool:
        """Whether one does."""
        addresses = situation.scope.addresses
        return bool(addresses) and _is_within(addresses, self.ranges)


@dataclass(frozen=True, slots=True)
class TimeIn:
    """It is within one of these windows: days of the week (0 is Monday), minutes of the day from and up to."""

    windows: frozenset[tuple[frozenset[int], int, int]]

    def holds(self, situation: Situation, /) -> bool:
        """Whether it is."""
        at = situation.scope.at
        if at is None:
            return False
        minute, day = at.hour * 60 + at.minute, at.weekday()
        return any(_is_in(window, day, minute) for window in self.windows)


def _is_in(window: tuple[frozenset[int], int, int], day: int, minute: int) -> bool:
    days, begins, ends = window
    if begins < ends:
        return day in days and begins <= minute < ends
    # Through midnight: this evening, or the night that began yesterday.
    return (day in days and minute >= begins) or ((day - 1) % 7 in days and minute < ends)


@lru_cache(maxsize=256)
def _is_within(addresses: tuple[str, ...], ranges: frozenset[str]) -> bool:
    networks = [ipaddress.ip_network(each) for each in ranges]
    return any(address in network for address in _parsed(addresses) for network in networks)


def _parsed(addresses: tuple[str, ...]) -> Iterator[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    for text in addresses:
        try:
            yield ipaddress.ip_address(text.partition("%")[0])  # a link-local one carries its interface
        except ValueError:
            continue  # of no family that a range could name


def compile_when(when: When, names: Names) -> tuple[Condition[Situation], ...]:
    """Return what must hold together.

    No two of them are of the same class. Labels and networks that `when` names are among `names`.
    """
    return (*_content(when, names), *_route(when), *_scope(when, names))


def _content(when: When, names: Names) -> Iterator[Condition[Situation]]:
    if when.label or when.min_label:
        ranks = frozenset(map(names.labels.index, when.label)) or frozenset(range(len(names.labels)))
        lowest = names.labels.index(when.min_label) if when.min_label else 0
        yield LabelRankIn(frozenset(rank for rank in ranks if rank >= lowest))
    if when.entity:
        yield EntitiesFound(entities=frozenset(when.entity))
    if when.category:
        yield CategoryIn(frozenset(when.category))
    if when.inspection:
        yield InspectionIn(frozenset(when.inspection))
    if when.model:
        yield ModelStateIn(frozenset(when.model))


def _route(when: When) -> Iterator[Condition[Situation]]:
    if when.channel:
        yield ChannelIn(frozenset(when.channel))
    if when.destination:
        yield DestinationIn(frozenset(when.destination))
    if when.destination_status:
        yield DestinationStatusIn(frozenset(when.destination_status))
    if when.destination_kind:
        yield DestinationKindIn(frozenset(when.destination_kind))


def _scope(when: When, names: Names) -> Iterator[Condition[Situation]]:
    if when.user:
        yield UserIn(frozenset(when.user))
    if when.group:
        yield GroupIn(frozenset(when.group))
    if when.team:
        yield TeamIn(frozenset(when.team))
    if when.device:
        yield DeviceIn(frozenset(when.device))
    if when.os:
        yield OsIn(frozenset(when.os))
    if when.network:
        yield NetworkIn(frozenset(each for name in when.network for each in names.networks[name]))
    if when.time:
        yield TimeIn(frozenset(map(_window, when.time)))


def _window(written: TimeWindow) -> tuple[frozenset[int], int, int]:
    order = list(Weekday)
    days = frozenset(order.index(day) for day in written.days) or frozenset(range(7))
    return days, minutes_of(written.begins), minutes_of(written.ends) or _DAY
