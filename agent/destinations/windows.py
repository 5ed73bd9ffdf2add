"""Matches a window to an AI destination.

Order, first match wins:
    1. a browser window is judged by its page title alone: exact titles, then patterns that end in the app's name
       ("* - Claude"), then patterns that begin with it ("ChatGPT - *") unless the page ends in another site's name;
    2. any other window by its class (or the bundle, desktop or Flatpak id that stands in for one), then by the name of
       its process, then by its exact title.

Titles are compared case-sensitively and whole: a page about an AI app, or a file that bears its name, is no match.
Not told by a title, and so not matched: a conversation whose page title does not name the app.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from agent.core.content import ActiveWindow
from agent.core.gestures import Destination
from agent.destinations.document import CatalogueDocument
from agent.destinations.entry import CatalogueEntry
from agent.destinations.titles import PageTitles, last_segment, normalize_title

__all__ = ["Listed", "WindowIndex", "index_windows"]

Listed = tuple[tuple[CatalogueEntry, Destination], ...]
"""Entries beside what they stand for."""

_Patterns = tuple[tuple[str, Destination], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowIndex:
    """What identifies windows, ready to be looked up."""

    browsers: frozenset[str]
    page_titles: PageTitles
    other_sites: frozenset[str]
    exact_pages: Mapping[str, Destination]
    page_ends: _Patterns
    page_starts: _Patterns
    end_texts: tuple[str, ...]
    start_texts: tuple[str, ...]
    app_classes: Mapping[str, Destination]
    process_names: Mapping[str, Destination]
    window_titles: Mapping[str, Destination]

    def match(self, window: ActiveWindow) -> Destination | None:
        """Return the destination that the window belongs to, or None when it is no AI app."""
        title = normalize_title(window.title)
        process_name = window.process_name
        if process_name[-4:].lower() == ".exe":
            process_name = process_name.lower()
        if (window.app_class or process_name.lower().removesuffix(".exe")) in self.browsers:
            return self._match_page(self.page_titles.page_title(title))
        return (
            self.app_classes.get(window.app_class)
            or self.process_names.get(process_name)
            or self.window_titles.get(title)
        )

    def _match_page(self, page: str) -> Destination | None:
        exact = self.exact_pages.get(page)
        if exact is not None:
            return exact
        # str.endswith and str.startswith take all texts in one call; which one it was matters only on a hit.
        if page.endswith(self.end_texts):
            return next(destination for text, destination in self.page_ends if page.endswith(text))
        if page.startswith(self.start_texts) and last_segment(page) not in self.other_sites:
            return next(destination for text, destination in self.page_starts if page.startswith(text))
        return None


def index_windows(document: CatalogueDocument, listed: Listed) -> WindowIndex:
    """Return what the entries say of windows, ready to be looked up."""
    patterns = [(pattern, destination) for entry, destination in listed for pattern in entry.page_titles]
    ends = tuple((pattern.removeprefix("*"), each) for pattern, each in patterns if pattern.startswith("*"))
    starts = tuple((pattern.removesuffix("*"), each) for pattern, each in patterns if pattern.endswith("*"))

    def index(names: Callable[[CatalogueEntry], Iterable[str]]) -> dict[str, Destination]:
        return {name: destination for entry, destination in listed for name in names(entry)}

    return WindowIndex(
        browsers=frozenset(document.browsers.app_classes),
        page_titles=PageTitles(
            endings=frozenset(document.browsers.title_endings),
            profiles=frozenset(document.browsers.profile_names),
        ),
        other_sites=frozenset(document.other_sites),
        exact_pages={pattern: each for pattern, each in patterns if "*" not in pattern},
        page_ends=ends,
        page_starts=starts,
        end_texts=tuple(text for text, _ in ends),
        start_texts=tuple(text for text, _ in starts),
        app_classes=index(_window_classes),
        process_names=_windows_owners(listed) | index(lambda entry: entry.process_names),
        window_titles=index(lambda entry: entry.window_titles),
    )


def _window_classes(entry: CatalogueEntry) -> Iterable[str]:
    ids = (*entry.bundle_ids, *entry.desktop_ids, *entry.flatpaks)
    return (*(each.lower() for each in ids), *entry.app_classes)


def _windows_owners(listed: Listed) -> dict[str, Destination]:
    """Programs of Windows by their file's name, where one entry alone has it.

    Commands are left out: the window of a command-line tool belongs to its terminal.
    """
    owners: dict[str, list[Destination]] = {}
    for entry, destination in listed:
        for name in {pattern.rpartition("/")[2] for pattern in entry.executables.windows} - {"*"}:
            owners.setdefault(name, []).append(destination)
    return {name: found[0] for name, found in owners.items() if len(found) == 1}
