"""Keccak-256."""

from __future__ import annotations

import pytest

from agent.detection.recognizers.crypto_wallet.keccak import MAX_BYTES, keccak_256


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        # Known answers of the original submission.
        (b"", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"),
        (b"abc", "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45"),
        (b"hello", "1c8aff950685c2ed4bc3174f3472287b56d9517b9c948127319a09a7a36deac8"),
    ],
)
def test_digest(message: bytes, digest: str):
    assert keccak_256(message).hex() == digest


def test_takes_as_much_as_one_block_holds():
    assert len(keccak_256(bytes(MAX_BYTES))) == 32
    with pytest.raises(ValueError, match="one block"):
        keccak_256(bytes(MAX_BYTES + 1))
