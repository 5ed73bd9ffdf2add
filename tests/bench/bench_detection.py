"""Speed of the recognizers, beside the same patterns on the standard library's `re` in the same run.

Texts are made from a seed: prose of common words with an address, a number or an assignment here and there, and a
megabyte each of what nearly is a card, a phone number, an account number, an address or a password.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable

from agent.detection import Pipeline, default_pipeline
from agent.detection.recognizers import RECOGNIZERS
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_MEGABYTE = 1_000_000
_WORDS = """
    the of and to in is that for it as was with be by on not he this are or his from at which but have an had they
    you were their one all we can her has there been if more when will would who so no meeting report customer please
    review contract table invoice project schedule team result question answer Monday budget draft""".split()  # noqa: SIM905 - a word list reads better so
_NEAR_MISSES = {
    "card numbers, wrong check digit": lambda number: f"4{number * 7919 % 10**14:014}{number % 10}\n",
    "card numbers in groups": lambda number: f"4{number % 1000:03} ",
    "international phone numbers": lambda number: f"+44{number * 7919 % 10**10:010}\n",
    "account numbers, wrong check digits": lambda number: f"DE{number * 7919 % 10**20:020}\n",
    "start of account numbers": lambda number: f"DE{number % 100:02} ",
    "addresses of files": lambda number: f"a{number}@b.png ",
    "passwords that are names": lambda number: f"password = name_{number}\n",
    "headers of private keys": lambda _: "-----BEGIN PRIVATE KEY-----" + "A" * 45 + ";",
}


def measure() -> list[Row]:
    """Every figure; the best of a few runs."""
    pipeline = default_pipeline()
    prose = _prose(10 * _MEGABYTE)
    rows = [_compile_row()]

    pieces = [prose[start : start + 1024] for start in range(0, 1024 * 1024, 1024)]
    kilobyte_ms = _best_s(lambda: [pipeline.find(piece) for piece in pieces]) * 1000 / len(pieces)
    rows.append(Row(what="1 KB of prose", figure=kilobyte_ms, unit="ms", budget="≤ 0.1", ok=kilobyte_ms <= 0.1))

    for megabytes in (1, 10):
        text = prose[: megabytes * _MEGABYTE]
        rate = megabytes / _best_s(pipeline.find, text)
        rows.append(Row(what=f"{megabytes} MB of prose", figure=rate, unit="MB/s", budget="≥ 25", ok=rate >= 25))
        if megabytes == 1:
            slow_rate = megabytes / _best_s(_search_with_re, text, times=1)
            rows.append(Row(what="1 MB of prose, patterns alone on re", figure=slow_rate, unit="MB/s"))

    for name, make in _NEAR_MISSES.items():
        text = _repeated(make)
        seconds = _best_s(pipeline.find, text)
        rows.append(Row(what=f"1 MB: {name}", figure=seconds, unit="s", budget="≤ 1", ok=seconds <= 1))
    return rows


def _compile_row() -> Row:
    compile_ms = _best_s(Pipeline, RECOGNIZERS, times=1) * 1000
    return Row(what="compile all recognizers", figure=compile_ms, unit="ms", budget="≤ 150", ok=compile_ms <= 150)


def _search_with_re(text: str) -> None:
    data = text.encode()
    for recognizer in RECOGNIZERS:
        for pattern in recognizer.patterns:
            for _ in re.finditer(pattern.regex, data):
                pass


def _prose(size: int) -> str:
    choose = random.Random(7)  # noqa: S311 - benchmark data
    pieces: list[str] = []
    length = 0
    while length < size:
        sentence = " ".join(choose.choices(_WORDS, k=choose.randint(6, 24))).capitalize()
        extra = choose.random()
        if extra < 0.01:
            sentence += f" (jane{choose.randrange(1000)}@example.com)"
        elif extra < 0.02:
            sentence += f", call +44 20 7946 {choose.randrange(10_000):04}"
        elif extra < 0.045:
            sentence += f" on {choose.randint(1, 28)} May {choose.randint(1990, 2030)} for {choose.randrange(100_000)}"
        elif extra < 0.05:
            sentence += f"; password = {choose.getrandbits(48):x}"
        pieces.append(sentence + choose.choice((".", ".\n")) + " ")
        length += len(pieces[-1])
    return "".join(pieces)[:size]


def _repeated(make: Callable[[int], str]) -> str:
    pieces: list[str] = []
    length = number = 0
    while length < _MEGABYTE:
        pieces.append(make(number))
        length += len(pieces[-1])
        number += 1
    return "".join(pieces)[:_MEGABYTE]


def _best_s(call: Callable[..., object], *args: object, times: int = 3) -> float:
    """Processor time of a call: the budgets are for one core, and other programs share the machine."""
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        call(*args)
        best = min(best, time.process_time() - started)
    return best


if __name__ == "__main__":
    measured = measure()
    print_table("Detection", measured)
    sys.exit(any(row.ok is False for row in measured))
