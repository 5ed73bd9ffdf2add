"""What these tests share: the recognizers of secrets alone, keys that open nothing, tests over a table of texts."""

from __future__ import annotations

import functools
import string
from collections.abc import Callable, Sequence

import pytest

from agent.detection import Pipeline
from agent.detection.recognizer import Recognizer
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


Found = tuple[str, str, Key]
"""What is special about a text, the text, and its only finding."""

NotFound = tuple[str, str]
"""What is special about a text, and the text."""


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


def finding(cases: Sequence[Found]) -> Callable[..., None]:
    """A test that each text holds its finding and no other."""

    @pytest.mark.parametrize(("text", "expected"), [case[1:] for case in cases], ids=[case[0] for case in cases])
    def test(text: str, expected: Key) -> None:
        assert found(text) == [expected]

    return test


def finding_nothing(cases: Sequence[NotFound]) -> Callable[..., None]:
    """A test that no text holds a finding."""

    @pytest.mark.parametrize("text", [case[1] for case in cases], ids=[case[0] for case in cases])
    def test(text: str) -> None:
        assert found(text) == []

    return test


def covering(keys: Sequence[Key], recognizers: Sequence[Recognizer]) -> Callable[[], None]:
    """A test that every issuer has a key among these."""

    def test() -> None:
        assert {name for name, _ in keys} == {each.recognizer_id.removeprefix("secret.") for each in recognizers}

    return test


def finding_keys(keys: Sequence[Key]) -> Callable[..., None]:
    """A test that each key is found in a sentence."""

    @pytest.mark.parametrize(("name", "text"), keys)
    def test(name: str, text: str) -> None:
        assert found(f"here: {text}, thanks") == [(name, text.rpartition(" ")[2])]

    return test


def refusing_masks(keys: Sequence[Key]) -> Callable[..., None]:
    """A test that no key is found where documentation shows it masked."""

    @pytest.mark.parametrize(("name", "text"), keys)
    def test(name: str, text: str) -> None:
        assert name not in [recognizer for recognizer, _ in found(f"here: {masked(text)}, thanks")]

    return test


def refusing_longer_words(keys: Sequence[Key]) -> Callable[..., None]:
    """A test that no key is found inside a longer word."""

    @pytest.mark.parametrize(("name", "text"), keys)
    def test(name: str, text: str) -> None:
        before, space, key = text.rpartition(" ")
        assert name not in [recognizer for recognizer, _ in found(f"here: {before}{space}q{key}, thanks")]

    return test
