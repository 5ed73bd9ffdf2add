"""Keccak-256 as Ethereum and Monero use it: the permutation of FIPS 202 with the padding of the original submission.

The standard library has SHA3-256 only, whose padding differs. Rules kept here: one message block, since an address
is shorter than that.
"""

from __future__ import annotations

__all__ = ["MAX_BYTES", "keccak_256"]

_RATE = 136
MAX_BYTES = _RATE - 1
"""The longest message that fits one block with its padding."""

_MASK = (1 << 64) - 1


def _round_constants() -> tuple[int, ...]:
    """The 24 constants of the iota step, from the shift register of FIPS 202, algorithm 5."""
    constants, register = [], 1
    for _ in range(24):
        constant = 0
        for power in range(7):
            constant |= (register & 1) << ((1 << power) - 1)
            register = register << 1 ^ (0x171 if register & 0x80 else 0)
        constants.append(constant)
    return tuple(constants)


def _steps() -> tuple[tuple[int, int, int], ...]:
    """Where rho and pi take a lane from, by how much they turn it, and where it goes (FIPS 202, 3.2.2 and 3.2.3)."""
    steps, (x, y), lane = [(0, 0, 0)], (1, 0), 0
    for turn in range(24):
        lane = x + 5 * y
        x, y = y, (2 * x + 3 * y) % 5
        steps.append((lane, (turn + 1) * (turn + 2) // 2 % 64, x + 5 * y))
    return tuple(sorted(steps, key=lambda step: step[2]))


_CONSTANTS = _round_constants()
_STEPS = tuple((source, source % 5, turn, 64 - turn) for source, turn, _ in _steps())


def keccak_256(message: bytes) -> bytes:
    """The 32-byte digest.

    Raises:
        ValueError: the message is longer than `MAX_BYTES`.
    """
    if len(message) > MAX_BYTES:
        raise ValueError("message longer than one block")
    block = bytearray(message.ljust(_RATE, b"\0"))
    block[len(message)] ^= 0x01
    block[-1] ^= 0x80
    lanes = [int.from_bytes(block[at : at + 8], "little") for at in range(0, _RATE, 8)] + [0] * 8
    for constant in _CONSTANTS:
        lanes = _round(lanes, constant)
    return b"".join(lane.to_bytes(8, "little") for lane in lanes[:4])


def _round(a: list[int], constant: int) -> list[int]:
    """Theta, rho, pi, chi and iota."""
    columns = [a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20] for x in range(5)]
    mixed = [columns[x - 1] ^ (columns[(x + 1) % 5] << 1 & _MASK | columns[(x + 1) % 5] >> 63) for x in range(5)]
    b = []
    for source, column, turn, rest in _STEPS:
        lane = a[source] ^ mixed[column]
        b.append(lane << turn & _MASK | lane >> rest)
    result: list[int] = []
    for row in range(0, 25, 5):
        p, q, r, s, t = b[row : row + 5]
        result += (p ^ ~q & r, q ^ ~r & s, r ^ ~s & t, s ^ ~t & p, t ^ ~p & q)
    result[0] ^= constant
    return result
