"""The default policy: what people meet on the first day."""

from __future__ import annotations

import pytest

from agent.core import Action, Category, Channel, DestinationKind, DestinationStatus, Inspection, Mode, Offer
from agent.policy import Facts, packaged_policy
from tests.policy.samples import destination, facts

POLICY = packaged_policy()
EDITOR = destination("cursor", DestinationKind.CODING_AGENT)
LOCAL = destination("ollama", DestinationKind.LOCAL_RUNNER)


@pytest.mark.parametrize(
    ("asked", "label", "action"),
    [
        (facts(), "public", Action.ALLOW),
        (facts(category=Category.GENERAL), "public", Action.ALLOW),
        (facts(["EMAIL"]), "internal", Action.AUDIT),
        (facts(["PHONE"]), "internal", Action.AUDIT),
        (facts(["EMAIL", "PHONE", "EMAIL", "PHONE"]), "internal", Action.AUDIT),
        (facts(["EMAIL"] * 5), "confidential", Action.WARN),
        (facts(["EMAIL", "PHONE"] * 3), "confidential", Action.WARN),
        (facts(["EMAIL"] * 5, confidence=0.3), "public", Action.ALLOW),
        (facts(["IBAN"]), "confidential", Action.WARN),
        (facts(["IBAN"] * 4), "confidential", Action.WARN),
        (facts(["IBAN"] * 5), "restricted", Action.WARN),
        (facts(["CREDIT_CARD"]), "restricted", Action.WARN),
        (facts(["CREDIT_CARD"], confidence=0.45), "public", Action.ALLOW),
        (facts(["SECRET"]), "restricted", Action.WARN),
        (facts(["PASSWORD"]), "restricted", Action.WARN),
        (facts(["CREDIT_CARD"], to=EDITOR), "restricted", Action.WARN),
        (facts(["IBAN"], to=EDITOR), "confidential", Action.WARN),
        (facts(["EMAIL"], to=EDITOR), "internal", Action.AUDIT),
        (facts(category=Category.SOURCE_CODE), "internal", Action.AUDIT),
        (facts(category=Category.SOURCE_CODE, to=EDITOR), "internal", Action.AUDIT),
        (facts(category=Category.MEDICAL), "internal", Action.AUDIT),
        (facts(["CREDIT_CARD"], to=LOCAL), "restricted", Action.AUDIT),
        (facts(["SECRET"] * 9, to=LOCAL), "restricted", Action.AUDIT),
        (facts(["EMAIL"], to=LOCAL), "internal", Action.ALLOW),
        (facts(to=LOCAL), "public", Action.ALLOW),
        (facts(["CREDIT_CARD"], channel=Channel.COMMAND_LINE), "restricted", Action.WARN),
        (facts(["EMAIL"], channel=Channel.COMMAND_LINE), "internal", Action.AUDIT),
        (facts(channel=Channel.COMMAND_LINE), "public", Action.ALLOW),
        (facts(inspection=Inspection.UNINSPECTABLE), "public", Action.AUDIT),
        (facts(inspection=Inspection.PARTIAL), "public", Action.AUDIT),
        (facts(inspection=Inspection.UNINSPECTABLE, to=LOCAL), "public", Action.AUDIT),
        (facts(["CREDIT_CARD"], inspection=Inspection.PARTIAL), "restricted", Action.WARN),
        (
            facts(["CREDIT_CARD"], to=destination(status=DestinationStatus.APPROVED)),
            "restricted",
            Action.WARN,
        ),
    ],
)
def test_answers_what_one_would_expect(asked: Facts, label: str, action: Action):
    verdict = POLICY.evaluate(asked)
    assert (verdict.label.name, verdict.action) == (label, action)


def test_offers_the_redacted_text_with_every_warning_and_says_what_to_do_in_a_notification():
    for entities in (["CREDIT_CARD"], ["IBAN"]):
        verdict = POLICY.evaluate(facts(entities))
        assert verdict.offers == (Offer.REDACTED,)
        assert [bool(rule.message) for rule in verdict.triggered_rules] == [True]
        assert verdict.triggered_rules[0].message.startswith("Use the redacted text")


def test_offers_nothing_with_a_record():
    assert POLICY.evaluate(facts(["EMAIL"])).offers == ()


def test_is_in_force_with_the_four_labels_people_know():
    assert POLICY.mode is Mode.ENFORCE
    assert [label.name for label in POLICY.labels] == ["public", "internal", "confidential", "restricted"]
