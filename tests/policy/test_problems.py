"""The words for what is wrong."""

from __future__ import annotations

import pytest

from agent.policy.document.problems import Problem, Suggestions, is_printable, likely_name, path_text, unknown

KNOWN = ("CREDIT_CARD", "IBAN", "EMAIL")


@pytest.mark.parametrize(
    ("path", "shown"),
    [
        ((), "the policy: x"),
        (("name",), "name: x"),
        (("rules", 3, "when", "entity"), "rules[3].when.entity: x"),
        (("rules", 3, "when", "entity", 0), "rules[3].when.entity[0]: x"),
        (("destinations", "\x1b]0;x\a"), "destinations.(unprintable): x"),
        (("destinations", "4o-mini"), "destinations.4o-mini: x"),
        (("entities", "4111 1111 1111 1111"), "entities.(not a name): x"),
        (("entities", "4111-1111-1111-1111"), "entities.(not a name): x"),
        (("entities", "DE89370400440532013000"), "entities.(not a name): x"),
        (("entities", "jane@example.com"), "entities.(not a name): x"),
        (("k" * 900, "name"), "k" * 40 + ".name: x"),
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


def test_a_label_may_be_of_words():
    assert unknown("label", "strictly secret", ("Strictly secret",)) == (
        "unknown label strictly secret, did you mean Strictly secret?"
    )
    assert unknown("entity", "Jane Doe", KNOWN) == "unknown entity (not a name)"
    assert unknown("label", "4111 1111 1111 1111", KNOWN) == "unknown label (not a name)"


def test_only_the_first_problems_say_what_was_meant():
    suggestions = Suggestions()
    told = [suggestions.unknown("entity", "iban", KNOWN) for _ in range(30)]
    assert told[0] == told[19] == "unknown entity iban, did you mean IBAN?"
    assert told[20] == told[29] == "unknown entity iban"


def test_the_likely_name_is_found_among_thousands():
    assert likely_name("rule-04711x", [f"rule-{number:05}" for number in range(5_000)]) == "rule-04711"


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("Attention\u00a0: \u202f", True),
        ("\u0646\u0645\u06cc\u200c\u0634\u0648\u062f", True),
        ("a\nb", False),
        ("\x9b2J", False),
        ("\u202e", False),
    ],
)
def test_what_shows(text: str, shows: bool):
    assert is_printable(text) is shows


def test_the_likely_name_alone():
    assert likely_name("iban", KNOWN) == "IBAN"
    assert not likely_name("SHOE_SIZE", KNOWN)


def test_the_path_alone():
    assert path_text(("rules", 3, "when")) == "rules[3].when"
