"""The files of hooks: changed in one step, put back byte for byte, left alone when in doubt."""

from __future__ import annotations

import json
import os
import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.cli.hook_files import HookFile, HookFileError, settings_path
from agent.hooks.json_text import SettingsTextError
from agent.hooks.settings import SETTINGS
from tests.hooks.json_texts import texts

TOOLS = sorted(SETTINGS)
COMMAND = ("/opt/cordon", "-m", "agent", "hook")
MINE = b'{\n  "model": "opus",\n  "hooks": {}\n}\n'


def file_in(folder: Path, tool: str = "claude-code") -> HookFile:
    return HookFile(tool, folder / "home" / "settings.json", folder / "state")


def put_in(file: HookFile, tool: str = "claude-code", *options: str) -> None:
    file.install(file.plan_install((*COMMAND, tool, *options), fails_closed=bool(options)))


def take_out(file: HookFile) -> None:
    file.uninstall(file.plan_uninstall())


@pytest.mark.parametrize("tool", TOOLS)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(text=texts().filter(lambda text: not {"hooks", "version"} & json.loads(text).keys()))
def test_taking_out_gives_back_the_file_byte_for_byte(tool: str, text: str, tmp_path: Path):
    file = file_in(tmp_path, tool)
    file.path.parent.mkdir(exist_ok=True)
    file.path.write_bytes(text.encode("utf-8", "surrogatepass"))
    before = file.path.read_bytes()
    put_in(file, tool)
    assert file.commands().keys() == set(SETTINGS[tool].events)
    once = file.path.read_bytes()
    put_in(file, tool)
    assert file.path.read_bytes() == once
    take_out(file)
    assert file.path.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"{}", b'{"hooks": {}}', b'{"hooks": {"PreToolUse": []}}', b'\xef\xbb\xbf{"a": 1}\r\n', MINE],
)
def test_also_where_the_text_alone_would_not_tell(content: bytes, tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    put_in(file)
    put_in(file, "claude-code", "--fail-closed")
    take_out(file)
    assert file.path.read_bytes() == content


def test_a_file_that_was_not_there_is_gone_again_with_the_folder_made_for_it(tmp_path: Path):
    file = file_in(tmp_path)
    put_in(file)
    assert stat.S_IMODE(file.path.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.path.parent.stat().st_mode) == 0o700
    put_in(file, "claude-code", "--fail-closed")
    take_out(file)
    assert not file.path.parent.exists()
    assert not any((tmp_path / "state" / "hooks").iterdir())


def test_a_folder_with_something_else_in_it_stays(tmp_path: Path):
    file = file_in(tmp_path)
    put_in(file)
    other = file.path.with_name("other")
    other.touch()
    take_out(file)
    assert (file.path.exists(), other.exists()) == (False, True)


def test_what_somebody_changed_since_stays(tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    file.path.write_bytes(MINE)
    put_in(file)
    file.path.write_bytes(file.path.read_bytes().replace(b'"opus"', b'"haiku"'))
    take_out(file)
    assert json.loads(file.path.read_bytes()) == {"model": "haiku"}


def test_permissions_and_links_stay(tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    target = tmp_path / "dotfiles.json"
    target.write_bytes(MINE)
    target.chmod(0o640)
    file.path.symlink_to(target)
    put_in(file)
    assert file.path.is_symlink()
    assert "hook claude-code" in target.read_text()
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    take_out(file)
    assert (file.path.is_symlink(), target.read_bytes()) == (True, MINE)


@pytest.mark.parametrize("content", [b"{", b"[]", b'{"a": 1} // mine', b"\xff\xfe{}", b'{"hooks": 5}'])
def test_what_cannot_be_understood_is_left_alone(content: bytes, tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    file.path.write_bytes(content)
    for attempt in (lambda: put_in(file), lambda: take_out(file), file.commands):
        with pytest.raises((HookFileError, SettingsTextError)):
            attempt()
    assert file.path.read_bytes() == content
    assert not (tmp_path / "state").exists()


def test_what_is_no_ordinary_file_is_left_alone(tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    os.mkfifo(file.path)
    with pytest.raises(HookFileError, match="not an ordinary file"):
        put_in(file)
    file.path.unlink()
    file.path.mkdir()
    with pytest.raises(HookFileError):
        put_in(file)
    file.path.rmdir()
    file.path.write_bytes(b" " * (1 << 20) + b"{}")
    with pytest.raises(HookFileError, match="too large"):
        put_in(file)


def test_a_change_that_somebody_was_ahead_of_is_not_made(tmp_path: Path):
    file = file_in(tmp_path)
    change = file.plan_install((*COMMAND, "claude-code"), fails_closed=False)
    file.path.parent.mkdir()
    file.path.write_bytes(MINE)
    with pytest.raises(HookFileError, match="meanwhile"):
        file.install(change)
    assert file.path.read_bytes() == MINE


def test_a_draft_that_cannot_be_written_leaves_the_file_as_it_was(tmp_path: Path):
    file = file_in(tmp_path)
    file.path.parent.mkdir()
    file.path.write_bytes(MINE)
    file.path.with_name(f".{file.path.name}.new").mkdir()  # where the draft would be
    with pytest.raises(HookFileError, match="cannot be changed"):
        put_in(file)
    assert file.path.read_bytes() == MINE


def test_nothing_there_is_nothing_to_take_out(tmp_path: Path):
    file = file_in(tmp_path)
    assert file.plan_uninstall().is_none
    take_out(file)
    assert file.commands() == {}
    assert not file.path.parent.exists()


@pytest.mark.parametrize(
    ("tool", "environ", "expected"),
    [
        ("claude-code", {"HOME": "/h"}, "/h/.claude/settings.json"),
        ("claude-code", {"HOME": "/h", "CLAUDE_CONFIG_DIR": "/c"}, "/c/settings.json"),
        ("claude-code", {"HOME": "/h", "CLAUDE_CONFIG_DIR": "relative"}, "/h/.claude/settings.json"),
        ("cursor", {"HOME": "/h", "CLAUDE_CONFIG_DIR": "/c"}, "/h/.cursor/hooks.json"),
        ("codex", {"HOME": "/h"}, "/h/.codex/hooks.json"),
        ("codex", {"HOME": "/h", "CODEX_HOME": "/c"}, "/c/hooks.json"),
    ],
)
def test_each_tool_has_its_file(tool: str, environ: dict[str, str], expected: str):
    assert settings_path(tool, environ, None) == Path(expected)


def test_a_project_has_its_own():
    found = {tool: str(settings_path(tool, {"HOME": "/h"}, Path("/p"))) for tool in TOOLS}
    assert found == {
        "claude-code": "/p/.claude/settings.local.json",
        "codex": "/p/.codex/hooks.json",
        "cursor": "/p/.cursor/hooks.json",
    }


@given(st.binary(max_size=40))
def test_no_file_of_state_can_do_harm(damaged: bytes):
    with tempfile.TemporaryDirectory() as folder:
        file = file_in(Path(folder))
        file.path.parent.mkdir()
        file.path.write_bytes(MINE)
        put_in(file)
        (record,) = (Path(folder) / "state" / "hooks").iterdir()
        record.write_bytes(damaged)
        take_out(file)
        assert json.loads(file.path.read_bytes()) in ({"model": "opus"}, {"model": "opus", "hooks": {}})
