"""What `cordon scan` reads: which files a name stands for, and bytes to text."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from agent.cli.scan_input import LIMIT_BYTES, ScanInput, ScanInputError, expand, open_input, read_content, size_bytes
from agent.core import ContentKind, ContentProblem


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files, a hidden one, a folder, version control's folder, and links."""
    for name in ("b.txt", "a.txt", ".env", "deep/c.txt", ".git/config"):
        file = tmp_path / "top" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "d.txt").write_text("d")
    (tmp_path / "top" / "link-to-folder").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "top" / "link-to-file").symlink_to(tmp_path / "elsewhere" / "d.txt")
    os.mkfifo(tmp_path / "top" / "pipe")
    return tmp_path / "top"


def test_a_folder_is_its_regular_files_in_order(folder: Path):
    names = [each.name for each in expand([str(folder)])]
    assert names == [str(folder / name) for name in (".env", "a.txt", "b.txt", "deep/c.txt")]


def test_sizes_come_with_the_names(folder: Path):
    assert {each.size_bytes for each in expand([str(folder / "a.txt"), "-", "missing.txt"])} == {5, 0}
    assert size_bytes(str(folder / "deep" / "c.txt")) == 10


def test_names_stay_as_they_were_given():
    assert expand(["-", "missing.txt"]) == [ScanInput(name="-"), ScanInput(name="missing.txt")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_a_folder_that_may_not_be_read_is_not_passed_over(folder: Path):
    (folder / "deep").chmod(0)
    assert str(folder / "deep") in [each.name for each in expand([str(folder)])]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("Grüße".encode(), "Grüße"),
        ("Grüße".encode("utf-8-sig"), "Grüße"),
        ("Grüße".encode("utf-16"), "Grüße"),
        (b"a\xffb", "a\ufffdb"),
    ],
)
def test_text_is_read_in_each_common_encoding(tmp_path: Path, data: bytes, text: str):
    file = tmp_path / "notes.txt"
    file.write_bytes(data)
    content = read_content(str(file))
    assert (content.kind, content.text, content.problem) == (ContentKind.TEXT, text, None)


@pytest.mark.parametrize(("data", "kind"), [(b"", ContentKind.EMPTY), (b"\x7fELF\0\1", ContentKind.OTHER)])
def test_what_is_no_text_is_not_taken_for_it(tmp_path: Path, data: bytes, kind: ContentKind):
    file = tmp_path / "file"
    file.write_bytes(data)
    assert read_content(str(file)).kind is kind


def test_a_file_beyond_the_limit_is_read_in_part_and_says_so(tmp_path: Path):
    file = tmp_path / "long.txt"
    file.write_bytes(b"x" * (LIMIT_BYTES + 1))
    content = read_content(str(file))
    assert content.problem is ContentProblem.TOO_LARGE
    assert len(content.text) == LIMIT_BYTES


@pytest.mark.parametrize("name", ["missing.txt", "."])
def test_what_cannot_be_opened_is_an_error_that_names_no_path(tmp_path: Path, name: str):
    with pytest.raises(ScanInputError) as caught, open_input(str(tmp_path / name)):
        pass
    assert "text file" in caught.value.hint
    assert str(tmp_path) not in str(caught.value)


def test_an_error_of_the_user_is_not_one_of_the_input(tmp_path: Path):
    (tmp_path / "a.txt").write_text("a")
    with pytest.raises(OSError, match="disk full"), open_input(str(tmp_path / "a.txt")):
        raise OSError("disk full")
