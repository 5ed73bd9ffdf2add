"""Errors as a person sees them."""

from __future__ import annotations

import pytest

from agent.cli.output import fail
from agent.core.errors import AgentError


def test_an_error_is_at_most_three_lines(capsys: pytest.CaptureFixture[str]):
    fail(AgentError("It broke", detail="Part 7.", hint="Glue it."))
    assert capsys.readouterr().err.splitlines() == ["cordon: It broke.", "  Part 7.", "  Glue it."]


def test_markup_in_an_error_is_text(capsys: pytest.CaptureFixture[str]):
    fail(AgentError("No [bold]markup[/bold]"))
    assert capsys.readouterr().err.splitlines() == ["cordon: No [bold]markup[/bold]."]
