"""What these tests share: the recognizers of secrets alone, and keys put together at run time that open nothing."""

from __future__ import annotations

import functools
import string

from agent.detection import Pipeline
from agent.detection.recognizers.secret_formats import SECRET_FORMATS
from agent.detection.recognizers.url import URL
from tests.detection.samples import random_text

HEX = "0123456789abcdef"
UPPER = string.ascii_uppercase + string.digits
LOWER = string.ascii_lowercase + string.digits
BASE32 = string.ascii_uppercase + "234567"
BASE64 = string.ascii_letters + string.digits + "+/"

Key = tuple[str, str]
"""A recognizer's id without `secret.`, and a key that it finds."""


@functools.cache
def _pipeline() -> Pipeline:
    return Pipeline((*SECRET_FORMATS, URL))


def found(text: str) -> list[tuple[str, str]]:
    """Recognizer and value of each finding."""
    return [(each.recognizer.removeprefix("secret."), text[each.start : each.end]) for each in _pipeline().find(text)]


def confidence(text: str) -> float:
    """How sure the only finding is; 0 when there is none."""
    return max((each.confidence for each in _pipeline().find(text)), default=0.0)


def masked(key: str) -> str:
    """The key as documentation shows it: its last 20 letters and digits are x."""
    left = 20
    characters = list(key)
    for at in range(len(characters) - 1, -1, -1):
        if characters[at].isalnum() and left:
            characters[at] = "x"
            left -= 1
    return "".join(characters)


def digits(length: int, seed: int = 1) -> str:
    """A number; not 0 in front."""
    return "7" + random_text(length - 1, string.digits, seed)


def hexadecimal(length: int, seed: int = 1) -> str:
    """Lower-case hexadecimal digits."""
    return random_text(length, HEX, seed)


def uuid(seed: int = 1) -> str:
    """A UUID of no version."""
    body = hexadecimal(32, seed)
    return "-".join((body[:8], body[8:12], body[12:16], body[16:20], body[20:]))
