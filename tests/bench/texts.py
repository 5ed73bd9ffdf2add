"""Ordinary texts to measure speed on; hostile ones are in `hostile`.

All are made from a seed, so that every run measures the same. Ordinary texts hold an identifier here and there, as
theirs do; what stands in them is made up.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator

__all__ = ["MEGABYTE", "ORDINARY", "customers_csv", "log_lines", "prose", "repeated", "seeded"]

MEGABYTE = 1_000_000
_WORDS = """
    the of and to in is that for it as was with be by on not he this are or his from at which but have an had they
    you were their one all we can her has there been if more when will would who so no meeting report customer please
    review contract table invoice project schedule team result question answer Monday budget draft""".split()  # noqa: SIM905 - a word list reads better so
_NAMES = ("Jane", "Ada", "Omar", "Mei", "Luis", "Ingrid", "Tomas", "Priya")
_LEVELS = ("INFO", "INFO", "INFO", "DEBUG", "WARNING", "ERROR")
_CODE = '''
def {name}_{number}(items: list[{kind}], limit: int = {number}) -> dict[str, {kind}]:
    """Return the {name} of each item, at most `limit` of them."""
    result: dict[str, {kind}] = {{}}
    for index, item in enumerate(items[:limit]):
        if item is None or index % {step} == 0:
            continue  # nothing to do for {name}
        result[f"{name}-{{index:04}}"] = item
    return result
'''


def seeded() -> random.Random:
    """The same numbers in every run."""
    return random.Random(7)  # noqa: S311 - benchmark data


def _joined(size: int, pieces: Iterator[str]) -> str:
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= size:
            break
    return "".join(taken)[:size]


def prose(size: int) -> str:
    """Sentences of common words; one in ten or twenty has an address, a number or an assignment."""
    choose = seeded()

    def sentences() -> Iterator[str]:
        while True:
            sentence = " ".join(choose.choices(_WORDS, k=choose.randint(6, 24))).capitalize()
            extra = choose.random()
            if extra < 0.01:
                sentence += f" (jane{choose.randrange(1000)}@example.com)"
            elif extra < 0.02:
                sentence += f", call +44 20 7946 {choose.randrange(10_000):04}"
            elif extra < 0.045:
                sentence += (
                    f" on {choose.randint(1, 28)} May {choose.randint(1990, 2030)} for {choose.randrange(10**5)}"
                )
            elif extra < 0.05:
                sentence += f"; password = {choose.getrandbits(48):x}"
            yield sentence + choose.choice((".", ".\n")) + " "

    return _joined(size, sentences())


def source_code(size: int) -> str:
    """Functions, without any identifier."""
    choose = seeded()

    def functions() -> Iterator[str]:
        while True:
            yield _CODE.format(
                name=choose.choice(_WORDS).lower(),
                number=choose.randrange(1000),
                kind=choose.choice(("int", "str", "float")),
                step=choose.randint(2, 9),
            )

    return _joined(size, functions())


def customers_csv(size: int) -> str:
    """A table whose every row holds an address, a number and a date of birth: all of it is found."""
    choose = seeded()

    def rows() -> Iterator[str]:
        yield "id,name,email,phone,date_of_birth,city,balance\n"
        number = 0
        while True:
            number += 1
            name = choose.choice(_NAMES)
            yield (
                f"{number},{name} Doe,{name.lower()}{number}@example.com,+44 20 7946 {choose.randrange(10_000):04},"
                f"{choose.randint(1950, 2005)}-{choose.randint(1, 12):02}-{choose.randint(1, 28):02},Springfield,"
                f"{choose.randrange(100_000) / 100}\n"
            )

    return _joined(size, rows())


def log_lines(size: int) -> str:
    """Lines of a server: times, levels, addresses of the documentation networks, ids."""
    choose = seeded()

    def lines() -> Iterator[str]:
        second = 0
        while True:
            second += 1
            at = f"{second // 3600 % 24:02}:{second // 60 % 60:02}:{second % 60:02}.{choose.randrange(1000):03}"
            yield (
                f"2026-03-01T{at}Z {choose.choice(_LEVELS)} [worker-{choose.randrange(16)}] GET /api/v1/items/"
                f"{choose.randrange(10**6)} 200 {choose.randrange(900)}ms peer=192.0.2.{choose.randrange(256)} "
                f"request={choose.getrandbits(64):016x}\n"
            )

    return _joined(size, lines())


def json_lines(size: int) -> str:
    """Records as JSON, one a line."""
    choose = seeded()

    def records() -> Iterator[str]:
        number = 0
        while True:
            number += 1
            record = {
                "orderId": number,
                "customer": {"name": f"{choose.choice(_NAMES)} Doe", "email": f"user{number}@example.com"},
                "items": [{"sku": f"A-{choose.randrange(10**5)}", "quantity": choose.randint(1, 9)} for _ in range(3)],
                "total": choose.randrange(10**5) / 100,
                "note": " ".join(choose.choices(_WORDS, k=8)),
            }
            yield json.dumps(record) + "\n"

    return _joined(size, records())


ORDINARY: dict[str, Callable[[int], str]] = {
    "prose": prose,
    "source code": source_code,
    "customers as CSV": customers_csv,
    "log lines": log_lines,
    "JSON records": json_lines,
}


def repeated(make: Callable[[int], str]) -> Callable[[int], str]:
    """A text of so many bytes from numbered pieces."""

    def text(size: int) -> str:
        return _joined(size, (make(number) for number in range(size)))

    return text
