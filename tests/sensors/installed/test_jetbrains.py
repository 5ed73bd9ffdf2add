"""Ids of JetBrains plug-ins, from archives that may be anything."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest

from agent.sensors.installed.jetbrains import jetbrains_plug_ins, plug_in_id

XML = "<idea-plugin>\n  <id> com.github.copilot </id><name>GitHub Copilot</name></idea-plugin>"


def archive(path: Path, xml: str = XML, entry: str = "META-INF/plugin.xml") -> Path:
    """An archive with one entry."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr(entry, xml)
    return path


def test_the_id_stands_in_one_of_the_archives(tmp_path: Path):
    plug_in = tmp_path / "github-copilot-intellij"
    archive(plug_in / "lib" / "a-library.jar", entry="other.xml")
    archive(plug_in / "lib" / "core.jar")
    assert plug_in_id(plug_in) == "com.github.copilot"


def test_a_plug_in_may_be_one_archive(tmp_path: Path):
    archive(tmp_path / "single.jar")
    (tmp_path / "empty").mkdir()
    with os.scandir(tmp_path) as entries:
        assert [(each.kind, each.name) for each in jetbrains_plug_ins(entries)] == [
            ("editor_extension", "com.github.copilot")
        ]


@pytest.mark.parametrize("xml", ["", "<id></id>", "<id>bad<b/></id>", "<name>x</name>", "<id>" + "x" * 500 + "</id>"])
def test_a_file_without_an_id_tells_none(tmp_path: Path, xml: str):
    assert plug_in_id(archive(tmp_path / "x.jar", xml)) is None


def test_damaged_archives_are_ordinary(tmp_path: Path):
    good = archive(tmp_path / "good.jar").read_bytes()
    for number, content in enumerate((b"", b"PK", good[:-30], good.replace(b"\x50\x4b\x03\x04", b"\0\0\0\0"))):
        damaged = tmp_path / f"{number}.jar"
        damaged.write_bytes(content)
        assert plug_in_id(damaged) is None
    assert plug_in_id(tmp_path / "nowhere.jar") is None
    assert plug_in_id(tmp_path / "nowhere") is None


def test_an_archive_that_unpacks_to_much_is_read_in_part(tmp_path: Path):
    bomb = archive(tmp_path / "bomb.jar", " " * (8 << 20) + XML)
    assert plug_in_id(bomb) is None
    assert plug_in_id(archive(tmp_path / "fine.jar", XML + " " * (8 << 20))) == "com.github.copilot"


def test_a_huge_archive_is_not_opened(tmp_path: Path):
    huge = archive(tmp_path / "huge.jar")
    with huge.open("r+b") as file:
        file.truncate(40 << 20)
    assert plug_in_id(huge) is None
