"""Where things lie on macOS, with folders laid out as there."""

from __future__ import annotations

import plistlib
from pathlib import Path

from agent.sensors.installed.macos import macos_shelves
from agent.sensors.installed.scan import InstalledScan
from tests.sensors.installed.test_shelves import put


def bundle(folder: Path, content: bytes) -> None:
    """An app's bundle."""
    plist = folder / "Contents" / "Info.plist"
    plist.parent.mkdir(parents=True)
    plist.write_bytes(content)


def test_bundles_are_known_by_their_ids_and_damaged_ones_by_none(tmp_path: Path):
    applications = tmp_path / "Applications"
    bundle(applications / "Claude.app", plistlib.dumps({"CFBundleIdentifier": "com.anthropic.claudefordesktop"}))
    bundle(applications / "Binary.app", plistlib.dumps({"CFBundleIdentifier": "b.c"}, fmt=plistlib.FMT_BINARY))
    for number, content in enumerate(
        (b"", b"<plist", b"<plist><dict><key/></dict></plist>", b"bplist00" + b"\xff" * 40)
    ):
        bundle(applications / f"Damaged{number}.app", content)
    bundle(applications / "Number.app", plistlib.dumps({"CFBundleIdentifier": 5}))
    bundle(applications / "List.app", plistlib.dumps([1]))
    put(applications, "Nothing.app/", "notes.txt")
    put(tmp_path, ".cursor/extensions/github.copilot-1.2.3/", ".claude/")
    found = InstalledScan(lambda: macos_shelves({"HOME": str(tmp_path)})).scan()
    assert found is not None
    named = {(each.kind, each.name) for each in found.names if each.kind == "bundle"}
    assert {("bundle", "com.anthropic.claudefordesktop"), ("bundle", "b.c")} == named
    assert found.editor_extensions == {"github.copilot-1.2.3"}
    assert ("config_folder", ".claude") in {(each.kind, each.name) for each in found.names}
