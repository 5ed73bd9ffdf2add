"""`cordon policy show`: a policy, or the one in force, for people, for editors and for programs."""

from __future__ import annotations

import enum
import sys
from collections import defaultdict
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.context import connect
from agent.cli.output import epilog, plain_table, printable, stdout_console
from agent.cli.policy_files import UPPER_OPTION, read_text, upper_documents
from agent.ipc.messages import PolicyResult
from agent.ipc.wire import Nothing

if TYPE_CHECKING:
    from rich.console import Console

    from agent.policy import PolicyDocument
    from agent.policy.document.policy import RuleEntry

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy show",
    "cordon policy show finance --format yaml > policy.yaml",
    "cordon policy show policy.yaml --format json | sha256sum",
)


class PolicyFormat(enum.StrEnum):
    """For people, editors, programs."""

    TEXT = "text"
    YAML = "yaml"
    JSON = "json"


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("show", epilog=_EPILOG)(show)


def show(
    policy: str = typer.Argument("", help="A policy file, or one that comes with Cordon; else the one in force."),
    upper: list[str] = UPPER_OPTION,
    output_format: PolicyFormat = typer.Option(
        PolicyFormat.TEXT, "--format", help="text for people, yaml to edit, json as it travels, one layer a line."
    ),
) -> None:
    """Show a policy: labels and what earns them, destinations, rules. Without a name, the one in force here."""
    # Here, so that the other commands start without it.
    from agent.policy import parse_policy  # noqa: PLC0415 - as above
    from agent.policy.document.canonical import canonical_json  # noqa: PLC0415 - as above

    texts = [read_text(policy)] if policy else _in_force()
    documents: list[PolicyDocument] = [*upper_documents(upper)] if policy else []
    above = len(documents)
    for text in texts:
        documents.append(parse_policy(text, upper=tuple(documents)))
    documents = documents[above:]
    if output_format is PolicyFormat.JSON:
        sys.stdout.write("".join(f"{canonical_json(document).decode()}\n" for document in documents))
        return
    if output_format is PolicyFormat.YAML:
        # As it was written, where there is such a text: comments explain it.
        sys.stdout.write(texts[0].decode() if policy else "---\n".join(map(_yaml, documents)))
        return
    console = stdout_console()
    for document in documents:
        _print(console, document)


def _in_force() -> list[bytes]:
    with connect() as client:
        result = client.call("policy.get", Nothing(), PolicyResult)
    return [text.encode() for text in result.documents]


def _yaml(document: PolicyDocument) -> str:
    import yaml  # noqa: PLC0415 - as above

    from agent.policy.authoring.schema import SCHEMA_FILE  # noqa: PLC0415 - as above
    from agent.policy.document.canonical import plain_values  # noqa: PLC0415 - as above

    text: str = yaml.safe_dump(plain_values(document), sort_keys=False, allow_unicode=True, width=120)
    return f"# yaml-language-server: $schema={SCHEMA_FILE}\n{text}"


def _print(console: Console, document: PolicyDocument) -> None:
    from agent.policy.authoring.condition_words import way_words  # noqa: PLC0415 - as above

    about = f", version {document.version}, {document.layer}, {document.mode} mode"
    console.print(Text.assemble((printable(document.name), "bold"), printable(about)))
    console.print(Text("\nLabels", "bold"))
    for label in document.labels:
        console.print(Text(printable(f"  {label.name}")))
        for way in label.any_of:
            console.print(Text(printable(f"      {'; '.join(way_words(way))}"), "dim"))
    _print_destinations(console, document)
    console.print(Text(f"\nRules ({len(document.rules)})", "bold"))
    table = plain_table("", "", "")
    for rule in document.rules:
        table.add_row(Text(f"  {rule.action}", "bold"), Text(rule.id), Text(printable(_conditions(rule))))
    console.print(table)
    others = {name: len(getattr(document, name)) for name in ("recognizers", "dictionaries", "exact_data", "tests")}
    counted = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in others.items() if count)
    if counted:
        console.print(Text(f"\nAlso: {counted}.", "dim"))


def _print_destinations(console: Console, document: PolicyDocument) -> None:
    by_status: dict[str, list[str]] = defaultdict(list)
    for name, entry in document.destinations.items():
        by_status[entry.status].append(name)
    if document.other_destinations is not None:
        by_status[document.other_destinations.status].append("all others")
    console.print(Text("\nDestinations", "bold"))
    if not by_status:
        console.print(Text("  No AI tool is named; approve those that people may use.", "dim"))
    for status, names in by_status.items():
        console.print(Text(f"  {status}: {', '.join(names)}"))


def _conditions(rule: RuleEntry) -> str:
    from agent.policy.authoring.condition_words import when_words  # noqa: PLC0415 - as above

    when = "; ".join(text for _, text in when_words(rule.when)) or "always"
    if rule.unless is None:
        return when
    return f"{when}; unless {'; '.join(text for _, text in when_words(rule.unless))}"
