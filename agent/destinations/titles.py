"""From a window's title to the title of the page in it.

Browsers, and the pages themselves, decorate titles: unread counters, progress marks, invisible direction marks, all
sorts of dashes, the profile, the browser's own name. What is left after `normalize_title` and `page_title` is compared
with the catalogue. Both are total: any text goes in, text comes out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

__all__ = ["PageTitles", "last_segment", "normalize_title"]

_HALF_LIMIT: Final = 150
"""A page can set a title of megabytes. What identifies it stands at its start or its end."""

_DASHES = re.compile(r"[\u2010-\u2014]")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
"""Soft hyphen, zero-width and direction marks: Gemini starts its title with one, Edge has one in its own name."""

# "(3) ", "(99+) " of unread messages; bullets of unsaved or busy pages; star and braille spinners of terminal tools.
_LEADING_MARKS = re.compile(r"(?:(?:\(\d{1,4}\+?\)|[●•✳✢✶✻✽·⠀-⣿]) )+")
_TAB_COUNT = re.compile(r" and \d{1,4} more pages?$")
_NUMBERED_PROFILE = re.compile(r"Profile \d{1,3}")
_SEGMENT_SEPARATORS = (" - ", " | ", " · ", " • ", " / ", " : ", " at ")


def normalize_title(title: str) -> str:
    """Return the title with plain dashes, single spaces, and neither invisible characters nor leading marks."""
    if len(title) > 2 * _HALF_LIMIT:
        title = title[:_HALF_LIMIT] + title[-_HALF_LIMIT:]
    if not title.isascii():
        title = _INVISIBLE.sub("", _DASHES.sub("-", title))
    title = " ".join(title.split())
    marks = _LEADING_MARKS.match(title)
    return title[marks.end() :] if marks else title


def last_segment(title: str) -> str:
    """Return what follows the last separator: on most pages, the name of the site. Empty without a separator."""
    cut, length = max((title.rfind(each), len(each)) for each in _SEGMENT_SEPARATORS)
    return title[cut + length :] if cut >= 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTitles:
    """Takes off what browsers add.

    Attributes:
        endings: what follows the last dash ("Mozilla Firefox").
        profiles: names that may stand between the page title and the ending.
    """

    endings: frozenset[str]
    profiles: frozenset[str]

    def page_title(self, title: str) -> str:
        """Return the page's own title, given a normalized window title."""
        page = self._without_ending(title)
        before, dash, profile = page.rpartition(" - ")
        if dash and (profile in self.profiles or _NUMBERED_PROFILE.fullmatch(profile)):
            page = before
        return _TAB_COUNT.sub("", page)

    def _without_ending(self, title: str) -> str:
        page, _, last = title.rpartition(" - ")
        if last.partition(" (")[0] in self.endings:  # "… - Google Chrome (Incognito)", too
            return page
        # Chrome puts the profile behind its own name.
        page, _, last = page.rpartition(" - ")
        return page if last in self.endings else title
