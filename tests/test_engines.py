"""The engines as the agent has them, together: what they say about one gesture."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from agent.core import Action, ActiveWindow, Assessment, Channel, Content, ContentKind, DestinationStatus, Inspection
from agent.core.errors import AgentError
from agent.core.in_force import LayerFacts
from agent.core.verdicts import Layer
from agent.detection.exact_data import ColumnKind, IndexBuilder, IndexKey, format_key
from agent.engines import build_engines, load_engines
from agent.policy import PolicyError
from agent.system.policy_files import PolicyFileError

CARD = "4111 1111 1111 1111"


def test_a_card_number_on_the_way_to_an_assistant_goes_out_redacted_under_the_packaged_policy():
    policy, engines = build_engines()
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT", app_class="xterm"))
    assert destination is not None
    assessment = engines.assess(Content(kind=ContentKind.TEXT, text=CARD, size_bytes=len(CARD)))
    verdict = engines.evaluate(assessment, destination, Channel.CLIPBOARD)
    assert verdict.action is Action.REDACT
    assert verdict.policy_version == policy.version


def test_an_ordinary_window_is_no_destination():
    _, engines = build_engines()
    assert engines.match(ActiveWindow(window_id=1, title="Letter to a friend", app_class="writer")) is None


def test_ordinary_text_is_allowed():
    _, engines = build_engines()
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT"))
    assert destination is not None
    assessment = engines.assess(Content(kind=ContentKind.TEXT, text="see you at lunch", size_bytes=16))
    assert engines.evaluate(assessment, destination, Channel.CLIPBOARD).action is Action.ALLOW


POLICY = """\
name: Acme
version: "1"
mode: enforce
labels:
  - name: public
  - name: restricted
    any_of:
      - entity: [EMPLOYEE_NUMBER, PROJECT, CUSTOMER]
rules:
  - id: restricted
    when: {label: restricted}
    action: block
recognizers:
  - id: employee
    entity: EMPLOYEE_NUMBER
    title: an employee number
    pattern: '\\bE-\\d{6}\\b'
    confidence: 0.8
    examples: [by E-123456]
    counter_examples: [by E-1234567]
dictionaries:
  - id: projects
    entity: PROJECT
    title: a project name
    terms: [Kestrel]
    file: projects.txt
exact_data:
  - id: customers
    entity: CUSTOMER
    title: a customer record
    index: customers.edm
"""
RECORDS = [(f"{number:016}", f"XX{number:018}") for number in random.Random(1).sample(range(10**15), 30)]  # noqa: S311 - test data


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    """A policy that defines one of each, with its files beside it."""
    key = IndexKey(secret=bytes(32))
    builder = IndexBuilder([("card", ColumnKind.TEXT), ("account", ColumnKind.TEXT)], key)
    for record in RECORDS:
        builder.add(record)
    (tmp_path / "customers.edm").write_bytes(b"".join(builder.finish().parts))
    (tmp_path / "customers.edm.key").write_bytes(format_key(key))
    (tmp_path / "projects.txt").write_text("Blue Heron\n")
    (tmp_path / "policy.yaml").write_text(POLICY)
    return tmp_path / "policy.yaml"


def assessed(policy_file: Path, text: str) -> Assessment:
    """What the engines under a policy know of a text."""
    _, engines = load_engines(policy_file)
    return engines.assess(Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text)))


@pytest.mark.parametrize(
    ("text", "entities"),
    [
        ("by E-123456", ["EMPLOYEE_NUMBER"]),
        ("the kestrel and the BLUE-HERON", ["PROJECT", "PROJECT"]),
        (" and ".join(RECORDS[7]), ["CUSTOMER", "CUSTOMER"]),
        ("caf\u00e9 by blue\u200bheron, blue\u00a0heron", ["PROJECT"]),
        ("by E-1234567", []),
        ("a heron", []),
        (f"{RECORDS[7][0]} and {RECORDS[8][1]}", []),
    ],
)
def test_what_a_policy_defines_is_found(policy_file: Path, text: str, entities: list[str]):
    own = [
        each
        for each in assessed(policy_file, text).findings
        if each.entity in {"EMPLOYEE_NUMBER", "PROJECT", "CUSTOMER"}
    ]
    assert [each.entity for each in own] == entities


def test_built_in_recognizers_still_find_and_rules_name_either(policy_file: Path):
    assessment = assessed(policy_file, f"my card: {CARD}, project Kestrel")
    assert [each.entity for each in assessment.findings] == ["CREDIT_CARD", "PROJECT"]
    _, engines = load_engines(policy_file)
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT"))
    assert destination is not None
    assert engines.evaluate(assessment, destination, Channel.CLIPBOARD).action is Action.BLOCK


def test_what_could_not_be_read_stays_so(policy_file: Path):
    _, engines = load_engines(policy_file)
    assert engines.assess(Content(kind=ContentKind.OTHER)).inspection is Inspection.UNINSPECTABLE
    digits = "1 2 3 4 5 6 7 8 9 0 " * 20_000
    assert assessed(policy_file, digits).inspection is Inspection.PARTIAL


@pytest.mark.parametrize(
    ("file", "content", "error"),
    [
        ("policy.yaml", POLICY.replace("by E-123456", "by nobody").encode(), PolicyError),
        ("policy.yaml", POLICY.replace("customers.edm", "other.edm").encode(), PolicyFileError),
        ("policy.yaml", (POLICY + "    min_columns: 3\n").encode(), AgentError),
        ("projects.txt", b"x\n", AgentError),
        ("projects.txt", None, PolicyFileError),
        ("customers.edm", b"x", AgentError),
        ("customers.edm.key", b"x", AgentError),
        ("customers.edm.key", None, PolicyFileError),
        ("policy.yaml", None, PolicyFileError),
    ],
)
def test_a_policy_whose_parts_cannot_be_used_is_refused_whole(
    policy_file: Path, file: str, content: bytes | None, error: type[AgentError]
):
    path = policy_file.with_name(file)
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error):
        load_engines(policy_file)


FINDING_GLOBAL = """\
name: Global
version: "1"
mode: enforce
labels: [{name: low}, {name: high, any_of: [{entity: CREDIT_CARD}]}]
rules: [{id: cards, when: {label: high}, action: block}]
"""
FINDING_TEAM = """\
name: Team
version: "1"
layer: team
mode: monitor
rules: [{id: orders, when: {entity: ORDER_REF}, action: audit}]
recognizers:
  - id: order
    entity: ORDER_REF
    title: an order
    pattern: '\\d{4} \\d{4} \\d{4} \\d{4}'
    confidence: 1.0
    examples: ["9999 9999 9999 9999"]
    counter_examples: ["9999"]
"""


def test_what_a_team_finds_takes_nothing_from_the_global_policy(tmp_path: Path):
    upper, lower = tmp_path / "global.yaml", tmp_path / "team.yaml"
    upper.write_text(FINDING_GLOBAL)
    lower.write_text(FINDING_TEAM)
    _, engines = load_engines(upper, lower)
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT"))
    assert destination is not None

    def rules(text: str) -> tuple[Action, list[str]]:
        assessment = engines.assess(Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text)))
        verdict = engines.evaluate(assessment, destination, Channel.CLIPBOARD)
        return verdict.action, [rule.rule_id for rule in verdict.triggered_rules]

    assert rules(CARD) == (Action.BLOCK, ["cards"])
    assert rules("9999 9999 9999 9999") == (Action.AUDIT, ["orders"])


GLOBAL = """\
name: Acme
version: "1"
mode: enforce
labels:
  - name: public
  - name: restricted
    any_of: [{entity: CREDIT_CARD}]
rules:
  - id: unknown-tools
    when: {label: restricted, destination_status: unknown}
    action: block
"""
TEAM = """\
name: Sales
layer: team
version: "1"
mode: enforce
destinations: {chatgpt: {status: unapproved}}
rules: []
"""


def test_the_status_that_a_team_gives_is_hidden_from_the_rules_above_it(tmp_path: Path):
    (tmp_path / "global.yaml").write_text(GLOBAL)
    (tmp_path / "team.yaml").write_text(TEAM)
    content = Content(kind=ContentKind.TEXT, text=CARD, size_bytes=len(CARD))
    for files, status in (
        (["global.yaml"], DestinationStatus.UNKNOWN),
        (["global.yaml", "team.yaml"], DestinationStatus.UNAPPROVED),
    ):
        _, engines = load_engines(*(tmp_path / name for name in files))
        destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT"))
        assert destination is not None
        assert destination.status is DestinationStatus.UNKNOWN  # as the catalogue has it, whatever policy says
        verdict = engines.evaluate(engines.assess(content), destination, Channel.CLIPBOARD)
        assert (verdict.action, verdict.destination_status) == (Action.BLOCK, status)


def test_the_status_of_a_destination_is_that_of_the_policy_that_is_asked(tmp_path: Path):
    file = tmp_path / "policy.yaml"
    file.write_text(GLOBAL + "destinations: {chatgpt: {status: approved}}\n")
    _, before = load_engines(file)
    kept = before.match(ActiveWindow(window_id=1, title="ChatGPT"))
    assert kept is not None
    assessment = before.assess(Content(kind=ContentKind.TEXT, text=CARD, size_bytes=len(CARD)))
    assert before.evaluate(assessment, kept, Channel.CLIPBOARD).action is Action.ALLOW
    file.write_text(GLOBAL)
    _, after = load_engines(file)
    assert after.evaluate(assessment, kept, Channel.CLIPBOARD).action is Action.BLOCK


def test_what_the_policy_thinks_of_an_app_and_which_layer_says_so(tmp_path: Path):
    (tmp_path / "global.yaml").write_text(
        "name: Acme\nversion: '4'\nmode: enforce\nlabels: [{name: public}]\nrules: []\n"
        "destinations: {claude: {status: approved}, chatgpt: {status: tolerated}}\n"
    )
    (tmp_path / "team.yaml").write_text(
        "name: Sales\nversion: '3'\nmode: enforce\nlayer: team\nrules: []\n"
        "destinations: {chatgpt: {status: unapproved}}\n"
    )
    _, engines = load_engines(tmp_path / "global.yaml", tmp_path / "team.yaml")
    known = {each.destination_id: each for each in engines.apps().destinations}
    claude, chatgpt, gemini = (engines.standing(known[each]) for each in ("claude", "chatgpt", "gemini"))
    assert claude.status is DestinationStatus.APPROVED
    assert claude.said_by == LayerFacts(layer=Layer.GLOBAL, name="Acme", version="4")
    assert chatgpt.status is DestinationStatus.UNAPPROVED
    assert chatgpt.said_by == LayerFacts(layer=Layer.TEAM, name="Sales", version="3")
    assert (gemini.status, gemini.said_by) == (DestinationStatus.UNKNOWN, None)
