"""`cordon policy`: the commands for those who write policies. Each has a module of its own."""

from __future__ import annotations

import typer

from agent.cli import policy_lint, policy_tests

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Write, check and understand policies; nothing leaves the device.")
    policy_lint.register(group)
    policy_tests.register(group)
    app.add_typer(group, name="policy")
