"""`cordon policy explain`: why a policy answers as it does, for one gesture."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, plain_table, print_json, printable, stdout_console
from agent.cli.policy_files import UPPER_OPTION, catalogue, opened
from agent.cli.scan_input import STDIN, read_content
from agent.core.content import Content, ContentKind
from agent.core.gestures import Channel
from agent.core.scope import OperatingSystem, Scope

if TYPE_CHECKING:
    from rich.console import Console

    from agent.core import Destination
    from agent.policy.authoring.explaining import Asked, PolicyExplanation, RuleExplanation

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy explain --text 'card 4111 1111 1111 1111' --destination chatgpt",
    "cordon policy explain berlin.yaml --under default --text hello",
    "cordon policy explain policy.yaml --destination claude --group legal --rules < contract.txt",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("explain", epilog=_EPILOG)(explain)


def explain(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    policy: str = typer.Argument("default", help="A policy file, or one that comes with Cordon."),
    text: str | None = typer.Option(None, help="What is sent; standard input when left out."),
    destination: str = typer.Option("", help="Where to, by id; an assistant that nobody knows when left out."),
    channel: Channel = typer.Option(Channel.CLIPBOARD, help="How."),
    user: str = typer.Option("", help="Name of the account."),
    group: list[str] = typer.Option([], help="A group that it is in; may be repeated."),
    team: str = typer.Option("", help="Team of the device."),
    device: str = typer.Option("", help="The device, as the server knows it."),
    system: OperatingSystem | None = typer.Option(None, "--os", help="What the device runs."),
    address: list[str] = typer.Option([], help="An address of the device; may be repeated."),
    at: datetime | None = typer.Option(None, formats=["%Y-%m-%d %H:%M"], help="When; now when left out."),
    upper: list[str] = UPPER_OPTION,
    model: bool = typer.Option(True, "--model/--no-model", envvar="CORDON_MODEL", help="Also read with the model."),
    all_rules: bool = typer.Option(False, "--rules", help="Also every rule that does not apply, and why."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Say why a policy answers as it does: label, rules, and what would change it. The text itself is not shown."""
    # Here, so that the other commands start without it.
    from agent.policy import Facts  # noqa: PLC0415 - as above
    from agent.policy.authoring.explaining import explain as explained  # noqa: PLC0415 - as above

    loaded = opened(policy, upper, with_model=model)
    content = read_content(STDIN) if text is None else _content(text)
    facts = Facts(
        assessment=loaded.engines.assess(content),
        destination=_destination(destination),
        channel=channel,
        scope=Scope(
            user=user,
            groups=frozenset(group),
            team=team,
            device_id=device,
            os=system,
            addresses=tuple(address),
            at=_local_time(at),
        ),
    )
    explanation = explained(loaded.policy, facts)
    if output_format is OutputFormat.JSON:
        print_json(_json(explanation))
    else:
        _print(stdout_console(), explanation, facts.destination.name, all_rules=all_rules)


def _content(text: str) -> Content:
    return Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text.encode(errors="replace")))


def _local_time(given: datetime | None) -> datetime:
    """What was given, in the device's own time zone; now where nothing was.

    Raises:
        typer.BadParameter: it is before or after all that a calendar here has.
    """
    try:
        return (given or datetime.now(UTC)).astimezone()
    except (OverflowError, ValueError, OSError):
        raise typer.BadParameter("give a day of this age, for example 2026-11-26 14:30", param_hint="--at") from None


def _destination(given: str) -> Destination:
    from agent.destinations import UNSPECIFIED_ASSISTANT  # noqa: PLC0415 - as above
    from agent.policy.document.problems import unknown  # noqa: PLC0415 - as above

    if not given:
        return UNSPECIFIED_ASSISTANT
    known = catalogue()
    if given not in known:
        raise typer.BadParameter(unknown("destination", given, known), param_hint="--destination")
    return known[given]


def _print(console: Console, explanation: PolicyExplanation, destination: str, *, all_rules: bool) -> None:
    verdict = explanation.verdict
    console.print(
        Text.assemble(
            ("verdict  ", "dim"),
            (verdict.action, "bold"),
            f" ({verdict.mode}), label ",
            (printable(verdict.label.name), "bold"),
        )
    )
    console.print(Text.assemble(("to       ", "dim"), printable(f"{destination}, {explanation.status}")))
    _print_label(console, explanation)
    applying = [rule for rule in explanation.rules if rule.applies]
    console.print(Text("\nRules that apply" if applying else "\nNo rule applies, so it is allowed.", "bold"))
    for rule in applying:
        _print_rule(console, rule)
    others = [rule for rule in explanation.rules if not rule.applies]
    if all_rules and others:
        console.print(Text("\nRules that do not, and why", "bold"))
        for rule in others:
            _print_rule(console, rule)
    elif others:
        console.print(Text(f"\n{len(others)} more do not apply; --rules says why.", "dim"))
    if explanation.changes:
        console.print(Text("\nWhat would change it", "bold"))
        table = plain_table("", "")
        for change in explanation.changes:
            table.add_row(Text(f"  {change.action}", "bold"), Text(printable(change.what)))
        console.print(table)


def _print_label(console: Console, explanation: PolicyExplanation) -> None:
    label = explanation.verdict.label.name
    earned = [way for way in explanation.ways if way.is_earned and way.label == label]
    if not earned:
        console.print(Text.assemble(("because  ", "dim"), "nothing earns a higher label"))
    for way in earned:
        console.print(Text.assemble(("because  ", "dim"), _joined(way.conditions)))


def _print_rule(console: Console, rule: RuleExplanation) -> None:
    layer = "" if rule.layer == "global" else f" ({rule.layer})"
    note = " - decides" if rule.decides else ""
    if rule.exception_id:
        note = f" - loosened by exception {rule.exception_id}"
    console.print(Text.assemble("  ", (rule.rule_id, "bold"), printable(f"{layer}: {rule.asks_for}{note}")))
    for each in rule.conditions:
        console.print(_mark(each))
    if rule.is_excluded:
        console.print(Text.assemble(("      excluded  ", "yellow"), f"unless {_joined(rule.unless)}"))


def _mark(asked: Asked) -> Text:
    mark = ("      holds     ", "green") if asked.holds else ("      does not  ", "red")
    return Text.assemble(mark, printable(asked.text))


def _joined(conditions: tuple[Asked, ...]) -> str:
    return printable("; ".join(each.text for each in conditions))


def _json(explanation: PolicyExplanation) -> dict[str, object]:
    verdict = explanation.verdict

    def listed(conditions: tuple[Asked, ...]) -> list[dict[str, object]]:
        return [{"condition": each.text, "holds": each.holds} for each in conditions]

    return {
        "action": verdict.action,
        "label": verdict.label.name,
        "mode": verdict.mode,
        "destination_status": explanation.status,
        "label_ways": [
            {"label": way.label, "layer": way.layer, "earned": way.is_earned, "conditions": listed(way.conditions)}
            for way in explanation.ways
        ],
        "rules": [
            {
                "rule": rule.rule_id,
                "layer": rule.layer,
                "asks_for": rule.asks_for,
                "applies": rule.applies,
                "decides": rule.decides,
                "exception": rule.exception_id or None,
                "conditions": listed(rule.conditions),
                "unless": listed(rule.unless),
            }
            for rule in explanation.rules
        ],
        "changes": [{"what": change.what, "action": change.action} for change in explanation.changes],
    }
