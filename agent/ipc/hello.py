"""The handshake: the first message of a client, and the agent's answer.

In a module of its own because a client that asks one thing, and is waited for, pays for what it loads.
"""

from __future__ import annotations

from agent.ipc.wire import Identifier, WireModel

__all__ = ["HelloParams", "HelloResult"]


class HelloParams(WireModel, frozen=True):
    """First message of a client."""

    protocol: int
    client: Identifier
    client_version: Identifier


class HelloResult(WireModel, frozen=True):
    """The agent's answer; `instance_id` changes with every start of the agent."""

    protocol: int
    agent_version: str
    instance_id: str
    pid: int
