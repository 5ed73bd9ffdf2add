"""The shape stays, equal values stay equal and others different, and no escape is broken."""

from __future__ import annotations

import json
import re
from html import unescape
from urllib.parse import unquote_to_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.redaction.shapes import EDGE, keyed_digest, same_shape

KEY, OTHER_KEY = bytes(32), bytes(range(32))


def shape(text: str) -> str:
    """The text with `9`, `A` and `a` for its digits and letters."""
    return re.sub("[a-z]", "a", re.sub("[A-Z]", "A", re.sub("[0-9]", "9", text)))


@given(st.text(st.characters(max_codepoint=126, exclude_characters="\\%&"), max_size=80))
def test_ascii_keeps_its_shape(value: str):
    assert shape(same_shape(value, KEY)) == shape(value)


@given(st.text(max_size=80))
def test_the_same_value_becomes_the_same_under_one_key(value: str):
    assert same_shape(value, KEY) == same_shape(value, KEY)


@pytest.mark.parametrize("values", [[f"{number:03d}" for number in range(1000)], [chr(97 + n) for n in range(26)]])
def test_different_values_of_a_shape_stay_different(values: list[str]):
    assert len({same_shape(value, KEY) for value in values}) == len(values)


def test_another_key_makes_something_else():
    value = "Jane Doe 1234567"
    assert len({value, same_shape(value, KEY), same_shape(value, OTHER_KEY)}) == 3


@pytest.mark.parametrize("value", ["Müller", "Żółć", "Ωmega", "Иван", "Mu\u0308ller", "caf\udce9", "Ⅷ", "²", "٣٤٥"])
def test_letters_and_digits_of_other_scripts_become_ascii(value: str):
    fake = same_shape(value, KEY)
    assert len(fake) == len(value)
    assert all(each.isascii() for each in fake if each.isalnum())
    assert not re.search("[üÜżŻΩИв\udce9Ⅷ²٣]", fake)


@pytest.mark.parametrize("value", ["0123abcd", "DEADBEEF00", "ab:cd:ef:01:23"])
def test_hexadecimal_stays_hexadecimal(value: str):
    assert set(same_shape(value, KEY).replace(":", "")) <= set("0123456789abcdefABCDEF")


@pytest.mark.parametrize(
    "value", ["  --  ", "\t\n", "''", "\\n\\t\\\\", "%20%2F", "&amp;&lt;", "\\u000a", "\\N{DASH}", ""]
)
def test_what_is_neither_letter_nor_digit_stays(value: str):
    assert same_shape(value, KEY) == value


def test_armor_of_a_key_stays():
    block = "\n".join(("-----BEGIN " + "PRIVATE KEY-----", "MIIEvQIBADANBg", "-----END " + "PRIVATE KEY-----"))
    first, middle, last = same_shape(block, KEY).split("\n")
    assert (first, last) == (block.split("\n")[0], block.split("\n")[2])
    assert middle != "MIIEvQIBADANBg"


@given(st.text(max_size=40), st.data())
def test_json_stays_json_wherever_the_value_is_cut(value: str, data: st.DataObject):
    written = json.dumps(value)
    start = data.draw(st.integers(1, len(written) - 1))
    end = data.draw(st.integers(start, len(written) - 1))
    fake = same_shape(
        written[start:end],
        KEY,
        before=written[max(0, start - EDGE) : start],
        after=written[end : end + EDGE],
    )
    assert isinstance(json.loads(written[:start] + fake + written[end:]), str)


@given(st.text(max_size=40))
def test_a_quoted_sql_string_keeps_its_quotes(value: str):
    written = value.replace("'", "''")
    fake = same_shape(written, KEY)
    assert re.findall("'+", fake) == re.findall("'+", written)


@pytest.mark.parametrize("value", ["caf%C3%A9%20%41", "100%"])
def test_a_quoted_url_can_be_read(value: str):
    assert unquote_to_bytes(same_shape(value, KEY)).count(b"%") == value.count("%") - len(
        re.findall("%[0-9A-F]{2}", value)
    )


def test_an_escape_that_spells_the_value_is_replaced():
    for escaped in ("\\u0041\\u0042\\u0043", "\\x41\\x42\\x43", "%41%42%43", "&#65;&#66;&#67;", "&#x41;&#x42;&#x43;"):
        fake = same_shape(escaped, KEY)
        assert fake != escaped
        assert len(re.findall(r"\\u00|\\x|%|&#", fake)) == 3
    assert unescape(same_shape("&#65;", KEY)).islower()


def test_texts_of_a_digest_do_not_run_together():
    assert keyed_digest(KEY, "ab", "c") != keyed_digest(KEY, "a", "bc")
    assert keyed_digest(KEY, "\ud800") != keyed_digest(OTHER_KEY, "\ud800")
