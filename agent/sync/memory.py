"""What a device must not forget between exchanges: how far its check-ins have counted, how late it is at least."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field

from agent.fleet.message import DeviceId, Instant, Message, MessageRefusedError, parse_message
from agent.system.whole_files import PRIVATE_FILE, replace_file

__all__ = ["MEMORY_FILE", "DeviceMemory", "load_memory", "save_memory"]

MEMORY_FILE: Final = "memory.json"

_LIMIT_BYTES = 16 << 10


class DeviceMemory(Message):
    """The memory of one enrolment.

    Attributes:
        device_id: whose.
        sequence: of the last check-in that may have been sent.
        newest_at: the newest time that a verified timestamp has told; None before the first one.
        told_by: ids of the keys that could sign that timestamp.
    """

    schema_version: Literal[1] = 1
    device_id: DeviceId
    sequence: Annotated[int, Field(ge=0, lt=1 << 53)] = 0
    newest_at: Instant | None = None
    told_by: Annotated[tuple[str, ...], Field(max_length=20)] = ()

    def after(self, told_at: datetime | None, told_by: tuple[str, ...]) -> DeviceMemory:
        """Return it with another time, if that is newer, or told by others in the place of those who told the last."""
        if told_at is None or (self.newest_at is not None and told_at <= self.newest_at and told_by == self.told_by):
            return self
        return self.model_copy(update={"newest_at": told_at, "told_by": told_by})

    def not_before(self, now: datetime) -> datetime:
        """Return the time, which is not before the newest one that was told."""
        return now if self.newest_at is None else max(now, self.newest_at)


def load_memory(folder: Path, device_id: str, now: datetime) -> DeviceMemory:
    """Return the memory of a device.

    One that is lost or another's is begun anew, with a number that is higher than any that was counted to: the seconds
    since 1970 are ahead of one check-in a second.
    """
    try:
        memory = parse_message(DeviceMemory, (folder / MEMORY_FILE).read_bytes(), _LIMIT_BYTES)
    except (OSError, MessageRefusedError):
        memory = None
    if memory is not None and memory.device_id == device_id:
        return memory
    return DeviceMemory(device_id=device_id, sequence=int(now.timestamp()))


def save_memory(folder: Path, memory: DeviceMemory) -> None:
    """Write it; it is on the disk when this returns.

    Raises:
        OSError: it is not, and what was there before still is.
    """
    replace_file(folder / MEMORY_FILE, memory.to_bytes(), mode=PRIVATE_FILE)
