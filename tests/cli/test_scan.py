"""`cordon scan`: what is found, as text and as JSON, and what cannot be scanned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from agent.core.errors import AgentError

CARD = "4111 1111 1111 1111"


def scanned(cordon: Callable[..., Result], *arguments: str, stdin: bytes = b"") -> dict[str, Any]:
    """The JSON that a scan prints."""
    done = cordon("scan", *arguments, "--format", "json", stdin=stdin)
    assert done.exit_code == 0, done.output
    parsed: dict[str, Any] = json.loads(done.stdout)
    return parsed


def test_reports_each_finding_with_span_and_explanation(cordon: Callable[..., Result]):
    result = scanned(cordon, "-", stdin=f"Grüße, card {CARD}".encode())
    (finding,) = result["findings"]
    assert finding["entity"] == "CREDIT_CARD"
    assert (finding["start"], finding["end"]) == (12, 31)
    assert finding["recognizer"] == "credit_card"
    assert finding["confidence"] == finding["explanation"]["steps"][-1]["confidence"]
    assert finding["explanation"]["summary"]
    assert result["label"] == "restricted"
    assert result["verdict"]["action"] == "warn"
    assert result["category"] is None
    assert CARD not in json.dumps(result)


def test_finds_nothing_in_ordinary_text(cordon: Callable[..., Result]):
    result = scanned(cordon, "-", stdin=b"see you at lunch")
    assert result["findings"] == []
    assert result["verdict"]["action"] == "allow"


def test_reads_standard_input_without_an_argument(cordon: Callable[..., Result]):
    assert scanned(cordon, stdin=CARD.encode())["findings"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_reads_a_file_in_each_common_encoding(cordon: Callable[..., Result], tmp_path: Path, encoding: str):
    file = tmp_path / "notes.txt"
    file.write_text(f"card {CARD}", encoding=encoding)
    (finding,) = scanned(cordon, str(file))["findings"]
    assert (finding["start"], finding["end"]) == (5, 24)


def test_a_binary_file_is_uninspectable_and_not_clean(cordon: Callable[..., Result], tmp_path: Path):
    file = tmp_path / "image.bin"
    file.write_bytes(bytes(range(256)) * 10)
    result = scanned(cordon, str(file))
    assert result["inspection"] == "uninspectable"
    assert result["verdict"]["action"] == "audit"


def test_an_empty_input_is_complete_and_clean(cordon: Callable[..., Result]):
    result = scanned(cordon)
    assert (result["findings"], result["inspection"]) == ([], "complete")


def test_a_local_model_is_judged_more_mildly(cordon: Callable[..., Result]):
    assert scanned(cordon, "-", "--destination", "ollama", stdin=CARD.encode())["verdict"]["action"] == "audit"


def test_an_unknown_destination_is_refused_with_the_known_ones(cordon: Callable[..., Result]):
    done = cordon("scan", "-", "--destination", "nowhere", stdin=b"x")
    assert done.exit_code == 2
    assert "chatgpt" in done.output


def test_text_for_people_names_place_and_rule_and_never_the_value(cordon: Callable[..., Result]):
    text = cordon("scan", "-", stdin=f"first line\ncard {CARD}".encode()).stdout
    assert "2:6" in text
    assert "CREDIT_CARD" in text
    assert "restricted" in text
    assert CARD not in text


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_read_is_an_error_with_a_hint(cordon: Callable[..., Result], tmp_path: Path, name: str):
    done = cordon("scan", str(tmp_path / name))
    assert isinstance(done.exception, AgentError)
    assert "text file" in done.exception.hint
