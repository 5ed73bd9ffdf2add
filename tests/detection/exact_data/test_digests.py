"""Keys, and digests that depend on them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.detection.exact_data import ExactDataError, IndexKey, format_key, parse_key
from agent.detection.exact_data.digests import DIGEST_BYTES, pair_digest, value_digest
from tests.detection.exact_data.samples import KEY

OTHER = IndexKey(secret=bytes(32))


def test_a_key_tells_its_id_and_nothing_else():
    assert KEY.key_id != OTHER.key_id
    assert KEY.key_id == IndexKey(secret=KEY.secret).key_id
    assert KEY.secret.hex() not in repr(KEY)
    assert repr(KEY.secret) not in repr(KEY)


@given(secret=st.binary(min_size=32, max_size=32))
def test_a_key_file_is_read_back(secret: bytes):
    assert parse_key(format_key(IndexKey(secret=secret))) == IndexKey(secret=secret)


@pytest.mark.parametrize(
    "untrusted", [b"", b"cordon-edm-key-1 ", b"x" * 82, format_key(KEY)[:-2], format_key(KEY) * 2, b"\xff\x00"]
)
def test_anything_else_is_no_key_file(untrusted: bytes):
    with pytest.raises(ExactDataError, match="holds no key"):
        parse_key(untrusted)


def test_digests_depend_on_key_value_and_use():
    hashers = [KEY.value_hasher(), OTHER.value_hasher(), KEY.pair_hasher()]
    digests = {value_digest(hasher, value) for hasher in hashers for value in ("123456", "123457")}
    assert len(digests) == 6


def test_a_hasher_can_be_used_again():
    hasher = KEY.value_hasher()
    assert value_digest(hasher, "a") == value_digest(hasher, "a")
    assert pair_digest(KEY.pair_hasher(), 1, 2) != pair_digest(KEY.pair_hasher(), 2, 1)


@given(value=st.text(max_size=20))
def test_any_value_has_a_digest(value: str):
    assert 0 <= value_digest(KEY.value_hasher(), value) < 1 << (8 * DIGEST_BYTES)
