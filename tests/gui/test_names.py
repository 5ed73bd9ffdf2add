"""Plain names."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from agent.core.findings import Entity, Inspection
from agent.ipc.wire import EntityCountModel
from gui.viewmodels.names import (
    capitalized,
    counted_entities,
    entity_name,
    inspection_sentence,
    joined,
    label_name,
    local_time,
)

BERLIN = timezone(timedelta(hours=1))


def counts(**entities: int) -> list[EntityCountModel]:
    return [EntityCountModel(entity=entity, count=count) for entity, count in entities.items()]


@pytest.mark.parametrize("entity", Entity)
def test_built_in_entities_have_human_names(entity: Entity):
    one, many = entity_name(entity), entity_name(entity, 2)
    assert "_" not in one + many
    assert len(many) in (len(one) + 1, len(one) + 2)  # one "s" or "es" more, wherever it stands


def test_entity_of_a_policy_keeps_its_own_name():
    assert entity_name("EMPLOYEE_NUMBER", 3) == "employee number"


@pytest.mark.parametrize(
    ("entities", "with_article", "expected"),
    [
        ({}, False, ""),
        ({"CREDIT_CARD": 1}, False, "1 card number"),
        ({"CREDIT_CARD": 1}, True, "a card number"),
        ({"CREDIT_CARD": 2, "EMAIL": 1}, False, "2 card numbers and 1 email address"),
        ({"PASSWORD": 1, "PHONE": 3, "BADGE_ID": 1}, True, "a password, 3 phone numbers and 1 badge id"),
    ],
)
def test_counts_in_words(entities: dict[str, int], with_article: bool, expected: str):
    assert counted_entities(counts(**entities), with_article=with_article) == expected


def test_joins_as_people_do():
    assert [joined(each) for each in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == ["", "a", "a and b", "a, b and c"]


def test_capitalizes_the_first_letter_only():
    assert capitalized("aPI key") == "APIkey".replace("k", " k")
    assert capitalized("") == ""


def test_label_of_a_policy_is_shown_as_a_name():
    assert label_name("need_to_know") == "Need to know"


def test_complete_inspection_is_not_worth_a_word():
    assert inspection_sentence(Inspection.COMPLETE) == ""
    assert inspection_sentence(Inspection.PARTIAL)


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        (datetime(2026, 3, 12, 8, 5, tzinfo=UTC), "Today, 09:05"),
        (datetime(2026, 3, 11, 23, 30, tzinfo=UTC), "Today, 00:30"),
        (datetime(2026, 3, 11, 22, 30, tzinfo=UTC), "Yesterday, 23:30"),
        (datetime(2026, 3, 2, 12, 0, tzinfo=UTC), "2 Mar, 13:00"),
        (datetime(2025, 12, 31, 12, 0, tzinfo=UTC), "31 Dec 2025, 13:00"),
    ],
)
def test_times_are_local(at: datetime, expected: str):
    assert local_time(at, datetime(2026, 3, 12, 16, 0, tzinfo=BERLIN)) == expected
