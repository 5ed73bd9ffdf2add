"""Composition root of the machine service: enrolment, device key and policies of a device, out of its users' reach.

It syncs for all users and tells their agents, which read the verified policies from its folder (docs/adr/0026). It
loads no engine, sees nothing that anybody copies, and decides nothing. While the device is not enrolled it waits for
that; when it is enrolled anew, it starts anew.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import random
import stat
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from agent.core.errors import AgentError, EnvironmentProblemError
from agent.core.health import HealthCode
from agent.ipc.peer import peer_of
from agent.ipc.server import Admission, IpcServer
from agent.service.accounts import share_of_uid
from agent.service.device_sync import DeviceSync, DeviceSyncParts, device_facts
from agent.service.exception_requests import ExceptionRequests
from agent.service.freshness import PolicyFreshness
from agent.service.health import HealthTable
from agent.service.machine_control import MachineControl
from agent.service.machine_sessions import MachineSessions
from agent.sync.child import SyncChild
from agent.sync.stored import PolicySet, load_policy_set
from agent.system.clocks import elapsed_s
from agent.system.enrolment import ENROLMENT_FILE, MACHINE_SOCKET, MACHINE_STATE
from agent.system.hardening import harden_process
from agent.system.instance import InstanceLock
from agent.system.state_file import StateFile
from agent.system.stop_signals import stop_signals

__all__ = ["MachineOptions", "MachineStateError", "prepare_folder", "run_machine"]

_log = logging.getLogger(__name__)

_LOOK_S: Final = 2.0
"""Between two looks whether the device was enrolled, or enrolled anew."""
_CLIENTS: Final = 256
_CLIENTS_PER_SHARE: Final = 8
_OTHERS_LOOK: Final = stat.S_IRGRP | stat.S_IXGRP | stat.S_IROTH | stat.S_IXOTH
_OTHERS_WRITE: Final = stat.S_IWGRP | stat.S_IWOTH


class MachineStateError(EnvironmentProblemError):
    """The service's folder is not one that it could vouch for."""

    code = "machine_state"


@dataclass(frozen=True, slots=True, kw_only=True)
class MachineOptions:
    """How to run.

    Attributes:
        state: where enrolment and policies are kept.
        socket: where users' agents ask.
        os: what the device runs; empty where Cordon does not know it.
        on_ready: called once the service answers, or waits to be enrolled.
    """

    state: Path = MACHINE_STATE
    socket: Path = MACHINE_SOCKET
    os: str = ""
    on_ready: Callable[[], None] = lambda: None


async def run_machine(options: MachineOptions) -> None:
    """Run until a signal ends it.

    Raises:
        MachineStateError: its folders cannot be made, or others may write to them.
        AlreadyRunningError: another one runs on the same folders.
        SocketError: the socket cannot be made.
        EnrolmentProblemError: what enrolment left behind cannot be used.
    """
    harden_process()
    prepare_folder(options.state)
    prepare_folder(options.socket.parent)
    stopping = asyncio.Event()
    with contextlib.ExitStack() as stack:
        lock = InstanceLock(options.socket.with_name("machine.lock"), options.state, is_shared=True)
        stack.callback(lock.release)
        stack.enter_context(stop_signals(stopping))
        _log.info("machine service starts: pid %d", os.getpid())
        is_ready = False
        while not stopping.is_set():
            identity = _enrolment_identity(options.state)
            if identity is not None:
                await _serve(options, identity, stopping, on_ready=_unless(is_ready, options.on_ready))
            else:
                _unless(is_ready, options.on_ready)()
                await _a_while(stopping)
            is_ready = True


async def _serve(
    options: MachineOptions, identity: tuple[int, int], stopping: asyncio.Event, *, on_ready: Callable[[], None]
) -> None:
    """Sync and answer until the service ends, or the device is enrolled anew."""
    facts = device_facts(options.state, by_machine=True, os=options.os)
    health = HealthTable()
    freshness = PolicyFreshness(health, clock=_now, elapsed_s=elapsed_s)
    keeper = _SetKeeper(options.state, freshness, health)
    keeper.look()
    sessions = MachineSessions(wanted=lambda: sync.wish(with_check_in=True), share=share_of_uid)
    child = SyncChild(options.state)

    def changed() -> None:
        server.publish(control.policy())

    async def put_in_force() -> None:
        await asyncio.to_thread(keeper.look)
        changed()

    parts = DeviceSyncParts(
        port=child,
        sessions=sessions,
        requests=ExceptionRequests(StateFile(options.state / "exception-requests.json")),
        sent_file=StateFile(options.state / "last-check-in.json"),
        put_in_force=put_in_force,
        renewed=freshness.renewed,
        is_retired=lambda: keeper.is_retired,
        changed=changed,
        tick=freshness.look,
        clock=_now,
        elapsed_s=elapsed_s,
        draw=random.random,
    )
    sync = DeviceSync(facts, parts, health)
    control = MachineControl(
        instance_id=uuid.uuid4().hex,
        front=sync,
        model=sync.model,
        health=health,
        sessions=sessions,
        generation=lambda: keeper.generation,
        checked_in_at=lambda: sync.state.checked_in_at,
    )
    admission = Admission(
        verify=peer_of, mode=0o666, limit=_CLIENTS, limit_per_share=_CLIENTS_PER_SHARE, share=share_of_uid
    )
    server = IpcServer(options.socket, control, admission=admission)
    await server.start()
    try:
        async with sync:
            on_ready()
            while not stopping.is_set() and _enrolment_identity(options.state) == identity:
                await _a_while(stopping)
    finally:
        await child.close()
        await server.stop()


class _SetKeeper:
    """Knows which set is in force, and whether it is whole."""

    def __init__(self, state: Path, freshness: PolicyFreshness, health: HealthTable) -> None:
        self._state = state
        self._freshness = freshness
        self._health = health
        self._found: PolicySet | None = None

    @property
    def generation(self) -> int | None:
        """Of the set; None for none."""
        return self._found.generation if self._found is not None else None

    @property
    def is_retired(self) -> bool:
        """Whether the device was taken out of service."""
        return self._found is not None and self._found.is_retired

    def look(self) -> None:
        """Read it again. Reads the disk."""
        try:
            self._found = load_policy_set(self._state, "")
        except AgentError as exc:
            self._health.report(HealthCode.POLICY_MISSING, " ".join(part for part in (exc.title, exc.detail) if part))
            return
        self._health.clear(HealthCode.POLICY_MISSING)
        self._freshness.read(verified_at=self._found.verified_at, fresh_until=self._found.fresh_until)
        self._freshness.look()
        if self._found.is_retired:
            self._health.report(HealthCode.DEVICE_RETIRED)
        else:
            self._health.clear(HealthCode.DEVICE_RETIRED)


def _now() -> datetime:
    return datetime.now(UTC)


def _unless(is_done: bool, action: Callable[[], None]) -> Callable[[], None]:
    return (lambda: None) if is_done else action


async def _a_while(stopping: asyncio.Event) -> None:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_LOOK_S):
            await stopping.wait()


def _enrolment_identity(state: Path) -> tuple[int, int] | None:
    """Which enrolment there is; None for none. It is replaced by renaming, so that a new one has another number."""
    try:
        found = (state / ENROLMENT_FILE).stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns


def prepare_folder(folder: Path) -> None:
    """Have a folder that everybody may read and only this user may write to, itself and those above it.

    Raises:
        MachineStateError: it cannot be made, or others may write to it.
    """
    try:
        folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        found = [each.stat() for each in (folder.resolve(), *folder.resolve().parents)]
    except OSError as exc:
        raise MachineStateError(
            "A folder of the machine service cannot be made", detail=f"{exc.strerror}.", hint="Run it as root."
        ) from exc
    if found[0].st_uid != os.geteuid():
        raise MachineStateError(
            "A folder of the machine service belongs to somebody else", hint="Run it as root, or name another folder."
        )
    for each in found:
        is_open = each.st_mode & _OTHERS_WRITE and not each.st_mode & stat.S_ISVTX
        if each.st_uid not in {os.geteuid(), 0} or is_open:
            raise MachineStateError(
                "Others may write to a folder of the machine service",
                hint="Take write access to it, and to the folders above it, away from others.",
            )
    if found[0].st_mode & _OTHERS_LOOK != _OTHERS_LOOK:  # whoever made it had another umask
        folder.chmod(stat.S_IMODE(found[0].st_mode) | _OTHERS_LOOK)
