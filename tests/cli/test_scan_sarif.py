"""SARIF 2.1.0: what the standard asks for, exact places, and no text of the scanned file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from agent.cli.scan_input import ScanInputError
from agent.cli.scan_sarif import SarifReport
from agent.core import Action, Inspection
from tests.cli.scans import file_scan, finding


def run_of(report: SarifReport) -> dict[str, Any]:
    """The one run of the document, as a reader of it gets it."""
    document = json.loads(json.dumps(report.document()))
    assert document["version"] == "2.1.0"
    (run,) = document["runs"]
    assert isinstance(run, dict)
    return run


def test_a_result_points_to_its_rule_and_place():
    report = SarifReport()
    report.add(file_scan("src/a b.txt", "😀\nmail jane@example.com\n", finding(0, 1, entity="IBAN"), finding(7, 23)))
    run = run_of(report)
    first, second = run["results"]
    (location,) = second["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "src/a%20b.txt"},
        "region": {
            "startLine": 2,
            "startColumn": 6,
            "endLine": 2,
            "endColumn": 22,
            "charOffset": 7,
            "charLength": 16,
        },
    }
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    assert [rules[each["ruleIndex"]]["id"] for each in (first, second)] == ["iban", "email"]
    assert (second["ruleId"], second["rank"], second["message"]["text"]) == ("email", 90.0, "Looks like EMAIL.")
    assert "jane" not in json.dumps(run)


def test_a_rule_stands_once_for_all_its_results():
    report = SarifReport()
    report.add(file_scan("a.txt", "x" * 9, finding(0, 1), finding(2, 3)))
    report.add(file_scan("b.txt", "x" * 9, finding(0, 1)))
    run = run_of(report)
    assert len(run["results"]) == 3
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == ["email"]


def test_a_clean_run_has_results_that_are_empty_and_not_missing():
    report = SarifReport()
    report.add(file_scan("a.txt", "clean"))
    run = run_of(report)
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": True, "toolExecutionNotifications": []}]


def test_what_was_not_read_is_a_notification():
    report = SarifReport()
    report.add(file_scan("a.bin", "", inspection=Inspection.UNINSPECTABLE))
    assert run_of(report)["invocations"][0]["executionSuccessful"] is True
    report.add_unreadable("b.txt", ScanInputError("The file cannot be read", detail="Permission denied."))
    (invocation,) = run_of(report)["invocations"]
    assert invocation["executionSuccessful"] is False
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["warning", "error"]


@pytest.mark.parametrize(
    ("action", "level"),
    [(Action.ALLOW, "note"), (Action.AUDIT, "note"), (Action.WARN, "warning"), (Action.BLOCK, "error")],
)
def test_the_level_follows_the_verdict(action: Action, level: str):
    report = SarifReport()
    report.add(file_scan("a.txt", "x", finding(0, 1), action=action))
    assert [each["level"] for each in run_of(report)["results"]] == [level]


@pytest.mark.parametrize(
    ("name", "uri"),
    [
        ("-", "stdin"),
        ("a.txt", "a.txt"),
        ("../a:b#c.txt", "../a%3Ab%23c.txt"),
        ("/data/Grüße.txt", "file:///data/Gr%C3%BC%C3%9Fe.txt"),
        ("\udcff.txt", "%FF.txt"),
    ],
)
def test_a_file_is_named_by_a_valid_reference(name: str, uri: str):
    report = SarifReport()
    report.add(file_scan(name, "x", finding(0, 1)))
    (result,) = run_of(report)["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == uri


# By object of the published schema: what it requires, and what else of it is used here. It allows nothing unknown
# outside property bags.
SCHEMA: dict[str, tuple[str, str]] = {
    "log": ("version runs", "$schema"),
    "run": ("tool", "invocations columnKind results"),
    "tool": ("driver", ""),
    "driver": ("name", "version semanticVersion rules"),
    "rule": ("id", "shortDescription properties"),
    "invocation": ("executionSuccessful", "toolExecutionNotifications"),
    "notification": ("message", "level locations"),
    "result": ("message", "ruleId ruleIndex level locations rank properties"),
    "message": ("text", ""),
    "location": ("physicalLocation", ""),
    "physical location": ("artifactLocation", "region"),
    "artifact": ("uri", ""),
    "region": ("", "startLine startColumn endLine endColumn charOffset charLength"),
}


def objects_of(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every object of a document with its kind, property bags left out."""
    yield "log", document
    for run in document["runs"]:
        driver = run["tool"]["driver"]
        yield from (("run", run), ("tool", run["tool"]), ("driver", driver))
        for rule in driver["rules"]:
            yield from (("rule", rule), ("message", rule["shortDescription"]))
        for invocation in run["invocations"]:
            yield "invocation", invocation
            for notification in invocation["toolExecutionNotifications"]:
                yield "notification", notification
                yield from located(notification)
        for result in run["results"]:
            yield "result", result
            yield from located(result)


def located(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The message and the places of a result or a notification."""
    yield "message", item["message"]
    for location in item["locations"]:
        place = location["physicalLocation"]
        yield from (("location", location), ("physical location", place), ("artifact", place["artifactLocation"]))
        if "region" in place:
            yield "region", place["region"]


def test_the_document_keeps_to_the_published_schema():
    report = SarifReport()
    report.add(file_scan("a.txt", "x\nyy", finding(0, 1), finding(2, 4, entity="IBAN"), action=Action.BLOCK))
    report.add(file_scan("b.bin", "", inspection=Inspection.UNINSPECTABLE))
    report.add_unreadable("c.txt", ScanInputError("The file cannot be read", detail="Permission denied."))
    document = json.loads(json.dumps(report.document()))
    seen = set()
    for kind, item in objects_of(document):
        required, optional = (set(names.split()) for names in SCHEMA[kind])
        assert required <= item.keys() <= required | optional, kind
        seen.add(kind)
    assert seen == set(SCHEMA)


def test_values_are_those_that_the_published_schema_allows():
    report = SarifReport()
    report.add(file_scan("a.txt", "x\nyy", finding(0, 1), finding(2, 4, confidence=1.0), action=Action.BLOCK))
    run = run_of(report)
    assert run["columnKind"] in {"utf16CodeUnits", "unicodeCodePoints"}
    for result in run["results"]:
        assert result["level"] in {"none", "note", "warning", "error"}
        assert 0 <= result["rank"] <= 100
        assert 0 <= result["ruleIndex"] < len(run["tool"]["driver"]["rules"])
        region = result["locations"][0]["physicalLocation"]["region"]
        assert min(region[name] for name in ("startLine", "startColumn", "endLine", "endColumn")) >= 1
        assert region["charOffset"] >= 0
    tags = run["tool"]["driver"]["rules"][0]["properties"]["tags"]
    assert len(tags) == len(set(tags))
