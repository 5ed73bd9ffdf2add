"""The policies that come with Cordon: what people meet on the first day, and what IT begins with.

Each holds tests of its own. They run here with the real recognizers and the packaged catalogue, one by one.
"""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from pathlib import Path

import pytest

from agent.core import (
    Action,
    Category,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    FailMode,
    Inspection,
    Mode,
    Offer,
)
from agent.core.ports import Engines
from agent.destinations import packaged_catalogue
from agent.engines import load_engines
from agent.policy import Facts, Policy, PolicyDocument, packaged_policy, parse_policy
from agent.policy.authoring.testing import CaseResult, run_cases
from agent.policy.document.cases import CaseEntry
from agent.policy.packaged import DEFAULT, TEMPLATES, UNAVAILABLE, packaged_text, unavailable_policy
from tests.policy.samples import destination, facts

NAMES = (DEFAULT, *TEMPLATES)
DOCUMENTS = {name: parse_policy(packaged_text(name)) for name in NAMES}
CATALOGUE = {each.destination_id: each for each in packaged_catalogue().destinations}

POLICY = packaged_policy()
EDITOR = destination("cursor", DestinationKind.CODING_AGENT)
LOCAL = destination("ollama", DestinationKind.LOCAL_RUNNER)
APPROVED = destination(status=DestinationStatus.APPROVED)
UNAPPROVED = destination(status=DestinationStatus.UNAPPROVED)


@cache
def _loaded(name: str) -> tuple[Policy, Engines]:
    return load_engines(Path(str(resources.files("agent.policy.packaged").joinpath(f"{name}.yaml"))))


def _run(name: str, case: CaseEntry) -> CaseResult:
    policy, engines = _loaded(name)
    (result,) = run_cases(policy, [case], CATALOGUE, lambda content: engines.assess(content).findings)
    return result


def _cases() -> list[object]:
    return [
        pytest.param(name, case, id=f"{name}: {case.name}")
        for name, document in DOCUMENTS.items()
        for case in document.tests
    ]


@pytest.mark.parametrize(("name", "case"), _cases())
def test_own_tests_pass(name: str, case: CaseEntry):
    assert _run(name, case).problems == ()


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=NAMES)
def test_has_enough_tests_and_as_many_of_what_goes_through_as_of_what_does_not(document: PolicyDocument):
    actions = [case.action for case in document.tests]
    lenient = sum(action.rank <= Action.AUDIT.rank for action in actions)
    assert len(actions) >= 20
    assert 0.4 <= lenient / len(actions) <= 0.6
    assert actions.count(Action.ALLOW) >= 3


@pytest.mark.parametrize("name", NAMES)
def test_every_rule_applies_in_a_test(name: str):
    applied: set[str] = set()
    for case in DOCUMENTS[name].tests:
        verdict = _run(name, case).verdict
        assert verdict is not None
        applied.update(rule.rule_id for rule in verdict.triggered_rules)
    assert applied == {rule.id for rule in DOCUMENTS[name].rules}


@pytest.mark.parametrize("name", NAMES)
def test_no_test_asks_the_same_as_another(name: str):
    asked = [case.model_copy(update={"name": "", "rule": None}).model_dump_json() for case in DOCUMENTS[name].tests]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize("name", NAMES)
def test_tells_people_what_to_do_in_english_and_german(name: str):
    for rule in DOCUMENTS[name].rules:
        expected = {"en", "de"} if rule.action.rank >= Action.WARN.rank else set()
        assert set(rule.message) == expected, rule.id
        assert all(rule.message.values())
        assert len(set(rule.message.values())) == len(rule.message)


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_stricter_than_a_record_has_a_way_on(name: str):
    for rule in DOCUMENTS[name].rules:
        is_about_content = not rule.when.inspection
        assert bool(rule.offers) is (rule.action.rank >= Action.WARN.rank and is_about_content), rule.id
        if rule.action is Action.REDACT:
            assert Offer.REDACTED in rule.offers


@pytest.mark.parametrize("name", NAMES)
def test_approves_no_tool_by_itself_and_says_what_a_first_day_needs(name: str):
    document = DOCUMENTS[name]
    assert document.destinations == {}
    assert document.other_destinations is None or document.other_destinations.status is DestinationStatus.UNAPPROVED
    assert document.silence is not None
    assert document.retention is not None
    assert document.fail
    assert {limit.max_label for limit in document.exceptions} == {"confidential"}
    assert packaged_text(name).startswith(b"# yaml-language-server: $schema=policy.schema.json\n")


@pytest.mark.parametrize("name", NAMES)
def test_names_the_tools_that_are_approved_most_as_the_catalogue_does(name: str):
    text = packaged_text(name).decode()
    listed = text[text.index("# The ids of assistants:") : text.index(" There are\n#   many more:")]
    ids = set(re.findall(r"[a-z-]+(?=[,;.])", listed))
    assert len(ids) > 20
    assert ids <= CATALOGUE.keys()


@pytest.mark.parametrize("name", NAMES)
def test_judges_every_kind_of_tool_that_takes_content_off_the_device_alike(name: str):
    kinds = {kind for rule in DOCUMENTS[name].rules for kind in (rule.when.destination_kind or ())}
    assert kinds - {DestinationKind.LOCAL_RUNNER} == {*DestinationKind} - {DestinationKind.LOCAL_RUNNER}
    assert {len(rule.when.destination_kind) for rule in DOCUMENTS[name].rules if rule.when.destination_kind} <= {1, 6}


@pytest.mark.parametrize("name", NAMES)
def test_online_exceptions_loosen_nothing_for_restricted_content(name: str):
    document = DOCUMENTS[name]
    loosened = {rule for limit in document.exceptions for rule in limit.rules}
    strict = {rule.id for rule in document.rules if rule.when.label == ("restricted",)}
    assert strict
    assert not loosened & strict


def test_only_the_starter_watches_without_interrupting():
    assert [name for name in NAMES if DOCUMENTS[name].mode is Mode.MONITOR] == ["starter"]


@pytest.mark.parametrize(
    ("asked", "label", "action"),
    [
        (facts(), "public", Action.ALLOW),
        (facts(category=Category.GENERAL), "public", Action.ALLOW),
        (facts(["EMAIL"]), "internal", Action.AUDIT),
        (facts(["PHONE"]), "internal", Action.AUDIT),
        (facts(["EMAIL", "PHONE", "EMAIL", "PHONE"]), "internal", Action.AUDIT),
        (facts(["EMAIL"] * 10), "confidential", Action.WARN),
        (facts(["EMAIL"] * 9), "internal", Action.AUDIT),
        (facts(["EMAIL", "PHONE"] * 5), "confidential", Action.WARN),
        (facts(["EMAIL"] * 10, confidence=0.3), "public", Action.ALLOW),
        (facts(["IBAN"]), "confidential", Action.WARN),
        (facts(["IBAN"] * 4), "confidential", Action.WARN),
        (facts(["IBAN"] * 5), "restricted", Action.REDACT),
        (facts(["CREDIT_CARD"]), "restricted", Action.REDACT),
        (facts(["CREDIT_CARD"], confidence=0.45), "public", Action.ALLOW),
        (facts(["SECRET"]), "restricted", Action.REDACT),
        (facts(["PASSWORD"]), "restricted", Action.REDACT),
        (facts(["CREDIT_CARD"], to=EDITOR), "restricted", Action.REDACT),
        (facts(["IBAN"], to=EDITOR), "confidential", Action.WARN),
        (facts(["EMAIL"], to=EDITOR), "internal", Action.AUDIT),
        (facts(category=Category.SOURCE_CODE), "internal", Action.AUDIT),
        (facts(category=Category.SOURCE_CODE, to=EDITOR), "internal", Action.AUDIT),
        (facts(category=Category.MEDICAL), "internal", Action.AUDIT),
        (facts(["CREDIT_CARD"], to=LOCAL), "restricted", Action.AUDIT),
        (facts(["SECRET"] * 9, to=LOCAL), "restricted", Action.AUDIT),
        (facts(["EMAIL"], to=LOCAL), "internal", Action.ALLOW),
        (facts(to=LOCAL), "public", Action.ALLOW),
        (facts(["CREDIT_CARD"], channel=Channel.COMMAND_LINE), "restricted", Action.REDACT),
        (facts(["EMAIL"], channel=Channel.COMMAND_LINE), "internal", Action.AUDIT),
        (facts(channel=Channel.COMMAND_LINE), "public", Action.ALLOW),
        (facts(inspection=Inspection.UNINSPECTABLE), "public", Action.AUDIT),
        (facts(inspection=Inspection.PARTIAL), "public", Action.AUDIT),
        (facts(inspection=Inspection.UNINSPECTABLE, to=LOCAL), "public", Action.AUDIT),
        (facts(["CREDIT_CARD"], inspection=Inspection.PARTIAL), "restricted", Action.REDACT),
        (facts(["CREDIT_CARD"], to=APPROVED), "restricted", Action.REDACT),
        (facts(["IBAN"], to=APPROVED), "confidential", Action.AUDIT),
        (facts(["EMAIL"], to=APPROVED), "internal", Action.AUDIT),
        (facts(["CREDIT_CARD"], to=UNAPPROVED), "restricted", Action.BLOCK),
        (facts(["IBAN"], to=UNAPPROVED), "confidential", Action.WARN),
        (facts(["EMAIL"], to=UNAPPROVED), "internal", Action.WARN),
        (facts(to=UNAPPROVED), "public", Action.ALLOW),
    ],
)
def test_default_answers_what_one_would_expect(asked: Facts, label: str, action: Action):
    verdict = POLICY.evaluate(asked)
    assert (verdict.label.name, verdict.action) == (label, action)


@pytest.mark.parametrize(
    ("entity", "offers"),
    [("CREDIT_CARD", (Offer.REDACTED, Offer.ORIGINAL_WITH_REASON)), ("IBAN", (Offer.REDACTED,)), ("EMAIL", ())],
)
def test_default_offers_the_redacted_text_with_every_question_and_nothing_with_a_record(
    entity: str, offers: tuple[Offer, ...]
):
    verdict = POLICY.evaluate(facts([entity]))
    (rule,) = verdict.triggered_rules
    assert verdict.offers == offers
    assert rule.message.startswith("Use ") is bool(offers)


def test_default_speaks_the_person_s_language():
    verdict = packaged_policy("de").evaluate(facts(["CREDIT_CARD"]))
    assert verdict.triggered_rules[0].message.startswith("Nutzen Sie den geschwärzten Text")


def test_default_is_in_force_with_the_four_labels_people_know():
    assert POLICY.mode is Mode.ENFORCE
    assert [label.name for label in POLICY.labels] == ["public", "internal", "confidential", "restricted"]


@pytest.mark.parametrize("case", parse_policy(packaged_text(UNAVAILABLE)).tests, ids=lambda case: case.name)
def test_own_tests_of_the_one_for_want_of_another_pass(case: CaseEntry):
    assert _run(UNAVAILABLE, case).problems == ()


def test_the_one_for_want_of_another_holds_back_and_says_whom_to_ask():
    policy = unavailable_policy()
    assert policy.mode is Mode.ENFORCE
    assert {policy.fail_mode(channel) for channel in Channel} == {FailMode.CLOSED}
    document = policy.documents[0]
    assert (document.retention, document.exceptions, document.silence) == (None, (), None)
    for rule in document.rules:
        if rule.action.rank >= Action.WARN.rank:
            assert set(rule.message) == {"en", "de"}
            assert "IT" in rule.message["en"]
            assert "IT" in rule.message["de"]


@pytest.mark.parametrize("entity", ["IBAN", "CREDIT_CARD", "MARKING", "SECRET"])
@pytest.mark.parametrize("to", [APPROVED, UNAPPROVED, EDITOR, LOCAL], ids=["approved", "unapproved", "editor", "local"])
def test_the_one_for_want_of_another_is_nowhere_looser_than_the_default(entity: str, to: Destination):
    asked = facts([entity], to=to)
    assert unavailable_policy().evaluate(asked).action is Action.BLOCK
    assert POLICY.evaluate(asked).action.rank <= Action.BLOCK.rank
