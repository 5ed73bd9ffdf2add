"""An index is opened whole and unaltered, or refused with the reason."""

from __future__ import annotations

import contextlib
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.exact_data import ExactDataError, IndexKey, open_index, read_header
from agent.detection.exact_data.digests import pair_digest, value_digest
from agent.detection.exact_data.index import MAGIC, fan_out_bits
from tests.detection.exact_data.samples import KEY, index, index_bytes, records

ROWS = records()
DATA = index_bytes(ROWS)


def refusal(untrusted: bytes, key: IndexKey = KEY) -> str:
    """What is said of an index that is refused."""
    with pytest.raises(ExactDataError) as caught:
        open_index(memoryview(untrusted), key)
    return str(caught.value)


def test_tells_what_is_in_it():
    header = open_index(memoryview(DATA), KEY).header
    assert [(each.name, each.kind, each.values) for each in header.columns] == [
        ("column0", "text", 30),
        ("column1", "text", 30),
        ("column2", "text", 30),
    ]
    assert (header.rows, header.entries, header.key_id) == (30, 90, KEY.key_id)
    assert read_header(memoryview(DATA))[0] == header


def test_holds_none_of_the_values():
    for row in ROWS:
        for value in row:
            assert value.encode() not in DATA
            assert "".join(filter(str.isalnum, value)).encode() not in DATA


def test_passes_every_value_and_few_others():
    opened, hasher = index(ROWS), KEY.value_hasher()
    assert all(opened.may_hold(value_digest(hasher, row[2].lower())) for row in ROWS)
    passed = sum(opened.may_hold(value_digest(hasher, f"xx{number:018}")) for number in range(5000))
    assert passed < 5000 / 16


def test_finds_the_row_of_each_pair_and_of_no_other():
    opened, values, pairs = index(ROWS), KEY.value_hasher(), KEY.pair_hasher()
    digests = [[value_digest(values, "".join(filter(str.isalnum, value))) for value in row[:2]] for row in ROWS]
    for number, row in enumerate(digests):
        assert list(opened.rows(pair_digest(pairs, *sorted(row)))) == [number]
        other = digests[number - 1][0]
        assert list(opened.rows(pair_digest(pairs, *sorted((other, row[1]))))) == []


@pytest.mark.parametrize(
    ("untrusted", "told"),
    [
        (b"", "is no exact-data index"),
        (b"name,card\n", "is no exact-data index"),
        (MAGIC[:-1] + b"\x02" + DATA[8:], "does not know"),
        (MAGIC, "It is cut off."),
        (DATA[:40], "It is cut off."),
        (DATA[:-1], "Its length is not what its header says."),
        (DATA + b"\0", "Its length is not what its header says."),
        (DATA[:-1] + bytes([DATA[-1] ^ 1]), "Its content was altered."),
        (DATA[:-40] + bytes([DATA[-40] ^ 1]) + DATA[-39:], "Its content was altered."),
        (DATA.replace(b"column1", b"column9"), "Its content was altered."),
        (DATA.replace(b'"rows": 30', b'"rows": x0'), "Its header cannot be read."),
        (DATA.replace(b'"kind": "text"', b'"kind": "tart"'), "Its header cannot be read."),
        (DATA.replace(b'"lengths"', b'"lenghts"'), "Its header cannot be read."),
    ],
)
def test_refuses_what_is_not_the_file_that_was_built(untrusted: bytes, told: str):
    assert told in refusal(untrusted)


def test_refuses_another_key():
    assert "another key" in refusal(DATA, IndexKey(secret=bytes(32)))


def test_every_altered_byte_is_noticed():
    choose = random.Random(1)  # noqa: S311 - test data
    for place in choose.sample(range(len(DATA)), 200):
        assert refusal(DATA[:place] + bytes([DATA[place] ^ 0x10]) + DATA[place + 1 :])


@given(untrusted=st.binary(max_size=200), starts_right=st.booleans())
def test_any_bytes_are_refused_with_its_own_error(untrusted: bytes, *, starts_right: bool):
    assert refusal(MAGIC + untrusted if starts_right else untrusted)


@given(header=st.binary(max_size=100) | st.text('{}[]":,0123456789abrows', max_size=60).map(str.encode))
def test_any_header_is_refused_with_its_own_error(header: bytes):
    with contextlib.suppress(ExactDataError):
        read_header(memoryview(MAGIC + len(header).to_bytes(4, "big") + header + bytes(100)))


@pytest.mark.parametrize(("entries", "bits"), [(0, 0), (8, 0), (9, 1), (16, 1), (17, 2), (1_000_000, 17)])
def test_the_fan_out_grows_with_the_entries(entries: int, bits: int):
    assert fan_out_bits(entries) == bits
