"""`cordon policy`: the commands for those who write policies. Each has a module of its own."""

from __future__ import annotations

import typer

from agent.cli import (
    policy_diff,
    policy_explain,
    policy_init,
    policy_lint,
    policy_reload,
    policy_schema,
    policy_show,
    policy_simulate,
    policy_tests,
)
from agent.system.programs import installed_commands

__all__ = ["register"]

_COMMANDS = (
    policy_init,
    policy_lint,
    policy_tests,
    policy_explain,
    policy_diff,
    policy_simulate,
    policy_show,
    policy_reload,
    policy_schema,
)
"""In the order in which help shows them."""


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Write, check and understand policies; nothing leaves the device.")
    for command in _COMMANDS:
        command.register(group)
    for _, load in installed_commands("policy_commands"):
        load()(group)
    app.add_typer(group, name="policy")
