"""Conditions in words: every field that is given, as it is written."""

from __future__ import annotations

from agent.policy.authoring.wording import way_words, when_words
from agent.policy.document.when import LabelCondition, When


def test_a_rule_s_conditions():
    when = When.model_validate(
        {
            "min_label": "high",
            "entity": ["EMAIL", "PHONE"],
            "group": "legal",
            "time": [{"days": ["monday", "friday"], "begins": "08:00"}, {"ends": "06:00"}],
        }
    )
    assert dict(when_words(when)) == {
        "min_label": "min_label: high",
        "entity": "entity: EMAIL, PHONE",
        "group": "group: legal",
        "time": "time: monday, friday 08:00-24:00, 00:00-06:00",
    }
    assert dict(when_words(When())) == {}


def test_a_way_of_earning_a_label():
    way = {"entity": "IBAN", "min_count": 5, "min_confidence": 0.75, "category": "legal", "inspection": "partial"}
    assert list(way_words(LabelCondition.model_validate(way))) == [
        "entity: IBAN, at least 5, 0.75 sure",
        "category: legal",
        "inspection: partial",
    ]
    assert list(way_words(LabelCondition.model_validate({"entity": ["IBAN", "EMAIL"]}))) == ["entity: IBAN, EMAIL"]
