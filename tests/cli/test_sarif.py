"""SARIF: the document around results, and the names of files. What results hold, their own tests say."""

from __future__ import annotations

import json

import pytest

from agent import __version__
from agent.cli.sarif import sarif_document, sarif_location, write_sarif


def test_a_document_holds_one_run():
    written = sarif_document(rules=[{"id": "a"}], results=[], notifications=[{"level": "note"}], is_complete=False)
    document = json.loads(json.dumps(written))
    (run,) = document["runs"]
    assert document["version"] == "2.1.0"
    assert run["tool"]["driver"]["rules"] == [{"id": "a"}]
    assert run["tool"]["driver"]["version"] == __version__
    assert run["results"] == []
    assert run["invocations"] == [{"executionSuccessful": False, "toolExecutionNotifications": [{"level": "note"}]}]


@pytest.mark.parametrize(
    ("name", "uri"), [("-", "stdin"), ("a b.yaml", "a%20b.yaml"), ("/data/a.yaml", "file:///data/a.yaml")]
)
def test_a_location_names_its_file(name: str, uri: str):
    assert sarif_location(name) == {"physicalLocation": {"artifactLocation": {"uri": uri}}}
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": 3}}
    assert sarif_location(name, {"startLine": 3}) == {"physicalLocation": place}


def test_what_is_written_is_json(capsys: pytest.CaptureFixture[str]):
    document = sarif_document(rules=[], results=[])
    write_sarif(document)
    assert json.loads(capsys.readouterr().out) == document
