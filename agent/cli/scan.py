"""`cordon scan`: judge a file or standard input as if it were pasted into an AI assistant.

Runs in this process with the packaged policy, so that it works without an agent; writes nothing down.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import typer
from rich.text import Text

from agent.cli.output import FORMAT_OPTION, OutputFormat, error_console, plain_table, print_json, stdout_console
from agent.core import Action, Assessment, Channel, Content, ContentKind, ContentProblem, Destination, Finding, Verdict
from agent.core.errors import EnvironmentProblemError

__all__ = ["register"]

_LIMIT_BYTES = 64 << 20
_ACTION_STYLES = {Action.ALLOW: "green", Action.AUDIT: "cyan"}


class ScanInputError(EnvironmentProblemError):
    """There is nothing to scan."""

    code = "scan_input"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scan:
    content: Content
    assessment: Assessment
    verdict: Verdict
    destination: Destination


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog="Examples: `cordon scan notes.txt`, `git diff | cordon scan - --format json | jq .verdict.action`."
    )(scan)


def scan(
    file: str = typer.Argument("-", help="A text file, or - for standard input.", metavar="[FILE|-]"),
    destination: str = typer.Option("", help="Judge as if for this destination, for example chatgpt or ollama."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Show what Cordon finds in a text and what it would do. Nothing is recorded or sent."""
    result = _judge(_read(file), destination)
    if output_format is OutputFormat.JSON:
        print_json(_to_json(result))
    else:
        _print(result)


def _read(file: str) -> Content:
    try:
        if file == "-":
            if sys.stdin is None:
                raise ScanInputError("There is no standard input", hint="Name a text file, or pipe one in.")
            if sys.stdin.isatty():
                error_console().print("Type or paste the text, then press Ctrl+D.", style="dim")
            return _content(sys.stdin.buffer)
        with Path(file).open("rb") as stream:
            return _content(stream)
    except OSError as exc:
        raise ScanInputError(
            "The file cannot be read", detail=f"{exc.strerror}.", hint="Name a text file, or - for standard input."
        ) from exc


def _content(stream: BinaryIO) -> Content:
    """Text in UTF-8, or UTF-16 with its mark; what holds NUL bytes otherwise is no text."""
    data = stream.read(_LIMIT_BYTES + 1)
    problem = ContentProblem.TOO_LARGE if len(data) > _LIMIT_BYTES else None
    data = data[:_LIMIT_BYTES]
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = data.decode("utf-16", errors="replace")
    elif b"\0" in data[:8192]:
        return Content(kind=ContentKind.OTHER, size_bytes=len(data))
    else:
        text = data.decode("utf-8-sig", errors="replace")
    return Content(
        kind=ContentKind.TEXT if text else ContentKind.EMPTY, text=text, size_bytes=len(data), problem=problem
    )


def _judge(content: Content, destination_id: str) -> _Scan:
    # Here, so that the other commands start without the engines.
    from agent.destinations import UNSPECIFIED_ASSISTANT, packaged_catalogue  # noqa: PLC0415
    from agent.engines import build_engines  # noqa: PLC0415

    policy, engines = build_engines()
    destination = UNSPECIFIED_ASSISTANT
    if destination_id:
        known = {each.destination_id: each for each in packaged_catalogue().destinations}
        if destination_id not in known:
            raise typer.BadParameter(f"unknown; known are {', '.join(sorted(known))}", param_hint="--destination")
        destination = policy.apply_status(known[destination_id])
    assessment = engines.assess(content)
    verdict = engines.evaluate(assessment, destination, Channel.COMMAND_LINE)
    return _Scan(content=content, assessment=assessment, verdict=verdict, destination=destination)


def _to_json(result: _Scan) -> dict[str, object]:
    assessment, verdict = result.assessment, result.verdict
    return {
        "findings": [_finding_to_json(finding) for finding in assessment.findings],
        "category": assessment.category,
        "inspection": assessment.inspection,
        "label": verdict.label.name,
        "verdict": {
            "action": verdict.action,
            "rules": [rule.rule_id for rule in verdict.triggered_rules],
            "messages": [rule.message for rule in verdict.triggered_rules if rule.message],
            "offers": list(verdict.offers),
            "mode": verdict.mode,
            "policy_version": verdict.policy_version,
            "destination": result.destination.destination_id,
        },
    }


def _finding_to_json(finding: Finding) -> dict[str, object]:
    explanation = finding.explanation
    return {
        "entity": finding.entity,
        "start": finding.start,
        "end": finding.end,
        "confidence": round(finding.confidence, 4),
        "recognizer": finding.recognizer,
        "explanation": {
            "summary": explanation.summary,
            "steps": [{"what": step.what, "confidence": round(step.confidence, 4)} for step in explanation.steps],
        },
    }


def _print(result: _Scan) -> None:
    console = stdout_console()
    verdict = result.verdict
    for finding in result.assessment.findings:
        console.print(_line(result.content.text, finding))
    if result.assessment.inspection != "complete":
        console.print(Text(f"Not everything could be read: {result.assessment.inspection}.", style="yellow"))
    if not result.assessment.findings:
        console.print("Nothing sensitive found.")
    summary = plain_table("", "")
    summary.add_row("label", verdict.label.name)
    summary.add_row("verdict", Text(verdict.action, style=_ACTION_STYLES.get(verdict.action, "bold yellow")))
    for rule in verdict.triggered_rules:
        summary.add_row("rule", f"{rule.rule_id}: {rule.message}" if rule.message else rule.rule_id)
    console.print(summary)


def _line(text: str, finding: Finding) -> Text:
    """Where, what and why; never the matched text, since a terminal keeps what scrolls by."""
    line_number = text.count("\n", 0, finding.start) + 1
    column = finding.start - (text.rfind("\n", 0, finding.start) + 1) + 1
    return Text.assemble(
        (f"{line_number}:{column}", "dim"),
        "  ",
        (finding.entity, "bold"),
        f"  {finding.confidence:.2f}  {finding.end - finding.start} characters  ",
        (finding.explanation.summary, "dim"),
    )
