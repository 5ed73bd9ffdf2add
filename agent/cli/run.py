"""`cordon run | agent | gui | stop`: start, show and end."""

from __future__ import annotations

import logging
import shutil
import sys
import threading
import time
from pathlib import Path

import typer
from rich.padding import Padding
from rich.text import Text

from agent.cli.context import connect, current_folders, current_language, current_session, current_system
from agent.cli.output import SEVERITY_STYLES, coverage_table, error_console
from agent.core.errors import EnvironmentProblemError
from agent.ipc.messages import GuiShowParams, GuiWindow, StatusResult
from agent.ipc.wire import Nothing
from agent.system.session import Session

__all__ = ["register"]

_POLICY_OPTION = typer.Option(
    None,
    "--policy",
    metavar="FILE",
    help="Enforce this policy, which nobody has signed; only where no organization governs the device, and only a file "
    "of your own or of root.",
)
_STOP_TIMEOUT_S = 15.0
_STOP_POLL_S = 0.05


class StopTimeoutError(EnvironmentProblemError):
    """The agent agreed to end and is still there."""

    code = "stop_timeout"


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(epilog="Example: `cordon run`, then copy 4111 1111 1111 1111 and click into an AI chat.")(run)
    app.command(epilog="Example: `cordon agent` in a user service, when no tray is wanted.")(agent)
    app.command(epilog="Examples: `cordon gui`, `cordon gui --window status`.")(gui)
    app.command(epilog="Example: `cordon stop && cordon run` restarts Cordon.")(stop)


def run(policy: Path | None = _POLICY_OPTION) -> None:
    """Start Cordon: the agent and, in a graphical session, its tray. Ctrl+C ends both."""
    _run_agent(policy, with_tray=True)


def agent(policy: Path | None = _POLICY_OPTION) -> None:
    """Start the agent alone: it records and warns nobody."""
    _run_agent(policy, with_tray=False)


def gui(
    window: GuiWindow = typer.Option(GuiWindow.HISTORY, help="Which window to show."),
) -> None:
    """Show a window of the running Cordon."""
    with connect() as client:
        client.call("gui.show", GuiShowParams(window=window), Nothing)


def stop() -> None:
    """End the running Cordon, agent and tray. What is on the clipboard stays there."""
    with connect() as client:
        pid = client.agent.pid
        client.stop_agent()
    # It hangs up before it has written its history, so the process is waited for.
    deadline = time.monotonic() + _STOP_TIMEOUT_S
    pause = threading.Event()
    while not _has_ended(pid):
        if time.monotonic() >= deadline:
            raise StopTimeoutError(
                "Cordon is still running",
                detail=f"Process {pid} did not end within {_STOP_TIMEOUT_S:.0f} s.",
                hint=f"End it with `kill {pid}`.",
            )
        pause.wait(_STOP_POLL_S)
    error_console().print("Cordon has stopped.")


def _has_ended(pid: int) -> bool:
    import psutil  # noqa: PLC0415 - as in _run_agent

    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE  # ended, and its parent has not noticed yet
    except psutil.NoSuchProcess:
        return True


def _run_agent(policy_file: Path | None, *, with_tray: bool) -> None:
    # Here, because the other commands answer faster without the engines.
    import asyncio  # noqa: PLC0415 - other commands start faster

    from agent.app import AgentOptions, run_agent  # noqa: PLC0415 - other commands start faster
    from agent.governance import Places  # noqa: PLC0415 - as above
    from agent.system.local_scope import LocalScope  # noqa: PLC0415 - as above

    session = current_session()
    _log_errors_to_terminal()
    options = AgentOptions(
        places=Places(folders=current_folders(), policy_file=policy_file),
        session=session,
        scope=LocalScope(current_system()),
        language=current_language(),
        with_tray=with_tray,
        on_ready=lambda status: _welcome(status, session, with_tray=with_tray),
    )
    asyncio.run(run_agent(options))


def _log_errors_to_terminal() -> None:
    handler = logging.StreamHandler()
    handler.setLevel(logging.ERROR)
    handler.setFormatter(logging.Formatter("cordon: %(message)s"))
    logging.getLogger().addHandler(handler)


def _welcome(status: StatusResult, session: Session, *, with_tray: bool) -> None:
    """Say what is watched, what is not, and what to try."""
    console = error_console()
    console.print(Text.assemble(("Cordon is running", "bold"), f" (process {status.pid}, {status.mode} mode)"))
    for issue in status.health:
        style = SEVERITY_STYLES[issue.severity]
        console.print(Text.assemble((f"  {issue.title}. ", style), issue.text, " ", (issue.hint, "dim")))
    console.print(Padding(coverage_table(status.coverage), (0, 1)))
    console.print(Text(_what_to_try(session, with_tray=with_tray)))


def _what_to_try(session: Session, *, with_tray: bool) -> str:
    # `make run` installs into .venv, which is on nobody's PATH.
    cordon = "cordon" if shutil.which("cordon") else sys.argv[0]
    if not session.is_graphical:
        attempt = f"echo 'card 4111 1111 1111 1111' | {cordon} scan -"
    elif not with_tray:
        attempt = f"copy 4111 1111 1111 1111, click into an AI chat, then run {cordon} history list"
    else:
        attempt = "copy 4111 1111 1111 1111, then click into an AI chat"
    return f"Try: {attempt}\nCtrl+C or `{cordon} stop` ends it."
