"""The signing commands of `cordon policy`: keys, create, sign, publish, rotate-key, renew, revoke, team, status.

They run on the machines of those who hold offline keys. `agent/cli/policy.py` finds them as an entry point; each has a
module of its own, and loads TUF only once it is asked for.
"""

from __future__ import annotations

import typer

from server.repository import (
    command_create,
    command_keys,
    command_publish,
    command_revoke,
    command_rotate,
    command_sign,
    command_status,
    command_team,
)

__all__ = ["register"]

_COMMANDS = (
    command_keys,
    command_create,
    command_sign,
    command_publish,
    command_status,
    command_revoke,
    command_rotate,
    command_team,
)
"""In the order in which help shows them."""


def register(group: typer.Typer) -> None:
    """Add them to the group."""
    for command in _COMMANDS:
        command.register(group)
