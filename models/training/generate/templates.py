"""Fills templates.

`{person}` is a value, `{person:a}` the same value wherever it has the same letter, `[[x|y]]` one of several wordings
(they nest), `~~` begins a line that is there in one of two texts.
"""

from __future__ import annotations

import re

from models.training.generate.draft import Draft, Pieces
from models.training.generate.values import Maker, value

__all__ = ["fill"]

_CHOICE = re.compile(r"\[\[((?:(?!\[\[|\]\]).)*)\]\]", re.DOTALL)
_SLOT = re.compile(r"\{([a-z]+)(?::([a-z]))?\}")


def fill(template: str, maker: Maker) -> Draft:
    """Write one text.

    Raises:
        KeyError: the template names a value that there is not.
    """
    text = "\n".join(
        line.removeprefix("~~")
        for line in template.strip("\n").split("\n")
        if not line.startswith("~~") or maker.chance(0.5)
    )
    while match := _CHOICE.search(text):
        text = text[: match.start()] + maker.pick(match[1].split("|")) + text[match.end() :]
    draft = Draft()
    remembered: dict[tuple[str, str], Pieces] = {}
    end = 0
    for slot in _SLOT.finditer(text):
        draft.add(text[end : slot.start()])
        name, letter = slot[1], slot[2]
        if letter is None:
            draft.add_all(value(name, maker))
        else:
            if (name, letter) not in remembered:
                remembered[name, letter] = value(name, maker)
            draft.add_all(remembered[name, letter])
        end = slot.end()
    return draft.add(text[end:])
