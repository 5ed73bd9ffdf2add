"""What this version has written, later ones must read for ever: an enrolment, a memory, a set's manifest."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from agent.fleet.message import parse_message
from agent.sync.enrolment import ENROLMENT_LIMIT_BYTES, Enrolment
from agent.sync.manifest import MANIFEST_LIMIT_BYTES, SetManifest
from agent.sync.memory import DeviceMemory

_DATA = Path(__file__).parents[1] / "data" / "sync"


def test_an_enrolment_of_schema_1_is_read():
    found = parse_message(Enrolment, (_DATA / "enrolment-1.json").read_bytes(), ENROLMENT_LIMIT_BYTES)
    assert (found.server, found.device_id) == ("https://cordon.example.org", "0" * 31 + "1")
    assert found.proxy is not None
    assert (found.proxy.address, found.proxy.user) == ("http://proxy.example.org:3128", "ana")
    assert found.enrolled_at == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_memory_of_schema_1_is_read():
    found = parse_message(DeviceMemory, (_DATA / "memory-1.json").read_bytes(), 4096)
    assert (found.sequence, found.newest_at, found.told_by) == (7, datetime(2026, 1, 1, tzinfo=UTC), ("ab",))


def test_a_manifest_of_schema_1_is_read():
    found = parse_message(SetManifest, (_DATA / "set-1.json").read_bytes(), MANIFEST_LIMIT_BYTES)
    assert (found.generation, found.versions["root"], found.missing) == (3, 1, ("example",))
    assert found.files["policy/policy.json"].length_bytes == 12
    assert list(found.metadata) == ["1.root.json"]
