"""The table of health issues is complete and reads well."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from agent.core.health import HEALTH_ISSUES, HealthCode, HealthIssue

NOTIFICATION_LIMIT = 140


def test_every_code_has_words_and_every_entry_a_code():
    assert set(HEALTH_ISSUES) == set(HealthCode)


@pytest.mark.parametrize("code", HealthCode)
def test_words_are_short_sentences_with_a_next_step(code: HealthCode):
    kind = HEALTH_ISSUES[code]
    assert not kind.title.endswith(".")
    assert kind.text.endswith(".")
    assert kind.hint.endswith(".")
    assert len(kind.title) <= 60
    assert len(kind.text) <= NOTIFICATION_LIMIT


@pytest.mark.parametrize("code", HealthCode)
def test_no_issue_explains_itself(code: HealthCode):
    seen, waiting = set(), list(HEALTH_ISSUES[code].depends_on)
    while waiting:
        cause = waiting.pop()
        seen.add(cause)
        waiting.extend(each for each in HEALTH_ISSUES[cause].depends_on if each not in seen)
    assert code not in seen


def test_an_open_issue_knows_its_words():
    issue = HealthIssue(code=HealthCode.NO_KEYRING, since=datetime(2026, 1, 1, tzinfo=UTC))
    assert issue.kind is HEALTH_ISSUES[HealthCode.NO_KEYRING]
