"""Every source module has a test file of its name in its area, so that what covers it is found without searching."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.architecture.sources import modules

# Module: why no file of its own covers it.
EXEMPT = {
    "agent/classifier/messages.py": "values without behavior",
    "agent/cli/context.py": "hands the process's environment to functions that are tested where they lie",
    "agent/core/app_ports.py": "protocols and values; each implementation is tested where it lies",
    "agent/core/apps.py": "values without behavior",
    "agent/core/content.py": "values without behavior",
    "agent/core/custom.py": "values without behavior",
    "agent/core/events.py": "values without behavior",
    "agent/core/history_chain.py": "values without behavior",
    "agent/core/gestures.py": "values without behavior",
    "agent/core/sync.py": "values without behavior",
    "agent/core/ports.py": "protocols; each implementation is tested where it lies",
    "agent/detection/classifier.py": "a protocol and values; its implementations are tested where they lie",
    "agent/detection/recognizer.py": "values without behavior",
    "agent/detection/exact_data/errors.py": "errors without behavior",
    "agent/history/entries.py": "values without behavior",
    "agent/history/errors.py": "errors without behavior",
    "agent/ipc/hello.py": "values; read and written with those of messages.py",
    "agent/inventory/records.py": "values without behavior",
    "agent/system/child_errors.py": "errors; what they say is seen where they are raised",
    "agent/system/keyring_port.py": "a protocol; its implementations are tested where they lie",
    "agent/sync/transport_errors.py": "errors; what they say is seen where they are raised",
    "agent/vault/errors.py": "errors without behavior",
    "server/api/errors.py": "errors without behavior",
    "server/api/messages.py": "values; what fills them is tested with each route",
    "server/storage/errors.py": "errors without behavior",
    "server/storage/migrations/versions/r0001_first_tables.py": "a step of migrating.py, whose tests run it",
    "server/storage/migrations/versions/r0002_console_sessions.py": "as above",
    "server/storage/migrations/versions/r0003_signer_troubles.py": "as above",
}
_ALWAYS_EXEMPT = {"__init__.py", "__main__.py"}  # they hand on to modules that are tested


def _area(path: Path) -> str:
    """`history` for agent/history/store.py, `gui` for everything below it, and `` for agent/app.py."""
    return "gui" if path.parts[0] == "gui" else "".join(path.parts[1:-1][:1])


def _is_covered(path: Path, tests: list[Path]) -> bool:
    wanted = f"test_{path.stem.strip('_')}.py"
    return any(test.name == wanted and _area(path) in ("", *test.parts[1:-1]) for test in tests)


def _sources() -> list[Path]:
    return [path for path in modules("agent", "gui", "server") if path.name not in _ALWAYS_EXEMPT]


def test_every_module_has_its_test_file():
    tests = modules("tests")
    assert [str(path) for path in _sources() if str(path) not in EXEMPT and not _is_covered(path, tests)] == []


def test_every_exemption_is_still_needed():
    tests = modules("tests")
    needless = [name for name in EXEMPT if Path(name) not in _sources() or _is_covered(Path(name), tests)]
    assert needless == []


@pytest.mark.parametrize(
    ("source", "test", "covered"),
    [
        ("agent/history/store.py", "tests/history/test_store.py", True),
        ("agent/detection/recognizers/iban.py", "tests/detection/recognizers/test_iban.py", True),
        ("agent/detection/recognizers/iban.py", "tests/detection/test_iban.py", True),
        ("agent/app.py", "tests/test_app.py", True),
        ("gui/views/tray.py", "tests/gui/test_tray.py", True),
        ("agent/history/store.py", "tests/policy/test_store.py", False),
        ("agent/history/store.py", "tests/history/test_recorder.py", False),
        ("gui/app.py", "tests/test_app.py", False),
    ],
)
def test_a_test_file_covers_the_module_of_its_name_in_its_area(source: str, test: str, *, covered: bool):
    assert _is_covered(Path(source), [Path(test)]) is covered
