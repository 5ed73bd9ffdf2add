"""`cordon doctor`: what this session offers, what Cordon can do with it, and what to do about the rest.

Asks the system itself, so that it tells the truth also when no agent runs; a running agent is asked too.
"""

from __future__ import annotations

import enum
import os
import shutil
from dataclasses import dataclass
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.context import connect, current_folders, current_session
from agent.cli.output import (
    FORMAT_OPTION,
    OutputFormat,
    coverage_table,
    plain_table,
    print_json,
    printable,
    stdout_console,
)
from agent.cli.sync_view import TROUBLE_WORDS, connect_syncing
from agent.core.errors import AgentError
from agent.core.health import ChannelCoverage, HealthCode
from agent.ipc.client import AgentNotRunningError
from agent.ipc.messages import CoverageModel, StatusResult
from agent.ipc.sync_messages import SyncStatusResult
from agent.ipc.wire import Nothing
from agent.service.coverage import channel_coverage
from agent.system.enrolment import governing_state
from agent.system.folders import Folders
from agent.system.session import Session, SessionKind

if TYPE_CHECKING:
    from agent.system.session_bus import SessionBus

__all__ = ["register"]


class CheckResult(enum.StrEnum):
    """How a check came out."""

    OK = "ok"
    WEAKER = "weaker"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing Cordon needs of the session, and the next step when it lacks."""

    name: str
    result: CheckResult
    text: str
    hint: str = ""


_RESULT_STYLES = {CheckResult.OK: "green", CheckResult.WEAKER: "yellow", CheckResult.MISSING: "red"}


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: `cordon doctor`, `cordon doctor --format json`.")(doctor)


def doctor(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show which channels are seen, held or blind on this session, and why. Exit code 1 when something is missing."""
    # Here, because the other commands answer faster without D-Bus.
    from agent.system.session_bus import SessionBus  # noqa: PLC0415 - other commands start faster

    session, folders, bus = current_session(), current_folders(), SessionBus(os.environ)
    status, agent_check = _ask_agent()
    session_checks = () if _is_asked_from_outside(status, session) else _session_checks(session, bus)
    checks = (agent_check, *session_checks, _model_check(), *_server_checks(folders), *_folder_checks(folders))
    coverage = status.coverage if status is not None else tuple(map(CoverageModel.of, _expected(session, checks)))
    if output_format is OutputFormat.JSON:
        print_json(
            {
                "session": {"kind": session.kind, "desktop": session.desktop},
                "coverage": [row.to_json() for row in coverage],
                "checks": [
                    {"name": check.name, "result": check.result, "text": check.text, "hint": check.hint}
                    for check in checks
                ],
                "folders": _folder_paths(folders),
            }
        )
    else:
        heading = "Channels as the running Cordon sees them"
        if status is None:
            heading = f"Channels as Cordon would see them on this session ({session.kind})"
        _print(heading, coverage, checks, folders)
    if any(check.result is CheckResult.MISSING for check in checks):
        raise typer.Exit(1)


def _is_asked_from_outside(status: StatusResult | None, session: Session) -> bool:
    """Whether the agent runs in a graphical session and this terminal does not (ssh): then it lacks nothing."""
    if status is None or session.is_graphical:
        return False
    return HealthCode.NO_DISPLAY not in {issue.code for issue in status.health}


def _ask_agent() -> tuple[StatusResult | None, Check]:
    try:
        with connect() as client:
            status = client.call("status.get", Nothing(), StatusResult)
    except AgentNotRunningError as exc:
        return None, Check(name="agent", result=CheckResult.MISSING, text=exc.title + ".", hint=exc.hint)
    except AgentError as exc:
        return None, Check(name="agent", result=CheckResult.MISSING, text=f"{exc.title}. {exc.detail}", hint=exc.hint)
    text = f"Runs as process {status.pid}; {len(status.health)} open issues."
    result = CheckResult.OK if not status.health else CheckResult.WEAKER
    return status, Check(
        name="agent", result=result, text=text, hint="`cordon status` lists them." if status.health else ""
    )


def _model_check() -> Check:
    """Whether every file of the model is the one that its manifest vouches for."""
    # Here, because the other commands need no model.
    from agent.classifier.manifest import BundleError, bundle_folder, open_bundle  # noqa: PLC0415 - as above

    try:
        manifest, _ = open_bundle(bundle_folder())
    except BundleError as exc:
        return Check(
            name="model",
            result=CheckResult.WEAKER,
            text=f"The model cannot be used: {exc}. Names and addresses in sentences are not recognized.",
            hint="Install Cordon again.",
        )
    return Check(name="model", result=CheckResult.OK, text=f"Version {manifest.version}, whole.")


def _server_checks(folders: Folders) -> tuple[Check, ...]:
    """Whether whoever syncs gets through, where an organization governs the device."""
    state = governing_state(folders)
    if state is None:
        return ()
    try:
        with connect_syncing() as client:
            sync = client.call("sync.status", Nothing(), SyncStatusResult).sync
    except AgentError as exc:
        text = f"This device is enrolled, and nobody keeps its policy current. {exc.title}."
        return (Check(name="server", result=CheckResult.WEAKER, text=text, hint=exc.hint),)
    if sync is None:
        text = "This device is enrolled; the running Cordon has not noticed yet."
        return (Check(name="server", result=CheckResult.WEAKER, text=text, hint="Run `cordon policy reload`."),)
    if sync.trouble is not None:
        text = f"{printable(sync.server)}: {TROUBLE_WORDS[sync.trouble]}."
        hint = "`cordon sync status` says more; the policy in force stays."
        return (Check(name="server", result=CheckResult.WEAKER, text=text, hint=hint),)
    return (Check(name="server", result=CheckResult.OK, text=f"{printable(sync.server)} governs this device."),)


def _session_checks(session: Session, bus: SessionBus) -> tuple[Check, ...]:
    if not session.is_graphical:
        return (
            Check(
                name="display",
                result=CheckResult.MISSING,
                text="No graphical session.",
                hint="Start Cordon from the desktop, or set DISPLAY.",
            ),
            _keyring_check(bus),
        )
    return (*_display_checks(session, bus), _notification_check(bus), _keyring_check(bus))


def _display_checks(session: Session, bus: SessionBus) -> tuple[Check, ...]:
    if session.kind is not SessionKind.X11:
        text = f"{session.kind} session: the active window cannot be seen."
        return (Check(name="display", result=CheckResult.MISSING, text=text, hint="Log in to an X11 session."),)
    # Only here: python-xlib is installed on Linux alone.
    from agent.system.x11 import probe_display  # noqa: PLC0415 - other commands start faster

    probe = probe_display(session.display)
    if probe is None:
        hint = "Check DISPLAY and XAUTHORITY."
        return (Check(name="display", result=CheckResult.MISSING, text="The display does not answer.", hint=hint),)
    has_tray = probe.has_tray_host or bus.offers("org.kde.StatusNotifierWatcher")
    return (
        Check(name="display", result=CheckResult.OK, text="X11."),
        _check(
            "clipboard events",
            probe.has_xfixes,
            "XFIXES tells about every copy.",
            "Without XFIXES the clipboard is polled.",
        ),
        Check(name="window manager", result=CheckResult.OK, text="EWMH: the active window is known.")
        if probe.has_window_manager
        else Check(
            name="window manager",
            result=CheckResult.MISSING,
            text="Nothing tells which window is active.",
            hint="Use a window manager that follows EWMH.",
        ),
        _check("tray", has_tray, "There is a place for the icon.", "No tray: Cordon shows a window instead."),
        _check(
            "clipboard writer",
            shutil.which("xclip") is not None or shutil.which("xsel") is not None,
            "Redacted text can be put on the clipboard.",
            "Redacted text cannot be put on the clipboard.",
            "Install xclip.",
        ),
    )


def _notification_check(bus: SessionBus) -> Check:
    return _check(
        "notifications",
        bus.offers("org.freedesktop.Notifications"),
        "The desktop shows notifications.",
        "No notification service: Cordon shows its own.",
    )


def _keyring_check(bus: SessionBus) -> Check:
    return _check(
        "keyring",
        bus.offers("org.freedesktop.secrets"),
        "The key of the history is kept in the keyring.",
        "No keyring: the key of the history lies in a file that only you can read.",
        "Install and start GNOME Keyring or KWallet.",
    )


def _folder_checks(folders: Folders) -> tuple[Check, ...]:
    try:
        unusable = folders.prepare()
    except AgentError as exc:
        return (Check(name="folders", result=CheckResult.MISSING, text=f"{exc.title}. {exc.detail}", hint=exc.hint),)
    if not unusable:
        return (Check(name="folders", result=CheckResult.OK, text="All can be written."),)
    return tuple(
        Check(
            name=f"{each.folder} folder",
            result=CheckResult.MISSING,
            text=f"{each.title}. {each.detail}",
            hint=each.hint,
        )
        for each in unusable
    )


def _check(name: str, is_there: bool, good: str, weaker: str, hint: str = "") -> Check:
    if is_there:
        return Check(name=name, result=CheckResult.OK, text=good)
    return Check(name=name, result=CheckResult.WEAKER, text=weaker, hint=hint)


def _expected(session: Session, checks: tuple[Check, ...]) -> tuple[ChannelCoverage, ...]:
    """The matrix as an agent started now would give it."""
    results = {check.name: check.result for check in checks}
    health = set()
    if not session.is_graphical:
        health.add(HealthCode.NO_DISPLAY)
    elif CheckResult.MISSING in {results["display"], results.get("window manager")}:
        health.add(HealthCode.ACTIVE_WINDOW_BLIND)
    backend = "x11" if results.get("clipboard events") is CheckResult.OK else "polling"
    return channel_coverage(health=health, backend=backend, can_warn=session.is_graphical)


def _folder_paths(folders: Folders) -> dict[str, str]:
    return {
        "state": str(folders.state),
        "config": str(folders.config),
        "cache": str(folders.cache),
        "log": str(folders.log),
        "runtime": str(folders.runtime),
    }


def _print(heading: str, coverage: tuple[CoverageModel, ...], checks: tuple[Check, ...], folders: Folders) -> None:
    console = stdout_console()
    console.print(Text(heading, style="bold"))
    console.print(coverage_table(coverage))
    console.print()
    console.print(Text("What Cordon needs", style="bold"))
    needs = plain_table("", "", "")
    for check in checks:
        needs.add_row(
            check.name, Text(check.result, style=_RESULT_STYLES[check.result]), f"{check.text} {check.hint}".rstrip()
        )
    console.print(needs)
    console.print()
    console.print(Text("Where files lie", style="bold"))
    places = plain_table("", "")
    for name, path in _folder_paths(folders).items():
        places.add_row(name, path)
    console.print(places)
