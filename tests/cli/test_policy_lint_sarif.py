"""Lint findings as SARIF."""

from __future__ import annotations

import json
from typing import Any

from agent.cli.policy_lint_sarif import lint_sarif
from agent.policy.authoring.linting import CHECKS, LintFinding, LintSeverity
from tests.cli.test_scan_sarif import SCHEMA, located

FINDING = LintFinding(
    check_id="shadowed-rule", severity=LintSeverity.NOTE, path=("rules", 3), message="x never decides.", line=12
)


def _run(*findings: LintFinding) -> dict[str, Any]:
    (run,) = json.loads(json.dumps(lint_sarif("acme policy.yaml", findings, CHECKS)))["runs"]
    assert isinstance(run, dict)
    return run


def test_a_result_points_to_its_rule_and_line():
    run = _run(FINDING)
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"] == "shadowed-rule"
    assert (result["level"], result["message"]["text"]) == ("note", "rules[3]: x never decides.")
    assert result["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "acme%20policy.yaml"},
        "region": {"startLine": 12},
    }


def test_every_check_is_a_rule_with_help():
    rules = _run()["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.check_id for check in CHECKS]
    assert all(rule["help"]["text"] and rule["defaultConfiguration"]["level"] for rule in rules)
    assert {rule["defaultConfiguration"]["level"] for rule in rules} <= {"note", "warning", "error"}


def test_a_clean_policy_has_no_results():
    assert _run()["results"] == []


def test_objects_hold_what_the_published_schema_allows():
    (result,) = _run(FINDING)["results"]
    for kind, item in (("result", result), *located(result)):
        required, optional = (set(names.split()) for names in SCHEMA[kind])
        assert required <= item.keys() <= required | optional, kind
