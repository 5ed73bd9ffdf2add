"""What happens to texts before they are pasted: other case, slips of the finger, bad scans, lost line ends.

Every change is made character by character, so that each entity is still exactly where it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.training.generate.draft import Draft
from models.training.generate.values import Maker

__all__ = ["NOISES", "add_noise"]

_SCANNED = {
    "l": "1",
    "1": "l",
    "O": "0",
    "0": "O",
    "I": "l",
    "S": "5",
    "B": "8",
    "m": "rn",
    "e": "c",
    "h": "b",
    ",": ".",
}
_NEIGHBORS = "qwertyuiop asdfghjkl zxcvbnm"


def _lower(draft: Draft, _maker: Maker) -> Draft:
    return draft.edited([each.lower() for each in draft.text])


def _upper(draft: Draft, _maker: Maker) -> Draft:
    return draft.edited([each.upper() for each in draft.text])


def _bare(draft: Draft, _maker: Maker) -> Draft:
    """Lower case without punctuation or accents, as in a chat."""
    plain = [
        unicodedata.normalize("NFKD", each).encode("ascii", "ignore").decode().lower() or each for each in draft.text
    ]
    return draft.edited(["" if each in ".,;:!?'\"" else each for each in plain])


def _mistyped(draft: Draft, maker: Maker) -> Draft:
    def slip(each: str) -> str:
        if not each.isalpha() or not maker.chance(0.025):
            return each
        place = _NEIGHBORS.find(each.lower())
        neighbor = _NEIGHBORS[min(place + 1, len(_NEIGHBORS) - 1)] if place >= 0 else each
        return maker.pick(("", each * 2, neighbor if neighbor != " " else each))

    return draft.edited([slip(each) for each in draft.text])


def _scanned(draft: Draft, maker: Maker) -> Draft:
    def misread(each: str) -> str:
        if each in _SCANNED and maker.chance(0.04):
            return _SCANNED[each]
        if each == " " and maker.chance(0.02):
            return maker.pick(("  ", "\n", ""))
        return each

    return draft.edited([misread(each) for each in draft.text])


def _one_line(draft: Draft, maker: Maker) -> Draft:
    """Line ends lost, as by a terminal or a form."""
    instead = maker.pick((" ", " ", "  ", "\\n", " / "))
    return draft.edited([instead if each == "\n" else each for each in draft.text])


def _quoted(draft: Draft, maker: Maker) -> Draft:
    """A mark before every line, as in replies and comments."""
    sign = maker.pick(("> ", "    ", "# ", "// ", "\t", "| "))
    return Draft().add(sign).add_draft(draft.edited([f"\n{sign}" if each == "\n" else each for each in draft.text]))


def _plain_letters(draft: Draft, _maker: Maker) -> Draft:
    """Without accents, as old systems store names."""
    return draft.edited([unicodedata.normalize("NFKD", each)[0] if each.isalpha() else each for each in draft.text])


NOISES: Mapping[str, Callable[[Draft, Maker], Draft]] = MappingProxyType(
    {
        "lower": _lower,
        "upper": _upper,
        "bare": _bare,
        "mistyped": _mistyped,
        "scanned": _scanned,
        "one line": _one_line,
        "quoted": _quoted,
        "plain letters": _plain_letters,
    }
)
_SHARES = (6, 1, 3, 3, 2, 2, 1, 1)


def add_noise(draft: Draft, maker: Maker) -> Draft:
    """Change a text in one way."""
    return maker.rng.choices(list(NOISES.values()), weights=_SHARES)[0](draft, maker)
