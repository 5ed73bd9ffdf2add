"""The virtual desktop does what the tests that stand on it believe."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from tests.e2e.desktop import Desktop, DesktopUnavailableError, running_desktop
from tests.processes import is_alive
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e


def _pids_on(desktop: Desktop) -> set[int]:
    """Every process that has this desktop's HOME."""
    mark = f"HOME={desktop.home}".encode()
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if mark in environment.split(b"\0"):
                found.add(int(entry.name))
    return found


def _name_has_owner(desktop: Desktop, name: str) -> bool:
    command = (
        *("dbus-send", "--session", "--print-reply=literal", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"),
        *("org.freedesktop.DBus.NameHasOwner", f"string:{name}"),
    )
    return "true" in subprocess.run(command, env=desktop.env, capture_output=True, text=True, check=True).stdout


def test_a_paste_reaches_the_window_that_has_the_focus_and_no_other(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        chat, notes = desktop.open_window("ChatGPT"), desktop.open_window("Notes")
        text = "Grüße, 4111 1111 1111 1111"
        desktop.copy(text)
        desktop.focus(chat)
        desktop.paste()
        wait_until(lambda: desktop.received(chat) == text, what="the paste")
        assert desktop.received(notes) == ""


def test_the_latest_copy_is_what_is_pasted(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        window = desktop.open_window("Notes")
        desktop.focus(window)
        desktop.copy("first")
        desktop.copy("second")
        desktop.paste()
        wait_until(lambda: desktop.received(window) == "second", what="the paste")


def test_primary_and_clipboard_are_two_selections(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        desktop.copy("selected", "primary")
        assert desktop.screen.selection_owner("PRIMARY")
        assert desktop.screen.selection_owner("CLIPBOARD") is None


def test_windows_are_told_by_title_and_class_until_they_are_closed(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        window_id = desktop.open_window("Claude - Entwürfe", app_class="Firefox")
        [seen] = desktop.windows_of_class("firefox")
        assert (seen.window_id, seen.title, seen.app_class) == (window_id, "Claude - Entwürfe", "Firefox")
        assert 0 <= seen.x < seen.x + seen.width <= 1280
        assert 0 <= seen.y < seen.y + seen.height <= 800
        assert desktop.windows_of_class("chromium") == ()
        desktop.close_window(window_id)
        wait_until(lambda: desktop.windows_of_class("firefox") == (), what="the window to close")


def test_a_picture_shows_the_screen(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        desktop.screenshot(tmp_path / "pictures" / "before.png")
        desktop.focus(desktop.open_window("Notes"))
        desktop.screenshot(tmp_path / "pictures" / "after.png")
    before, after = (Image.open(tmp_path / "pictures" / f"{name}.png") for name in ("before", "after"))
    assert before.size == after.size == (1280, 800)
    assert before.tobytes() != after.tobytes()


def test_a_full_desktop_has_panel_notifications_and_keyring(desktop: Desktop):
    assert desktop.screen.selection_owner("_NET_SYSTEM_TRAY_S0")
    for name in ("org.freedesktop.Notifications", "org.freedesktop.secrets"):
        assert _name_has_owner(desktop, name)


def test_a_bare_desktop_has_none_of_them_and_none_starts_by_being_asked_for(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        assert desktop.screen.selection_owner("_NET_SYSTEM_TRAY_S0") is None
        for name in ("org.freedesktop.Notifications", "org.freedesktop.secrets"):
            call = ("dbus-send", "--session", "--print-reply", f"--dest={name}", "/", "org.freedesktop.DBus.Peer.Ping")
            assert subprocess.run(call, env=desktop.env, capture_output=True, check=False, timeout=10).returncode != 0
            assert not _name_has_owner(desktop, name)


def test_a_secret_can_be_kept_in_the_keyring(desktop: Desktop):
    program = (
        "from keyring.backends.SecretService import Keyring\n"
        "Keyring().set_password('service', 'name', 'value')\n"
        "print(Keyring().get_password('service', 'name'))\n"
    )
    command = (sys.executable, "-c", program)
    asked = subprocess.run(command, env=desktop.env, capture_output=True, text=True, check=True, timeout=30)
    assert asked.stdout == "value\n"


def test_a_notification_is_a_window_that_can_be_seen(desktop: Desktop):
    before = len(desktop.visible_windows())
    program = (
        "import asyncio\n"
        "from desktop_notifier import DesktopNotifier\n"
        "asyncio.run(DesktopNotifier(app_name='test').send(title='Title', message='Text'))\n"
    )
    subprocess.run((sys.executable, "-c", program), env=desktop.env, capture_output=True, check=True, timeout=30)
    wait_until(lambda: len(desktop.visible_windows()) == before + 1, what="the notification")


def test_two_desktops_at_once_share_nothing(tmp_path: Path):
    with running_desktop(tmp_path / "one") as one, running_desktop(tmp_path / "two") as two:
        one.copy("only on one")
        one.open_window("ChatGPT")
        assert two.screen.selection_owner("CLIPBOARD") is None
        assert two.windows_of_class("xterm") == ()
        for name in ("DISPLAY", "HOME", "XDG_RUNTIME_DIR", "XDG_STATE_HOME", "DBUS_SESSION_BUS_ADDRESS"):
            assert one.env[name] != two.env[name]


def test_programs_get_nothing_of_the_real_session(tmp_path: Path):
    with running_desktop(tmp_path / "desktop") as desktop:
        folders = [value for name, value in desktop.env.items() if name == "HOME" or name.endswith("_HOME")]
        assert len(folders) == 5
        assert all(Path(each).is_relative_to(tmp_path) for each in folders)
        inherited = {name for name, value in desktop.env.items() if os.environ.get(name) == value}
        assert inherited <= {"PATH", "LANG", "XDG_SESSION_TYPE"}


def test_nothing_is_left_behind(tmp_path: Path):
    with running_desktop(tmp_path / "desktop", tint2=True, notifications=True, keyring=True) as desktop:
        desktop.copy("text")
        desktop.open_window("Notes")
        sleeper = desktop.start("sh", "-c", "sleep 1000 & wait")
        # A program that has just been started has no environment to look at yet.
        wait_until(lambda: sleeper.pid in _pids_on(desktop), what="the sleeper to be seen")
        pids = _pids_on(desktop)
        assert len(pids) >= 10
    assert not [pid for pid in pids if is_alive(pid)]
    assert not Path(desktop.env["XDG_RUNTIME_DIR"]).exists()


def _fail_on(desktop: Desktop) -> None:
    with desktop:
        raise RuntimeError("the test fails")


def test_nothing_is_left_behind_by_a_test_that_fails(tmp_path: Path):
    desktop = Desktop(tmp_path / "desktop")
    try:
        desktop.check_programs()
    except DesktopUnavailableError as exc:
        pytest.skip(str(exc))
    with pytest.raises(RuntimeError, match="the test fails"):
        _fail_on(desktop)
    assert not _pids_on(desktop)
