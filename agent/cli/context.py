"""What the commands take from the process they run in: folders, session, a connection to the agent."""

from __future__ import annotations

import os
import sys

from agent.ipc.client import AgentClient
from agent.system.folders import Folders, xdg_folders
from agent.system.session import Session, detect_session

__all__ = ["connect", "current_folders", "current_session"]


def current_folders() -> Folders:
    """The folders of this environment's instance."""
    return xdg_folders(os.environ)


def current_session() -> Session:
    """The session of this environment."""
    return detect_session(os.environ, sys.platform)


def connect(timeout_s: float = 5.0) -> AgentClient:
    """Return a connection to the running agent; `AgentClient` says what it raises."""
    return AgentClient(current_folders().agent_socket, timeout_s=timeout_s)
