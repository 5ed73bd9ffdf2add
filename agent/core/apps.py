"""AI apps on this device: processes, what an app was recognized by, and what the organization thinks of it."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from agent.core.gestures import Destination, DestinationStatus
from agent.core.in_force import LayerFacts

__all__ = ["AppMatch", "AppStanding", "Evidence", "ProcessFacts"]


class Evidence(enum.StrEnum):
    """What an AI app was recognized by."""

    EXECUTABLE = "executable"
    """The program that runs, by its file's name."""
    COMMAND = "command"
    """What an interpreter runs: a script or module of the app."""
    PARENT = "parent"
    """The process that started it, which is the app's own wrapper."""
    LISTENING_PORT = "listening_port"
    """A local model server answers where this app does."""
    INSTALLED = "installed"
    """It is installed, and need not run."""
    EDITOR_EXTENSION = "editor_extension"
    """A plug-in in an editor's folder of extensions."""
    WINDOW = "window"
    """A window that had the focus."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessFacts:
    """One process at one moment. Command lines may hold secrets: they are in no repr, and nothing keeps them.

    Attributes:
        pid: of the process.
        created_at: seconds since 1970; with `pid` it names the process for good.
        name: as the system shows it; empty where it may not be asked.
        executable: path of the program; empty where it may not be asked.
        command: the command line's parts; empty where it may not be asked.
        parent: the process that started it, without its own parent; None where it is gone.
    """

    pid: int
    created_at: float
    name: str = ""
    executable: str = ""
    command: tuple[str, ...] = field(default=(), repr=False)
    parent: ProcessFacts | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AppMatch:
    """An AI app, and what it was recognized by."""

    destination: Destination
    evidence: Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class AppStanding:
    """What the organization thinks of an AI app.

    Attributes:
        status: under the policy in force.
        said_by: the layer that made it so; None where it is as the catalogue has it.
    """

    status: DestinationStatus
    said_by: LayerFacts | None = None
