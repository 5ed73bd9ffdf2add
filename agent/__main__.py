"""The one program: `cordon`, and `python -m agent`. Hardens the process, then hands on.

The agent starts its tray as `cordon tray …`. That is no command for people, and it goes past the command line, whose
libraries would cost the tray 14 MB for as long as it lives; it is found through an entry point, since `agent` may not
import `gui`.
"""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

from agent.system.hardening import harden_process

__all__ = ["main"]

_PROGRAMS = "cordon.programs"


def main() -> None:
    """Run a program of another package by its name, or the command line."""
    harden_process()
    if len(sys.argv) > 1:
        for program in entry_points(group=_PROGRAMS, name=sys.argv[1]):
            sys.exit(program.load()(sys.argv[2:]))
    from agent.cli.main import main as command_line  # noqa: PLC0415 - see above

    command_line()


if __name__ == "__main__":
    main()
