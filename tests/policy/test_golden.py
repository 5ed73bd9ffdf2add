"""What the golden policies mean: the same in every later version."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from agent.core import (
    Action,
    Category,
    Channel,
    FailMode,
    Inspection,
    Layer,
    ModelReading,
    ModelState,
    Offer,
    OperatingSystem,
    Scope,
    Verdict,
)
from agent.destinations import packaged_catalogue
from agent.policy import Policy, PolicyException, compile_policy, definitions_of
from agent.policy.authoring.testing import run_cases
from tests.policy.golden import DOCUMENTS
from tests.policy.samples import facts, finding

CATALOGUE = {each.destination_id: each for each in packaged_catalogue().destinations}

FRIDAY = datetime(2026, 11, 27, 14, 30, tzinfo=UTC)
"""A Friday afternoon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """What is asked, in short."""

    entities: tuple[str, ...] = ()
    confidence: float = 0.9
    category: Category | None = None
    inspection: Inspection = Inspection.COMPLETE
    model: ModelState = ModelState.COMPLETE
    to: str = "chatgpt"
    channel: Channel = Channel.CLIPBOARD
    scope: Scope = field(default=Scope())

    def under(self, policy: Policy) -> Verdict:
        """What a policy says to it."""
        asked = facts(
            self.entities,
            confidence=self.confidence,
            category=self.category,
            inspection=self.inspection,
            to=CATALOGUE[self.to],
            channel=self.channel,
        )
        assessment = replace(asked.assessment, model=ModelReading(state=self.model, share=1.0))
        return policy.evaluate(replace(asked, assessment=assessment, scope=self.scope))


def _policy(*names_: str, exceptions: tuple[PolicyException, ...] = (), language: str = "en") -> Policy:
    return compile_policy(*(DOCUMENTS[name] for name in names_), exceptions=exceptions, language=language)


def _exception(changes: dict[str, Any]) -> PolicyException:
    granted = PolicyException(
        exception_id="e1",
        layer=Layer.GLOBAL,
        is_online=True,
        rule_ids=frozenset({"confidential-justified", "restricted-redacted"}),
        down_to=Action.AUDIT,
        granted_at=FRIDAY - timedelta(days=1),
        expires_at=FRIDAY + timedelta(days=20),
    )
    return replace(granted, **changes)


# ---- what they mean ---------------------------------------------------------------------------------------------

CARD, IBAN, EMAIL, PERSON = ("CREDIT_CARD",), ("IBAN",), ("EMAIL",), ("PERSON",)
GLOBAL, TEAM, USER = ("global",), ("global", "team"), ("global", "team", "user")
CONTENT, SCOPE, DEFINITIONS, TESTS = ("content",), ("scope",), ("definitions",), ("tests",)
KINDS = ("kinds",)

VERDICTS = [
    (("minimal",), Gesture(entities=CARD), "any", Action.ALLOW, ()),
    (("offline",), Gesture(entities=CARD, channel=Channel.BROWSER), "any", Action.ALLOW, ()),
    (("offline_keep",), Gesture(entities=CARD, channel=Channel.BROWSER), "any", Action.ALLOW, ()),
    # labels, statuses, unless, other destinations
    (GLOBAL, Gesture(), "public", Action.AUDIT, ("noted", "harmless")),
    (GLOBAL, Gesture(channel=Channel.AI_APP), "public", Action.ALLOW, ("harmless",)),
    (
        GLOBAL,
        Gesture(entities=CARD),
        "restricted",
        Action.BLOCK,
        ("restricted-blocked", "restricted-redacted", "internal-warned", "noted", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=CARD, to="claude", channel=Channel.BROWSER),
        "restricted",
        Action.REDACT,
        ("restricted-redacted", "internal-warned", "noted", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=CARD, to="cursor", channel=Channel.COMMAND_LINE),
        "restricted",
        Action.BLOCK,
        ("restricted-blocked", "restricted-redacted", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=IBAN, to="gemini", channel=Channel.AI_APP),
        "confidential",
        Action.JUSTIFY,
        ("confidential-justified", "internal-warned", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=IBAN, to="claude", channel=Channel.AI_APP),
        "confidential",
        Action.WARN,
        ("internal-warned", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=IBAN * 5, confidence=0.1, to="claude", channel=Channel.AI_APP),
        "restricted",
        Action.REDACT,
        ("restricted-redacted", "internal-warned", "harmless"),
    ),
    (GLOBAL, Gesture(entities=IBAN * 4, confidence=0.1, channel=Channel.AI_APP), "public", Action.ALLOW, ("harmless",)),
    (GLOBAL, Gesture(entities=PERSON, channel=Channel.AI_APP), "public", Action.ALLOW, ("harmless",)),
    (
        GLOBAL,
        Gesture(entities=PERSON * 2, channel=Channel.AI_APP),
        "internal",
        Action.WARN,
        ("internal-warned", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(entities=PERSON, category=Category.MEDICAL, to="claude", channel=Channel.AI_APP),
        "confidential",
        Action.WARN,
        ("internal-warned", "harmless"),
    ),
    (
        GLOBAL,
        Gesture(inspection=Inspection.UNINSPECTABLE, model=ModelState.UNAVAILABLE, to="ollama", channel=Channel.AI_APP),
        "confidential",
        Action.JUSTIFY,
        ("confidential-justified", "harmless"),
    ),
    # conditions on the content
    (CONTENT, Gesture(), "low", Action.ALLOW, ()),
    (CONTENT, Gesture(entities=EMAIL), "middle", Action.ALLOW, ()),
    (CONTENT, Gesture(entities=CARD), "high", Action.REDACT, ("card", "both-labels")),
    (CONTENT, Gesture(entities=("CREDIT_CARD", "MARKING")), "high", Action.WARN, ("both-labels",)),
    (CONTENT, Gesture(entities=IBAN), "low", Action.REDACT, ("card",)),
    (CONTENT, Gesture(entities=IBAN, confidence=0.49), "low", Action.ALLOW, ()),
    (CONTENT, Gesture(category=Category.LEGAL), "low", Action.JUSTIFY, ("papers",)),
    (CONTENT, Gesture(category=Category.GENERAL, entities=PERSON), "low", Action.AUDIT, ("chatter",)),
    (CONTENT, Gesture(category=Category.GENERAL), "low", Action.ALLOW, ()),
    (CONTENT, Gesture(category=Category.HR), "low", Action.AUDIT, ("read-whole",)),
    (CONTENT, Gesture(category=Category.HR, inspection=Inspection.PARTIAL), "low", Action.WARN, ("read-in-part",)),
    (CONTENT, Gesture(inspection=Inspection.UNINSPECTABLE), "low", Action.BLOCK, ("not-read",)),
    (CONTENT, Gesture(category=Category.MEDICAL, model=ModelState.SAMPLED), "low", Action.AUDIT, ("model-well",)),
    (CONTENT, Gesture(model=ModelState.NOT_FINISHED), "low", Action.WARN, ("model-gap",)),
    (CONTENT, Gesture(model=ModelState.UNKNOWN_LANGUAGE), "low", Action.AUDIT, ("model-foreign",)),
    (
        CONTENT,
        Gesture(model=ModelState.NOT_ASKED, channel=Channel.FILE_UPLOAD),
        "low",
        Action.AUDIT,
        ("model-not-asked",),
    ),
    (CONTENT, Gesture(model=ModelState.NOT_ASKED), "low", Action.ALLOW, ()),
    # who, from where, when, whereto
    (SCOPE, Gesture(to="claude"), "any", Action.ALLOW, ()),
    (SCOPE, Gesture(), "any", Action.AUDIT, ("by-name",)),
    (SCOPE, Gesture(channel=Channel.COMMAND_LINE), "any", Action.ALLOW, ()),
    (SCOPE, Gesture(to="ollama"), "any", Action.ALLOW, ("on-this-device",)),
    (SCOPE, Gesture(to="claude", channel=Channel.DRAG_AND_DROP), "any", Action.WARN, ("dragged",)),
    (SCOPE, Gesture(to="claude", scope=Scope(user="jdoe")), "any", Action.AUDIT, ("user",)),
    (SCOPE, Gesture(to="claude", scope=Scope(groups=frozenset({"interns"}))), "any", Action.BLOCK, ("group",)),
    (SCOPE, Gesture(to="claude", scope=Scope(groups=frozenset({"interns", "mentored"}))), "any", Action.ALLOW, ()),
    (SCOPE, Gesture(to="claude", scope=Scope(team="paris")), "any", Action.WARN, ("team",)),
    (SCOPE, Gesture(to="claude", scope=Scope(device_id="d-17")), "any", Action.REDACT, ("device",)),
    (SCOPE, Gesture(to="claude", scope=Scope(os=OperatingSystem.MACOS)), "any", Action.AUDIT, ("macs",)),
    (SCOPE, Gesture(to="claude", scope=Scope(os=OperatingSystem.WINDOWS)), "any", Action.AUDIT, ("others",)),
    (SCOPE, Gesture(to="claude", scope=Scope(addresses=("fd00:20::7",))), "any", Action.JUSTIFY, ("outside",)),
    (SCOPE, Gesture(to="claude", scope=Scope(addresses=("192.168.1.2", "10.20.3.4"))), "any", Action.ALLOW, ()),
    (SCOPE, Gesture(to="claude", scope=Scope(at=FRIDAY)), "any", Action.ALLOW, ()),
    (SCOPE, Gesture(to="claude", scope=Scope(at=FRIDAY.replace(hour=12))), "any", Action.AUDIT, ("lunch",)),
    (SCOPE, Gesture(to="claude", scope=Scope(at=FRIDAY.replace(hour=22))), "any", Action.WARN, ("night",)),
    (SCOPE, Gesture(to="claude", scope=Scope(at=FRIDAY + timedelta(days=1))), "any", Action.WARN, ("night",)),
    (SCOPE, Gesture(to="claude", scope=Scope(at=FRIDAY.replace(day=30, hour=5))), "any", Action.ALLOW, ()),
    # kinds of tools
    (KINDS, Gesture(to="otter"), "any", Action.BLOCK, ("heard",)),
    (KINDS, Gesture(to="midjourney"), "any", Action.WARN, ("sent-or-made",)),
    (KINDS, Gesture(to="openai-api"), "any", Action.WARN, ("sent-or-made",)),
    (KINDS, Gesture(to="continue"), "any", Action.AUDIT, ("beside-code",)),
    (KINDS, Gesture(to="claude"), "any", Action.ALLOW, ()),
    # layers
    (
        TEAM,
        Gesture(entities=("PROJECT",), to="claude", channel=Channel.AI_APP),
        "restricted",
        Action.JUSTIFY,
        ("projects", "harmless"),
    ),
    (
        TEAM,
        Gesture(entities=PERSON, to="claude", channel=Channel.AI_APP),
        "public",
        Action.WARN,
        ("names", "harmless"),
    ),
    (
        TEAM,
        Gesture(entities=PERSON, to="deepseek", channel=Channel.AI_APP),
        "public",
        Action.WARN,
        ("names", "harmless"),
    ),
    (
        TEAM,
        Gesture(entities=CARD, to="claude", channel=Channel.AI_APP),
        "restricted",
        Action.REDACT,
        ("restricted-redacted", "internal-warned", "harmless"),
    ),
    (USER, Gesture(to="ollama", channel=Channel.AI_APP), "public", Action.WARN, ("mine", "harmless")),
    (("global", "user"), Gesture(to="ollama", channel=Channel.AI_APP), "public", Action.WARN, ("mine", "harmless")),
    (TEAM, Gesture(to="ollama", channel=Channel.AI_APP), "public", Action.ALLOW, ("harmless",)),
    # what is the customer's own
    (DEFINITIONS, Gesture(entities=("EMPLOYEE_NUMBER",)), "high", Action.BLOCK, ("own",)),
    (DEFINITIONS, Gesture(entities=("PROJECT",)), "high", Action.BLOCK, ("own", "projects")),
    (DEFINITIONS, Gesture(entities=("PLANT",)), "low", Action.ALLOW, ()),
    # monitor lowers what is above a record
    (TESTS, Gesture(entities=CARD), "high", Action.AUDIT, ("high",)),
    (TESTS, Gesture(entities=CARD, to="claude"), "high", Action.ALLOW, ()),
]


@pytest.mark.parametrize(("layers", "gesture", "label", "action", "rules"), VERDICTS)
def test_means_what_it_always_meant(
    layers: tuple[str, ...], gesture: Gesture, label: str, action: Action, rules: tuple[str, ...]
):
    verdict = gesture.under(_policy(*layers))
    assert (verdict.label.name, verdict.action) == (label, action)
    assert tuple(rule.rule_id for rule in verdict.triggered_rules) == rules


def test_every_file_has_its_verdicts():
    assert {name for layers, *_ in VERDICTS for name in layers} == DOCUMENTS.keys()


@pytest.mark.parametrize(
    ("changes", "action"),
    [
        ({}, Action.WARN),
        ({"expires_at": FRIDAY}, Action.JUSTIFY),
        ({"granted_at": FRIDAY - timedelta(days=11)}, Action.JUSTIFY),
        ({"is_online": False, "granted_at": FRIDAY - timedelta(days=11)}, Action.WARN),
        ({"down_to": Action.WARN}, Action.WARN),
        ({"down_to": Action.ALLOW}, Action.JUSTIFY),
        ({"destinations": frozenset({"claude"})}, Action.JUSTIFY),
        ({"users": frozenset({"jdoe"}), "devices": frozenset({"d-17"})}, Action.WARN),
        ({"users": frozenset({"jane"})}, Action.JUSTIFY),
    ],
)
def test_exceptions_loosen_what_the_policy_lets_them(changes: dict[str, Any], action: Action):
    policy = _policy("global", exceptions=(_exception(changes),))
    scope = Scope(user="jdoe", device_id="d-17", at=FRIDAY)
    assert Gesture(entities=IBAN, scope=scope).under(policy).action is action


def test_exceptions_for_restricted_content_hold_for_a_day():
    asked = Gesture(entities=CARD, to="claude", scope=Scope(at=FRIDAY))
    short = {"down_to": Action.WARN, "expires_at": FRIDAY + timedelta(hours=1), "granted_at": FRIDAY}
    assert asked.under(_policy("global", exceptions=(_exception(short),))).action is Action.WARN
    assert asked.under(_policy("global", exceptions=(_exception({"down_to": Action.WARN}),))).action is Action.REDACT


@pytest.mark.parametrize(
    ("language", "messages"),
    [
        ("en", ("Take it out first.", "Nutzen Sie den geschwärzten Text.", "Think first.")),
        ("de", ("Nehmen Sie es zuerst heraus.", "Nutzen Sie den geschwärzten Text.", "Think first.")),
        ("fr", ("First.", "Nutzen Sie den geschwärzten Text.", "Think first.")),
    ],
)
def test_says_what_it_always_said(language: str, messages: tuple[str, ...]):
    verdict = Gesture(entities=CARD, channel=Channel.AI_APP).under(_policy("global", language=language))
    assert tuple(rule.message for rule in verdict.triggered_rules[:-1]) == messages
    assert verdict.triggered_rules[0].learn_more == "https://example.com/policies/ai#restricted"
    assert verdict.offers == tuple(Offer)


def test_silence_and_failing_are_the_strictest_of_the_layers():
    limits = {
        rule.rule_id: rule.silence_limit_minutes
        for rule in Gesture(entities=(*CARD, *PERSON)).under(_policy("global", "team")).triggered_rules
    }
    assert (limits["restricted-blocked"], limits["internal-warned"], limits["names"]) == (0, 30, 30)
    modes = {channel: _policy("global", "team").fail_mode(channel) for channel in Channel}
    closed = {channel for channel, mode in modes.items() if mode is FailMode.CLOSED}
    assert closed == {Channel.CLIPBOARD, Channel.BROWSER, Channel.FILE_UPLOAD}


def test_sections_that_rules_do_not_see_are_read():
    document = DOCUMENTS["global"]
    assert document.retention is not None
    assert document.reporting is not None
    assert (document.retention.history_days, document.reporting.daily_counts) == (180, True)
    assert document.model_extra == {"of_a_later_version": {"kept": True, "list": [1, 2.5, None]}}
    assert document.destinations["deepseek"].model_extra == {"reviewed": "2026-10-01", "owner": "it"}


@pytest.mark.parametrize(
    ("name", "channel", "action"),
    [
        ("offline", Channel.BROWSER, Action.BLOCK),
        ("offline", Channel.CLIPBOARD, Action.ALLOW),
        ("offline_keep", Channel.BROWSER, Action.ALLOW),
        ("minimal", Channel.BROWSER, Action.ALLOW),
    ],
)
def test_what_an_outdated_policy_comes_to(name: str, channel: Channel, action: Action):
    asked = replace(facts(channel=channel), is_outdated=True)
    assert _policy(name).evaluate(asked).action is action


def test_definitions_are_those_that_were_written():
    own = definitions_of(DOCUMENTS["definitions"])
    employee, plant = own.recognizers
    assert (employee.context, employee.needs_context, plant.confidence) == (("employee", "Personalnummer"), True, 1)
    (projects,) = own.dictionaries
    assert (projects.terms, projects.file, projects.is_case_sensitive) == (
        ("Kestrel", "Blue Heron"),
        "projects.txt",
        True,
    )
    customers, suppliers = own.exact_data
    assert (customers.key, customers.min_columns, customers.within) == ("other.key", 3, 200)
    assert (suppliers.key, suppliers.min_columns, suppliers.within) == ("suppliers.edm.key", 2, 300)


def test_its_own_tests_pass():
    document = DOCUMENTS["tests"]
    found = [finding("CREDIT_CARD")]
    results = run_cases(
        compile_policy(document), document.tests, CATALOGUE, lambda content: found if "4111" in content.text else []
    )
    assert [(result.case.name, result.problems) for result in results] == [(case.name, ()) for case in document.tests]
