"""Trouble that a person really has: each keeps Cordon going, says what is wrong, and loses nothing."""

from __future__ import annotations

import dataclasses
import os
import shutil
import signal
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.e2e.desktop import Desktop, running_desktop
from tests.e2e.installed import TRAY, Cordon, warnings_on_screen
from tests.processes import is_alive
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

CARD = "4111 1111 1111 1111"


def codes(status: dict[str, Any]) -> set[str]:
    """The open health issues."""
    return {issue["code"] for issue in status["health"]}


def trays_of(pid: int) -> list[psutil.Process]:
    """The living tray processes that an agent has started."""
    return [child for child in psutil.Process(pid).children() if _is_tray(child)]


def _is_tray(process: psutil.Process) -> bool:
    try:
        return TRAY in process.cmdline()
    except psutil.Error:
        return False  # it has ended between two questions


def take_to_chat(desktop: Desktop, text: str, title: str = "ChatGPT") -> None:
    """Copy a text in an editor and go to an AI app."""
    desktop.focus(desktop.open_window("Notes"))
    desktop.copy(text)
    desktop.focus(desktop.open_window(title))


@pytest.fixture
def plain_desktop(tmp_path: Path) -> Iterator[Desktop]:
    """A window manager and nothing else: no panel, no notification service, no keyring."""
    with running_desktop(tmp_path / "desktop") as running:
        yield running


@pytest.fixture
def plain_cordon(cordon_program: Path, plain_desktop: Desktop) -> Cordon:
    """The installed Cordon on the plain desktop; not started."""
    return Cordon(program=cordon_program, env=plain_desktop.env)


def test_runs_headless_without_a_display_and_says_what_is_blind(plain_desktop: Desktop, plain_cordon: Cordon):
    env = {key: value for key, value in plain_desktop.env.items() if key != "DISPLAY"}
    cordon = dataclasses.replace(plain_cordon, env=env)
    agent = plain_desktop.start("env", "-u", "DISPLAY", str(cordon.program), "run")
    status = cordon.wait_running(with_tray=False)

    assert "no_display" in codes(status)
    assert {row["channel"]: row["coverage"] for row in status["coverage"]}["clipboard"] == "blind"
    welcome = wait_until(lambda: "Try:" in agent.output() and agent.output(), what="the welcome")
    assert "cordon scan" in str(welcome)
    assert "blind" in str(welcome)
    doctor = cordon.call("doctor")
    assert doctor.exit_code == 1
    assert "No graphical session." in doctor.stdout
    agent.popen.send_signal(signal.SIGINT)
    assert agent.wait() == 0


def test_warns_in_its_own_window_without_notification_service_tray_and_keyring(
    plain_desktop: Desktop, plain_cordon: Cordon
):
    plain_desktop.start(str(plain_cordon.program), "run")
    status = plain_cordon.wait_running(with_tray=True)

    take_to_chat(plain_desktop, CARD)

    wait_until(lambda: warnings_on_screen(plain_desktop), what="a toast")
    status = plain_cordon.json("status")
    assert "no_keyring" in codes(status)
    key_file = plain_desktop.home / ".local" / "state" / "cordon" / "history.key"
    assert stat.S_IMODE(key_file.stat().st_mode) == 0o600
    assert plain_cordon.events()[0]["disposition"] in {"warned", "acknowledged"}


def test_keeps_the_key_in_the_keyring_where_there_is_one(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "agent")
    status = cordon.wait_running(with_tray=False)

    assert "no_keyring" not in codes(status)
    assert not (desktop.home / ".local" / "state" / "cordon" / "history.key").exists()


def test_works_without_a_message_bus(plain_desktop: Desktop, plain_cordon: Cordon):
    env = {key: value for key, value in plain_desktop.env.items() if key != "DBUS_SESSION_BUS_ADDRESS"}
    cordon = dataclasses.replace(plain_cordon, env=env)
    plain_desktop.start("env", "-u", "DBUS_SESSION_BUS_ADDRESS", str(cordon.program), "run")
    cordon.wait_running(with_tray=True)

    take_to_chat(plain_desktop, CARD)

    wait_until(lambda: warnings_on_screen(plain_desktop), what="a toast")
    assert "no_keyring" in codes(cordon.json("status"))


def test_refuses_a_second_instance_and_names_the_first(plain_desktop: Desktop, plain_cordon: Cordon):
    plain_desktop.start(str(plain_cordon.program), "agent")
    status = plain_cordon.wait_running(with_tray=False)

    second = plain_cordon.call("agent")

    assert second.exit_code == 3
    assert f"Process {status['pid']}." in second.stderr
    assert "cordon stop" in second.stderr
    assert plain_cordon.json("status")["pid"] == status["pid"]


def test_commands_say_that_cordon_is_not_running(plain_cordon: Cordon):
    for command in (("status",), ("stop",), ("gui",), ("history", "list")):
        done = plain_cordon.call(*command)
        assert done.exit_code == 4
        assert "cordon run" in done.stderr
        assert "Traceback" not in done.stderr


def test_takes_over_the_socket_of_an_agent_that_was_killed(plain_desktop: Desktop, plain_cordon: Cordon):
    first = plain_desktop.start(str(plain_cordon.program), "agent")
    status = plain_cordon.wait_running(with_tray=False)
    first.popen.kill()
    first.wait()
    assert plain_cordon.call("status").exit_code == 4

    plain_desktop.start(str(plain_cordon.program), "agent")

    assert plain_cordon.wait_running(with_tray=False)["instance_id"] != status["instance_id"]


def test_survives_its_agent_and_makes_way_for_the_tray_of_the_next_one(desktop: Desktop, cordon: Cordon):
    first = desktop.start(str(cordon.program), "run")
    status = cordon.wait_running(with_tray=True)
    (old_tray,) = trays_of(status["pid"])

    first.popen.kill()
    first.wait()
    assert old_tray.is_running()

    desktop.start(str(cordon.program), "run")
    status = cordon.wait_running(with_tray=True)
    old_tray.wait(timeout=10)
    (new_tray,) = trays_of(status["pid"])
    assert new_tray.pid != old_tray.pid
    take_to_chat(desktop, CARD)
    wait_until(lambda: warnings_on_screen(desktop), what="a warning by the new tray")


def test_starts_the_tray_again_when_it_is_killed(desktop: Desktop, cordon: Cordon):
    desktop.start(str(cordon.program), "run")
    status = cordon.wait_running(with_tray=True)
    (old_tray,) = trays_of(status["pid"])

    old_tray.kill()

    def other_tray() -> bool:
        trays = trays_of(status["pid"])
        return bool(trays) and trays[0].pid != old_tray.pid and cordon.json("status")["tray_connected"]

    wait_until(other_tray, what="another tray")


def test_leaves_nothing_behind_on_sigterm_and_the_clipboard_can_still_be_pasted(desktop: Desktop, cordon: Cordon):
    agent = desktop.start(str(cordon.program), "run")
    status = cordon.wait_running(with_tray=True)
    (tray,) = trays_of(status["pid"])
    take_to_chat(desktop, CARD)
    wait_until(cordon.events, what="the event")

    agent.popen.send_signal(signal.SIGTERM)

    assert agent.wait() == 0
    assert not is_alive(tray.pid)
    runtime = Path(desktop.env["XDG_RUNTIME_DIR"]) / "cordon"
    assert [file.name for file in runtime.iterdir() if file.is_socket()] == []
    notes = desktop.open_window("Letter")
    desktop.focus(notes)
    desktop.paste()
    wait_until(lambda: CARD in desktop.received(notes), what="the paste")


def test_sets_a_damaged_history_aside_and_starts_a_new_one(plain_desktop: Desktop, plain_cordon: Cordon):
    first = plain_desktop.start(str(plain_cordon.program), "agent")
    plain_cordon.wait_running(with_tray=False)
    take_to_chat(plain_desktop, CARD)
    wait_until(plain_cordon.events, what="the event")
    first.stop()
    state = plain_desktop.home / ".local" / "state" / "cordon"
    damaged = b"no database at all" * 1000
    (state / "history.db").write_bytes(damaged)

    plain_desktop.start(str(plain_cordon.program), "agent")
    plain_cordon.wait_running(with_tray=False)

    wait_until(lambda: "history_corrupt" in codes(plain_cordon.json("status")), what="the health issue")
    (aside,) = state.glob("history.db.damaged-*")
    assert aside.read_bytes() == damaged
    take_to_chat(plain_desktop, "5500 0000 0000 0004", title="Perplexity")
    # The one before it: the card number still lay on the clipboard of the chat when Cordon came back.
    wait_until(
        lambda: [event["destination_id"] for event in plain_cordon.events()] == ["perplexity", "chatgpt"],
        what="the events in the new history ",
    )


@pytest.mark.skipif(os.getuid() != 0 or shutil.which("unshare") is None, reason="a read-only disk needs root to mount")
def test_goes_on_with_a_read_only_disk_and_writes_what_waited_when_it_heals(
    plain_desktop: Desktop, plain_cordon: Cordon
):
    state = plain_desktop.home / ".local" / "state"
    state.mkdir(parents=True)
    script = 'mount -t tmpfs -o ro tmpfs "$1" && exec "$2" agent'
    agent = plain_desktop.start("unshare", "--mount", "sh", "-c", script, "-", str(state), str(plain_cordon.program))
    plain_cordon.wait_running(with_tray=False)
    wait_until(lambda: "history_unavailable" in codes(plain_cordon.json("status")), what="the health issue")
    assert "log_unavailable" in codes(plain_cordon.json("status"))

    take_to_chat(plain_desktop, CARD)
    (event,) = wait_until(plain_cordon.events, what="the event that waits")

    inside = ("nsenter", "--mount", "--target", str(agent.pid))
    subprocess.run((*inside, "mount", "-o", "remount,rw", str(state)), check=True, timeout=10)
    wait_until(
        lambda: "history_unavailable" not in codes(plain_cordon.json("status")),
        what="the disk to be used",
        timeout_s=20,
    )
    assert [each["event_id"] for each in plain_cordon.events()] == [event["event_id"]]
    subprocess.run((*inside, "test", "-s", str(state / "cordon" / "history.db")), check=True, timeout=10)
