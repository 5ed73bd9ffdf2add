"""Matches the active window to an AI destination.

Order, first match wins:
    1. a browser window is judged by its page title alone: exact titles, then patterns that end in the app's name
       ("* - Claude"), then patterns that begin with it ("ChatGPT - *") unless the page ends in another site's name;
    2. any other window by its class, then by the name of its process, then by its exact title.

Titles are compared case-sensitively and whole: a page about an AI app, or a file that bears its name, is no match.
Not told by a title, and so not matched: a conversation whose page title does not name the app. Performs no IO except
for reading the packaged file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from agent.core.content import ActiveWindow
from agent.core.gestures import Destination, DestinationKind
from agent.destinations.document import CatalogueEntry, parse_document
from agent.destinations.titles import PageTitles, last_segment, normalize_title

__all__ = ["UNSPECIFIED_ASSISTANT", "Catalogue", "packaged_catalogue", "parse_catalogue"]

UNSPECIFIED_ASSISTANT: Final = Destination(
    destination_id="unspecified", name="any AI assistant", vendor="", kind=DestinationKind.ASSISTANT
)
"""Stands for the destination where nobody named one: `cordon scan` asks what would happen at any assistant."""

_Patterns = tuple[tuple[str, Destination], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The AI destinations, compiled for matching.

    Attributes:
        version: of the data.
        destinations: all of them, in the file's order.
    """

    version: str
    destinations: tuple[Destination, ...]
    _browsers: frozenset[str]
    _page_titles: PageTitles
    _other_sites: frozenset[str]
    _exact_pages: Mapping[str, Destination]
    _page_ends: _Patterns
    _page_starts: _Patterns
    _end_texts: tuple[str, ...]
    _start_texts: tuple[str, ...]
    _app_classes: Mapping[str, Destination]
    _process_names: Mapping[str, Destination]
    _window_titles: Mapping[str, Destination]

    def match(self, window: ActiveWindow) -> Destination | None:
        """Return the destination that the window belongs to, or None when it is no AI app."""
        title = normalize_title(window.title)
        if (window.app_class or window.process_name) in self._browsers:
            return self._match_page(self._page_titles.page_title(title))
        return (
            self._app_classes.get(window.app_class)
            or self._process_names.get(window.process_name)
            or self._window_titles.get(title)
        )

    def _match_page(self, page: str) -> Destination | None:
        exact = self._exact_pages.get(page)
        if exact is not None:
            return exact
        # str.endswith and str.startswith take all texts in one call; which one it was matters only on a hit.
        if page.endswith(self._end_texts):
            return next(destination for text, destination in self._page_ends if page.endswith(text))
        if page.startswith(self._start_texts) and last_segment(page) not in self._other_sites:
            return next(destination for text, destination in self._page_starts if page.startswith(text))
        return None


def parse_catalogue(untrusted: bytes) -> Catalogue:
    """Return the catalogue in a file's bytes.

    Raises:
        CatalogueError: the file is no catalogue; names the entry and the field.
    """
    document = parse_document(untrusted)
    listed = [(entry, _destination(entry)) for entry in document.entries]
    patterns = [(pattern, destination) for entry, destination in listed for pattern in entry.page_titles]
    ends = tuple((pattern.removeprefix("*"), each) for pattern, each in patterns if pattern.startswith("*"))
    starts = tuple((pattern.removesuffix("*"), each) for pattern, each in patterns if pattern.endswith("*"))

    def index(names: Callable[[CatalogueEntry], Iterable[str]]) -> dict[str, Destination]:
        return {name: destination for entry, destination in listed for name in names(entry)}

    return Catalogue(
        version=document.version,
        destinations=tuple(destination for _, destination in listed),
        _browsers=frozenset(document.browsers.app_classes),
        _page_titles=PageTitles(
            endings=frozenset(document.browsers.title_endings),
            profiles=frozenset(document.browsers.profile_names),
        ),
        _other_sites=frozenset(document.other_sites),
        _exact_pages={pattern: each for pattern, each in patterns if "*" not in pattern},
        _page_ends=ends,
        _page_starts=starts,
        _end_texts=tuple(text for text, _ in ends),
        _start_texts=tuple(text for text, _ in starts),
        _app_classes=index(lambda entry: entry.app_classes),
        _process_names=index(lambda entry: entry.process_names),
        _window_titles=index(lambda entry: entry.window_titles),
    )


def packaged_catalogue() -> Catalogue:
    """Return the catalogue that Cordon ships with."""
    return parse_catalogue(resources.files("agent.destinations").joinpath("catalogue.json").read_bytes())


def _destination(entry: CatalogueEntry) -> Destination:
    return Destination(destination_id=entry.id, name=entry.name, vendor=entry.vendor, kind=entry.kind)
