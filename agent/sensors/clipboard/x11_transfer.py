"""Reading one selection from its owner, step by step, without ever waiting for it.

Rules kept here: every step has a deadline, and so has the whole; at most `limit_bytes` are kept, the rest of an
incremental transfer is let through unread, so that the owner is not left hanging. Each transfer has a requestor window
of its own, so that late answers of one owner are not taken for the next one's, and the window outlives the transfer:
an owner that answers to a window that is gone gets an X error, and many programs end there and then, with what the
person has copied.

Reference: ICCCM 2.4 (requesting), 2.7.2 (INCR).
"""

from __future__ import annotations

import logging
import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

from Xlib import X
from Xlib import error as x_error

from agent.core import Content, ContentKind, ContentProblem
from agent.sensors.clipboard.formats import PASSWORD_HINT_TARGET, READ_LIMIT_BYTES, decode_text, plan_read

__all__ = ["SelectionTransfer", "TransferLimits"]

_log = logging.getLogger(__name__)

_CHUNK_LONGS = 1 << 16
"""256 KiB a request: python-xlib copies what it has received with every read from the socket."""

_MOST_TARGETS = 256
"""Each format costs a request; office programs offer about 40."""

_T = TypeVar("_T")
Steps = Generator[None, None, _T]
"""Each bare `yield` waits for the next event; what it returns is the result."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferLimits:
    """How far a transfer may go.

    Attributes:
        limit_bytes: keep at most so much.
        step_timeout_s: for one answer of the owner. One that is alive answers within milliseconds; a busy one (Java, a
            big spreadsheet) takes a second.
        total_timeout_s: for everything.
        linger_s: how long the window stays when the transfer has ended, for what the owner has still to say.
    """

    limit_bytes: int = READ_LIMIT_BYTES
    step_timeout_s: float = 1.5
    total_timeout_s: float = 15.0
    linger_s: float = 30.0


class _TimedOutError(Exception):
    """The owner did not answer in time."""


class SelectionTransfer:
    """One attempt to read a selection. Feed it events and the clock until `content` is set.

    Args:
        display: connection; used on the calling thread only.
        root: any window of the screen.
        selection: atom of the selection.
        timestamp: X time of the change; owners may refuse older or newer requests.
        limits: how far it may go.
    """

    def __init__(
        self,
        *,
        display: Any,  # noqa: ANN401 - python-xlib publishes no types
        root: Any,  # noqa: ANN401 - as above
        selection: int,
        timestamp: int,
        limits: TransferLimits,
    ) -> None:
        self._display = display
        self._selection = selection
        self._timestamp = timestamp
        self._limits = limits
        self._window = root.create_window(-1, -1, 1, 1, 0, X.CopyFromParent, event_mask=X.PropertyChangeMask)
        self._property = display.get_atom("CORDON_SELECTION")
        self._incr = display.get_atom("INCR")
        self._expires_at = time.monotonic() + limits.total_timeout_s
        self._deadline = self._expires_at
        self._received: Any = None
        self.content: Content | None = None
        self._steps = self._run()
        self._advance()

    @property
    def window_id(self) -> int:
        """The requestor window's id; events about it belong to this transfer."""
        return int(self._window.id)

    @property
    def deadline(self) -> float:
        """When `expire` is due (monotonic seconds)."""
        return self._deadline

    def handle(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        """Take a SelectionNotify or PropertyNotify about `window_id`."""
        if self.content is None:
            self._received = event
            self._advance()

    def expire(self) -> None:
        """The deadline has passed."""
        if self.content is None:
            self._fail()

    def close(self) -> None:
        """Give up whatever is under way; idempotent. The window stays until `destroy`."""
        self._steps.close()

    def let_through(self, event: Any) -> None:  # noqa: ANN401 - python-xlib publishes no types
        """Take an event about `window_id` after `close`: an owner that was sending piece by piece may finish."""
        is_piece = event.type == X.PropertyNotify and event.state == X.PropertyNewValue
        if is_piece and time.monotonic() < self._expires_at:
            self._window.delete_property(event.atom)

    def destroy(self) -> None:
        """Free the window."""
        self._window.destroy()

    def _advance(self) -> None:
        self._deadline = min(time.monotonic() + self._limits.step_timeout_s, self._expires_at)
        try:
            next(self._steps)
        except StopIteration as stop:
            self.content = stop.value
        except (x_error.BadWindow, x_error.BadAtom) as exc:
            _log.debug("a clipboard transfer ended early: %s", type(exc).__name__)
            self.content = Content(kind=ContentKind.OTHER, problem=ContentProblem.REFUSED)

    def _fail(self) -> None:
        try:
            self._steps.throw(_TimedOutError())
        except StopIteration as stop:
            self.content = stop.value

    def _run(self) -> Steps[Content]:
        """The whole transfer."""
        kind = ContentKind.OTHER
        target = ""
        data = bytearray()
        try:
            names = yield from self._targets()
            if PASSWORD_HINT_TARGET in names and (yield from self._is_concealed()):
                return Content(kind=ContentKind.CONCEALED)
            plan = plan_read(names)
            kind = plan.kind
            if plan.target is None:
                return Content(kind=kind)
            target = plan.target
            property_type, total = yield from self._convert(target, data)
        except _TimedOutError:
            # What arrived before the owner fell silent is still worth judging.
            text = decode_text(bytes(data), target)
            return Content(kind=kind, text=text, size_bytes=len(data), problem=ContentProblem.TIMED_OUT)
        if property_type is None:
            return Content(kind=kind, problem=ContentProblem.REFUSED)
        problem = ContentProblem.TOO_LARGE if total > len(data) else None
        return Content(kind=kind, text=decode_text(bytes(data), property_type), size_bytes=total, problem=problem)

    def _targets(self) -> Steps[list[str]]:
        """Return the names of the formats on offer; owners without TARGETS get asked for text."""
        data = bytearray()
        property_type, _ = yield from self._convert("TARGETS", data)
        if property_type is None:
            return ["UTF8_STRING"]
        atoms = memoryview(data[: len(data) // 4 * 4]).cast("I")
        names = []
        for atom in atoms[:_MOST_TARGETS]:
            with suppress(x_error.BadAtom):
                names.append(self._display.get_atom_name(atom))
        return names

    def _is_concealed(self) -> Steps[bool]:
        """Whether the hint says so. An owner that announces the hint and does not tell is taken at its word."""
        data = bytearray()
        try:
            property_type, _ = yield from self._convert(PASSWORD_HINT_TARGET, data)
        except _TimedOutError:
            return True
        return property_type is None or bytes(data).rstrip(b"\0") == b"secret"

    def _convert(self, target: str, data: bytearray) -> Steps[tuple[str | None, int]]:
        """Ask for one format; fill `data`. Returns (type name or None when refused, bytes the owner sent)."""
        self._window.convert_selection(self._selection, self._display.get_atom(target), self._property, self._timestamp)
        self._display.flush()
        while True:
            yield
            if self._received.type == X.SelectionNotify:
                break
        if self._received.property == X.NONE:
            return None, 0
        property_type, total = self._take_property(data)
        if property_type != self._incr:
            return self._display.get_atom_name(property_type), total
        data.clear()
        return (yield from self._receive_increments(data))

    def _receive_increments(self, data: bytearray) -> Steps[tuple[str, int]]:
        total = 0
        name = ""
        while True:
            yield
            event = self._received
            if event.type != X.PropertyNotify or event.atom != self._property or event.state != X.PropertyNewValue:
                continue
            property_type, size = self._take_property(data)
            if size == 0:
                return name, total
            total += size
            name = name or self._display.get_atom_name(property_type)

    def _take_property(self, data: bytearray) -> tuple[int, int]:
        """Append the property's value to `data` up to the limit and delete it. Returns its type and size in bytes."""
        offset = 0
        property_type, size = X.NONE, 0
        while True:
            reply = self._window.get_property(self._property, X.AnyPropertyType, offset, _CHUNK_LONGS)
            if reply is None:
                break
            value = bytes(reply.value)
            property_type = reply.property_type
            size += len(value)
            data += value[: max(0, self._limits.limit_bytes - len(data))]
            if not reply.bytes_after or len(data) >= self._limits.limit_bytes:
                size += reply.bytes_after
                break
            offset += _CHUNK_LONGS
        # Tells the owner of an incremental transfer to send the next piece.
        self._window.delete_property(self._property)
        self._display.flush()
        return property_type, size
