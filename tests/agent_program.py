"""An agent with places of a test's own for the machine service, as a program; without any session to watch.

python -m tests.agent_program MACHINE_STATE MACHINE_SOCKET [POLICY_FILE]
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from agent.app import AgentOptions, run_agent
from agent.core.errors import AgentError
from agent.core.scope import OperatingSystem
from agent.governance import Places
from agent.ipc.messages import StatusResult
from agent.system.folders import xdg_folders
from agent.system.local_scope import LocalScope
from agent.system.session import detect_session

__all__ = ["main"]


def _ready(_status: StatusResult) -> None:
    sys.stdout.write("ready\n")
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    """Run until a signal ends it."""
    machine_state, machine_socket, *policy = arguments
    options = AgentOptions(
        places=Places(
            folders=xdg_folders(os.environ),
            policy_file=Path(policy[0]) if policy else None,
            machine_state=Path(machine_state),
            machine_socket=Path(machine_socket),
        ),
        session=detect_session(os.environ, sys.platform),
        scope=LocalScope(OperatingSystem.LINUX),
        language="en",
        with_tray=False,
        on_ready=_ready,
    )
    try:
        asyncio.run(run_agent(options))
    except AgentError as exc:
        sys.stderr.write(f"{exc.code}\n")
        return 5
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
