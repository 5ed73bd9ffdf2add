"""Values to fakes for code and SQL: the same shape, the same fake for the same value of a conversation, and unreal.

Unreal means that nobody can own the fake, where the entity has a range for that:

| Entity | Fake | Source |
|---|---|---|
| CREDIT_CARD | begins with 9999, passes Luhn | ISO/IEC 7812-1: 9 and a country code; ISO 3166-1 assigns no 999 |
| IBAN | country XX, passes mod 97 | ISO 3166-1: XX is user-assigned |
| PHONE, international | begins with +999 | ITU-T E.164: country code 999 is reserved |
| EMAIL | …@example.com | RFC 2606 |
| URL | host example.com | RFC 2606 |
| IP_ADDRESS | 240.0.0.0/5, 2001:db8::/32 | RFC 1112 §4 (reserved), RFC 3849 |
| MAC_ADDRESS | locally administered | IEEE 802 |
| DATE_OF_BIRTH | a date of 1900 to 1999 that day-first and month-first readers accept; a month's name stays | |

For every other entity only the shape is kept, and somebody may own the fake: it is then as good as drawn by lot.
Fakes are not turned back.
"""

from __future__ import annotations

import ipaddress
import itertools
import re
from collections.abc import Callable

from agent.core import Entity
from agent.redaction.shapes import keyed_digest, same_shape

__all__ = ["fake_value"]

_LEAST_CARD_DIGITS = 12
_LEAST_LOCAL = 8
_YEAR_DIGITS = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_IBAN = re.compile(r"[A-Za-z]{2}[ -]?\d{2}(?:[ -]?[A-Za-z0-9]){10,30}", re.ASCII)
_MAC = re.compile(r"[0-9A-Fa-f]{2}([-:]?)[0-9A-Fa-f]{2}(?:\1[0-9A-Fa-f]{2}){4}|(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}")
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)(?:([^/@]*)@)?([^/:?#]*)(.*)", re.DOTALL)
_DIGITS = re.compile(r"\d+")


def fake_value(entity: str, value: str, key: bytes, *, before: str = "", after: str = "") -> str:
    """The fake of a value; `before` and `after` are the text around it, as `same_shape` asks."""
    make = _MAKERS.get(entity)
    fake = make(value, key, before) if make is not None else None
    return same_shape(value, key, before=before, after=after) if fake is None else fake


def _card(value: str, key: bytes, _before: str) -> str | None:
    digits = _DIGITS.findall(fake := same_shape(value, key))
    number = "".join(digits)
    if len(number) < _LEAST_CARD_DIGITS:
        return None
    number = "9999" + number[4:-1]
    return _refilled(fake, number + _luhn_digit(number))


def _iban(value: str, key: bytes, _before: str) -> str | None:
    if not _IBAN.fullmatch(value):
        return None
    fake = same_shape(value, key)
    country = "XX" if value[0].isupper() else "xx"
    characters = country + "00" + "".join(character for character in fake if character.isalnum())[4:]
    number = int("".join(str(int(each, 36)) for each in characters[4:] + characters[:4]))
    rest = iter(f"{country}{98 - number % 97:02d}{characters[4:]}")
    return "".join(next(rest) if character.isalnum() else character for character in fake)


def _phone(value: str, key: bytes, _before: str) -> str | None:
    prefix = 1 if value.startswith("+") else 2 if value.startswith("00") else 0
    if not prefix:
        return None
    fake = value[:prefix] + same_shape(value[prefix:], key)
    number = "".join(_DIGITS.findall(fake[prefix:]))
    return fake[:prefix] + _refilled(fake[prefix:], "999" + number[3:]) if len(number) > 3 else None


def _email(value: str, key: bytes, before: str) -> str | None:
    local, at, domain = value.rpartition("@")
    if not at:
        return None
    # The domain goes, and with it what told two addresses apart: so it is part of the key.
    key = keyed_digest(key, domain.lower())
    missing = keyed_digest(key, local)[: max(0, _LEAST_LOCAL - len(local))]
    return same_shape(local, key, before=before) + "".join(_LETTERS[byte % 26] for byte in missing) + "@example.com"


def _url(value: str, key: bytes, _before: str) -> str | None:
    if (parts := _URL.fullmatch(value)) is None:
        return None
    scheme, credentials, _, rest = parts.groups()
    owner = same_shape(credentials, key) + "@" if credentials is not None else ""
    return f"{scheme}{owner}example.com{same_shape(rest, key)}"


def _ip_address(value: str, key: bytes, _before: str) -> str | None:
    address, slash, rest = value.partition("/")
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return None
    digest = keyed_digest(key, str(parsed))
    if parsed.version == 4:
        first, *others = digest[:4]
        return ".".join(map(str, (240 + first % 8, *others))) + slash + rest
    return str(ipaddress.IPv6Address(bytes.fromhex("20010db8") + digest[:12])) + slash + rest


def _mac(value: str, key: bytes, _before: str) -> str | None:
    if not _MAC.fullmatch(value):
        return None
    digits = keyed_digest(key, re.sub("[^0-9a-f]", "", value.lower())).hex()
    # Bit 1 of the first octet: locally administered; bit 0: not for a group.
    rest = iter(f"{digits[0]}2{digits[2:]}")
    fake = "".join(next(rest) if character.isalnum() else character for character in value)
    return fake.upper() if value.isupper() else fake


def _date(value: str, key: bytes, _before: str) -> str:
    numbers = itertools.cycle(keyed_digest(key, value))

    def year() -> str:
        return f"19{next(numbers) % 100:02d}"

    def day_or_month() -> str:
        return f"{next(numbers) % 12 + 1:02d}"

    def replaced(match: re.Match[str]) -> str:
        digits = match[0]
        if len(digits) == _YEAR_DIGITS:
            return year()
        if len(digits) == 2 * _YEAR_DIGITS:
            parts = (year(), day_or_month(), day_or_month())
            return "".join(parts if digits.startswith(("18", "19", "20")) else reversed(parts))
        pairs = "".join(day_or_month() for _ in range(len(digits) // 2))
        return pairs + (str(next(numbers) % 9 + 1) if len(digits) % 2 else "")

    return _DIGITS.sub(replaced, value)


def _luhn_digit(number: str) -> str:
    """The check digit that makes a number pass Luhn (ISO/IEC 7812-1, annex B)."""
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[::-2])
    return str(-(sum(doubled) + sum(map(int, number[-2::-2]))) % 10)


def _refilled(shape: str, digits: str) -> str:
    """The text with other digits in place of its own."""
    rest = iter(digits)
    return _DIGITS.sub(lambda match: "".join(next(rest) for _ in match[0]), shape)


_MAKERS: dict[str, Callable[[str, bytes, str], str | None]] = {
    Entity.CREDIT_CARD: _card,
    Entity.IBAN: _iban,
    Entity.PHONE: _phone,
    Entity.EMAIL: _email,
    Entity.URL: _url,
    Entity.IP_ADDRESS: _ip_address,
    Entity.MAC_ADDRESS: _mac,
    Entity.DATE_OF_BIRTH: _date,
}
"""From value, key and the text before it; None where the value is not what the maker expects."""
