"""Hostile texts to measure speed on: what nearly is a value, and what is nothing but values.

All are the same in every run.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable

from agent.detection.recognizers import RECOGNIZERS
from tests.bench.texts import repeated, seeded

__all__ = ["NEAR_MISSES", "VALUES"]

_BASE58 = "abcdefghijkmnpqrstuvwxyz"


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


def _inserted(number: int) -> str:
    row = f"('a{number}', 'Q{number * 7919:x}!z')"
    return f"INSERT INTO users (name, password) VALUES {row};\n"  # noqa: S608 - text to look in, not to run


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
    "a run of base64": lambda size: base64.b64encode(seeded().randbytes(size * 3 // 4)).decode()[:size],
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
    "every letter with an accent of its own": repeated(lambda _: "a\u0301"),
    "accents upon one letter": lambda size: "a".ljust(size, "\u0301"),
    "words with soft hyphens": repeated(lambda _: "pass\u00adword "),
    "a@ without end": repeated(lambda _: "@a"),
    "references to letters": repeated(lambda _: "&#52;"),
    "percent-encoded words": repeated(lambda number: f"%41%42{number} "),
    "times of day": repeated(lambda number: f"{number % 24:02}:{number % 60:02}:{number % 60:02} "),
    "sums": repeated(lambda number: f"1.{number % 1000:03}.{number % 999:03},00 "),
    "universally unique ids": repeated(lambda n: f"{n * 2654435761 % 2**32:08x}-0000-4000-8000-{n:012x} "),
    "days of a calendar": repeated(lambda n: f"20{n % 30:02}-{n % 12 + 1:02}-{n % 28 + 1:02} "),
    "colons of version 6": repeated(lambda _: "::1 "),
    "births without a year": repeated(lambda _: "born 3 may "),
    "births without a date": repeated(lambda _: "born in the town of Springfield near "),
    "account numbers that go on": repeated(lambda number: f"account no {number * 7919 % 10**6:06}a\n"),
    "labels of accounts": repeated(lambda _: "account no "),
    "passwords without end": repeated(lambda _: 'password="'),
    "log in as the": repeated(lambda _: "log in as the "),
    "users that are words": repeated(lambda _: "user: and "),
    "classifications": repeated(lambda _: "classification: "),
    "words of markings": repeated(lambda _: "confidential and "),
    "starts of JSON web tokens": repeated(lambda _: "eyJ" + "hbGciOiJIUzI1NiJ9."),
    "base 58": repeated(lambda n: "1" + "".join(_BASE58[(n * 7 + at * at) % 24] for at in range(32)) + " "),
    "numbers of vehicles": repeated(lambda number: f"1HGCM82633A{number % 10**6:06} "),
    "numbers in Chinese": repeated(lambda number: f"\u8eab\u4efd\u8bc1\u53f7\u7801{number * 7919 % 10**17:017}"),
    "connection strings without password": repeated(lambda number: f"Server=a{number};User Id=b;Password=;"),
    "heads of SQL inserts": repeated(lambda _: "INSERT INTO t (password) VALUES ("),
    "an SQL string without end": lambda size: "INSERT INTO t (password) VALUES ('".ljust(size, "'"),
    "headers of tables": repeated(lambda _: "name,password\n"),
    "a table with open quotes": lambda size: ("name,password\n" + 'a,"b\n' * size)[:size],
    "half a million cells": lambda size: ("a,phone\n" + "1,2\n" * size)[:size],
    "emoji": repeated(lambda number: chr(0x1F600 + number % 64)),
}
"""What nearly is something, by name. A family of recognizers that joins brings its own."""

VALUES: dict[str, Callable[[int], str]] = {
    "addresses": repeated(lambda number: f"jane{number}@example.com\n"),
    "one address": repeated(lambda _: "jane@example.com "),
    "phone numbers": repeated(lambda number: f"+44 20 7946 {number % 10_000:04}\n"),
    "cards": repeated(lambda _: "4111 1111 1111 1111\n"),
    "account numbers": repeated(lambda number: f"account no {number * 7919 % 10**9:09}\n"),
    "bank accounts of one bank": repeated(lambda _: "DE89370400440532013000\n"),
    "addresses of version 4": repeated(lambda n: f"10.{n // 65536 % 256}.{n // 256 % 256}.{n % 256} "),
    "addresses of version 6": repeated(lambda number: f"2001:db8::{number % 65536:x} "),
    "hardware addresses": repeated(lambda n: f"00:1a:2b:{n // 65536 % 256:02x}:{n // 256 % 256:02x}:{n % 256:02x} "),
    "dates of birth": repeated(lambda number: f"born 3 may {1900 + number % 130}, "),
    "numbers of orders": repeated(lambda number: f"order #{number * 7919 % 10**8}\n"),
    "customers in JSON": repeated(lambda number: f'{{"customerId": {number * 7919 % 10**8}}}'),
    "plates": repeated(lambda number: f"plate AB {number % 1000:03} CD "),
    "devices": repeated(lambda number: f"imei 35{number * 7919 % 10**13:013}\n"),
    "user names": repeated(lambda number: f"user: name{number} "),
    "user names in records": repeated(lambda number: f'"username": "jane{number}", '),
    "passwords in quotes": repeated(lambda number: f'password="x{number * 7919:x}Q!" '),
    "passwords in prose": repeated(lambda number: f"the password is name{number * 7919 % 10**6} "),
    "secrets": repeated(lambda n: f"secret_{n} = '{n * 2654435761 % 2**64:016x}{n * 40503 % 2**32:08x}'\n"),
    "tokens in addresses": repeated(lambda n: f"https://example.com/?token={n * 2654435761 % 2**64:016x}{n:08x} "),
    "markings": repeated(lambda _: "| Confidential |\n"),
    "SQL inserts": repeated(_inserted),
    "a table of passwords": lambda size: (
        "name,password\n" + repeated(lambda number: f"a{number},Q{number * 7919:x}!z\n")(size)
    )[:size],
    "a table of ids": lambda size: (
        "name,ssn,passport\n" + repeated(lambda n: f"a{n},{n * 7919 % 10**9:09},X{n * 7919 % 10**7:07}\n")(size)
    )[:size],
}
"""The same value, or one like it, again and again: to keep a finding is work, too."""
