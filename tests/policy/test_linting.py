"""Lint as a whole: order, lines, policies that cannot be used, and that it never raises."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.policy import PolicyError, parse_policy
from agent.policy.authoring.linting import CHECKS, LintFinding, LintSeverity, lint_error
from tests.policy.lints import linted
from tests.policy.samples import policy_text
from tests.policy.strategies import LOWER, RULES, written_document

BAD = Path(__file__).parent / "bad.yaml"


def _refused(untrusted: bytes) -> tuple[LintFinding, ...]:
    with pytest.raises(PolicyError) as caught:
        parse_policy(untrusted)
    return lint_error(caught.value)


def test_findings_come_in_the_order_of_lines_and_point_to_them():
    findings = linted(BAD.read_bytes())
    lines = BAD.read_text().splitlines()
    assert [each.line for each in findings] == sorted(each.line for each in findings)
    shown = {each.check_id: lines[each.line - 1].strip() for each in findings}
    assert shown["looser-for-higher"] == "label: confidential"
    assert shown["unreachable-rule"] == "- id: public-cards"
    assert shown["needless-condition"] == "- entity: IBAN"


def test_every_check_has_a_name_of_its_own_and_says_what_it_is_for():
    assert len({check.check_id for check in CHECKS}) == len(CHECKS)
    assert all(check.help.endswith(".") and check.check_id.islower() for check in CHECKS)


def test_a_policy_that_is_as_it_should_be():
    text = """\
rules:
  - {id: some, when: {label: middle}, unless: {destination_status: approved}, action: warn, message: Mind this.}
  - {id: much, when: {label: high}, action: block, message: Mind this.}
tests:
  - {name: mail, text: a@b.c, destination: chatgpt, action: warn, rule: some}
  - {name: cards, entities: {CREDIT_CARD: 1}, destination: claude, action: block, rule: much}
"""
    assert linted(policy_text(text, more="destinations: {claude: {status: approved}}\n")) == ()


def test_says_all_that_is_wrong_in_a_policy_that_cannot_be_used():
    rules = "rules:\n  - {id: a, when: {lable: low}, action: wran}\n  - {id: b, when: {}}\n"
    findings = _refused(policy_text(rules))
    assert [each.line for each in findings] == [11, 11, 12]
    assert {each.place for each in findings} == {"rules[0].when", "rules[0].action", "rules[1].action"}
    assert {(each.check_id, each.severity) for each in findings} == {("invalid-policy", LintSeverity.ERROR)}


@pytest.mark.parametrize(
    ("untrusted", "line", "message"),
    [
        (b"name: a\nrules: [\n", 3, "is not YAML: "),
        (b"name: a\nname: b\n", 2, "uses YAML that is refused: a key is given twice"),
        (b"a: 1\nb: &x 2\n", 2, "uses YAML that is refused: anchors"),
        (b"\xff", 1, "the policy is not UTF-8 text. At byte 0."),
    ],
)
def test_says_where_a_text_cannot_be_read(untrusted: bytes, line: int, message: str):
    (finding,) = _refused(untrusted)
    assert (finding.line, finding.path) == (line, ())
    assert finding.message.startswith(message)


TESTS = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("any"),
            "entities": st.dictionaries(st.sampled_from(["EMAIL", "IBAN"]), st.integers(1, 3)),
            "destination": st.sampled_from(["claude", "nowhere"]),
            "action": st.sampled_from(["allow", "warn", "block"]),
        }
    ),
    max_size=3,
)


@given(rules=RULES, tests=TESTS, team=LOWER)
def test_never_raises_for_what_parses(
    rules: list[dict[str, object]], tests: list[dict[str, object]], team: dict[str, object]
):
    upper = json.dumps({**written_document(rules), "tests": tests}).encode()
    lower = json.dumps({**team, "layer": "team", "tests": tests}).encode()
    for findings in (linted(upper), linted(lower, upper)):
        assert all(each.message and each.line >= 1 for each in findings)
