r"""How a placeholder is written, and how it is recognized again after a model has handled it.

Written: `⟦EMAIL_2·k3f9qd⟧`: the entity's name, the number of the value, the conversation's nonce.

Recognized, since models do these things to it: other brackets (`[…]`, `[[…]]`, `【…】`, `〚…〛`, `〖…〗`, `⟪…⟫`),
none, or only one of the two; emphasis just inside the brackets (`⟦**EMAIL_2·k3f9qd**⟧`); `\_` for `_` (Markdown);
another middle dot and a space beside it (within brackets); another case; the JSON string form
(`\u27e6EMAIL_2\u00b7k3f9qd\u27e7`).
Name, number and nonce are never guessed at: a translated name, a shortened nonce or a changed number is another
placeholder, and nobody's.

What redaction relies on: a recognized placeholder holds no `⟦` but as its first character and no `⟧` but as its last.
So in a text made of placeholders of ours and of pieces in which nothing is recognized, exactly ours are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from agent.redaction.conversation import NONCE_LENGTH

__all__ = ["Placeholder", "find_placeholders", "placeholder_name", "write_placeholder"]

_LONGEST_NAME = 48
_DOT = "·"
_PAIRS = {"⟦": "⟧", "〚": "〛", "【": "】", "〖": "〗", "⟪": "⟫", "[[": "]]", "[": "]"}
_JSON_OPEN, _JSON_DOT, _JSON_CLOSE = "\\u27e6", "\\u00b7", "\\u27e7"

_ANY_DOT = re.compile(r"[·•∙⋅‧・･]|\\u00[bB]7")
_LEFT = re.compile(
    r"(?:(?P<open>[⟦〚【〖⟪]|\[\[?|(?<!\\)\\u27[eE]6)(?P<inside>[*_`~]{0,3} ?)|(?<![A-Za-z0-9_\\]))"
    r"(?P<name>[A-Za-z][A-Za-z0-9]*(?:\\?_[A-Za-z0-9]+)*?)\\?_(?P<number>[1-9][0-9]{0,6})(?P<gap> ?)\Z"
)
_RIGHT = re.compile(
    r"(?P<gap> ?)(?P<nonce>[0-9A-Za-z]{1,16})(?![0-9A-Za-z])"
    r"(?: ?[*_`~]{0,3}(?P<close>[⟧〛】〗⟫]|\]\]?|\\u27[eE]7))?"
)
# Brackets, emphasis, a space, a name with every `_` escaped, the number, a space.
_REACH = 8 + 5 + 2 * (_LONGEST_NAME + 8) + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """A placeholder in a text; `is_json` when it is written with the escapes of a JSON string."""

    start: int
    end: int
    name: str
    number: int
    nonce: str
    is_json: bool


def placeholder_name(entity: str) -> str:
    """The name of an entity within a placeholder; several names that a policy invents may become one."""
    name = re.sub(r"[^A-Z0-9]+", "_", entity.upper()).strip("_")[:_LONGEST_NAME].rstrip("_")
    return name if name[:1].isalpha() else f"X_{name}".rstrip("_")[:_LONGEST_NAME]


def write_placeholder(name: str, number: int, nonce: str) -> str:
    """The placeholder as it is written."""
    return f"⟦{name}_{number}{_DOT}{nonce}⟧"


def find_placeholders(text: str) -> Iterator[Placeholder]:
    """Every placeholder, whoever wrote it, in order and without overlaps; in linear time."""
    position = after_dot = 0
    for dot in _ANY_DOT.finditer(text):
        # What stands before a dot holds no other: nothing is looked at twice.
        left = _LEFT.search(text, max(position, after_dot, dot.start() - _REACH), dot.start())
        after_dot = dot.end()
        right = _RIGHT.match(text, dot.end())
        if left is None or right is None:
            continue
        if (span := _extent(left, dot, right)) is None or span[0] < position:
            continue
        position = span[1]
        yield Placeholder(
            start=span[0],
            end=span[1],
            name=left["name"].replace("\\", "").upper(),
            number=int(left["number"]),
            nonce=right["nonce"].lower(),
            is_json=dot[0].startswith("\\"),
        )


def _extent(left: re.Match[str], dot: re.Match[str], right: re.Match[str]) -> tuple[int, int] | None:
    """From where to where the placeholder goes, or None when these parts are none together."""
    opening, closing = left["open"] or "", right["close"] or ""
    if dot[0].startswith("\\"):
        is_whole = (opening.lower(), closing.lower()) == (_JSON_OPEN, _JSON_CLOSE)
        return (left.start(), right.end()) if is_whole else None
    if opening == "[[" and closing == "]":
        return left.start() + 1, right.end()
    if opening and _PAIRS.get(opening) == closing[: len(opening)]:
        return left.start(), right.end("close") - (len(closing) - len(opening))
    if opening == "⟦":
        return left.start(), right.end("nonce")
    if closing == "⟧" and not opening:
        return left.start("name"), right.end()
    # No brackets, or such as belong to the text around it: then nothing else may have been changed.
    is_exact = dot[0] == _DOT and len(right["nonce"]) == NONCE_LENGTH and not (left["gap"] or right["gap"])
    if not is_exact or left["inside"] or opening.startswith("\\"):
        return None
    return left.start("name"), right.end("nonce")
