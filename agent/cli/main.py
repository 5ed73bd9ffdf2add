"""`cordon`: the commands, what they share, and how errors look.

Rules kept here: every expected error is three lines for a person (what, more, next step) and an exit code; a broken
pipe and Ctrl+C are not errors. The process is hardened before it comes here (`agent/__main__.py`). `ExitCode` is the
table of exit codes: 1 is an answer, never a failure, so that a script can tell "something was found" from "it broke".
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from pathlib import Path

import typer

from agent import __version__
from agent.cli.output import ExitCode, fail
from agent.core.errors import AgentError

__all__ = ["build_app", "main"]

_MODULES = {
    **dict.fromkeys(("run", "agent", "gui", "stop"), "run"),
    **{name: name for name in ("status", "doctor", "history", "scan", "redact", "rehydrate", "vault", "edm")},
}
"""Each command's module, in the order in which help shows them."""

# By the errors' codes, since few commands load what raises them.
_EXIT_CODES = {"already_running": ExitCode.ALREADY_RUNNING, "agent_not_running": ExitCode.NOT_RUNNING}

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


def build_app(command: str = "") -> typer.Typer:
    """Return the command line: with every command, or with the one that is named, since loading all takes long."""
    app = typer.Typer(
        no_args_is_help=True, add_completion=False, rich_markup_mode="rich", pretty_exceptions_enable=False
    )
    app.callback(epilog=_EPILOG)(_options)
    for name in dict.fromkeys([_MODULES[command]] if command in _MODULES else _MODULES.values()):
        import_module(f"agent.cli.{name}").register(app)
    return app


def main() -> None:
    """Run the command line."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started us
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - for as long as we live
    try:
        build_app(*sys.argv[1:2])()
    except AgentError as exc:
        fail(exc)
        sys.exit(_EXIT_CODES.get(exc.code, ExitCode.FAILED))
    except KeyboardInterrupt:
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:
        # The reader (`| head`) has had enough. Python would complain again when it flushes at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(ExitCode.PIPE_CLOSED)
    except Exception:  # noqa: BLE001 - the process's top; Python's own exit code would be 1, which is an answer here
        sys.excepthook(*sys.exc_info())
        sys.exit(ExitCode.FAILED)
