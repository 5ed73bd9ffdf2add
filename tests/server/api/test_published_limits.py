"""What the published policies let the server grant."""

# ruff: noqa: ANN401 - fields of a message, of any type

from __future__ import annotations

from typing import Any

import pytest

from server.api.published_limits import PublishedLimits
from server.storage.errors import RuleBrokenError, StorageError
from server.storage.tables import ExceptionRow
from tests.server.repository.organization import NOW, TEAM_POLICY, Organization, policy_text

LIMITS = "exceptions:\n  - {rules: [no-cards], max_label: closed, down_to: warn, max_days: 7}\n"


def request(**changes: Any) -> ExceptionRow:
    """A request."""
    return ExceptionRow(
        **{
            "id": "1" * 32,
            "device_id": "a" * 32,
            "account": "jdoe",
            "rule_ids": ["no-cards"],
            "destination_id": "chatgpt",
            "label": "closed",
            "down_to": "warn",
            "days": 7,
            "reason": "urgent",
            "state": "pending",
            "requested_at": NOW,
            **changes,
        }
    )


@pytest.fixture
def limits(organization: Organization) -> PublishedLimits:
    """Of a global policy."""
    organization.publish_global(policy_text().replace(b"tests:", LIMITS.encode() + b"tests:"))
    return PublishedLimits(organization.folder)


@pytest.mark.parametrize(
    ("changes", "is_within"),
    [
        ({}, True),
        ({"label": "open"}, True),
        ({"days": 8}, False),
        ({"down_to": "audit"}, False),
        ({"down_to": "justify"}, True),
    ],
)
def test_rule_label_action_and_days_count(limits: PublishedLimits, changes: dict[str, Any], *, is_within: bool):
    assert limits.is_within(request(**changes), team=None, user=None) is is_within


@pytest.mark.parametrize("changes", [{"rule_ids": ["no-cards", "other"]}, {"label": "other"}])
def test_unknown_rules_and_labels_are_named(limits: PublishedLimits, changes: dict[str, Any]):
    with pytest.raises(RuleBrokenError):
        limits.is_within(request(**changes), team=None, user=None)


def test_a_team_that_has_the_rule_and_no_limit_says_no(organization: Organization):
    organization.publish_global(policy_text().replace(b"tests:", LIMITS.encode() + b"tests:"))
    organization.add_team()
    organization.publish_team(TEAM_POLICY.replace("team-cards", "no-cards").encode())
    limits = PublishedLimits(organization.folder)
    assert limits.is_within(request(), team=None, user=None)
    assert limits.is_within(request(), team="paris", user="jane")
    assert not limits.is_within(request(), team="berlin", user=None)


def test_a_new_policy_counts_at_once(organization: Organization, limits: PublishedLimits):
    assert limits.is_within(request(), team=None, user=None)
    organization.publish_global(policy_text("2"))
    assert not limits.is_within(request(), team=None, user=None)


def test_a_damaged_repository_grants_nothing(organization: Organization, limits: PublishedLimits):
    file = organization.path / "metadata" / "timestamp.json"
    file.write_bytes(file.read_bytes().replace(b'"version"', b'"verszon"'))
    with pytest.raises(StorageError):
        limits.is_within(request(), team=None, user=None)


def test_without_policies_nothing_is_granted(organization: Organization):
    with pytest.raises(RuleBrokenError):
        PublishedLimits(organization.folder).is_within(request(), team=None, user=None)
