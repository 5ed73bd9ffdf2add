"""What lint says of messages, offers and silence."""

from __future__ import annotations

import pytest

from tests.policy.lints import said, severities
from tests.policy.samples import policy_text


def _rule(rest: str) -> bytes:
    return policy_text(f"rules: [{{id: first, when: {{}}, {rest}}}]\n")


@pytest.mark.parametrize(
    ("check_id", "rest", "place"),
    [
        ("missing-message", "action: warn", "rules[0]"),
        ("missing-message", "action: block, message: '  '", "rules[0]"),
        ("message-language", "action: warn, message: {de: Achtung.}", "rules[0].message"),
        ("ignored-offers", "action: audit, offers: [redacted]", "rules[0].offers"),
        ("ignored-offers", "action: allow, offers: [redacted]", "rules[0].offers"),
        ("original-despite-block", "action: block, offers: [redacted, original_with_reason]", "rules[0].offers"),
        ("ignored-silence", "action: warn, silence_minutes: 30", "rules[0].silence_minutes"),
    ],
)
def test_says_what_does_nothing(check_id: str, rest: str, place: str):
    (message,) = said(_rule(rest), check_id)
    assert message.startswith(f"{place}: first ")


@pytest.mark.parametrize(
    ("check_id", "rest"),
    [
        ("missing-message", "action: audit"),
        ("missing-message", "action: warn, message: Mind this."),
        ("message-language", "action: warn, message: Mind this."),
        ("message-language", "action: warn, message: {de: Achtung., en: Mind this.}"),
        ("message-language", "action: warn, message: {de: Achtung., any: Mind this.}"),
        ("message-language", "action: warn"),
        ("ignored-offers", "action: warn, offers: [redacted]"),
        ("ignored-offers", "action: audit"),
        ("original-despite-block", "action: justify, offers: [original_with_reason]"),
        ("original-despite-block", "action: block, offers: [redacted, exception]"),
        ("ignored-silence", "action: warn, silence_minutes: 0"),
        ("ignored-silence", "action: warn"),
        ("weak-unless", "unless: {team: berlin}, action: warn"),
        ("weak-unless", "action: warn"),
    ],
)
def test_says_nothing_of_what_does_something(check_id: str, rest: str):
    assert said(_rule(rest), check_id) == []


@pytest.mark.parametrize(
    ("unless", "field", "named"),
    [
        ("{network: office}", "network", "a network that"),
        ("{team: berlin, time: {days: monday}}", "time", "a time that"),
        ("{time: {days: monday}, network: office}", "network", "a network and a time that"),
    ],
)
def test_what_a_person_can_set_is_noted_in_unless(unless: str, field: str, named: str):
    text = _rule(f"unless: {unless}, action: warn") + b"networks: {office: {addresses: 10.0.0.0/8}}\n"
    (told,) = said(text, "weak-unless")
    assert told.startswith(f"rules[0].unless.{field}: first does not apply at {named} the person can set")
    assert severities(text, "weak-unless") == ["note"]


@pytest.mark.parametrize(("minutes", "said_so"), [(30, 0), (60, 0), (61, 1)])
def test_silence_is_measured_by_the_policy(minutes: int, said_so: int):
    text = _rule(f"action: warn, silence_minutes: {minutes}") + b"silence: {max_minutes: 60}\n"
    assert len(said(text, "ignored-silence")) == said_so
