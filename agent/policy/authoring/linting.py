"""Lint: what is very likely not meant in a policy that can be used, and what is wrong in one that cannot. Pure.

A false alarm is worse than a miss: a check says nothing where it is not certain. The checks lie beside this module, by
subject; a new one is a function and an entry of its module's `CHECKS`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from agent.core.gestures import Destination
from agent.policy.authoring import lint_cases, lint_definitions, lint_document, lint_reach, lint_rules
from agent.policy.authoring.lint_findings import LintCheck, Linted, LintFinding, LintSeverity
from agent.policy.authoring.reachability import standings
from agent.policy.authoring.testing import Recognize, run_cases
from agent.policy.document.problems import Located, PolicyError, Problem
from agent.policy.document.yaml_text import YamlText
from agent.policy.engine.policy import Policy

__all__ = ["CHECKS", "INVALID", "LintCheck", "LintFinding", "LintSeverity", "lint", "lint_error"]

INVALID: Final = LintCheck(
    check_id="invalid-policy",
    severity=LintSeverity.ERROR,
    help="The policy cannot be used: it is not YAML, or something in it is missing, unknown or contradictory.",
    find=lambda _: (),
)
CHECKS: Final = (
    INVALID,
    *lint_reach.CHECKS,
    *lint_rules.CHECKS,
    *lint_document.CHECKS,
    *lint_definitions.CHECKS,
    *lint_cases.CHECKS,
)


def lint(
    policy: Policy, text: YamlText, destinations: Mapping[str, Destination], recognize: Recognize
) -> tuple[LintFinding, ...]:
    """Return what there is to say of a policy's lowest layer, in the order of its lines.

    Args:
        policy: with the layers above.
        text: of the lowest layer.
        destinations: of the catalogue, by id.
        recognize: for the policy's own tests.
    """
    subject = Linted(
        policy=policy,
        text=text,
        destinations=destinations,
        results=tuple(run_cases(policy, policy.documents[-1].tests, destinations, recognize)),
        standings=standings(policy, destinations),
    )
    found = [
        LintFinding(
            check_id=check.check_id,
            severity=remark.severity or check.severity,
            path=remark.path,
            message=remark.message,
            line=text.line_of(remark.path),
        )
        for check in CHECKS
        for remark in check.find(subject)
    ]
    return tuple(sorted(found, key=lambda finding: finding.line))


def lint_error(error: PolicyError, text: YamlText | None = None) -> tuple[LintFinding, ...]:
    """Return what is wrong with a policy that cannot be used, in the order of its lines.

    Args:
        error: from parsing it, or from compiling it under others.
        text: for the lines, where the error has none since the policy was not parsed again.
    """
    whole = Problem(path=(), message=f"{error.title[:1].lower()}{error.title[1:]}. {error.detail}".strip())
    found = (
        LintFinding(
            check_id=INVALID.check_id,
            severity=INVALID.severity,
            path=located.problem.path,
            message=located.problem.message,
            line=located.line if text is None else text.line_of(located.problem.path),
        )
        for located in error.problems or (Located(problem=whole, line=1),)
    )
    return tuple(sorted(found, key=lambda finding: finding.line))
