"""A new policy keeps the comments of the one it was made from, and says what is approved."""

from __future__ import annotations

import pytest

from agent.core import DestinationStatus
from agent.policy import PolicyError, parse_policy
from agent.policy.authoring.beginning import begun
from tests.policy.samples import policy_text

TEMPLATE = policy_text(more="# Name the approved tools.\ndestinations: {}\n")
NAMED = policy_text(more="destinations:\n  claude: {status: tolerated}\n")


@pytest.mark.parametrize("template", [TEMPLATE, NAMED])
def test_it_has_its_own_name_and_approved_tools(template: bytes):
    document = parse_policy(begun(template, 'Acme "East"', ["chatgpt", "copilot", "chatgpt"]))
    assert document.name == 'Acme "East"'
    assert document.destinations["chatgpt"].status is DestinationStatus.APPROVED
    assert document.destinations["copilot"].status is DestinationStatus.APPROVED
    assert len(document.destinations) == len(parse_policy(template).destinations) + 2


def test_comments_stay():
    assert b"# Name the approved tools.\n" in begun(TEMPLATE, "Acme", ["chatgpt"])


def test_nothing_is_approved_by_itself():
    assert parse_policy(begun(TEMPLATE, "Acme", [])).destinations == {}


@pytest.mark.parametrize(
    ("template", "name", "approved", "about"),
    [
        (NAMED, "Acme", ["claude"], "already says something of claude"),
        (policy_text(), "Acme", ["claude"], "no place for destinations"),
        (TEMPLATE, "", [], "name: must not be empty"),
        (TEMPLATE, "x" * 101, [], "name: must have at most 100 characters"),
    ],
)
def test_says_what_is_in_the_way(template: bytes, name: str, approved: list[str], about: str):
    with pytest.raises(PolicyError) as caught:
        begun(template, name, approved)
    assert about in str(caught.value)
