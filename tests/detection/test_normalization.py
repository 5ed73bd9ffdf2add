"""One form for what can be written in many, and the exact way back."""

from __future__ import annotations

import quopri
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.normalization import _replaced_at_once, _replaced_one_by_one, normalize

CHANGED = [
    ("full-width digits", "\uff14\uff11\uff11\uff11", "4111"),
    ("Arabic-Indic digits", "\u0664\u0661\u0661\u0661", "4111"),
    ("Devanagari digits", "\u096a\u0967", "41"),
    ("mathematical letters", "\U0001d429\U0001d41a\U0001d42c\U0001d42c", "pass"),
    ("no-break space", "4111\u00a01111", "4111 1111"),
    ("thin space", "4111\u20091111", "4111 1111"),
    ("no-break hyphen", "555\u2011123", "555-123"),
    ("minus", "555\u2212123", "555-123"),
    ("zero-width space", "pass\u200bword", "password"),
    ("soft hyphen", "pass\u00adword", "password"),
    ("mark of direction", "\u200e4111\u202c", "4111"),
    ("byte order mark", "\ufeffname", "name"),
    ("quotes", "\u201chunter2\u201d", '"hunter2"'),
    ("ligature", "con\ufb01dential", "confidential"),
    ("combining accent", "te\u0301le\u0301phone", "t\u00e9l\u00e9phone"),
    ("accents upon a number", "10\u00b2\u0301 " * 9, "10\u00b2 " * 9),
    ("ordinal", "n\u00ba 12", "no 12"),
    ("Cyrillic letter in a Latin word", "p\u0430ssw\u043erd", "password"),
    ("Greek letter in a key", "\u0391KIA1", "AKIA1"),
    ("named reference", "jane&commat;example.com", "jane@example.com"),
    ("decimal reference", "&#52;111", "4111"),
    ("hexadecimal reference", "&#x34;111", "4111"),
    ("reference to a space", "4111&nbsp;1111", "4111 1111"),
    ("quoted-printable", "card=3D4111 =3D =\n1111", "card=4111 = 1111"),
    ("quoted-printable accents", "t=C3=A9l=C3=A9phone =3D =3D", "t\u00e9l\u00e9phone = ="),
]

UNCHANGED = [
    ("ASCII", "plain text, 4111 1111"),
    ("accents", "t\u00e9l\u00e9phone \u00fcber \u00df"),
    ("Russian", "\u041f\u0430\u0440\u043e\u043b\u044c: \u0430\u0431\u0432"),
    ("Russian beside digits", "\u0418\u041d\u041d7707083893"),
    ("Chinese", "\u8eab\u4efd\u8bc1"),
    ("emoji", "\U0001f600 ok"),
    ("superscript", "10\u00b2 m\u00b3"),
    ("fraction", "1\u00bd"),
    ("unknown reference", "&nosuchthing;"),
    ("ampersand", "a & b; c&d"),
    ("equals signs in code", "a = 3; b=C3; c=20; d = e; f = g; h = i"),
    ("query", "?a=1&b=2&c=3"),
    ("lone surrogate", "a\ud800b"),
]


@pytest.mark.parametrize(("text", "expected"), [each[1:] for each in CHANGED], ids=[each[0] for each in CHANGED])
def test_is_made_one(text: str, expected: str):
    assert normalize(text).text == expected


@pytest.mark.parametrize("text", [each[1] for each in UNCHANGED], ids=[each[0] for each in UNCHANGED])
def test_stays(text: str):
    assert normalize(text).text == text


@pytest.mark.parametrize(
    ("text", "value", "original"),
    [
        ("a\u200bb pass\u200bword x", "password", "pass\u200bword"),
        ("&lt;b&gt;4111&nbsp;1111&lt;", "4111 1111", "4111&nbsp;1111"),
        ("\ufb01 \uff14\uff11", "41", "\uff14\uff11"),
        ("\ufb01le", "i", "\ufb01"),
        ("x \u200b\u200b4111\u200b y", "4111", "4111"),
        ("a=3D=\nb=C3=A9c =3D", "b\u00e9c", "b=C3=A9c"),
    ],
)
def test_span_leads_back(text: str, value: str, original: str):
    normalized = normalize(text)
    start = normalized.text.index(value)
    span = normalized.original_span(start, start + len(value))
    assert span is not None
    assert text[slice(*span)] == original


PIECES = st.sampled_from(
    [
        "a",
        "1",
        " ",
        "\u200b",
        "\ufb01",
        "&nbsp;",
        "&amp;",
        "&#49;",
        "e\u0301",
        "\uff11",
        "\u0430",
        "=3D",
        "=\n",
        "\ud800",
    ]
)


@given(st.lists(PIECES | st.characters(codec=None, exclude_categories=()), max_size=60).map("".join))
def test_every_character_leads_back_in_order(text: str):
    normalized = normalize(text)
    last_start = last_end = 0
    for offset in range(len(normalized.text)):
        span = normalized.original_span(offset, offset + 1)
        assert span is not None
        assert 0 <= last_start <= span[0] < span[1] <= len(text)
        # Neighbors come from the same characters, or from later ones.
        assert span[0] >= last_end or span == (last_start, last_end)
        last_start, last_end = span


@given(st.lists(PIECES | st.sampled_from(["&", "=3D", "=\n", "\u0301", "\u00ad", "e"]), max_size=60).map("".join))
def test_dense_and_sparse_texts_are_read_alike(text: str):
    characters = "&=" + "".join(sorted({each for each in text if not each.isascii()}))
    dense, sparse = _replaced_at_once(text, characters), _replaced_one_by_one(text, characters)
    assert dense.text == sparse.text
    for start in range(len(dense.text)):
        for end in (start + 1, min(start + 7, len(dense.text))):
            assert dense.original_span(start, end) == sparse.original_span(start, end)


@given(st.text(max_size=200))
def test_is_made_one_at_once(text: str):
    once = normalize(text).text
    again = normalize(once).text
    # What a reference or an encoding hid may be one itself; that is one level, and enough.
    assert "&" in text or "=" in text or again == once


@given(st.text(st.characters(categories=["L", "Nd", "Zs"]), max_size=100))
def test_nothing_that_counts_is_lost(text: str):
    letters = [each for each in unicodedata.normalize("NFKC", text) if each.isalnum()]
    kept = [each for each in unicodedata.normalize("NFKC", normalize(text).text) if each.isalnum()]
    assert len(kept) == len(letters)


@given(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=20, max_size=80))
def test_quoted_printable_is_undone(text: str):
    encoded = quopri.encodestring(("= = = = " + text).encode(), quotetabs=True).decode()
    assert normalize(encoded).text.split() == normalize("= = = = " + text).text.split()
