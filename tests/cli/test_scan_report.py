"""How a scan looks, for people and as JSON: places and reasons, never the matched text."""

from __future__ import annotations

import json

import pytest

from agent.cli.output import printable
from agent.cli.scan_input import ScanInputError
from agent.cli.scan_report import JsonReport, Report, TextReport
from agent.core import Action, Inspection
from tests.cli.scans import file_scan, finding

TEXT = "first\nmail jane@example.com\n"
MAIL = finding(11, 27)


def written(report: Report, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The lines of a report about a file with a finding, a clean one, one read in part and one that is not there."""
    report.add(file_scan("a.txt", TEXT, MAIL, action=Action.WARN, rank=2))
    report.add(file_scan("b.txt", "clean", action=Action.ALLOW, rank=0))
    report.add(file_scan("c.bin", "", action=Action.AUDIT, rank=1, inspection=Inspection.UNINSPECTABLE))
    report.add_unreadable("d.txt", ScanInputError("The file cannot be read"))
    report.finish()
    out = capsys.readouterr().out
    assert "jane" not in out
    return out.splitlines()


def test_people_get_places_with_file_names_and_the_strictest_verdict(capsys: pytest.CaptureFixture[str]):
    lines = written(TextReport(names_files=True), capsys)
    assert lines[0].startswith("a.txt:2:6  EMAIL  0.90  16 characters")
    assert lines[1].startswith("c.bin: Not everything could be read: uninspectable.")
    assert [line.split()[1] for line in lines[2:5]] == ["label-2", "warn", "rule-2:"]
    assert lines[5].split(maxsplit=1)[1].strip() == "3, with findings 1, 1 could not be read"


def test_a_single_file_goes_unnamed(capsys: pytest.CaptureFixture[str]):
    report = TextReport(names_files=False)
    report.add(file_scan("a.txt", TEXT, MAIL))
    report.finish()
    out = capsys.readouterr().out
    assert out.startswith("2:6")
    assert "a.txt" not in out


def test_a_clean_file_is_said_to_be_clean(capsys: pytest.CaptureFixture[str]):
    report = TextReport(names_files=False)
    report.add(file_scan("a.txt", "clean", action=Action.ALLOW))
    report.finish()
    assert "Nothing sensitive found." in capsys.readouterr().out


def test_nothing_is_called_clean_when_nothing_was_read(capsys: pytest.CaptureFixture[str]):
    report = TextReport(names_files=False)
    report.add_unreadable("a.txt", ScanInputError("The file cannot be read"))
    report.finish()
    assert "Nothing sensitive" not in capsys.readouterr().out


def test_programs_get_a_document_a_line_for_each_file(capsys: pytest.CaptureFixture[str]):
    first, second, third, fourth = map(json.loads, written(JsonReport(), capsys))
    (found,) = first["findings"]
    assert (first["file"], found["start"], found["end"], found["line"], found["column"]) == ("a.txt", 11, 27, 2, 6)
    assert found["explanation"]["steps"] == [{"what": "pattern: test", "confidence": 0.9}]
    assert second["findings"] == []
    assert third["inspection"] == "uninspectable"
    assert fourth == {"file": "d.txt", "error": "scan_input"}


@pytest.mark.parametrize(
    ("name", "shown"), [("notes.txt", "notes.txt"), ("a\x1b[2Jb", "a\ufffd[2Jb"), ("Grüße\udcff", "Grüße\ufffd")]
)
def test_a_file_name_cannot_steer_the_terminal(name: str, shown: str):
    assert printable(name) == shown
