"""`cordon policy`: the commands for those who write policies. Each has a module of its own."""

from __future__ import annotations

import typer

from agent.cli import policy_explain, policy_init, policy_lint, policy_reload, policy_schema, policy_show, policy_tests

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Write, check and understand policies; nothing leaves the device.")
    policy_init.register(group)
    policy_lint.register(group)
    policy_tests.register(group)
    policy_explain.register(group)
    policy_show.register(group)
    policy_reload.register(group)
    policy_schema.register(group)
    app.add_typer(group, name="policy")
