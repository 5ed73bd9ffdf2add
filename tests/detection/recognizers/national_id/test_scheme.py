"""How a scheme becomes a recognizer: neighbors, spellings, context, checks of the library."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.recognizers.national_id import NATIONAL_IDS
from agent.detection.recognizers.national_id.scheme import Scheme, country, fits, spellings
from tests.detection.recognizers.national_id.found import confidence, explained, ids

PATTERNS = [(each.recognizer_id, pattern) for each in NATIONAL_IDS for pattern in each.patterns]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", ""),
        ("id: ", "."),
        ("no.", ""),
        ('"', '",'),
        (">", "<"),
        ("(", ")"),
        ("=", "&"),
        ("a, ", ", b"),
        ("", " - 2"),
    ],
)
def test_a_number_by_itself_fits(before: str, after: str):
    data = f"{before}123456789{after}".encode()
    assert fits(data, len(before), len(before) + 9)


@pytest.mark.parametrize(
    ("before", "after"),
    [("a", ""), ("1", ""), ("_", ""), ("+", ""), ("$", ""), ("x-", ""), ("a/", ""), ("1.", ""), ("no.", "/2"),
     ("", "a"), ("", "_"),
     ("", "-1"), ("", "/2"), ("", ".5"), ("", ":30"), ("", "@"), ("", "%")],
)  # fmt: skip
def test_a_part_of_something_longer_does_not_fit(before: str, after: str):
    data = f"{before}123456789{after}".encode()
    assert not fits(data, len(before), len(before) + 9)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("tax id", "tax id"),
        ("tax id", "tax_id"),
        ("tax id", "taxid"),
        ("tax id", "tax-id"),
        ("carta d'identità", "carta d\u2019identita"),
        ("инн", "ИНН"),
        ("инн", "Инн"),
        ("rodné číslo", "RODNÉ ČÍSLO"),
        ("rodné číslo", "rodne cislo"),
    ],
)
def test_a_word_is_known_in_the_spellings_of_forms(word: str, text: str):
    assert any(re.fullmatch(spelling.encode(), text.encode(), re.IGNORECASE) for spelling in spellings(word))


@pytest.mark.parametrize(("word", "text"), [("tax id", "taxes id"), ("tax id", "tax the id"), ("инн", "инна")])
def test_other_words_are_not(word: str, text: str):
    assert not any(re.fullmatch(spelling, text) for spelling in spellings(word))


def test_a_word_beside_a_number_makes_it_surer_and_the_explanation_says_so():
    assert confidence("X9613851N") < confidence("NIE: X9613851N")
    assert explained("NIE: X9613851N") == [
        "pattern: NIE",
        "checksum: NIE",
        "context: its label says what it is",
    ]


def test_a_label_of_something_else_costs_a_number_its_finding():
    assert ids("S1234567D") != []
    assert ids("serial no. S1234567D") == []


@pytest.mark.parametrize("text", ["TFN 123-456 782", "SIN: 130 692-544"])
def test_one_number_has_one_kind_of_separator(text: str):
    assert not {"au", "ca"} & {country_found for country_found, _ in ids(text)}


def test_a_scheme_without_a_check_says_that_there_is_none():
    scheme = Scheme(name="plate", shape="[A-Z]{2}[0-9]{4}", confidence=0.5)
    (pattern,) = country("xx", "Nowhere", words=("plate",), schemes=(scheme,)).patterns
    assert pattern.needs_context
    assert pattern.judge is not None
    assert [each.what for each in pattern.judge("AB1234")] == ["shape: plate has no check digit"]
    assert pattern.judge("AA1111") == ()


@given(st.data())
def test_no_judge_raises_on_what_its_pattern_matches(data: st.DataObject):
    _, pattern = data.draw(st.sampled_from(PATTERNS))
    # RE2 takes flags anywhere, Python at the start only; and the end of the text has another name.
    flags = re.ASCII | (re.IGNORECASE if b"(?i)" in pattern.regex else re.ASCII)
    regex = re.compile(pattern.regex.decode().replace("(?i)", "").replace(r"\z", r"\Z"), flags)
    value = data.draw(st.from_regex(regex))
    match = regex.search(value)
    assert match is not None
    assert pattern.judge is not None
    matched = match[match.lastindex or 0]
    for judgement in pattern.judge(matched):
        assert 0 <= judgement.start < judgement.end <= len(matched)
        assert 0 < judgement.confidence < 1


def test_every_country_is_there_once():
    names = [each.recognizer_id for each in NATIONAL_IDS]
    assert len(names) == len(set(names))
    assert len(names) >= 80


@pytest.mark.parametrize(
    ("right", "mistyped"),
    [
        ("54302-0674621-7", "54302-0674621-0"),
        ("784-1984-1234567-4", "784-1984-1234567-5"),
        ("BOXW310820HNERXN09", "BOXW310820HNERXN08"),
        ("390.533.447-05", "390.533.447-06"),
        ("12.531.909-2", "12.531.909-3"),
        ("RCCMNL83S18D969H", "RCCMNL83S18D969I"),
        ("112-233-445 95", "112-233-445 96"),
        ("756.9217.0769.85", "756.9217.0769.84"),
        ("219-09-9998", "987-65-4321"),
    ],
)
def test_a_form_that_nothing_else_has_is_enough_without_its_check_digits(right: str, mistyped: str):
    assert 0.4 <= confidence(f"see {mistyped} there") < confidence(f"see {right} there")


@pytest.mark.parametrize(
    "text", ["44051401358", "8001015009086", "12345678-A", "130-692-545", "BOXW313120HNERXN08", "agreed substitute"]
)
def test_another_form_is_not(text: str):
    assert ids(f"see {text} there") == []


@pytest.mark.parametrize(
    ("label", "number"),
    [("FIN", "G3452572R"), ("NIE", "X9613851M"), ("PPS", "1234567AB"), ("INN", "846968636285"), ("NID", "5286205845")],
)
def test_another_form_is_enough_behind_its_label(label: str, number: str):
    assert [value for _, value in ids(f"{label}: {number}")] == [number]
    assert ids(f"see {number} there") == []
    assert ids(f"order {label.lower()}ance 12, {number}") == []
