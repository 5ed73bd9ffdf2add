"""A policy's own tests: what they ask, and what is said of those that fail."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from agent.core import Action, Channel, Content, DestinationKind, Finding, Mode, OperatingSystem
from agent.policy import compile_policy, parse_policy
from agent.policy.authoring.testing import CaseResult, UnknownDestinationError, facts_of, run_cases
from tests.policy.samples import destination, finding, policy_text

RULES = """\
destinations: {claude: {status: approved}}
networks: {office: {addresses: 10.0.0.0/8}}
rules:
  - {id: cards, when: {label: high}, action: block}
  - {id: mail, when: {label: middle}, unless: {destination_status: approved}, action: warn}
  - id: night
    when: {time: {begins: "22:00", ends: "06:00"}, user: jdoe, group: sales, team: berlin, os: linux, network: office}
    action: justify
tests:
"""
DESTINATIONS = {"chatgpt": destination(), "claude": destination("claude", DestinationKind.ASSISTANT)}
WHO = "user: jdoe, group: [sales, staff], team: berlin, os: linux, address: 10.1.2.3"


def _recognize(content: Content) -> Sequence[Finding]:
    return [finding("EMAIL")] if "@" in content.text else []


def _run(written: str, mode: str = "enforce") -> CaseResult:
    document = parse_policy(policy_text(f"{RULES}  - {written}\n", mode=mode))
    (result,) = run_cases(compile_policy(document), document.tests, DESTINATIONS, _recognize)
    return result


@pytest.mark.parametrize(
    "written",
    [
        "{name: a card, entities: {CREDIT_CARD: 1}, destination: chatgpt, action: block, label: high, rule: cards}",
        "{name: an address, text: jane@example.com, destination: chatgpt, action: warn, label: middle}",
        "{name: there, text: jane@example.com, destination: claude, action: allow}",
        "{name: were it, text: jane@example.com, destination: chatgpt, destination_status: approved, action: allow}",
        "{name: were it not, text: a@b.c, destination: claude, destination_status: unapproved, action: warn}",
        "{name: nothing, text: hello, destination: chatgpt, action: allow, label: low}",
        "{name: a contract, category: legal, destination: chatgpt, action: block}",
        f"{{name: late, text: hello, destination: chatgpt, at: 2026-11-27 23:10, {WHO}, action: justify}}",
        f"{{name: by day, text: hello, destination: chatgpt, at: 2026-11-27 13:10, {WHO}, action: allow}}",
    ],
)
@pytest.mark.parametrize("mode", ["enforce", "monitor"])
def test_passes_where_everything_is_as_it_says(written: str, mode: str):
    assert _run(written, mode).problems == ()


@pytest.mark.parametrize(
    ("written", "problems"),
    [
        (
            "{name: t, entities: {EMAIL: 1}, destination: chatgpt, action: block, label: high, rule: cards}",
            (
                "action is warn, not block",
                "label is middle, not high",
                "rule cards does not apply; those that do: mail",
            ),
        ),
        (
            "{name: t, text: hello, destination: chatgpt, action: allow, rule: mail}",
            ("rule mail does not apply; those that do: none",),
        ),
        (
            "{name: t, text: hello, destination: chatgtp, action: allow}",
            ("unknown destination chatgtp, did you mean chatgpt?",),
        ),
    ],
)
def test_says_what_is_not_as_it_says(written: str, problems: tuple[str, ...]):
    result = _run(written)
    assert (result.problems, result.passes) == (problems, False)


def test_a_test_asks_what_it_says():
    written = (
        f"{{name: t, text: a@b.c, entities: {{IBAN: 2}}, destination: claude, channel: browser, action: warn, {WHO}}}"
    )
    (case,) = parse_policy(policy_text(f"{RULES}  - {written}\n")).tests
    asked = facts_of(case, DESTINATIONS, _recognize)
    assert [each.entity for each in asked.assessment.findings] == ["EMAIL", "IBAN", "IBAN"]
    assert (asked.channel, asked.destination.destination_id) == (Channel.BROWSER, "claude")
    assert (asked.scope.team, asked.scope.os, asked.scope.at) == ("berlin", OperatingSystem.LINUX, None)
    with pytest.raises(UnknownDestinationError):
        facts_of(case, {}, _recognize)


def test_the_mode_of_the_policy_does_not_matter():
    result = _run("{name: t, category: legal, destination: chatgpt, action: block}", "monitor")
    assert result.verdict is not None
    assert (result.verdict.action, result.verdict.mode) == (Action.BLOCK, Mode.ENFORCE)
