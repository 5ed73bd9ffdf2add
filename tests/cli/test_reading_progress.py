"""The progress bar: nothing at all unless the input is long and somebody watches."""

from __future__ import annotations

import contextlib
import os
import pty
import re
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from agent.cli.reading_progress import LONG_BYTES, reading_progress
from tests.cli.conftest import Home

SHOW_CURSOR = b"\x1b[?25h"
HIDE_CURSOR = b"\x1b[?25l"
LINE = "see you at lunch\n"
LONG = LINE * (LONG_BYTES // len(LINE) + 1)


@pytest.mark.parametrize("total", [0, LONG_BYTES])
def test_nothing_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str], total: int):
    with reading_progress("Scanning", total) as progress:
        progress.begin(total, counted_bytes=total)
        progress.read(1, 2)
        with progress.aside():
            sys.stdout.write("a result\n")
        progress.end()
    assert capsys.readouterr() == ("a result\n", "")


def test_colors_asked_for_by_a_build_server_make_no_terminal(home: Home):
    done = home.run("scan", "-", stdin=LONG.encode(), env={"FORCE_COLOR": "1"})
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize("number", [1, 2])
@pytest.mark.parametrize(("text", "is_shown"), [(LONG, True), ("see you", False)])
def test_a_terminal_sees_it_for_long_input_and_the_results_stay_clean(
    home: Home, tmp_path: Path, text: str, number: int, *, is_shown: bool
):
    for name in range(number):
        (tmp_path / f"{name}.txt").write_text(text)
    code, out, seen = _watched(home, tmp_path, "scan", str(tmp_path), "--format", "json")
    assert code == 0
    assert (b"Scanning" in seen) is is_shown
    assert out.count(b'"findings": []') == number


def test_it_moves_within_one_input(home: Home, tmp_path: Path):
    # Addresses, since what holds none is read before the bar is drawn twice.
    _, _, seen = _watched(home, tmp_path, "scan", "-", "--min-confidence", "1", stdin="jane@example.com\n" * 150_000)
    shown = [float(done) for done in re.findall(rb"([0-9.]+)/2\.[0-9] *MB", seen)]
    assert len(set(shown)) > 2
    assert shown == sorted(shown)


@pytest.mark.parametrize("arguments", [("scan", "-"), ("redact", "--mode", "mask")])
def test_standard_input_has_one_too(home: Home, tmp_path: Path, arguments: tuple[str, ...]):
    code, out, seen = _watched(home, tmp_path, *arguments, stdin=LONG)
    assert code == 0
    assert (b"Scanning" in seen) or (b"Redacting" in seen)
    assert out.startswith(b"Nothing sensitive found." if arguments[0] == "scan" else b"see you")
    assert seen.rfind(SHOW_CURSOR) > seen.rfind(HIDE_CURSOR)


@pytest.mark.parametrize("arguments", [("scan", "-"), ("redact", "--mode", "mask")])
def test_ctrl_c_takes_it_away(home: Home, tmp_path: Path, arguments: tuple[str, ...]):
    # Long enough that it cannot be done before the key is pressed.
    code, out, seen = _watched(
        home, tmp_path, *arguments, stdin=LONG * 60, on_bar=lambda pid: os.kill(pid, signal.SIGINT)
    )
    assert (code, out) == (130, b"")
    assert b"Traceback" not in seen
    assert seen.rfind(SHOW_CURSOR) > seen.rfind(HIDE_CURSOR)
    assert seen.rstrip(b"\r\n").endswith(b"\x1b[2K"), "the bar's line is erased"


def _watched(
    home: Home, folder: Path, *arguments: str, stdin: str = "", on_bar: Callable[[int], None] | None = None
) -> tuple[int, bytes, bytes]:
    """Run a command with a terminal at standard error: its exit code, standard output, and what the terminal got."""
    ours, theirs = pty.openpty()
    given, out = folder.parent / f"{folder.name}.in", folder.parent / f"{folder.name}.out"
    given.write_text(stdin)
    pid = os.posix_spawn(
        sys.executable,
        (sys.executable, "-m", "agent", *arguments),
        home.env | {"TERM": "xterm"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 0, str(given), os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(out), os.O_WRONLY | os.O_CREAT, 0o600),
            (os.POSIX_SPAWN_DUP2, theirs, 2),
        ],
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody holds the other end any more
        while piece := os.read(ours, 1 << 16):
            seen += piece
            if on_bar is not None and b"MB" in seen:
                on_bar(pid)
                on_bar = None
    os.close(ours)
    _, status = os.waitpid(pid, 0)
    return os.waitstatus_to_exitcode(status), out.read_bytes(), seen
