"""The policy in force with the engines under it: one reference, swapped whole or not at all.

Rule kept here: a new policy is read, checked and compiled completely, and only then takes the place of the old one in
one assignment. Whatever goes wrong before that leaves the old one in force, and health says so until one is accepted.
Policies are read one after the other, so that what was read later is what stays. A question that is being answered is
answered by the policy it began with.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass

from agent.core import ActiveWindow, Assessment, Channel, Content, Destination, Verdict
from agent.core.app_ports import AppCatalogue
from agent.core.apps import AppStanding
from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import DeliveredModel, PolicyFacts, PolicyOrigin
from agent.core.ports import Engines, HealthReporter, OnRead, OnRecognized, unhurried, unwatched

__all__ = ["LoadedPolicy", "PolicyInForce"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPolicy:
    """A policy that is ready.

    Attributes:
        facts: what there is to say about it.
        engines: those under it.
        model: the one that was delivered with it; None for none.
    """

    facts: PolicyFacts
    engines: Engines
    model: DeliveredModel | None = None


class PolicyInForce:
    """Holds it.

    Args:
        load: reads and compiles; the errors it raises are those of `reload`. Called from any thread, one at a time.
        health: is told of a policy that was refused, and of one in force that nobody has signed.

    Raises:
        AgentError: the first policy cannot be used.
    """

    def __init__(self, load: Callable[[], LoadedPolicy], health: HealthReporter) -> None:
        self._load = load
        self._health = health
        self._on_change: Callable[[], None] = lambda: None
        self._reloading = threading.Lock()
        self._current = load()
        self._report_signature()
        self.engines = Engines(
            assess=self._assess,
            match=self._match,
            evaluate=self._evaluate,
            find=self._find,
            apps=self._apps,
            standing=self._standing,
        )
        """Always those in force, so that whoever holds them need not be told of a new policy."""

    @property
    def model(self) -> DeliveredModel | None:
        """The model that was delivered with the policy in force; None for none."""
        return self._current.model

    @property
    def facts(self) -> PolicyFacts:
        """About the policy in force."""
        return self._current.facts

    def set_listener(self, on_change: Callable[[], None]) -> None:
        """Have somebody told when another policy has come into force, on the thread that has put it there.

        They must not block, and cannot reload from there.
        """
        self._on_change = on_change

    def reload(self) -> PolicyFacts:
        """Put what there is now in force. Reads files; takes up to a second for a large policy.

        Waits for another reload that is under way.

        Raises:
            AgentError: it cannot be used; the old one stays in force.
        """
        with self._reloading:
            try:
                loaded = self._load()
            except AgentError as exc:
                self._health.report(HealthCode.POLICY_REFUSED, f"{exc.title}.")
                raise
            self._current = loaded
            self._health.clear(HealthCode.POLICY_REFUSED)
            self._report_signature()
            self._on_change()
        return loaded.facts

    def _report_signature(self) -> None:
        facts = self.facts
        if facts.origin is PolicyOrigin.FILE:
            self._health.report(HealthCode.POLICY_UNSIGNED, f"{facts.name}, version {facts.version}.")
        else:
            self._health.clear(HealthCode.POLICY_UNSIGNED)

    def _assess(
        self, content: Content, on_read: OnRead = unwatched, on_recognized: OnRecognized = unhurried
    ) -> Assessment:
        return self._current.engines.assess(content, on_read, on_recognized)

    def _match(self, window: ActiveWindow) -> Destination | None:
        return self._current.engines.match(window)

    def _find(self, destination_id: str) -> Destination | None:
        return self._current.engines.find(destination_id)

    def _evaluate(self, assessment: Assessment, destination: Destination, channel: Channel) -> Verdict:
        return self._current.engines.evaluate(assessment, destination, channel)

    def _apps(self) -> AppCatalogue:
        return self._current.engines.apps()

    def _standing(self, destination: Destination) -> AppStanding:
        return self._current.engines.standing(destination)
