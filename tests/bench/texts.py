"""Texts to measure speed on: ordinary ones, and hostile ones that nearly are what recognizers look for.

All are made from a seed, so that every run measures the same. Ordinary texts hold an identifier here and there, as
theirs do; what stands in them is made up.
"""

from __future__ import annotations

import base64
import json
import random
import re
from collections.abc import Callable, Iterator

from agent.detection.recognizers import RECOGNIZERS

__all__ = ["MEGABYTE", "NEAR_MISSES", "ORDINARY", "customers_csv", "log_lines", "prose", "repeated"]

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


def _random() -> random.Random:
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
    choose = _random()

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
    choose = _random()

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
    choose = _random()

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
    choose = _random()

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
    choose = _random()

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


def _context_words() -> list[str]:
    """Every word that supports a recognizer, as far as it is a plain one."""
    plain = re.compile(r"[a-z]+(?: [a-z]+)*")
    words = {word for each in RECOGNIZERS for word in each.context.supporting if plain.fullmatch(word)}
    return sorted(words) or ["number"]


def _words_before(value: Callable[[int], str]) -> Callable[[int], str]:
    words = _context_words()
    return repeated(lambda number: f"{words[number % len(words)]} {value(number)}\n")


def _nested(number: int) -> str:
    """A token encoded three times over; only one level of it may be looked through."""
    inner = f"password={number * 7919:012}".encode()
    return base64.b64encode(base64.b64encode(base64.b64encode(inner))).decode() + " "


NEAR_MISSES: dict[str, Callable[[int], str]] = {
    "card numbers, wrong check digit": repeated(lambda number: f"4{number * 7919 % 10**14:014}{number % 10}\n"),
    "card numbers in groups": repeated(lambda number: f"4{number % 1000:03} "),
    "international phone numbers": repeated(lambda number: f"+44{number * 7919 % 10**10:010}\n"),
    "national phone numbers behind the word": repeated(lambda number: f"tel 0{number * 7919 % 10**9:09}\n"),
    "account numbers, wrong check digits": repeated(lambda number: f"DE{number * 7919 % 10**20:020}\n"),
    "start of account numbers": repeated(lambda number: f"DE{number % 100:02} "),
    "addresses of files": repeated(lambda number: f"a{number}@b.png "),
    "a@a@a@": repeated(lambda _: "a@"),
    "a.a.a.a": repeated(lambda _: "a."),
    "numbers with dots": repeated(lambda number: f"{number % 256}."),
    "colons of addresses": repeated(lambda number: f"{number % 65536:x}:"),
    "passwords that are names": repeated(lambda number: f"password = name_{number}\n"),
    "assignments": repeated(lambda number: f"api_key_{number} = get_key({number})\n"),
    "assignments of random values": repeated(lambda number: f"value_{number} = {number * 2654435761 % 2**64:016x}\n"),
    "headers of private keys": repeated(lambda _: "-----BEGIN PRIVATE KEY-----" + "A" * 45 + ";"),
    "starts of tokens": repeated(lambda number: f"ghp_{number} sk-{number} xoxb-{number} AKIA{number} eyJ{number} "),
    "machine-readable zones": repeated(lambda number: f"P<UTODOE<<JANE<{number % 10}" + "<" * 28 + "\n"),
    "dates behind the word": repeated(lambda number: f"born {number % 12 + 1:02}/{number % 28 + 1:02}/2090\n"),
    "every context word with digits": _words_before(lambda number: f"{number * 7919 % 10**9:09}"),
    "every context word with letters and digits": _words_before(lambda number: f"X{number * 7919 % 10**8:08}"),
    "every context word, nothing else": _words_before(lambda _: ""),
    "a run of base64": lambda size: base64.b64encode(_random().randbytes(size * 3 // 4)).decode()[:size],
    "words of base64": repeated(lambda number: base64.b64encode(f"{number * 7919:024}".encode()).decode() + " "),
    "encoded three times over": repeated(_nested),
    "hexadecimal words": repeated(lambda number: f"{number * 2654435761 % 2**128:032x} "),
    "percent-encoded": repeated(lambda number: f"%{number % 96 + 32:02x}"),
    "one run of digits": lambda size: "".join(map(str, range(size // 5)))[:size].ljust(size, "7"),
    "digits and spaces": repeated(lambda number: f"{number % 10} "),
    "digits and dashes": repeated(lambda number: f"{number % 100:02}-"),
    "one line of one letter": lambda size: "a" * size,
    "one line of quotes": repeated(lambda _: "\"'"),
    "brackets": repeated(lambda _: "[{("),
    "a table of small cells": repeated(lambda number: f"{number % 10}," if number % 50 else "1\n"),
    "a table of one row": repeated(lambda number: f"{number % 10},"),
    "a table of wide rows": repeated(lambda number: "|".join(["passport"] * 500) + f"|{number}\n"),
    "full-width digits": repeated(lambda number: chr(0xFF10 + number % 10)),
    "letters of two alphabets": repeated(lambda number: "pаsswоrd" + chr(0x430 + number % 32) + " "),  # noqa: RUF001 - look-alikes are what it is about
    "zero-width spaces": repeated(lambda number: f"{number % 10}\u200b"),
    "entities of HTML": repeated(lambda number: f"&#{48 + number % 10};"),
    "quoted-printable": repeated(lambda number: f"={48 + number % 10:02X}"),
    "emoji": repeated(lambda number: chr(0x1F600 + number % 64)),
}
"""Hostile texts by name. A family of recognizers that joins brings its own."""
