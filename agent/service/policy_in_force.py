"""The policy in force with the engines under it: one reference, swapped whole or not at all.

Rule kept here: a new policy is read, checked and compiled completely, and only then takes the place of the old one in
one assignment. Whatever goes wrong before that leaves the old one in force. A question that is being answered is
answered by the policy it began with.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.core import ActiveWindow, Assessment, Channel, Content, Destination, Verdict
from agent.core.in_force import PolicyFacts
from agent.core.ports import Engines, OnRead, OnRecognized

__all__ = ["LoadedPolicy", "PolicyInForce"]


def _nobody(_done: int, _total: int) -> None:
    """Is told how far reading has come."""


def _nobody_either(_recognized: Assessment) -> None:
    """Is told what recognizers have found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPolicy:
    """A policy that is ready: what there is to say about it, and the engines under it."""

    facts: PolicyFacts
    engines: Engines


class PolicyInForce:
    """Holds it.

    Args:
        load: reads and compiles; the errors it raises are those of `reload`. May be called from any thread.

    Raises:
        AgentError: the first policy cannot be used.
    """

    def __init__(self, load: Callable[[], LoadedPolicy]) -> None:
        self._load = load
        self._on_change: Callable[[], None] = lambda: None
        self._current = load()
        self.engines = Engines(assess=self._assess, match=self._match, evaluate=self._evaluate)
        """Always those in force, so that whoever holds them need not be told of a new policy."""

    @property
    def facts(self) -> PolicyFacts:
        """About the policy in force."""
        return self._current.facts

    def set_listener(self, on_change: Callable[[], None]) -> None:
        """Have somebody told when another policy has come into force, on the thread that has put it there."""
        self._on_change = on_change

    def reload(self) -> PolicyFacts:
        """Put what there is now in force. Reads files; takes up to a second for a large policy.

        Raises:
            AgentError: it cannot be used; the old one stays in force.
        """
        loaded = self._load()
        self._current = loaded
        self._on_change()
        return loaded.facts

    def _assess(
        self, content: Content, on_read: OnRead = _nobody, on_recognized: OnRecognized = _nobody_either
    ) -> Assessment:
        return self._current.engines.assess(content, on_read, on_recognized)

    def _match(self, window: ActiveWindow) -> Destination | None:
        return self._current.engines.match(window)

    def _evaluate(self, assessment: Assessment, destination: Destination, channel: Channel) -> Verdict:
        return self._current.engines.evaluate(assessment, destination, channel)
