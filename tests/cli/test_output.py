"""Errors as a person sees them."""

from __future__ import annotations

import json

import pytest

from agent.cli.output import fail, print_json, printable
from agent.core.errors import AgentError


def test_an_error_is_at_most_three_lines(capsys: pytest.CaptureFixture[str]):
    fail(AgentError("It broke", detail="Part 7.", hint="Glue it."))
    assert capsys.readouterr().err.splitlines() == ["cordon: It broke.", "  Part 7.", "  Glue it."]


def test_nothing_in_an_error_steers_the_terminal(capsys: pytest.CaptureFixture[str]):
    fail(AgentError("Bad \x1b[31m name", detail="a\x9b2J", hint="\x1b]0;x\a"))
    told = capsys.readouterr().err
    assert told.splitlines() == ["cordon: Bad \ufffd[31m name.", "  a\ufffd2J", "  \ufffd]0;x\ufffd"]


def test_json_escapes_every_control_character(capsys: pytest.CaptureFixture[str]):
    value = {"a": "\x1b[31m \x9b2J \x7f f\u00fcr"}
    print_json(value)
    told = capsys.readouterr().out
    assert json.loads(told) == value
    assert all(each.isprintable() or each == "\n" for each in told)
    assert "f\u00fcr" in told


def test_what_shows_stays_as_it_is():
    assert printable("Attention\u00a0: caf\u00e9") == "Attention\u00a0: caf\u00e9"
    assert printable("a\nb\u202ec") == "a\ufffdb\ufffdc"


def test_markup_in_an_error_is_text(capsys: pytest.CaptureFixture[str]):
    fail(AgentError("No [bold]markup[/bold]"))
    assert capsys.readouterr().err.splitlines() == ["cordon: No [bold]markup[/bold]."]
