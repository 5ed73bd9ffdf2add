"""`cordon exception`: ask to be excepted from a rule for a while, and see what became of it."""

from __future__ import annotations

import enum

import typer

from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, error_console, plain_table, print_json, stdout_console
from agent.cli.sync_view import connect_syncing
from agent.core.verdicts import Action
from agent.ipc.sync_messages import ExceptionListResult, ExceptionModel, ExceptionRequestParams
from agent.ipc.wire import Nothing

__all__ = ["register"]


class Reason(enum.StrEnum):
    """Why; as `agent.fleet.exceptions.ExceptionReason` has them, which the command line need not load."""

    CUSTOMER_AGREED = "customer_agreed"
    NOT_SENSITIVE = "not_sensitive"
    APPROVED_PROJECT = "approved_project"
    URGENT = "urgent"
    OTHER = "other"


_RULE = typer.Option(
    ..., "--rule", metavar="ID", help="The rule, as the warning and `cordon history` name it; repeat it."
)
_DESTINATION = typer.Option(..., "--destination", metavar="ID", help="For this AI tool, for example claude.")
_LABEL = typer.Option(..., "--label", metavar="NAME", help="For content up to this label, as the policy names it.")
_DAYS = typer.Option(..., "--days", min=1, max=366, help="For so many days.")
_REASON = typer.Option(..., "--reason", help="Why.")
_DOWN_TO = typer.Option(Action.AUDIT, "--down-to", help="What is to be left of the rule's action.")


def register(app: typer.Typer) -> None:
    """Add the command group."""
    group = typer.Typer(no_args_is_help=True, help="Ask to be excepted from a rule; somebody else decides.")
    example = "cordon exception request --rule confidential-to-ai --destination claude --label confidential --days 14 "
    group.command("request", epilog=epilog(example + "--reason approved_project"))(request)
    group.command("list", epilog=epilog("cordon exception list"))(show)
    app.add_typer(group, name="exception")


def request(
    rule: list[str] = _RULE,
    destination: str = _DESTINATION,
    label: str = _LABEL,
    days: int = _DAYS,
    reason: Reason = _REASON,
    down_to: Action = _DOWN_TO,
) -> None:
    """Ask for an exception. It is sent as soon as the server answers; until it is granted, nothing changes."""
    params = ExceptionRequestParams(
        rule_ids=tuple(rule), destination_id=destination, label=label, days=days, reason=reason, down_to=down_to
    )
    with connect_syncing() as client:
        taken = client.call("exception.request", params, ExceptionModel)
    error_console().print(f"Asked: {taken.request_id}. `cordon exception list` shows what becomes of it.")


def show(output_format: OutputFormat = FORMAT_OPTION) -> None:
    """Show what you have asked for, and what was decided."""
    with connect_syncing() as client:
        result = client.call("exception.list", Nothing(), ExceptionListResult)
    if output_format is OutputFormat.JSON:
        print_json({"exceptions": [each.to_json() for each in result.exceptions]})
        return
    if not result.exceptions:
        error_console().print("You have asked for none.")
        return
    table = plain_table("state", "rules", "tool", "until", "id")
    for each in result.exceptions:
        until = f"{each.expires_at:%Y-%m-%d %H:%M} UTC" if each.expires_at is not None else ""
        table.add_row(
            each.state.replace("_", " "), ", ".join(each.rule_ids), each.destination_id, until, each.request_id
        )
    stdout_console().print(table)
