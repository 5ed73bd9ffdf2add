"""Checks of the policy's own tests: whether there are any, whether they pass, and which rules none of them triggers."""

from __future__ import annotations

from collections.abc import Iterator

from agent.policy.authoring.lint_findings import LintCheck, Linted, LintSeverity, Remark
from agent.policy.authoring.reachability import StandingKind

__all__ = ["CHECKS"]


def _none(subject: Linted) -> Iterator[Remark]:
    if not subject.document.tests:
        message = "the policy has no tests, and cannot be signed without; add a gesture and what must come of it"
        yield Remark(path=("tests",), message=message)


def _failing(subject: Linted) -> Iterator[Remark]:
    for index, result in enumerate(subject.results):
        if not result.passes:
            message = f"{'; '.join(result.problems)}; change the rules, or what the test says"
            yield Remark(path=("tests", index), message=message)


def _untested(subject: Linted) -> Iterator[Remark]:
    if not subject.document.tests:
        return  # said once
    layer = subject.document.layer
    triggered = {
        rule.rule_id
        for result in subject.results
        if result.verdict is not None
        for rule in result.verdict.triggered_rules
        if rule.layer is layer
    }
    never = {each.index for each in subject.standings if each.kind is StandingKind.NEVER}
    for index, rule in enumerate(subject.document.rules):
        if rule.id not in triggered and index not in never:
            message = f"no test triggers {rule.id}; add one with `rule: {rule.id}`"
            yield Remark(path=("rules", index), message=message)


CHECKS = (
    LintCheck(
        check_id="no-tests",
        severity=LintSeverity.WARNING,
        help="A policy says in `tests` what must come of which gesture. Without, nobody sees what a change changes.",
        find=_none,
    ),
    LintCheck(
        check_id="failing-test",
        severity=LintSeverity.ERROR,
        help="A test of the policy does not pass. `cordon policy test` runs them alone.",
        find=_failing,
    ),
    LintCheck(
        check_id="untested-rule",
        severity=LintSeverity.WARNING,
        help="No test of the policy triggers this rule.",
        find=_untested,
    ),
)
