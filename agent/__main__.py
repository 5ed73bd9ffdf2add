"""The one program: `cordon`, and `python -m agent`. Hardens the process, then hands on.

The agent starts its tray as `cordon --program gui.cli:main …` (`agent/system/programs.py`). That goes past the command
line, whose libraries would cost the tray 14 MB for as long as it lives. So do hooks, which run before each step of a
coding agent: `cordon hook claude-code` would wait longer for those libraries than for its answer.
"""

from __future__ import annotations

import sys
import time
from importlib import import_module

from agent.system.hardening import harden_process
from agent.system.programs import HOOK_COMMAND, HOOK_TOOLS, PROGRAM_OPTION

__all__ = ["main"]


def main() -> None:
    """Run a named program of another package, a hook, or the command line."""
    started_at = time.monotonic()
    harden_process()
    if len(sys.argv) > 2 and sys.argv[1] == PROGRAM_OPTION:
        module, _, function = sys.argv[2].partition(":")
        sys.exit(getattr(import_module(module), function)(sys.argv[3:]))
    if sys.argv[1:2] == [HOOK_COMMAND] and sys.argv[2:3] and sys.argv[2] in HOOK_TOOLS and "--help" not in sys.argv:
        from agent.cli.hook_run import run_hook  # noqa: PLC0415 - see above

        sys.exit(run_hook(sys.argv[2], sys.argv[3:], started_at))
    try:
        from agent.cli.main import main as command_line  # noqa: PLC0415 - see above
    except KeyboardInterrupt:  # loading takes long enough for somebody to change their mind
        sys.exit(130)
    command_line()


if __name__ == "__main__":
    main()
