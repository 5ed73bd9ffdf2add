"""Which folders an environment means, and which are refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from agent.system.folders import FolderError, Folders, xdg_folders
from tests.ipc.foreign_user import NOBODY, as_nobody, needs_root, open_folder

NAMES = ("state", "config", "cache", "log", "runtime")


def mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


@pytest.fixture
def folders(tmp_path_factory: pytest.TempPathFactory) -> Folders:
    # Of a short name: paths of sockets are limited.
    return xdg_folders({"HOME": str(tmp_path_factory.mktemp("f"))})


def test_without_xdg_variables_everything_lies_below_home():
    folders = xdg_folders({"HOME": "/home/jane"})
    assert folders == Folders(
        state=Path("/home/jane/.local/state/cordon"),
        config=Path("/home/jane/.config/cordon"),
        cache=Path("/home/jane/.cache/cordon"),
        log=Path("/home/jane/.local/state/cordon/log"),
        runtime=Path("/home/jane/.local/state/cordon/run"),
    )
    assert folders.agent_socket == Path("/home/jane/.local/state/cordon/run/agent.sock")
    assert folders.agent_lock == Path("/home/jane/.local/state/cordon/run/agent.lock")
    assert folders.history_file == Path("/home/jane/.local/state/cordon/history.db")
    assert folders.key_file == Path("/home/jane/.local/state/cordon/history.key")


def test_xdg_variables_name_each_folder():
    folders = xdg_folders(
        {
            "HOME": "/home/jane",
            "XDG_STATE_HOME": "/s",
            "XDG_CONFIG_HOME": "/c",
            "XDG_CACHE_HOME": "/k",
            "XDG_RUNTIME_DIR": "/run/user/1000",
        }
    )
    assert folders == Folders(
        state=Path("/s/cordon"),
        config=Path("/c/cordon"),
        cache=Path("/k/cordon"),
        log=Path("/s/cordon/log"),
        runtime=Path("/run/user/1000/cordon"),
    )


def test_relative_and_empty_values_are_ignored():
    plain = xdg_folders({"HOME": "/home/jane"})
    variables = ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_RUNTIME_DIR")
    for value in ("", "relative", "./here", "~/there"):
        assert xdg_folders({"HOME": "/home/jane"} | dict.fromkeys(variables, value)) == plain


def test_two_homes_share_no_folder():
    one, two = (xdg_folders({"HOME": home}) for home in ("/home/one", "/home/two"))
    assert not {getattr(one, name) for name in NAMES} & {getattr(two, name) for name in NAMES}


@pytest.mark.parametrize("environ", [{}, {"HOME": ""}, {"HOME": "relative"}])
def test_without_a_home_the_user_database_is_asked(environ: dict[str, str]):
    assert xdg_folders(environ).state.is_absolute()


@pytest.mark.parametrize(
    "variables",
    [
        {},
        {"XDG_STATE_HOME": "/s", "XDG_CACHE_HOME": "relative"},
        {"XDG_CONFIG_HOME": "/c", "XDG_CACHE_HOME": "/k", "XDG_STATE_HOME": ""},
        {"HOME": "relative"},
    ],
)
def test_platformdirs_would_choose_the_same(variables: dict[str, str]):
    environ = {"HOME": "/home/jane"} | variables
    script = (
        "import json, platformdirs; p = platformdirs.PlatformDirs('cordon', appauthor=False);"
        "print(json.dumps([p.user_state_dir, p.user_config_dir, p.user_cache_dir, p.user_log_dir]))"
    )
    asked = subprocess.run([sys.executable, "-c", script], env=environ, capture_output=True, check=True)
    folders = xdg_folders(environ)
    assert json.loads(asked.stdout) == [str(getattr(folders, name)) for name in ("state", "config", "cache", "log")]


def test_every_folder_is_made_for_its_owner_only(folders: Folders):
    home = folders.state.parents[2]
    before = os.umask(0)
    try:
        assert folders.prepare() == ()
    finally:
        os.umask(before)
    assert {name: mode(getattr(folders, name)) for name in NAMES} == dict.fromkeys(NAMES, 0o700)
    assert {mode(path) for path in (home / ".local", home / ".local/state", home / ".config")} == {0o700}


def test_preparing_again_changes_nothing(folders: Folders):
    folders.prepare()
    folders.history_file.write_bytes(b"history")
    assert folders.prepare() == ()
    assert folders.history_file.read_bytes() == b"history"


def test_a_folder_others_could_read_is_closed_to_them(folders: Folders):
    folders.prepare()
    folders.state.chmod(0o755)
    assert folders.prepare() == ()
    assert mode(folders.state) == 0o700


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("others", [0o770, 0o777, 0o702])
def test_a_folder_others_could_write_is_refused(folders: Folders, name: str, others: int):
    folders.prepare()
    getattr(folders, name).chmod(others)
    with pytest.raises(FolderError, match=r"can be written by other users.*chmod 700") as caught:
        folders.prepare()
    assert caught.value.folder == name
    assert mode(getattr(folders, name)) == others


@needs_root
@pytest.mark.parametrize("name", NAMES)
def test_a_folder_of_another_user_is_refused(folders: Folders, name: str):
    folders.prepare()
    os.chown(getattr(folders, name), NOBODY, -1)
    with pytest.raises(FolderError, match="belongs to another user") as caught:
        folders.prepare()
    assert caught.value.folder == name


@needs_root
def test_a_link_that_another_user_placed_is_not_followed(folders: Folders, tmp_path: Path):
    target = tmp_path / "target"
    target.mkdir(mode=0o700)
    folders.prepare()
    folders.cache.rmdir()
    folders.cache.symlink_to(target)
    assert folders.prepare() == ()
    os.lchown(folders.cache, NOBODY, -1)
    with pytest.raises(FolderError, match="belongs to another user"):
        folders.prepare()


@pytest.mark.parametrize(("length", "fits"), [(107, True), (108, False)])
def test_a_socket_path_has_at_most_107_bytes(tmp_path: Path, length: int, *, fits: bool):
    base = Path("/tmp")  # noqa: S108 - the test's own folder is too deep, and nothing is made here
    rest = length - len(f"{base}//cordon/agent.sock")
    folders = xdg_folders({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(base / ("x" * rest))})
    assert len(str(folders.agent_socket)) == length
    if fits:
        folders.prepare()
        folders.runtime.rmdir()
        folders.runtime.parent.rmdir()
    else:
        with pytest.raises(FolderError, match="XDG_RUNTIME_DIR to a shorter path"):
            folders.prepare()
        assert list(tmp_path.iterdir()) == []


def test_a_name_of_many_bytes_counts_by_its_bytes(tmp_path: Path):
    folders = xdg_folders({"HOME": str(tmp_path), "XDG_RUNTIME_DIR": "/run/" + "ü" * 50})
    assert len(str(folders.agent_socket)) < 107
    with pytest.raises(FolderError, match="107 bytes"):
        folders.prepare()


@needs_root
def test_on_a_read_only_disk_all_but_the_runtime_folder_may_be_missing():
    with open_folder() as home, open_folder() as runtime:
        environ = {"HOME": str(home), "XDG_RUNTIME_DIR": str(runtime)}
        home.chmod(0o755)
        with as_nobody():
            unusable = xdg_folders(environ).prepare()
        assert [error.folder for error in unusable] == ["state", "config", "cache", "log"]
        assert str(home) not in " ".join(map(str, unusable))
        with as_nobody(), pytest.raises(FolderError, match="XDG_RUNTIME_DIR") as caught:
            xdg_folders({"HOME": str(home)}).prepare()
        assert caught.value.folder == "runtime"


def test_a_file_in_the_place_of_a_folder_is_reported_as_such(folders: Folders):
    folders.prepare()
    folders.cache.rmdir()
    folders.cache.write_bytes(b"")
    assert [error.folder for error in folders.prepare()] == ["cache"]


@needs_root
def test_on_a_disk_that_has_become_read_only_what_is_there_counts_as_unusable(tmp_path: Path):
    script = (
        "import os; from agent.system.folders import xdg_folders;"
        "print([(error.folder, error.detail) for error in xdg_folders(os.environ).prepare()])"
    )
    steps = 'mount -t tmpfs none "$HOME" && "$0" -c "$1" && mount -o remount,ro "$HOME" && "$0" -c "$1"'
    (tmp_path / "home").mkdir()
    environ = {**os.environ, "HOME": str(tmp_path / "home"), "XDG_RUNTIME_DIR": str(tmp_path / "run")}
    for variable in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environ.pop(variable, None)
    done = subprocess.run(
        ["unshare", "--mount", "sh", "-c", steps, sys.executable, script],
        env=environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if "mount" in done.stderr or "unshare" in done.stderr:
        pytest.skip("may not mount a disk of its own here")
    unusable = [(name, "Read-only file system.") for name in ("state", "config", "cache", "log")]
    assert done.stdout.splitlines() == ["[]", str(unusable)]
