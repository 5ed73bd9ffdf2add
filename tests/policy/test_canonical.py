"""A document as it travels is the same document, and the same bytes however it was written."""

from __future__ import annotations

import json

import pytest

from agent.policy import parse_policy
from agent.policy.document.canonical import canonical_json, plain_values
from agent.policy.packaged import packaged_text
from tests.policy.samples import policy_text
from tests.policy.test_document import WHOLE


@pytest.mark.parametrize("text", [WHOLE, packaged_text(), policy_text()])
def test_what_travels_is_what_was_written(text: bytes):
    document = parse_policy(text)
    travelled = canonical_json(document)
    assert parse_policy(travelled) == document
    assert canonical_json(parse_policy(travelled)) == travelled


def test_control_characters_are_escaped():
    document = parse_policy(policy_text(more='owners: "\\e[31m \\x9b2J f\u00fcr"\n'))
    travelled = canonical_json(document)
    assert travelled.decode().isprintable()
    assert "f\u00fcr" in travelled.decode()
    assert parse_policy(travelled) == document


def test_how_it_is_written_does_not_matter():
    one = policy_text("rules: [{id: one, when: {entity: EMAIL}, action: warn}]\n")
    other = policy_text("rules:\n- action: warn  # a comment\n  when: {entity: [EMAIL]}\n  id: one\n")
    assert canonical_json(parse_policy(one)) == canonical_json(parse_policy(other))
    stricter = one.replace(b"warn", b"block")
    assert canonical_json(parse_policy(one)) != canonical_json(parse_policy(stricter))


def test_what_was_left_out_stays_out_and_what_nobody_knows_stays_in():
    values = plain_values(parse_policy(policy_text(more="owners: {days: 30}\n")))
    assert values["owners"] == {"days": 30}
    assert "tests" not in values
    assert json.loads(canonical_json(parse_policy(policy_text())))["labels"][0] == {"name": "low"}
