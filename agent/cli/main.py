"""`cordon`: the commands, what they share, and how errors look.

Rules kept here: every expected error is three lines for a person (what, more, next step) and an exit code; a broken
pipe and Ctrl+C are not errors. The process is hardened before it comes here (`agent/__main__.py`). `ExitCode` is the
table of exit codes: 1 is an answer, never a failure, so that a script can tell "something was found" from "it broke".
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from agent import __version__
from agent.cli import doctor, edm, history, redact, rehydrate, run, scan, status, vault
from agent.cli.output import ExitCode, fail
from agent.core.errors import AgentError
from agent.ipc.client import AgentNotRunningError
from agent.system.instance import AlreadyRunningError

__all__ = ["build_app", "main"]

_EXIT_CODES: dict[type[AgentError], ExitCode] = {
    AlreadyRunningError: ExitCode.ALREADY_RUNNING,
    AgentNotRunningError: ExitCode.NOT_RUNNING,
}

_EPILOG = (
    "Exit codes: 0 done, 1 done and something is there (scan, edm test: found, doctor: missing), 2 wrong usage, "
    "3 already running, 4 not running, 5 failed, 130 interrupted. Files: `cordon doctor` names them."
)


def _version(wanted: bool) -> None:
    if wanted:
        sys.stdout.write(f"cordon {__version__}\n")
        raise typer.Exit


def _options(
    _version_wanted: bool = typer.Option(
        False, "--version", callback=_version, is_eager=True, help="Print the version and exit."
    ),
) -> None:
    """Keep sensitive data out of AI assistants. Everything is judged on this device; no content leaves it."""


def build_app() -> typer.Typer:
    """Return the command line with every command."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    app.callback(epilog=_EPILOG)(_options)
    for module in (run, status, doctor, history, scan, redact, rehydrate, vault, edm):
        module.register(app)
    return app


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live
    try:
        build_app()()
    except AgentError as exc:
        fail(exc)
        sys.exit(next((code for kind, code in _EXIT_CODES.items() if isinstance(exc, kind)), ExitCode.FAILED))
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader (`| head`) has had enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.PIPE_CLOSED)
    except Exception:  # noqa: BLE001 - the process's top; Python's own exit code would be 1, which is an answer here
        sys.excepthook(*sys.exc_info())
        sys.exit(ExitCode.FAILED)
