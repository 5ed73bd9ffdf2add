"""How the command line shows how a device stands with its organization's server, and where it asks for that."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from rich.text import Text

from agent.cli.context import connect, current_folders
from agent.cli.output import plain_table, printable, stdout_console
from agent.core.errors import EnvironmentProblemError
from agent.core.sync import SyncTrouble
from agent.ipc.client import AgentClient, AgentNotRunningError
from agent.ipc.sync_messages import SyncModel
from agent.system.enrolment import MACHINE_SOCKET, MACHINE_STATE, governing_state

__all__ = [
    "TROUBLE_WORDS",
    "MachineServiceAwayError",
    "connect_machine",
    "connect_syncing",
    "print_sync",
    "sync_rows",
]

TROUBLE_WORDS = {
    SyncTrouble.UNREACHABLE: "the server does not answer",
    SyncTrouble.PROXY_REFUSED: "the proxy does not let Cordon through",
    SyncTrouble.UNTRUSTED_SERVER: "the server's certificate is not trusted",
    SyncTrouble.NOT_KNOWN: "the server does not know this device",
    SyncTrouble.SERVER_FAILED: "the server does not work as it should",
    SyncTrouble.FORGED: "refused: not what the organization has signed",
    SyncTrouble.ROLLED_BACK: "refused: older than what this device has seen",
    SyncTrouble.EXPIRED: "the server offers nothing fresh",
    SyncTrouble.TOO_LARGE: "refused: larger than it may be",
    SyncTrouble.UNUSABLE: "refused: this version of Cordon cannot use it",
    SyncTrouble.STORE_FAILED: "it cannot be kept on this device",
}


class MachineServiceAwayError(EnvironmentProblemError):
    """Nobody listens at the machine service's socket."""

    code = "machine_service_away"


def connect_machine(socket: Path = MACHINE_SOCKET, state: Path = MACHINE_STATE, timeout_s: float = 5.0) -> AgentClient:
    """Return a connection to the machine service; only root and whoever owns its state are believed there.

    Raises:
        MachineServiceAwayError: it does not run.
        AgentError: as `AgentClient` says.
    """
    try:
        owner = state.stat().st_uid
    except OSError:
        owner = 0
    try:
        return AgentClient(socket, timeout_s=timeout_s, uids={0, owner})
    except AgentNotRunningError as exc:
        raise MachineServiceAwayError(
            "The machine service does not run", hint="As an administrator, run `systemctl start cordon-machine`."
        ) from exc


def connect_syncing(timeout_s: float = 5.0) -> AgentClient:
    """Return a connection to whoever syncs on this device: the machine service where it is enrolled, or the agent."""
    if governing_state(current_folders()) == MACHINE_STATE:
        return connect_machine(timeout_s=timeout_s)
    return connect(timeout_s)


def sync_rows(sync: SyncModel) -> Iterable[tuple[str, str | Text]]:
    """Return name and value of everything there is to say."""
    yield "server", printable(sync.server)
    yield "device", printable(sync.device_id)
    yield "synced by", "the machine service, for all users" if sync.by_machine else "this agent"
    yield "last success", _moment(sync.succeeded_at)
    yield "last attempt", _moment(sync.attempted_at)
    if sync.trouble is not None:
        detail = f" ({printable(sync.detail)})" if sync.detail else ""
        yield "trouble", Text(f"{TROUBLE_WORDS[sync.trouble]}{detail}", style="yellow")
    if sync.fresh_until is not None:
        yield "confirmed until", _moment(sync.fresh_until)
    if sync.versions:
        roles = ", ".join(f"{printable(role)} {version}" for role, version in sorted(sync.versions.items()))
        yield "metadata", roles
    if sync.is_retired:
        yield "retired", Text("this device was taken out of service", style="yellow")


def print_sync(sync: SyncModel | None) -> None:
    """Write it for people."""
    console = stdout_console()
    if sync is None:
        console.print("No organization governs this device.")
        console.print(Text("  `cordon enroll --token-file FILE` enrolls it.", style="dim"))
        return
    table = plain_table("", "")
    for name, value in sync_rows(sync):
        table.add_row(name, value)
    console.print(table)


def _moment(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d %H:%M} UTC" if at is not None else "never"
