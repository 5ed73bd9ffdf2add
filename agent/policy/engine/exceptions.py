"""Signed, expiring grants against rules: the only thing that loosens one. Pure; signatures are checked elsewhere.

An exception loosens a rule when all of this holds: it names the rule; it comes from the rule's layer or from one above;
it was granted and has not expired; it is for this destination, user and device; and, where the server granted it
online, the policy that holds the rule lets an online grant loosen that rule this far, for this label, for so long.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from agent.core.scope import Scope
from agent.core.verdicts import Action, Label, Layer
from agent.policy.document.sections import ExceptionLimit

__all__ = ["CompiledLimit", "PolicyException", "compile_limits", "is_allowed", "is_for"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyException:
    """A verified grant.

    Attributes:
        exception_id: unique.
        layer: whose approver granted it.
        is_online: whether the server granted it by itself, within what the policy allows it.
        rule_ids: the rules that it loosens.
        destinations: ids; empty for any.
        users: account names; empty for any.
        devices: ids; empty for any.
        down_to: what is left of a rule's action; never less than AUDIT.
        granted_at: aware; holds from then on.
        expires_at: aware; holds before.
    """

    exception_id: str
    layer: Layer
    is_online: bool
    rule_ids: frozenset[str]
    destinations: frozenset[str] = frozenset()
    users: frozenset[str] = field(default=frozenset(), repr=False)
    devices: frozenset[str] = frozenset()
    down_to: Action
    granted_at: datetime
    expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledLimit:
    """What an online grant may do. Attributes as in `ExceptionLimit`; labels by rank."""

    rule_ids: frozenset[str]
    max_rank: int
    down_to: Action
    longest: timedelta


def compile_limits(limits: Iterable[ExceptionLimit], label_names: tuple[str, ...]) -> Iterator[CompiledLimit]:
    """Return the limits with labels by rank; every label they name is there."""
    for limit in limits:
        yield CompiledLimit(
            rule_ids=frozenset(limit.rules),
            max_rank=label_names.index(limit.max_label),
            down_to=limit.down_to,
            longest=timedelta(days=limit.max_days),
        )


def is_for(exception: PolicyException, destination_id: str, scope: Scope) -> bool:
    """Whether it holds now, here; never where the time is not known."""
    if scope.at is None or not exception.granted_at <= scope.at < exception.expires_at:
        return False
    return (
        _is_among(destination_id, exception.destinations)
        and _is_among(scope.user, exception.users)
        and _is_among(scope.device_id, exception.devices)
    )


def is_allowed(
    exception: PolicyException, *, rule_id: str, layer: Layer, label: Label, limits: Iterable[CompiledLimit]
) -> bool:
    """Whether it may loosen a rule of a layer, whose policy sets these limits."""
    if rule_id not in exception.rule_ids or exception.layer.depth > layer.depth:
        return False
    if not exception.is_online:
        return True
    lasts = exception.expires_at - exception.granted_at
    return any(
        rule_id in limit.rule_ids
        and label.rank <= limit.max_rank
        and exception.down_to.rank >= limit.down_to.rank
        and lasts <= limit.longest
        for limit in limits
    )


def _is_among(name: str, names: frozenset[str]) -> bool:
    return not names or name in names
