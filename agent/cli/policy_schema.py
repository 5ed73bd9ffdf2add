"""`cordon policy schema`: the JSON Schema of policies for editors, or the reference in Markdown."""

from __future__ import annotations

import sys

import typer

from agent.cli.output import epilog, print_json

__all__ = ["register"]

_EPILOG = epilog("cordon policy schema > policy.schema.json", "cordon policy schema --reference | less")


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("schema", epilog=_EPILOG)(schema)


def schema(
    reference: bool = typer.Option(False, "--reference", help="The reference for people instead, in Markdown."),
) -> None:
    """Print the JSON Schema of policies, with which editors complete and check them."""
    # Here, so that the other commands start without it.
    from agent.policy.authoring.reference import policy_reference  # noqa: PLC0415 - as above
    from agent.policy.authoring.schema import policy_schema  # noqa: PLC0415 - as above

    if reference:
        sys.stdout.write(policy_reference())
    else:
        print_json(policy_schema())
