"""What a device must not forget."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.sync.memory import MEMORY_FILE, DeviceMemory, load_memory, save_memory

_ID = "0" * 32
_NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_it_is_read_as_it_was_written(tmp_path: Path):
    memory = DeviceMemory(device_id=_ID, sequence=7, newest_at=_NOW)
    save_memory(tmp_path, memory)
    assert load_memory(tmp_path, _ID, _NOW) == memory
    assert (tmp_path / MEMORY_FILE).stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [None, b"", b"{}", DeviceMemory(device_id="f" * 32, sequence=9).to_bytes()])
def test_one_that_is_lost_or_anothers_counts_on_from_higher_up(tmp_path: Path, content: bytes | None):
    if content is not None:
        (tmp_path / MEMORY_FILE).write_bytes(content)
    found = load_memory(tmp_path, _ID, _NOW)
    assert (found.device_id, found.sequence, found.newest_at) == (_ID, int(_NOW.timestamp()), None)


def test_time_goes_forward_only():
    memory = DeviceMemory(device_id=_ID)
    assert memory.not_before(_NOW) == _NOW
    assert memory.after(None, ("a",)) is memory
    later = memory.after(_NOW, ("a",))
    assert later.after(_NOW - timedelta(days=1), ("a",)) is later
    assert later.not_before(_NOW - timedelta(days=1)) == _NOW
    assert later.not_before(_NOW + timedelta(days=1)) == _NOW + timedelta(days=1)


def test_another_key_in_the_place_of_the_one_that_told_the_time_may_tell_an_earlier_one():
    memory = DeviceMemory(device_id=_ID).after(_NOW, ("stolen",))
    earlier = _NOW - timedelta(days=1)
    assert memory.after(earlier, ("new",)).newest_at == earlier
