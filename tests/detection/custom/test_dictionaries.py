"""Terms are found as whole words, whatever stands between and around them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.custom import CustomDictionary
from agent.detection.custom.dictionaries import (
    TERM_LIMIT,
    DictionaryError,
    DictionaryFinder,
    compile_dictionaries,
    parse_terms,
    problem_of_term,
)
from agent.detection.finder import find_all
from agent.detection.merge import merge
from agent.detection.normalization import normalize
from tests.detection.custom.samples import dictionary


def found(text: str, *dictionaries: CustomDictionary) -> list[str]:
    """What the dictionaries find, overlaps settled."""
    findings = [finding for finder in compile_dictionaries(dictionaries) for finding in finder.find(text).findings]
    return [text[each.start : each.end] for each in merge(findings)]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("Blue Heron", "the blue heron flies", ["blue heron"]),
        ("Blue Heron", "BLUE-HERON_2 and Blue\nHeron", ["BLUE-HERON", "Blue\nHeron"]),
        ("blue-heron", "see blue.heron", ["blue.heron"]),
        ("Heron", "“Heron”, heron: (HERON)", ["Heron", "heron", "HERON"]),
        ("Heron", "heron heron", ["heron", "heron"]),
        ("Heron", "heron", ["heron"]),
        ("C++", "C++ and C", ["C++"]),
        (".NET", "on .net 8", [".net"]),
        ("Straße 7", "STRASSE 7, straße 7", ["STRASSE 7", "straße 7"]),
        ("İstanbul", "ISTANBUL istanbul", ["ISTANBUL", "istanbul"]),
        ("Οδυσσεύς", "ΟΔΥΣΣΕΎΣ", ["ΟΔΥΣΣΕΎΣ"]),
        ("北京", "我在北京市", ["北京"]),
        ("Zürich", "\U0001f600 in zürich", ["zürich"]),
        ("Blue Heron", "the blue  heron", []),
        ("Blue Heron", "blueheron", []),
        ("Blue Heron", "blue xheron", []),
        ("Heron", "herons", []),
        ("Heron", "aheron", []),
        ("Heron", "heroné", []),
        ("Heron", "heron2", []),
        ("Heron", "", []),
        ("C++", "C, C+ and c", []),
        (".NET", "the net", []),
        ("Straße", "strase", []),
        ("北京", "东京", []),
        ("Heron", "her\u200bxon", []),
    ],
)
def test_finds_whole_words(term: str, text: str, expected: list[str]):
    assert found(text, dictionary(term)) == expected


@pytest.mark.parametrize(
    ("text", "expected"), [("Heron", ["Heron"]), ("(Heron)", ["Heron"]), ("heron", []), ("HERON", []), ("Herons", [])]
)
def test_heeds_case_where_the_dictionary_says_so(text: str, expected: list[str]):
    assert found(text, dictionary("Heron", case=True)) == expected


def test_the_longest_of_overlapping_terms_stands_and_a_false_start_hides_nothing():
    terms = dictionary("ann", "annex b", "b side", "blue heron", "heron")
    assert found("annex ann annex b", terms) == ["ann", "annex b"]
    assert found("annex b side", terms) == ["annex b"]
    assert found("blue heron heron", terms) == ["blue heron", "heron"]


def test_each_dictionary_keeps_its_own_name():
    finders = compile_dictionaries(
        (
            dictionary("Heron", dictionary_id="a"),
            dictionary("Kestrel", dictionary_id="b"),
            dictionary(dictionary_id="c"),
        )
    )
    assert len(finders) == 1
    findings = finders[0].find("kestrel, heron").findings
    assert {each.recognizer for each in findings} == {"dictionary.a", "dictionary.b"}
    assert findings[0].explanation.steps[-1].confidence == findings[0].confidence == 0.8


def test_finds_terms_on_both_sides_of_a_windows_end():
    text = ("x" * 31 + " ") * 2048 + "blue heron"  # the phrase begins where the first window ends
    for shift in range(12):
        assert found(text[shift:], dictionary("Blue Heron")) == ["blue heron"]


def test_a_text_of_nothing_but_terms_is_read_whole():
    (finder,) = compile_dictionaries((dictionary("ab"),))
    result = finder.find("ab " * 50_000)
    assert (len(result.findings), result.complete) == (50_000, True)


def test_many_terms_at_each_place_are_limited_and_said_to_be():
    (finder,) = compile_dictionaries((dictionary(*("ab " * count + "ab" for count in range(20))),))
    result = finder.find("ab " * 50_000)
    assert not result.complete
    assert result.findings


@pytest.mark.parametrize("term", ["ab", "C++", "北", "a b", "7x", "x" * 200])
def test_takes_a_term_that_can_be_looked_for(term: str):
    assert problem_of_term(term) == ""


@pytest.mark.parametrize("term", ["", " ", "a", " a ", "...", "-", "x" * 201])
def test_refuses_a_term_that_cannot(term: str):
    assert problem_of_term(term)


def test_reads_a_file_of_terms():
    assert parse_terms("\ufeffHeron\r\n\r\n Blue Heron \nZürich".encode()) == ("Heron", "Blue Heron", "Zürich")
    assert parse_terms(b"") == ()


@pytest.mark.parametrize(
    ("untrusted", "told"),
    [
        (b"Heron\n\xff", "At byte 6."),
        (b"Heron\n\nx\n", "Line 3: needs at least 2 characters."),
        (b"Heron\n...\n", "Line 2: needs a letter or digit."),
        (b"ab\n" * (TERM_LIMIT + 1), "At most 100,000 terms."),
    ],
)
def test_says_what_is_wrong_with_a_file_of_terms(untrusted: bytes, told: str):
    with pytest.raises(DictionaryError) as caught:
        parse_terms(untrusted)
    assert caught.value.detail == told


def test_refuses_more_terms_than_one_policy_may_have():
    half = dictionary(*(f"term {number}" for number in range(TERM_LIMIT // 2 + 1)))
    with pytest.raises(DictionaryError, match="100,002 terms"):
        compile_dictionaries((half, half))


WORD = st.text(st.characters(categories=["L", "Nd"], max_codepoint=0x24F), min_size=2, max_size=8)


BESIDE = st.text("aé ,.;-\n\"'“1", max_size=20)


@given(words=st.lists(WORD, min_size=1, max_size=3), before=BESIDE, after=BESIDE)
def test_a_term_is_found_wherever_it_stands_alone(words: list[str], before: str, after: str):
    term = " ".join(words)
    text = f"{before} {term} {after}"
    findings = find_all((DictionaryFinder((dictionary(term),)),), normalize(text)).findings
    start = len(before) + 1
    assert (start, start + len(term)) in {(each.start, each.end) for each in findings}


@given(text=st.text(max_size=200))
def test_no_text_makes_it_raise_or_leave_the_text(text: str):
    finder = DictionaryFinder((dictionary("ab", "c d", "É1", "北"),))
    assert all(0 <= each.start < each.end <= len(text) for each in finder.find(text).findings)
