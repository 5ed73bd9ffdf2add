"""`cordon policy lint --format sarif`: SARIF 2.1.0, so that a build server shows what is wrong at its line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from agent.cli.sarif import SarifObject, sarif_document, sarif_location

if TYPE_CHECKING:
    from agent.policy.authoring.linting import LintCheck, LintFinding

__all__ = ["lint_sarif"]


def lint_sarif(name: str, findings: Sequence[LintFinding], checks: Sequence[LintCheck]) -> dict[str, object]:
    """Return the document.

    Args:
        name: of the policy's file.
        findings: as lint gave them.
        checks: all of them; each becomes a rule with its help.
    """
    positions = {check.check_id: number for number, check in enumerate(checks)}
    return sarif_document(
        rules=[_rule(check) for check in checks],
        results=[_result(name, finding, positions[finding.check_id]) for finding in findings],
    )


def _rule(check: LintCheck) -> SarifObject:
    """A rule (3.49). The levels of both are the same words."""
    return {
        "id": check.check_id,
        "shortDescription": {"text": check.check_id.replace("-", " ").capitalize()},
        "help": {"text": check.help},
        "defaultConfiguration": {"level": check.severity.value},
    }


def _result(name: str, finding: LintFinding, position: int) -> SarifObject:
    return {
        "ruleId": finding.check_id,
        "ruleIndex": position,
        "level": finding.severity.value,
        "message": {"text": f"{finding.place}: {finding.message}"},
        "locations": [sarif_location(name, {"startLine": finding.line})],
    }
