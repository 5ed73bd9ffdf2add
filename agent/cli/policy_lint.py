"""`cordon policy lint`: what is very likely not meant in a policy, at its line, before anybody signs it."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import ExitCode, epilog, print_json, printable, stdout_console
from agent.cli.policy_files import POLICY_ARGUMENT, UPPER_OPTION, catalogue, opened, read_text, upper_documents
from agent.cli.policy_lint_sarif import lint_sarif
from agent.cli.policy_source import QuotableSource
from agent.cli.sarif import write_sarif

if TYPE_CHECKING:
    from rich.console import Console

    from agent.policy.authoring.linting import LintFinding

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy lint policy.yaml",
    "cordon policy lint policy.yaml --strict",
    "cordon policy lint berlin.yaml --under policy.yaml",
    "cordon policy lint policy.yaml --format sarif > policy.sarif",
    exit_codes="0 nothing wrong (notes, and warnings without --strict, may be there), 1 errors, or warnings with "
    "--strict, 2 wrong usage, 5 the policy, or one above it, cannot be read",
)
_STYLES = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


class LintFormat(enum.StrEnum):
    """For people, for programs, for code review and build servers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("lint", epilog=_EPILOG)(lint_policy)


def lint_policy(
    policy: str = POLICY_ARGUMENT,
    upper: list[str] = UPPER_OPTION,
    output_format: LintFormat = typer.Option(LintFormat.TEXT, "--format", help="text for people; json; sarif 2.1.0."),
    strict: bool = typer.Option(False, "--strict", help="Warnings count for the exit code, too."),
) -> None:
    """Find what is wrong in a policy, or very likely not meant: rules that never apply or never decide, missing tests.

    Nothing of the policy's tests, patterns and terms is shown.
    """
    untrusted = read_text(policy)
    findings, source = _lint(policy, upper, untrusted)
    match output_format:
        case LintFormat.TEXT:
            _print(policy, findings, source)
        case LintFormat.JSON:
            print_json(_json(findings))
        case LintFormat.SARIF:
            from agent.policy.authoring.linting import CHECKS  # noqa: PLC0415 - as in _lint

            write_sarif(lint_sarif(policy, findings, CHECKS))
    counts = _counts(findings)
    is_wrong = counts["error"] or (strict and counts["warning"])
    raise typer.Exit(ExitCode.SOMETHING_THERE if is_wrong else ExitCode.DONE)


def _lint(policy: str, upper: list[str], untrusted: bytes) -> tuple[Sequence[LintFinding], QuotableSource]:
    # Here, so that the other commands start without the engines.
    from agent.detection.custom import check_definitions  # noqa: PLC0415 - as above
    from agent.policy.authoring.linting import lint, lint_error  # noqa: PLC0415 - as above
    from agent.policy.document.parsing import parse_with_lines  # noqa: PLC0415 - as above
    from agent.policy.document.problems import PolicyError  # noqa: PLC0415 - as above

    source = QuotableSource(untrusted)
    above = upper_documents(upper)  # what is wrong with one of these is no finding
    if upper:
        opened(upper[-1], upper[:-1])
    try:
        _, text = parse_with_lines(untrusted, check_definitions, above)
    except PolicyError as exc:
        return lint_error(exc), source
    try:
        loaded = opened(policy, upper)
    except PolicyError as exc:
        if not exc.problems:  # the layers do not fit together
            raise
        return lint_error(exc, text), source
    return lint(loaded.policy, text, catalogue(), lambda content: loaded.engines.assess(content).findings), source


def _print(policy: str, findings: Sequence[LintFinding], source: QuotableSource) -> None:
    console = stdout_console()
    for finding in findings:
        severity = finding.severity.value
        console.print(
            Text.assemble(
                (f"{printable(policy)}:{finding.line}", "bold"),
                "  ",
                (severity, _STYLES[severity]),
                "  ",
                (finding.check_id, "dim"),
                f"  {printable(f'{finding.place}: {finding.message}')}",
            )
        )
        _print_line(console, finding, source)
    counts = _counts(findings)
    if not findings:
        console.print(Text("Nothing to say: no errors, no warnings, no notes.", "bold green"))
        return
    style = "bold red" if counts["error"] else "bold yellow" if counts["warning"] else "bold green"
    console.print(Text(", ".join(_counted(name, counts[name]) for name in _STYLES) + ".", style))


def _print_line(console: Console, finding: LintFinding, source: QuotableSource) -> None:
    """The line itself, with what it is about underlined."""
    found = source.line_at(finding.path)
    if found is None:
        return
    number, line = found
    content = line.lstrip(" ").removeprefix("- ").lstrip(" ")
    indent = len(line) - len(content)
    margin = " " * len(str(number))
    console.print(Text.assemble(f"  {number} ", ("| ", "dim"), line))
    console.print(Text.assemble(f"  {margin} ", ("| ", "dim"), " " * indent, ("^" * len(content), "bold")))


def _counts(findings: Sequence[LintFinding]) -> Counter[str]:
    return Counter(finding.severity.value for finding in findings)


def _counted(name: str, count: int) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"


def _json(findings: Sequence[LintFinding]) -> dict[str, object]:
    from agent.policy.document.problems import shown_name  # noqa: PLC0415 - as in _lint

    counts = _counts(findings)
    return {
        "findings": [
            {
                "check": finding.check_id,
                "severity": finding.severity,
                "line": finding.line,
                "path": [step if isinstance(step, int) else shown_name(step) for step in finding.path],
                "place": finding.place,
                "message": finding.message,
            }
            for finding in findings
        ],
        **{f"{name}s": counts[name] for name in _STYLES},
    }
