"""How a publication is shown: whole, and without anything that a terminal would obey."""

from __future__ import annotations

import dataclasses

import pytest

from server.repository.command_review import print_review
from server.repository.review import review
from server.repository.verification import examine_publication
from tests.server.repository.organization import Organization, policy_text


def test_everything_is_shown_and_nothing_steers_the_terminal(
    organization: Organization, capsys: pytest.CaptureFixture[str]
):
    draft = organization.draft_global(policy_text())
    draft = dataclasses.replace(draft, summary="A [bold]summary\x1b[2J")
    seen = review(examine_publication(draft, organization.folder.state(), organization.now))
    print_review(draft, dataclasses.replace(seen, notes=("A note\x07",)))
    said = capsys.readouterr().out
    assert "\x1b" not in said
    assert "\x07" not in said
    assert "A [bold]summary" in said
    for part in ("Written by ada", "Roles", "Files", "policy/policy.json is new", "1 test passes", "Note: A note"):
        assert part in said
