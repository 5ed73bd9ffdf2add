"""The words for what is wrong."""

from __future__ import annotations

import pytest

from agent.policy.document.problems import Problem, likely_name, path_text, unknown

KNOWN = ("CREDIT_CARD", "IBAN", "EMAIL")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), "the policy: x"),
        (("name",), "name: x"),
        (("rules", 3, "when", "entity"), "rules[3].when.entity: x"),
        (("rules", 3, "when", "entity", 0), "rules[3].when.entity[0]: x"),
    ],
)
def test_writes_the_place_as_the_author_would(path: tuple[str | int, ...], shown: str):
    assert str(Problem(path=path, message="x")) == shown


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("CREDITCARD", "unknown entity CREDITCARD, did you mean CREDIT_CARD?"),
        ("iban", "unknown entity iban, did you mean IBAN?"),
        ("SHOE_SIZE", "unknown entity SHOE_SIZE"),
        ("", "unknown entity "),
        ("A\x1b[2J", "unknown entity (unprintable)"),
        ("E" * 1000, "unknown entity " + "E" * 40),
    ],
)
def test_suggests_the_name_that_was_probably_meant(name: str, message: str):
    assert unknown("entity", name, KNOWN) == message


def test_the_likely_name_alone():
    assert likely_name("iban", KNOWN) == "IBAN"
    assert not likely_name("SHOE_SIZE", KNOWN)


def test_the_path_alone():
    assert path_text(("rules", 3, "when")) == "rules[3].when"
