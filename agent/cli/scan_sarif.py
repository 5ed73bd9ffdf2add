"""`cordon scan --format sarif`: SARIF 2.1.0 (OASIS), for code review and build servers.

Rules kept here: one run; a rule for each recognizer that found something; places in code points, without the snippet
that the standard would allow; what could not be read, or not whole, is a notification of the invocation, so that a run
that saw half of the files does not pass for a clean one.
"""

from __future__ import annotations

from agent.cli.sarif import sarif_document, sarif_location, write_sarif
from agent.cli.scan_input import ScanInputError
from agent.cli.scan_result import FileScan, Lines
from agent.core import Action, Finding

__all__ = ["SarifReport"]


class SarifReport:
    """Collects results, and writes the one document at the end. Holds places and rules, never text."""

    def __init__(self) -> None:
        self._rules: list[dict[str, object]] = []
        self._rule_indexes: dict[str, int] = {}
        self._results: list[dict[str, object]] = []
        self._notifications: list[dict[str, object]] = []
        self._read_everything = True

    def add(self, scan: FileScan) -> None:
        """Take one judged input."""
        for gap in scan.gaps:
            self._notify(scan.name, "warning", gap)
        if scan.findings:
            lines = Lines(scan.text)
            self._results += [self._result(scan, finding, lines) for finding in scan.findings]

    def add_unreadable(self, name: str, error: ScanInputError) -> None:
        """Take one that could not be read: the invocation has failed in part."""
        self._read_everything = False
        self._notify(name, "error", f"{error.title}. {error.detail}".strip())

    def finish(self) -> None:
        """Write the document."""
        write_sarif(self.document())

    def document(self) -> dict[str, object]:
        """The log file (SARIF 2.1.0, 3.13)."""
        return sarif_document(
            rules=self._rules,
            results=self._results,
            notifications=self._notifications,
            is_complete=self._read_everything,
        )

    def _result(self, scan: FileScan, finding: Finding, lines: Lines) -> dict[str, object]:
        start_line, start_column = lines.place(finding.start)
        end_line, end_column = lines.place(finding.end)
        region = {
            "startLine": start_line,
            "startColumn": start_column,
            "endLine": end_line,
            "endColumn": end_column,
            "charOffset": finding.start,
            "charLength": finding.end - finding.start,
        }
        return {
            "ruleId": finding.recognizer,
            "ruleIndex": self._rule_index(finding),
            "level": _level(scan.verdict.action),
            "message": {"text": finding.explanation.summary},
            "locations": [sarif_location(scan.name, region)],
            "rank": round(finding.confidence * 100, 1),
            "properties": {"entity": finding.entity, "confidence": round(finding.confidence, 4)},
        }

    def _rule_index(self, finding: Finding) -> int:
        index = self._rule_indexes.get(finding.recognizer)
        if index is None:
            index = self._rule_indexes[finding.recognizer] = len(self._rules)
            self._rules.append(
                {
                    "id": finding.recognizer,
                    "shortDescription": {"text": finding.explanation.summary},
                    "properties": {"tags": ["security", "data-loss-prevention"], "entity": finding.entity},
                }
            )
        return index

    def _notify(self, name: str, level: str, text: str) -> None:
        locations = [sarif_location(name)]
        self._notifications.append({"level": level, "message": {"text": text}, "locations": locations})


def _level(action: Action) -> str:
    """How much a result matters (3.27.10), from what the policy would do with its file."""
    if action.rank <= Action.AUDIT.rank:
        return "note"
    return "error" if action is Action.BLOCK else "warning"
