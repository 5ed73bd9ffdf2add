"""What the commands take from the process they run in: folders, session, a connection to the agent."""

from __future__ import annotations

import os
import sys

from agent.core.scope import OperatingSystem
from agent.ipc.client import AgentClient
from agent.system.folders import Folders, xdg_folders
from agent.system.session import Session, detect_session

__all__ = ["connect", "current_folders", "current_language", "current_session", "current_system"]


def current_folders() -> Folders:
    """The folders of this environment's instance."""
    return xdg_folders(os.environ)


def current_session() -> Session:
    """The session of this environment."""
    return detect_session(os.environ, sys.platform)


def current_system() -> OperatingSystem | None:
    """What this device runs; None for what Cordon does not know."""
    known = {"linux": OperatingSystem.LINUX, "win32": OperatingSystem.WINDOWS, "darwin": OperatingSystem.MACOS}
    return known.get(sys.platform)


def current_language() -> str:
    """The language of this environment's messages (ISO 639), by POSIX's order of variables; English when none says."""
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        language = os.environ.get(variable, "").partition("_")[0].partition(".")[0].lower()
        if language not in {"", "c", "posix"}:
            return language
    return "en"


def connect(timeout_s: float = 5.0) -> AgentClient:
    """Return a connection to the running agent; `AgentClient` says what it raises."""
    return AgentClient(current_folders().agent_socket, timeout_s=timeout_s)
