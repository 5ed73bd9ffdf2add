"""The catalogue of AI destinations, compiled: whatever a sensor sees goes in, the destination comes out.

Each kind of observation has its own rules, in its own module: windows, processes, hosts, listeners, installed. Every
match is a few look-ups and takes some microseconds. Performs no IO except for reading the packaged file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Final

from agent.core.apps import AppMatch, ProcessFacts
from agent.core.content import ActiveWindow
from agent.core.gestures import Destination, DestinationKind
from agent.destinations.document import parse_document
from agent.destinations.entry import AppFacts, CatalogueEntry
from agent.destinations.hosts import HostIndex, index_hosts
from agent.destinations.installed import InstalledIndex, index_installed
from agent.destinations.listeners import ListenerIndex, index_listeners
from agent.destinations.processes import ProcessIndex, index_processes
from agent.destinations.windows import WindowIndex, index_windows

__all__ = ["UNSPECIFIED_ASSISTANT", "Catalogue", "packaged_catalogue", "parse_catalogue"]

UNSPECIFIED_ASSISTANT: Final = Destination(
    destination_id="unspecified", name="any AI assistant", vendor="", kind=DestinationKind.ASSISTANT
)
"""Stands for the destination where nobody named one: `cordon scan` asks what would happen at any assistant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The AI destinations, compiled for matching.

    Attributes:
        version: of the data.
        destinations: all of them, in the file's order.
        facts: by destination id, where anything is known.
    """

    version: str
    destinations: tuple[Destination, ...]
    facts: Mapping[str, AppFacts]
    _windows: WindowIndex
    _processes: ProcessIndex
    _hosts: HostIndex
    _listeners: ListenerIndex
    _installed: InstalledIndex

    def match(self, window: ActiveWindow) -> Destination | None:
        """Return the destination that the window belongs to, or None when it is no AI app."""
        return self._windows.match(window)

    def find(self, destination_id: str) -> Destination | None:
        """Return the destination of that id, or None where there is none."""
        return next((each for each in self.destinations if each.destination_id == destination_id), None)

    def match_process(self, process: ProcessFacts) -> AppMatch | None:
        """Return the app that a process belongs to, or None when it is no AI app."""
        return self._processes.match(process)

    def match_listener(self, port: int, process: ProcessFacts | None) -> AppMatch | None:
        """Return the app whose local server listens on the port; `process` is None where nobody tells whose it is."""
        return self._listeners.match(port, process)

    def match_host(self, host: str) -> Destination | None:
        """Return the destination whose host it is, or None."""
        return self._hosts.match(host)

    def match_editor_extension(self, editor_id: str) -> AppMatch | None:
        """Return the app that an editor's extension is, by its id or the folder named after it."""
        return self._installed.match_editor_extension(editor_id)

    def match_installed(self, kind: str, name: str) -> AppMatch | None:
        """Return the app that something installed is.

        Args:
            kind: one of `INSTALLED_KINDS`.
            name: as the system lists it.

        Raises:
            ValueError: nothing is known of that kind.
        """
        return self._installed.match(kind, name)


def parse_catalogue(untrusted: bytes) -> Catalogue:
    """Return the catalogue in a file's bytes.

    Raises:
        CatalogueError: the file is no catalogue; names the entry and the field.
    """
    document = parse_document(untrusted)
    listed = tuple((entry, _destination(entry)) for entry in document.entries)
    processes = index_processes(listed)
    return Catalogue(
        version=document.version,
        destinations=tuple(destination for _, destination in listed),
        facts={entry.id: entry.facts for entry in document.entries if "facts" in entry.model_fields_set},
        _windows=index_windows(document, listed),
        _processes=processes,
        _hosts=index_hosts(listed),
        _listeners=index_listeners(listed, processes),
        _installed=index_installed(listed),
    )


def packaged_catalogue() -> Catalogue:
    """Return the catalogue that Cordon ships with."""
    return parse_catalogue(resources.files("agent.destinations").joinpath("catalogue.json").read_bytes())


def _destination(entry: CatalogueEntry) -> Destination:
    return Destination(
        destination_id=entry.id, name=entry.name, vendor=entry.vendor, kind=entry.kind, status=entry.default_status
    )
