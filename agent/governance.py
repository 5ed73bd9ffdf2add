"""Which policy counts on this device, and who keeps it current: nobody, the agent itself, or the machine service.

Rules kept here:

- Where the machine service is enrolled, its policies count; otherwise the user's own enrolment; otherwise the packaged
  policy or a file of the person's. Once an organization governs a running agent, that stays so until it ends.
- What enrolment brings is loaded only then: an agent that nobody governs does not pay for it.
- A device that is enrolled while the agent runs is governed within half a minute, at once after `policy.reload`. A set
  that the machine service has put there is in force as soon, also where nobody says so.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage, HealthCode
from agent.core.in_force import PolicyOrigin
from agent.core.ports import EventStore
from agent.engines import Engineering, build_engines, facts_of, load_engines
from agent.service.health import HealthTable
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from agent.system.clocks import elapsed_s
from agent.system.enrolment import (
    ENROLMENT_FILE,
    MACHINE_SOCKET,
    MACHINE_STATE,
    EnrolledError,
    governing_state,
)
from agent.system.folders import Folders
from agent.system.trusted_file import check_ownership, trusted_path

if TYPE_CHECKING:
    from agent.governed import GovernedPolicies
    from agent.service.freshness import PolicyFreshness
    from agent.service.sync_methods import SyncFront

__all__ = ["Governance", "GovernanceSides", "Places"]

_log = logging.getLogger(__name__)

_LOOK_S: Final = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where policies may come from.

    Attributes:
        folders: where this instance keeps its files.
        policy_file: a policy that nobody has signed, for devices that nobody governs; None for the packaged one.
        machine_state: where the machine service keeps enrolment and policies.
        machine_socket: where it answers.
    """

    folders: Folders
    policy_file: Path | None = None
    machine_state: Path = MACHINE_STATE
    machine_socket: Path = MACHINE_SOCKET


@dataclass(frozen=True, slots=True, kw_only=True)
class GovernanceSides:
    """The rest of the agent.

    Attributes:
        policy: the one in force, which loads through `Governance.load`.
        store: the history.
        coverage: the capability matrix now.
        changed: what is shown is different; on the event loop.
    """

    policy: PolicyInForce
    store: EventStore
    coverage: Callable[[], tuple[ChannelCoverage, ...]]
    changed: Callable[[], None]


class Governance:
    """Loads the policy that counts; as an asynchronous context, keeps it current.

    Args:
        places: where policies may come from.
        engineering: what engines are made with.
        health: of the agent.
    """

    def __init__(self, places: Places, engineering: Engineering, health: HealthTable) -> None:
        self._places = places
        self._engineering = engineering
        self._health = health
        self._state: Path | None = None
        self._policies: GovernedPolicies | None = None
        self._freshness: PolicyFreshness | None = None
        self._is_loaded = False
        self._sides: GovernanceSides | None = None
        self._front: SyncFront | None = None
        self._report_soon: Callable[[], None] = lambda: None
        self._poked = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def load(self) -> LoadedPolicy:
        """Return the policy that counts; called from any thread, one at a time.

        Raises:
            EnrolledError: at the start: a file is named, and an organization governs the device.
            UntrustedFileError: the file is not to be trusted.
            AgentError: it cannot be used; of an organization's, only where one was in force before.
        """
        state = governing_state(self._places.folders, self._places.machine_state) or self._state
        if state is None:
            loaded = self._ungoverned()
        else:
            if self._places.policy_file is not None and not self._is_loaded:
                raise EnrolledError(
                    "A policy of your own does not count here",
                    detail="Your organization governs this device.",
                    hint="Start Cordon without --policy.",
                )
            loaded = self._governed(state).load()
        self._is_loaded = True
        return loaded

    def front(self) -> SyncFront | None:
        """Whoever knows how the device stands with its server; None where nobody governs it."""
        return self._front

    def begin(self, sides: GovernanceSides) -> Self:
        """Return this, to be entered; it keeps the policy current then."""
        self._sides = sides
        return self

    def policy_changed(self) -> None:
        """Another policy is in force. On the event loop."""
        self._poked.set()
        self._report_soon()

    def health_changed(self) -> None:
        """Health is different. On the event loop."""
        self._report_soon()

    async def __aenter__(self) -> Self:
        """Begin."""
        self._task = asyncio.create_task(self._run(), name="cordon-governance")
        return self

    async def __aexit__(
        self, _type: type[BaseException] | None, _value: BaseException | None, _traceback: TracebackType | None
    ) -> None:
        """Stop."""
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    def _ungoverned(self) -> LoadedPolicy:
        engineering = self._engineering
        classifier, scope, language = engineering.classifier, engineering.scope, engineering.language
        if self._places.policy_file is None:
            policy, engines = build_engines(classifier, scope, language)
            return LoadedPolicy(facts=facts_of(policy, PolicyOrigin.PACKAGED), engines=engines)
        policy, engines = load_engines(
            trusted_path(self._places.policy_file),
            classifier=classifier,
            scope=scope,
            language=language,
            check_file=check_ownership,
        )
        return LoadedPolicy(facts=facts_of(policy, PolicyOrigin.FILE), engines=engines)

    def _governed(self, state: Path) -> GovernedPolicies:
        from agent.governed import GovernedPolicies  # noqa: PLC0415 - see the module docstring
        from agent.service.freshness import PolicyFreshness  # noqa: PLC0415 - as above

        if self._policies is None or state != self._state:
            freshness = PolicyFreshness(self._health, clock=lambda: datetime.now(UTC).astimezone(), elapsed_s=elapsed_s)
            account = self._engineering.scope().user
            self._policies = GovernedPolicies(state, account, self._engineering, freshness, self._health)
            self._freshness, self._state = freshness, state
        return self._policies

    async def _run(self) -> None:
        before = None
        while True:
            state = governing_state(*self._looked_at)
            identity = _identity(state)
            try:
                if state is not None and identity is not None and self._sides is not None:
                    # Enrolled while the agent runs, or anew: another organization's sets may have the same numbers.
                    if self._policies is None or before not in {None, identity}:
                        await self._put_in_force()
                    before = identity
                    async with self._fronted(state, self._sides):
                        self._health.clear(HealthCode.SYNC_BROKEN)
                        while _identity(governing_state(*self._looked_at)) == identity:
                            await self._a_while()
                            if state == self._places.machine_state:
                                await self._look_at_sets()
                    continue
                if self._policies is not None:
                    self._health.report(HealthCode.SYNC_BROKEN, "What enrolment left on this device is gone.")
            except AgentError as exc:
                _log.warning("this agent cannot sync: %s", exc.code)
                self._health.report(HealthCode.SYNC_BROKEN, f"{exc.title}.")
            except Exception as exc:  # noqa: BLE001 - a task's top: it is tried again
                _log.error("syncing could not be started: %s", type(exc).__name__)
                self._health.report(HealthCode.SYNC_BROKEN, f"{type(exc).__name__}.")
            await self._a_while()

    @property
    def _looked_at(self) -> tuple[Folders, Path]:
        return self._places.folders, self._places.machine_state

    async def _a_while(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_LOOK_S):
                await self._poked.wait()
        self._poked.clear()  # only now: what comes while somebody looks is looked at next

    async def _look_at_sets(self) -> None:
        """Whoever takes every place at the machine service's socket must not hold a set back that lies on the disk."""
        if self._policies is not None and await asyncio.to_thread(self._policies.has_another):
            await self._put_in_force()

    async def _put_in_force(self) -> None:
        if self._sides is None:
            return
        # What cannot be used is said by health, and the policy before it stays.
        with contextlib.suppress(AgentError):
            await asyncio.to_thread(self._sides.policy.reload)

    @contextlib.asynccontextmanager
    async def _fronted(self, state: Path, sides: GovernanceSides) -> AsyncIterator[None]:
        from agent.fronts import FrontSides, machine_front, own_front  # noqa: PLC0415 - see the module docstring
        from agent.service.sync_health import SYNC_CODES  # noqa: PLC0415 - as above

        policies = self._governed(state)
        if state == self._places.machine_state:
            for code in SYNC_CODES.values():  # of a time when this agent synced by itself
                self._health.clear(code)
        wanted = FrontSides(
            os=self._engineering.scope().os or "",
            session_of=self._places.folders.state,
            facts=lambda: sides.policy.facts,
            coverage=sides.coverage,
            store=sides.store,
            health=self._health,
            in_force=lambda: policies.in_force,
            put_in_force=self._put_in_force,
            renewed=self._renewed,
            changed=sides.changed,
            tick=self._tick,
        )
        if state == self._places.machine_state:
            opening = machine_front(state, self._places.machine_socket, wanted)
        else:
            opening = own_front(state, wanted)
        try:
            async with opening as (self._front, self._report_soon):
                sides.changed()
                yield
        finally:
            self._front = None
            self._report_soon = lambda: None

    def _renewed(self, fresh_until: datetime) -> None:
        if self._freshness is not None:
            self._freshness.renewed(fresh_until)

    def _tick(self) -> None:
        if self._freshness is not None:
            self._freshness.look()


def _identity(state: Path | None) -> tuple[Path, int, int] | None:
    """Which enrolment there is; None for none. It is replaced by renaming, so that a new one has another number."""
    if state is None:
        return None
    try:
        found = (state / ENROLMENT_FILE).stat()
    except OSError:  # nobody may look at it: it is governed, and that is all there is to know
        return state, 0, 0
    return state, found.st_ino, found.st_mtime_ns
