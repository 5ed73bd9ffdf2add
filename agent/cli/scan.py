"""`cordon scan`: judge files or standard input as if they were pasted into an AI assistant.

Runs in this process, with the packaged policy or a named one, so that it works without an agent; writes nothing down.
"""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import typer

from agent.cli.judging import ENTITY_OPTION, MODEL_OPTION, POLICY_OPTION, load, parse_entities
from agent.cli.output import ExitCode, epilog, error_console, fail, printable
from agent.cli.reading_progress import reading_progress
from agent.cli.scan_input import STDIN, ScanInput, ScanInputError, expand, open_input, read_content, size_bytes
from agent.cli.scan_report import JsonReport, Report, TextReport
from agent.cli.scan_result import FileScan, Selection
from agent.cli.scan_sarif import SarifReport
from agent.core import Assessment, Channel, Content, ContentKind, Destination, Inspection, Verdict
from agent.core.ports import OnRead

__all__ = ["register"]

_EPILOG = epilog(
    "cordon scan notes.txt",
    "cordon scan src/ --format sarif > cordon.sarif",
    "git diff | cordon scan - --format json | jq .verdict.action",
    "cordon scan --jsonl < texts.jsonl",
    "cordon scan samples/ --policy policy.yaml --entity EMPLOYEE_NUMBER",
    exit_codes="0 nothing found, 1 something found, 2 wrong usage, 5 nothing found but a file could not be read, or "
    "only in part; with --jsonl 0 once every line is answered",
)


class ScanFormat(enum.StrEnum):
    """For people, for programs, for code review and build servers."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog=_EPILOG)(scan)


def scan(  # noqa: PLR0917 - typer gives each option by its name
    files: list[str] = typer.Argument(None, help="Text files, folders, or - for standard input.", metavar="FILE|-"),
    destination: str = typer.Option("", help="Judge as if for this destination, for example chatgpt or ollama."),
    output_format: ScanFormat = typer.Option(
        ScanFormat.TEXT, "--format", help="text for people; json, one line a file; sarif 2.1.0."
    ),
    min_confidence: float = typer.Option(0.0, min=0.0, max=1.0, help="Show only findings at least this sure (0 to 1)."),
    entity: list[str] = ENTITY_OPTION,
    policy: Path | None = POLICY_OPTION,
    model: bool = MODEL_OPTION,
    jsonl: bool = typer.Option(
        False, "--jsonl", help='Read {"id", "text"} a line from one file or standard input; answer each with a line.'
    ),
) -> None:
    """Show what Cordon finds in texts and what it would do. Nothing is recorded or sent.

    --min-confidence and --entity choose what is shown and what counts for the exit code; the verdict is on everything.
    Organizations, places, dates, ages and amounts of money say little alone: they count where --entity names them, and
    with --jsonl.
    """
    names = files or [STDIN]
    if jsonl and (len(names) > 1 or output_format is not ScanFormat.TEXT):
        raise typer.BadParameter("takes one file and no other format", param_hint="--jsonl")
    loaded, engines = load(policy, with_model=model)
    entities = parse_entities(entity, loaded.entities)
    selection = Selection(min_confidence=min_confidence, entities=entities, with_context=jsonl)
    target = _destination(destination)

    def judge(content: Content, on_read: OnRead) -> tuple[Assessment, Verdict]:
        assessment = engines.assess(content, on_read)
        return assessment, engines.evaluate(assessment, target, Channel.COMMAND_LINE)

    if jsonl:
        _scan_lines(names[0], judge, selection)
    else:
        raise typer.Exit(_scan_files(names, judge, selection, output_format, target.destination_id))


_Judge = Callable[[Content, OnRead], tuple[Assessment, Verdict]]


def _destination(destination_id: str) -> Destination:
    """What to judge for; the policy says at each verdict what it thinks of it."""
    # Here, so that the other commands start without the catalogue.
    from agent.destinations import UNSPECIFIED_ASSISTANT, packaged_catalogue  # noqa: PLC0415 - slow

    if not destination_id:
        return UNSPECIFIED_ASSISTANT
    known = {each.destination_id: each for each in packaged_catalogue().destinations}
    if destination_id not in known:
        raise typer.BadParameter(f"unknown; known are {', '.join(sorted(known))}", param_hint="--destination")
    return known[destination_id]


def _scan_files(
    names: list[str], judge: _Judge, selection: Selection, output_format: ScanFormat, destination_id: str
) -> ExitCode:
    inputs = expand(names)
    named = [each.name for each in inputs] != names or len(inputs) > 1
    report = _report(output_format, names_files=named)
    found = unread = False
    with reading_progress("Scanning", sum(each.size_bytes for each in inputs)) as progress:
        for each in inputs:
            try:
                content = read_content(each.name)
            except ScanInputError as exc:
                unread = True
                with progress.aside(is_error=True):
                    _say_unread(each, exc, named=named)
                    report.add_unreadable(each.name, exc)
                progress.advance(each.size_bytes)
                continue
            progress.begin(content.size_bytes, counted_bytes=each.size_bytes)
            assessment, verdict = judge(content, progress.read)
            result = FileScan(
                name=each.name,
                text=content.text,
                findings=selection.of(assessment.findings),
                category=assessment.category,
                inspection=assessment.inspection,
                model=assessment.model,
                verdict=verdict,
                destination_id=destination_id,
            )
            found = found or bool(result.findings)
            unread = unread or assessment.inspection is Inspection.PARTIAL or assessment.model.is_gap
            with progress.aside():
                report.add(result)
            progress.end()
    report.finish()
    return ExitCode.SOMETHING_THERE if found else ExitCode.FAILED if unread else ExitCode.DONE


def _report(output_format: ScanFormat, *, names_files: bool) -> Report:
    match output_format:
        case ScanFormat.TEXT:
            return TextReport(names_files=names_files)
        case ScanFormat.JSON:
            return JsonReport()
        case ScanFormat.SARIF:
            return SarifReport()


def _say_unread(each: ScanInput, error: ScanInputError, *, named: bool) -> None:
    if named:
        error_console().print(f"cordon: {printable(each.name)}: {error.detail or error.title}")
    else:
        fail(error)


def _scan_lines(name: str, judge: _Judge, selection: Selection) -> None:
    from agent.cli.scan_jsonl import Judged, answer_lines  # noqa: PLC0415 - other scans start faster

    # A bar and a line for each answer would be in each other's way.
    total_bytes = 0 if sys.stdout.isatty() else size_bytes(name)
    with open_input(name) as stream, reading_progress("Scanning", total_bytes) as progress:

        def judge_text(text: str) -> Judged:
            progress.begin(len(text), counted_bytes=len(text))
            kind = ContentKind.TEXT if text else ContentKind.EMPTY
            assessment, verdict = judge(Content(kind=kind, text=text), progress.read)
            return Judged(assessment=assessment, label=verdict.label.name)

        def report(number: int, why: str) -> None:
            # That nobody can be told is no reason not to answer.
            with progress.aside(is_error=True), suppress(OSError):
                sys.stderr.write(f"cordon: line {number}: {why}\n")

        answer_lines(
            stream, sys.stdout.buffer, judge=judge_text, selection=selection, report=report, advance=progress.advance
        )
