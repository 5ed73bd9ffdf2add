"""The one program: `cordon`, and `python -m agent`. Hardens the process, then hands on.

The agent starts its tray as `cordon --program gui.cli:main …` (`agent/system/programs.py`). That goes past the command
line, whose libraries would cost the tray 14 MB for as long as it lives.
"""

from __future__ import annotations

import sys
from importlib import import_module

from agent.system.hardening import harden_process
from agent.system.programs import PROGRAM_OPTION

__all__ = ["main"]


def main() -> None:
    """Run a named program of another package, or the command line."""
    harden_process()
    if len(sys.argv) > 2 and sys.argv[1] == PROGRAM_OPTION:
        module, _, function = sys.argv[2].partition(":")
        sys.exit(getattr(import_module(module), function)(sys.argv[3:]))
    try:
        from agent.cli.main import main as command_line  # noqa: PLC0415 - see above
    except KeyboardInterrupt:  # loading takes long enough for somebody to change their mind
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    main()
