"""How `cordon scan` writes: lines for people, one JSON document a file for programs.

Rules kept here: never the matched text, since a terminal keeps what scrolls by and a build log is read by many; every
file is written when it has been judged; a file's name cannot steer the terminal.
"""

from __future__ import annotations

import json
import sys
from typing import Protocol

from rich.text import Text

from agent.cli.output import plain_table, printable, stdout_console
from agent.cli.scan_input import ScanInputError
from agent.cli.scan_result import FileScan, Lines
from agent.core import Action, Finding, Label, Verdict

__all__ = ["JsonReport", "Report", "TextReport"]

_ACTION_STYLES = {Action.ALLOW: "green", Action.AUDIT: "cyan"}


class Report(Protocol):
    """Takes what was judged, in order, and what could not be read."""

    def add(self, scan: FileScan) -> None:
        """Take one judged input."""

    def add_unreadable(self, name: str, error: ScanInputError) -> None:
        """Take one that could not be read; it is told on standard error as well."""

    def finish(self) -> None:
        """Write what is due at the end."""


class TextReport:
    """Lines for people: place, entity, confidence, why; then what the policy says of the worst of it."""

    def __init__(self, *, names_files: bool) -> None:
        self._console = stdout_console()
        self._names_files = names_files
        self._findings = 0
        self._files = 0
        self._with_findings = 0
        self._unreadable = 0
        self._label: Label | None = None
        self._verdict: Verdict | None = None

    def add(self, scan: FileScan) -> None:
        """Write its findings and whether it was read whole."""
        prefix = f"{printable(scan.name)}:" if self._names_files else ""
        if scan.findings:
            lines = Lines(scan.text)
            for finding in scan.findings:
                self._console.print(_line(prefix, lines, finding))
        for gap in scan.gaps:
            self._console.print(Text(f"{prefix} {gap}".lstrip(), style="yellow"))
        self._files += 1
        self._findings += len(scan.findings)
        self._with_findings += bool(scan.findings)
        if self._label is None or scan.verdict.label > self._label:
            self._label = scan.verdict.label
        if self._verdict is None or scan.verdict.action.rank > self._verdict.action.rank:
            self._verdict = scan.verdict

    def add_unreadable(self, name: str, error: ScanInputError) -> None:  # noqa: ARG002 - standard error has it
        """Count it."""
        self._unreadable += 1

    def finish(self) -> None:
        """Write the label and the verdict; of many files the strictest."""
        if not self._findings and self._files:
            self._console.print("Nothing sensitive found.")
        summary = plain_table("", "")
        if self._label is not None and self._verdict is not None:
            action = self._verdict.action
            summary.add_row("label", self._label.name)
            summary.add_row("verdict", Text(action, style=_ACTION_STYLES.get(action, "bold yellow")))
            for rule in self._verdict.triggered_rules:
                summary.add_row("rule", f"{rule.rule_id}: {rule.message}" if rule.message else rule.rule_id)
        if self._names_files:
            unread = f", {self._unreadable} could not be read" if self._unreadable else ""
            summary.add_row("files", f"{self._files}, with findings {self._with_findings}{unread}")
        self._console.print(summary)


def _line(prefix: str, lines: Lines, finding: Finding) -> Text:
    line, column = lines.place(finding.start)
    return Text.assemble(
        (f"{prefix}{line}:{column}", "dim"),
        "  ",
        (finding.entity, "bold"),
        f"  {finding.confidence:.2f}  {finding.end - finding.start} characters  ",
        (finding.explanation.summary, "dim"),
    )


class JsonReport:
    """One JSON document on one line for each file. ASCII, so that any file name and any locale will do."""

    def add(self, scan: FileScan) -> None:
        """Write it."""
        sys.stdout.write(json.dumps(_to_json(scan)) + "\n")
        sys.stdout.flush()

    def add_unreadable(self, name: str, error: ScanInputError) -> None:
        """Write that there is no answer for it."""
        sys.stdout.write(json.dumps({"file": name, "error": error.code}) + "\n")

    def finish(self) -> None:
        """Nothing is due."""


def _to_json(scan: FileScan) -> dict[str, object]:
    verdict = scan.verdict
    lines = Lines(scan.text if scan.findings else "")
    return {
        "file": scan.name,
        "findings": [_finding_to_json(finding, lines) for finding in scan.findings],
        "category": scan.category,
        "inspection": scan.inspection,
        "model": {"state": scan.model.state, "share": round(scan.model.share, 4), "language": scan.model.language},
        "label": verdict.label.name,
        "verdict": {
            "action": verdict.action,
            "rules": [rule.rule_id for rule in verdict.triggered_rules],
            "messages": [rule.message for rule in verdict.triggered_rules if rule.message],
            "offers": list(verdict.offers),
            "mode": verdict.mode,
            "policy_version": verdict.policy_version,
            "destination": scan.destination_id,
        },
    }


def _finding_to_json(finding: Finding, lines: Lines) -> dict[str, object]:
    explanation = finding.explanation
    line, column = lines.place(finding.start)
    return {
        "entity": finding.entity,
        "start": finding.start,
        "end": finding.end,
        "line": line,
        "column": column,
        "confidence": round(finding.confidence, 4),
        "recognizer": finding.recognizer,
        "explanation": {
            "summary": explanation.summary,
            "steps": [{"what": step.what, "confidence": round(step.confidence, 4)} for step in explanation.steps],
        },
    }
