"""Strings that must occur in what a pattern matches."""

from __future__ import annotations

import pytest

from agent.detection.literals import FOLD, required_literals, word_literals
from agent.detection.recognizers import RECOGNIZERS


def _texts(regex: bytes) -> set[bytes] | None:
    literals = required_literals(regex)
    return None if literals is None else {each.text for each in literals}


@pytest.mark.parametrize(
    ("regex", "expected"),
    [
        (rb"\bghp_[A-Za-z0-9]{36}\b", {b"ghp_"}),
        (rb"AKIA[A-Z0-9]{16}", {b"akia"}),
        (rb"(?:AKIA|ASIA|A3T[A-Z])[A-Z0-9]{16}", {b"akia", b"asia", b"a3t"}),
        (rb"(?i)driv(?:er|ing)'?s?[ _-]?licen[cs]e", {b"driver", b"driving"}),
        (rb"gh[pousr]_[a-z]{30}", {b"ghp_", b"gho_", b"ghu_", b"ghs_", b"ghr_"}),
        (rb"[a-z]+@[a-z]+", {b"@"}),
        (rb"-----BEGIN (?:RSA )?PRIVATE KEY-----", {b"-----begin"}),
        (rb"(?:foo|bar)+baz", {b"baz"}),
        (rb"(?i:SecretKey)\s*=", {b"secretkey"}),
        (rb"the [0-9]+ tokens", {b" tokens"}),
    ],
)
def test_literals_are_found(regex: bytes, expected: set[bytes]):
    assert _texts(regex) == expected


@pytest.mark.parametrize(
    "regex",
    [
        rb"[0-9]{9}",
        rb"(?:abc)?[0-9]{9}",
        rb"abc|[0-9]{9}",
        rb"(?:abc)*",
        rb"ab[0-9]{4}",
        rb"20-[0-9]{8}-[0-9]",
        rb"[[:alpha:]]bc",
        rb"\pLabc",
        rb"[^abc]{3}",
    ],
)
def test_pattern_without_a_good_set_has_none(regex: bytes):
    assert required_literals(regex) is None


def test_lead_is_what_may_stand_before_a_literal():
    literals = required_literals(rb"[a-z]{2,5}token(?:x|yy)secret[0-9]")
    assert literals is not None
    assert {each.lead for each in literals} <= {5, 10, 12}


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        (rb"passport", {b" passport"}),
        (rb"birth[ _.-]?date", {b" birth date", b" birthdate"}),
        (rb"tax[ _.-]?id", {b" tax id", b" taxid"}),
        (rb"cc[^a-z]", {b" cc "}),
        (rb"a/c", {b" a c"}),
    ],
)
def test_words_are_folded_and_begin_behind_a_space(word: bytes, expected: set[bytes]):
    literals = word_literals(word)
    assert literals is not None
    assert {each.text for each in literals} == expected


@pytest.mark.parametrize("word", [rb"x", rb"[a-z]+", rb"(?:abc)?", rb"[^a]b"])
def test_word_without_letters_enough_has_none(word: bytes):
    assert word_literals(word) is None


def test_folding_keeps_letters_only():
    assert "Straße_12.B".encode().translate(FOLD) == b"stra  e    b"


def test_nearly_every_secret_has_literals():
    # What has none is searched for everywhere: that is for shapes, not for what begins with a name.
    patterns = [each for recognizer in RECOGNIZERS if recognizer.entity == "SECRET" for each in recognizer.patterns]
    without = [each.name for each in patterns if not each.needs_context and required_literals(each.regex) is None]
    assert len(without) < len(patterns) // 5, without
