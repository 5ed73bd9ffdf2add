"""What sensors tell of the AI apps on this device, and the ports between them, the catalogue and the inventory."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from agent.core.apps import AppMatch, ProcessFacts
from agent.core.gestures import Destination

__all__ = [
    "AppCatalogue",
    "AppObservation",
    "AppSensor",
    "InstalledFound",
    "InstalledName",
    "Listener",
    "ListenersFound",
    "ProcessKey",
    "ProcessesChanged",
]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class ProcessKey:
    """Names one process for good: its pid may be another's by now.

    Attributes:
        pid: of the process.
        created_at: seconds since 1970.
    """

    pid: int
    created_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessesChanged:
    """Processes of this user began, ended, or run another program than before.

    Attributes:
        started: new ones, and known ones (same key) that run something else now.
        ended: those of the known ones that are gone.
        is_whole: `started` is all there are, replacing whatever was told before; they ran when the sensor looked, and
            need not have been started just now.
    """

    started: tuple[ProcessFacts, ...] = ()
    ended: tuple[ProcessKey, ...] = ()
    is_whole: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Listener:
    """A TCP port of this device on which somebody listens; `process` is None where nobody tells whose it is."""

    port: int
    process: ProcessFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenersFound:
    """All ports on which processes of this user listen, replacing what was told before."""

    listeners: tuple[Listener, ...]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class InstalledName:
    """Something installed, by the name that its own system has for it.

    Attributes:
        kind: "desktop_file", "flatpak", "snap", "pip", "npm", "command", "bundle" or "config_folder".
        name: for example "com.jeffser.Alpaca" of a Flatpak, "@scope/name" of npm.
    """

    kind: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledFound:
    """What is installed, replacing what was told before.

    Attributes:
        names: of everything, AI app or not.
        editor_extensions: ids or folder names of editors' plug-ins.
        is_complete: False where there was more than could be looked at, so that what is not named may be there.
    """

    names: frozenset[InstalledName] = frozenset()
    editor_extensions: frozenset[str] = frozenset()
    is_complete: bool = True


AppObservation = ProcessesChanged | ListenersFound | InstalledFound


class AppSensor(Protocol):
    """Watches something that tells which AI apps there are; decides nothing.

    `emit` is called on a thread of the sensor's own, one call at a time.
    """

    def start(self, emit: Callable[[AppObservation], None]) -> None:
        """Begin to watch. Returns at once; trouble is reported to health."""

    def look_again(self) -> None:
        """Tell everything anew, soon, since whoever is told has forgotten it. Safe to call from any thread."""

    def stop(self) -> None:
        """End within 2 s and leave no thread; idempotent."""


class AppCatalogue(Protocol):
    """Knows the AI apps. Pure, and some microseconds a call."""

    @property
    def destinations(self) -> tuple[Destination, ...]:
        """All of them, the best known of each kind first."""

    def match_process(self, process: ProcessFacts) -> AppMatch | None:
        """Return the app that a process belongs to, or None when it is no AI app."""

    def match_listener(self, port: int, process: ProcessFacts | None) -> AppMatch | None:
        """Return the app whose local server listens on the port, or None."""

    def match_editor_extension(self, editor_id: str) -> AppMatch | None:
        """Return the app that an editor's extension is, by its id or the folder named after it, or None."""

    def match_installed(self, kind: str, name: str) -> AppMatch | None:
        """Return the app that something installed is, or None.

        Raises:
            ValueError: nothing is known of that kind.
        """
