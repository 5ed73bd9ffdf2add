"""Which passages of a long document promise something sensitive: it ranks them, and it rejects none. Pure; needs numpy.

Every word is judged by what it looks like and by its neighbors: words, their beginnings and ends, their shapes and what
stands between them are hashed to rows of one table of 8-bit weights, which are summed. A row has a weight for each of
the `HEADS`, so that training can leave out what a source did not look for. A word's evidence is minus the logarithm of
the probability that it is nothing of what the heads look for. A passage is worth its best seven words in a row, some 40
bytes: a single name must count, and a passage full of small hints must not outdo it.

The score of a passage depends on its own text only. Digits all count alike: no number is learned by heart. Training
(`models/training/screen.py`) and the device share this module.

The file: `_HEADER` (mark, what a weight's unit is worth, a bias per head), then `SLOTS` rows of `HEADS` signed bytes.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from agent.classifier.passages import Passage

__all__ = ["HEADS", "MARKERS", "SLOTS", "Screen", "Words", "screen_file", "slots_of", "words_of"]

HEADS = 4
SLOTS = 1 << 19
_BITS = 19
_HEADER = struct.Struct(f"<8sf{HEADS}f")
_MARK = b"cordonS1"
_CHUNK = 1 << 16
"""Bytes of text at a time: what is made of them, 2 MB or so, stays in the processor's cache."""
_LIMIT = 4096
"""More than the sum of any word's weights: 128 times less than 32 kinds of features."""

_BASE = 0x9E3779B1
_INVERSE = pow(_BASE, -1, 1 << 32)
_MIX = np.array([0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F], dtype=np.uint32)
"""Odd constants of xxHash, as good as any."""

MARKERS = 3
_MARKER = b"\0\n" * MARKERS
"""Words before each passage, as many as anything reaches: neighbors of its first words, and of the last one's last."""


def _class_of(byte: int) -> int:
    one = chr(byte)
    if byte >= 0x80 or byte == 0:
        return 4
    return 1 if one.islower() else 2 if one.isupper() else 3 if one.isdigit() else 0


_CLASSES = np.array([_class_of(byte) for byte in range(256)], dtype=np.uint8)
_FOLDED = np.array([ord("0") if chr(byte).isdigit() and byte < 0x80 else byte for byte in range(256)], dtype=np.uint8)
_LOWERED = np.array([byte + 32 if _class_of(byte) == 2 else _FOLDED[byte] for byte in range(256)], dtype=np.uint8)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of some pieces of text: runs of letters, digits and of all that is not ASCII.

    Attributes:
        data: the pieces, each behind `_MARKER`.
        starts: of each word in `data`, in bytes, markers' words included.
        ends: of each word.
        first: of each piece, the number of its first word: the first of its `MARKERS`.
        offsets: of each piece in `data`, in bytes.
    """

    data: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    first: np.ndarray
    offsets: np.ndarray


def words_of(pieces: Sequence[bytes]) -> Words:
    """Cut pieces of UTF-8, at least one, into words."""
    data = np.frombuffer(b"\n" + b"".join([_MARKER + each + b"\n" for each in pieces]) + _MARKER, dtype=np.uint8)
    is_word = _CLASSES[data] > 0
    edges = np.flatnonzero(is_word[1:] != is_word[:-1]) + 1
    starts, ends = edges[0::2], edges[1::2]
    sizes = np.array([len(_MARKER) + len(each) + 1 for each in pieces])
    markers = 1 + np.cumsum(sizes) - sizes
    first = np.searchsorted(starts, markers)
    return Words(data=data, starts=starts, ends=ends, first=first, offsets=markers + len(_MARKER))


def slots_of(words: Words) -> Iterator[np.ndarray]:
    """Rows of the table for each word, one array per kind of feature."""
    powers = np.cumprod(np.full(len(words.data), _BASE, dtype=np.uint32), dtype=np.uint32)
    inverses = np.cumprod(np.full(len(words.data) + 1, _INVERSE, dtype=np.uint32), dtype=np.uint32)

    def hashing(mapping: np.ndarray) -> np.ndarray:
        sums = np.zeros(len(words.data) + 1, dtype=np.uint32)
        np.cumsum(mapping[words.data] * powers, dtype=np.uint32, out=sums[1:])
        return sums

    # A polynomial of a word's bytes modulo 2**32, wherever the word stands: a difference of two sums, shifted back.
    written, lowered = hashing(_FOLDED), hashing(_LOWERED)

    def part(sums: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
        hashes: np.ndarray = (sums[end] - sums[start]) * inverses[start]
        return hashes

    starts, ends = words.starts, words.ends
    word, lower = part(written, starts, ends), part(lowered, starts, ends)
    shape = _shapes(words)
    before = np.roll(ends, 1)
    before[0] = 0
    gap = part(written, before, np.minimum(before + 2, starts)) + words.data[starts - 1] * _MIX[2]
    previous, following = np.roll(lower, 1), np.roll(lower, -1)
    next_gap, next_shape, last_shape = np.roll(gap, -1), np.roll(shape, -1), np.roll(shape, 1)
    features = (
        (word,),
        (lower,),
        (part(written, starts, np.minimum(starts + 3, ends)), shape),
        (part(lowered, np.maximum(ends - 3, starts), ends),),
        (part(lowered, np.maximum(ends - 4, starts), ends),),
        (part(lowered, starts, np.minimum(starts + 5, ends)),),
        (previous, gap),
        (previous, shape),
        (following, next_gap),
        (following, shape),
        (previous, lower),
        (lower, following),
        (gap, next_gap, shape),
        (last_shape, shape, next_shape),
        (np.roll(lower, 2), shape),
        (np.roll(previous, 1), previous),
    )
    for number, feature in enumerate(features):
        mixed = np.full(len(starts), number + 1, dtype=np.uint32)
        for each in feature:
            mixed = (mixed ^ each) * _MIX[0]
            mixed ^= mixed >> np.uint32(15)
        yield (mixed * _MIX[1]) >> np.uint32(32 - _BITS)


def _shapes(words: Words) -> np.ndarray:
    """Kinds of the first, the last and the middle byte, and the length."""
    shapes = np.minimum(words.ends - words.starts, 15).astype(np.uint32)
    for place, at in enumerate((words.starts, words.ends - 1, (words.starts + words.ends) // 2)):
        shapes += _CLASSES[words.data[at]] * np.uint32(16 * 5**place)
    return np.asarray(shapes)


def screen_file(weights: np.ndarray, unit: float, bias: Sequence[float]) -> bytes:
    """What `Screen` reads.

    Args:
        weights: signed bytes, `SLOTS` by `HEADS`.
        unit: what 1 of a weight is worth.
        bias: of each head, where there is no evidence.
    """
    return _HEADER.pack(_MARK, unit, *bias) + weights.astype(np.int8).tobytes()


class Screen:
    """Ranks passages; see the module.

    Args:
        data: the file.

    Raises:
        ValueError: it is no such file.
    """

    def __init__(self, data: bytes) -> None:
        if len(data) != _HEADER.size + SLOTS * HEADS:
            raise ValueError(f"a screen has {_HEADER.size + SLOTS * HEADS} bytes, and this has {len(data)}")
        mark, unit, *bias = _HEADER.unpack_from(data)
        if mark != _MARK or not np.isfinite([unit, *bias]).all():
            raise ValueError("this is no screen, or one of another version")
        self._rows = np.frombuffer(data, dtype="<u4", offset=_HEADER.size)
        sums = np.arange(-_LIMIT, _LIMIT)[:, None] * unit + np.array(bias)
        self._evidence = np.logaddexp(0.0, sums).astype(np.float32)

    def __call__(self, text: str, passages: Sequence[Passage]) -> Sequence[float]:
        """One score per passage: the higher, the likelier there is something in it.

        Args:
            text: without lone surrogates.
            passages: of it, in any order.
        """
        scores: list[float] = []
        pieces: list[bytes] = []
        size = 0
        for each in passages:
            piece = text[each.start : each.end].encode()
            pieces.append(piece)
            size += len(piece)
            if size >= _CHUNK:
                scores += self._scores(pieces)
                pieces, size = [], 0
        return scores + self._scores(pieces) if pieces else scores

    def _scores(self, pieces: Sequence[bytes]) -> list[float]:
        words = words_of(pieces)
        sums = np.zeros((len(words.starts), HEADS), dtype=np.int16)
        for slots in slots_of(words):
            sums += self._rows[slots].view(np.int8).reshape(-1, HEADS)
        evidence = np.zeros(len(words.starts), dtype=np.float32)
        for head in range(HEADS):
            evidence += self._evidence[:, head][sums[:, head] + _LIMIT]
        _silence(evidence, words)
        around = evidence.copy()
        for shift in range(1, MARKERS + 1):  # in this order everywhere: the same words get the same sum
            around[shift:] += evidence[:-shift]
            around[:-shift] += evidence[shift:]
        _silence(around, words)
        scores: list[float] = np.maximum.reduceat(around, words.first).tolist()
        return scores


def _silence(evidence: np.ndarray, words: Words) -> None:
    """Markers are evidence of nothing."""
    for number in range(MARKERS):
        evidence[words.first + number] = 0.0
    evidence[-MARKERS:] = 0.0
