"""A program that owns the X clipboard and misbehaves on request."""

from __future__ import annotations

import os
import select
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any, Self

from Xlib import X, Xatom
from Xlib.display import Display
from Xlib.ext.xfixes import XFixesSelectionClientCloseNotify as SelectionClientCloseNotify
from Xlib.protocol import event as x_event

__all__ = ["ClipboardOwner", "Manners"]

_PIECE_BYTES = 64 << 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How an owner treats those who ask. Formats are named by their targets; "TARGETS" is one.

    Attributes:
        silent: never answered.
        refused: answered with a refusal.
        held: answered when `ClipboardOwner.release` is called.
        incremental: sent piece by piece (INCR).
        stalls_after: pieces of an incremental transfer after which no more come; None for none.
        endless: incremental transfers never end.
        types: property type to answer with, where it is not the target itself.
        empty_handed: said to be delivered without anything having been delivered.
        forges_loss: whoever asks is first sent an event, as if of the X server, that nobody owns the clipboard.
    """

    silent: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    held: frozenset[str] = frozenset()
    incremental: frozenset[str] = frozenset()
    stalls_after: int | None = None
    endless: bool = False
    types: Mapping[str, str] = field(default_factory=dict)
    empty_handed: frozenset[str] = frozenset()
    forges_loss: bool = False


@dataclass(slots=True)
class _Increments:
    """An incremental transfer that is under way."""

    window: Any
    property: int
    type: int
    rest: bytes
    sent: int = 0


class ClipboardOwner:
    """Owns the clipboard from entering until somebody else does, or leaving.

    Args:
        display_name: of the X server.
        contents: what it offers, by target.
        manners: how it behaves.
        announced: further targets that it only announces.

    Attributes:
        requestors: the windows for which it was asked.
    """

    def __init__(
        self,
        display_name: str,
        contents: Mapping[str, bytes],
        manners: Manners | None = None,
        announced: tuple[str, ...] = (),
    ) -> None:
        self._display = Display(f"unix{display_name}")
        self._errors = 0
        self._display.set_error_handler(self._note_error)
        self._contents = contents
        self._manners = manners or Manners()
        self._announced = announced
        self._window = self._display.screen().root.create_window(0, 0, 1, 1, 0, X.CopyFromParent)
        self._clipboard = self._display.get_atom("CLIPBOARD")
        self._wake_read, self._wake_write = os.pipe()
        self._commands: list[str] = []
        self._held: list[Any] = []
        self._increments: dict[tuple[int, int], _Increments] = {}
        self._lock = threading.Lock()
        self._requested: list[str] = []
        self.requestors: set[int] = set()
        self._owns = threading.Event()
        self._lost = threading.Event()
        self._released = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clipboard-owner", daemon=True)

    @property
    def requested(self) -> tuple[str, ...]:
        """Every target that was asked for, in order."""
        with self._lock:
            return tuple(self._requested)

    @property
    def errors(self) -> int:
        """How often the X server refused something; many programs end at the first time."""
        return self._errors

    @property
    def is_sending(self) -> bool:
        """Whether an incremental transfer is under way."""
        return bool(self._increments)

    @property
    def has_lost(self) -> bool:
        """Whether somebody else owns the clipboard now."""
        return self._lost.is_set()

    def release(self) -> None:
        """Answer the requests that were held; return when it is done."""
        self._command("release")
        assert self._released.wait(5.0)

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._owns.wait(5.0)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._command("stop")
        self._thread.join(5.0)
        os.close(self._wake_read)
        os.close(self._wake_write)

    def _note_error(self, *_error: object) -> None:
        self._errors += 1

    def _command(self, name: str) -> None:
        with self._lock:
            self._commands.append(name)
        os.write(self._wake_write, b"\0")

    def _run(self) -> None:
        self._window.set_selection_owner(self._clipboard, X.CurrentTime)
        self._display.sync()
        self._owns.set()
        while True:
            while self._display.pending_events():
                self._handle(self._display.next_event())
            self._display.flush()
            # Flushing may receive, too.
            if self._display.pending_events():
                continue
            readable, _, _ = select.select([self._display, self._wake_read], [], [])
            if self._wake_read not in readable:
                continue
            os.read(self._wake_read, 64)
            with self._lock:
                commands, self._commands = self._commands, []
            if "stop" in commands:
                self._display.close()
                return
            for request in self._held:
                self._answer(request)
            self._display.sync()
            self._released.set()

    def _handle(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        if event.type == X.SelectionRequest:
            target = self._display.get_atom_name(event.target)
            with self._lock:
                self._requested.append(target)
                self.requestors.add(event.requestor.id)
            if self._manners.forges_loss:
                self._forge_loss(event.requestor)
            if target in self._manners.silent:
                return
            if target in self._manners.held:
                self._held.append(event)
                return
            self._answer(event)
        elif event.type == X.PropertyNotify and event.state == X.PropertyDelete:
            increments = self._increments.get((event.window.id, event.atom))
            if increments is not None:
                self._send_piece(increments)
        elif event.type == X.SelectionClear:
            self._lost.set()

    def _forge_loss(self, requestor: Any) -> None:  # noqa: ANN401 - as above
        code = self._display.query_extension("XFIXES").first_event
        notify = self._display.display.event_classes[code][SelectionClientCloseNotify]
        requestor.send_event(
            notify(
                sub_code=SelectionClientCloseNotify,
                window=self._window,
                owner=X.NONE,
                selection=self._clipboard,
                timestamp=0,
                selection_timestamp=0,
            )
        )

    def _answer(self, request: Any) -> None:  # noqa: ANN401 - as above
        target = self._display.get_atom_name(request.target)
        offered = target == "TARGETS" or target in self._contents
        delivered = offered and target not in self._manners.refused
        if delivered and target not in self._manners.empty_handed:
            self._deliver(request, target)
        request.requestor.send_event(
            x_event.SelectionNotify(
                time=request.time,
                requestor=request.requestor,
                selection=request.selection,
                target=request.target,
                property=request.property if delivered else X.NONE,
            )
        )

    def _deliver(self, request: Any, target: str) -> None:  # noqa: ANN401 - as above
        window, name = request.requestor, request.property
        if target == "TARGETS" and target not in self._contents:
            atoms = [self._display.get_atom(each) for each in ("TARGETS", *self._contents, *self._announced)]
            window.change_property(name, Xatom.ATOM, 32, atoms)
            return
        kind = self._display.get_atom(self._manners.types.get(target, target))
        data = self._contents[target]
        if target in self._manners.incremental:
            window.change_attributes(event_mask=X.PropertyChangeMask)
            self._increments[(window.id, name)] = _Increments(window=window, property=name, type=kind, rest=data)
            window.change_property(name, self._display.get_atom("INCR"), 32, [len(data)])
            return
        window.change_property(name, kind, 8, b"")
        for start in range(0, len(data), _PIECE_BYTES):
            window.change_property(name, kind, 8, data[start : start + _PIECE_BYTES], mode=X.PropModeAppend)

    def _send_piece(self, increments: _Increments) -> None:
        if increments.sent == self._manners.stalls_after:
            return
        piece, rest = increments.rest[:_PIECE_BYTES], increments.rest[_PIECE_BYTES:]
        if not self._manners.endless:
            increments.rest = rest
        increments.window.change_property(increments.property, increments.type, 8, piece)
        increments.sent += 1
        if not piece:
            del self._increments[(increments.window.id, increments.property)]
