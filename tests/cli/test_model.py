"""`cordon scan` and `cordon redact` with the model, as programs."""

from __future__ import annotations

import json

import psutil
import pytest

from tests.cli.conftest import Home

_TEXT = "Please call Maria Jensen in Oslo tomorrow about her new contract."
_WITH = {"CORDON_MODEL": "1"}


def _line(home: Home, text: str, *options: str) -> dict[str, object]:
    done = home.run("scan", "--jsonl", *options, stdin=json.dumps({"id": 1, "text": text}).encode(), env=_WITH)
    assert done.returncode == 0, done.stderr
    answer: dict[str, object] = json.loads(done.stdout)
    return answer


def test_json_lines_carry_spans_of_the_model_and_the_category(home: Home):
    answer = _line(home, _TEXT)
    spans = answer["spans"]
    assert isinstance(spans, list)
    found = {(each["entity"], _TEXT[each["start"] : each["end"]]) for each in spans}
    assert ("PERSON", "Maria Jensen") in found
    # Context is for programs.
    assert "LOCATION" in {entity for entity, _ in found}
    assert answer["category"] is not None


def test_without_the_model_there_are_neither(home: Home):
    answer = _line(home, _TEXT, "--no-model")
    assert answer["spans"] == []
    assert answer["category"] is None


def test_recognizers_and_model_answer_together(home: Home):
    text = "Maria Jensen pays with 4111 1111 1111 1111"
    answer = _line(home, text)
    spans = answer["spans"]
    assert isinstance(spans, list)
    assert [each["entity"] for each in spans] == ["PERSON", "CREDIT_CARD"]


def test_people_are_shown_names_and_no_context(home: Home):
    done = home.run("scan", "-", "--format", "json", stdin=_TEXT.encode(), env=_WITH)
    assert done.returncode == 1
    entities = [each["entity"] for each in json.loads(done.stdout)["findings"]]
    assert "PERSON" in entities
    assert not {"LOCATION", "DATE"} & set(entities)


@pytest.mark.parametrize(("options", "kept"), [((), "in Oslo"), (("--entity", "LOCATION"), "Maria Jensen")])
def test_redaction_takes_names_and_leaves_context_unless_it_is_named(home: Home, options: tuple[str, ...], kept: str):
    done = home.run("redact", "--mode", "label", *options, stdin=_TEXT.encode(), env=_WITH)
    assert done.returncode == 0, done.stderr
    assert kept in done.stdout.decode()
    assert "[PERSON]" in done.stdout.decode() or options


def test_the_model_leaves_no_process_behind(home: Home):
    before = {each.pid for each in psutil.Process().children(recursive=True)}
    _line(home, _TEXT)
    assert {each.pid for each in psutil.Process().children(recursive=True)} <= before
