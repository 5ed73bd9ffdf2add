"""`cordon policy reload`: has the running agent read its policy file again."""

from __future__ import annotations

import typer

from agent.cli.context import connect
from agent.cli.output import epilog, error_console, printable
from agent.ipc.messages import PolicyInForceResult
from agent.ipc.wire import Nothing

__all__ = ["register"]

_RELOAD_TIMEOUT_S = 30.0
"""A policy may bring a large dictionary."""


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("reload", epilog=epilog("cordon policy test policy.yaml && cordon policy reload"))(reload)


def reload() -> None:
    """Have the running Cordon read its policy file again. A policy that cannot be used changes nothing."""
    with connect(_RELOAD_TIMEOUT_S) as client:
        result = client.call("policy.reload", Nothing(), PolicyInForceResult)
    said = f"In force: {result.name}, version {result.version}, {result.mode} mode."
    error_console().print(printable(said), markup=False)
