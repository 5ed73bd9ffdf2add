"""`cordon enroll`: a token from the organization's server makes this device one that it governs.

The token comes as a file: what stands on a command line, others can read. Nothing is enrolled half-way, and nothing is
deleted, the token's file included.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import pwd
import stat
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.cli.context import connect, current_folders, current_system
from agent.cli.output import epilog, error_console, plain_table, printable, stdout_console
from agent.cli.sync_view import TROUBLE_WORDS
from agent.core.errors import AgentError, EnvironmentProblemError
from agent.ipc.client import AgentNotRunningError
from agent.ipc.messages import PolicyInForceResult
from agent.ipc.wire import Nothing
from agent.system.enrolment import ENROLMENT_FILE, MACHINE_STATE, governing_state

if TYPE_CHECKING:
    from agent.fleet.enrolment import EnrolmentToken
    from agent.sync.enrolment import ProxySettings
    from agent.sync.order import ExchangeReport

__all__ = ["register"]

_TOKEN_FILE = typer.Option(..., "--token-file", metavar="FILE", help="From your administrator.")
_MACHINE = typer.Option(False, "--machine", help="For all users of this device, as root; the machine service syncs.")
_TEAM = typer.Option(
    None, "--team", metavar="NAME", help="The team to ask for; the token says whether that is up to you."
)
_PROXY_FILE = typer.Option(
    None, "--proxy-file", metavar="FILE", help="Holds one line like http://user:password@host:port; kept for syncing."
)
_REPLACE = typer.Option(False, "--replace", help="Enrol anew a device that is enrolled already.")
_STATE = typer.Option(None, "--state", metavar="DIR", help="With --machine: another folder, for trying it out.")
_RELOAD_TIMEOUT_S = 30.0
_PROXY_LIMIT_BYTES = 4096
_OTHERS_READ = stat.S_IRGRP | stat.S_IROTH


class EnrolmentRefusedError(EnvironmentProblemError):
    """The device is as it was."""

    code = "enrolment_refused"


def register(app: typer.Typer) -> None:
    """Add the command."""
    examples = ("cordon enroll --token-file acme.token", "sudo cordon enroll --machine --token-file acme.token")
    app.command(epilog=epilog(*examples))(enroll)


def enroll(
    token_file: Path = _TOKEN_FILE,
    machine: bool = _MACHINE,
    team: str | None = _TEAM,
    proxy_file: Path | None = _PROXY_FILE,
    replace: bool = _REPLACE,
    state: Path | None = _STATE,
) -> None:
    """Have your organization govern this device: its signed policy counts from then on, and none of your own."""
    folder = _folder(machine=machine, state=state)
    _check_state(folder, replace=replace)
    token = _token(token_file)
    proxy = _proxy(proxy_file) if proxy_file is not None else None
    console = error_console()
    with console.status(f"Enrolling with {printable(token.server)}…"):
        report = asyncio.run(_enroll(folder, token, team=team, proxy=proxy, is_replacing=replace))
    if report.sync.trouble is not None:
        words = TROUBLE_WORDS[report.sync.trouble]
        raise EnrolmentRefusedError(
            f"This device was not enrolled: {words}",
            detail=printable(report.sync.detail),
            hint="Nothing on this device has changed. docs/sync.md says what to do about each trouble.",
        )
    _print(token.server, report.device_id, folder)
    _tell_agent()


async def _enroll(
    folder: Path, token: EnrolmentToken, *, team: str | None, proxy: ProxySettings | None, is_replacing: bool
) -> ExchangeReport:
    from agent.sync.child import SyncChild  # noqa: PLC0415 - other commands start faster

    child = SyncChild(folder)
    try:
        return await child.enroll(
            token,
            os_name=current_system() or "",
            os_version=platform.release()[:100],
            team=team,
            proxy=proxy,
            is_replacing=is_replacing,
        )
    finally:
        await child.close()


def _folder(*, machine: bool, state: Path | None) -> Path:
    if not machine:
        if state is not None:
            raise typer.BadParameter("goes with --machine only", param_hint="--state")
        if governing_state(current_folders()) == MACHINE_STATE:
            raise EnrolmentRefusedError(
                "This device is enrolled already, for all its users",
                hint="`cordon machine status` says with which server.",
            )
        folders = current_folders()
        folders.prepare()
        return folders.state
    if state is None and os.geteuid() != 0:
        raise EnrolmentRefusedError(
            "Only root can enroll a device for all its users", hint="Run it with `sudo`, or leave --machine out."
        )
    from agent.machine import prepare_folder  # noqa: PLC0415 - other commands start faster

    folder = state or MACHINE_STATE
    prepare_folder(folder)
    return folder


def _check_state(folder: Path, *, replace: bool) -> None:
    if replace or not (folder / ENROLMENT_FILE).exists():
        return
    raise EnrolmentRefusedError(
        "This device is enrolled already",
        hint="`cordon sync status` says with which server; --replace enrolls it anew.",
    )


def _token(file: Path) -> EnrolmentToken:
    from agent.fleet.enrolment import TOKEN_LIMIT_BYTES, EnrolmentToken  # noqa: PLC0415 - other commands start faster
    from agent.fleet.message import MessageRefusedError, parse_message  # noqa: PLC0415 - as above

    untrusted, others_can_read = _read(file, TOKEN_LIMIT_BYTES)
    try:
        token = parse_message(EnrolmentToken, untrusted, TOKEN_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise EnrolmentRefusedError(
            f"{file.name} is no enrolment token",
            detail=exc.detail,
            hint="Ask your administrator for the file that `cordon server token create` has made.",
        ) from exc
    if token.expires_at <= datetime.now(UTC):
        raise EnrolmentRefusedError(
            f"The token in {file.name} has expired",
            detail=f"On {token.expires_at:%Y-%m-%d %H:%M} UTC.",
            hint="Ask your administrator for another one, or set this device's clock if it is wrong.",
        )
    if others_can_read:
        error_console().print(f"Others on this device can read {file.name}; whoever has it can enroll a device.")
    return token


def _proxy(file: Path) -> ProxySettings:
    from agent.sync.enrolment import parse_proxy  # noqa: PLC0415 - other commands start faster

    untrusted, others_can_read = _read(file, _PROXY_LIMIT_BYTES)
    if others_can_read:
        raise EnrolmentRefusedError(
            f"Others on this device can read {file.name}", hint=f"It may hold a password: run `chmod 600 {file.name}`."
        )
    try:
        return parse_proxy(untrusted.decode())
    except ValueError as exc:
        raise EnrolmentRefusedError(
            f"{file.name} holds no address of a proxy", hint="One line like http://user:password@host:port."
        ) from exc


def _read(file: Path, limit_bytes: int) -> tuple[bytes, bool]:
    """Content, and whether others can read it."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as opened:
            found = os.fstat(descriptor)
            return opened.read(limit_bytes + 1), bool(found.st_mode & _OTHERS_READ)
    except OSError as exc:
        raise EnrolmentRefusedError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc


def _print(server: str, device_id: str, folder: Path) -> None:
    from agent.sync.stored import load_policy_set  # noqa: PLC0415 - other commands start faster

    found = load_policy_set(folder, pwd.getpwuid(os.geteuid()).pw_name)
    table = plain_table("", "")
    table.add_row("server", printable(server))
    table.add_row("device", device_id)
    for layer in found.layers:
        document = json.loads(layer.policy.read_bytes())
        table.add_row(f"{layer.layer} policy", printable(f"{document['name']}, version {document['version']}"))
    console = stdout_console()
    console.print("This device is enrolled.")
    console.print(table)


def _tell_agent() -> None:
    """A running agent need not find out by itself."""
    try:
        with connect(_RELOAD_TIMEOUT_S) as client:
            client.call("policy.reload", Nothing(), PolicyInForceResult)
    except AgentNotRunningError:
        return
    except AgentError as exc:
        error_console().print(
            f"The running Cordon could not be told ({exc.code}). Run `cordon stop`, then `cordon run`."
        )
