"""The progress bar: nothing at all unless the input is long and somebody watches."""

from __future__ import annotations

import contextlib
import os
import pty
import sys
from pathlib import Path

import pytest

from agent.cli.scan_progress import LONG_BYTES, scan_progress
from tests.cli.conftest import Home


@pytest.mark.parametrize("total", [0, LONG_BYTES])
def test_nothing_is_written_where_nobody_watches(capsys: pytest.CaptureFixture[str], total: int):
    with scan_progress(total) as progress:
        progress.advance(total)
        with progress.aside():
            sys.stdout.write("a result\n")
    assert capsys.readouterr() == ("a result\n", "")


@pytest.mark.parametrize(("size", "shown"), [(LONG_BYTES, True), (1000, False)])
def test_a_terminal_sees_it_for_long_input_and_the_results_stay_clean(
    home: Home, tmp_path: Path, size: int, *, shown: bool
):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("see you at lunch\n" * (size // 17 + 1))
    ours, theirs = pty.openpty()
    command = (sys.executable, "-m", "agent", "scan", str(tmp_path), "--format", "json")
    out = tmp_path.parent / f"{tmp_path.name}.out"
    pid = os.posix_spawn(
        sys.executable,
        command,
        home.env | {"TERM": "xterm"},
        file_actions=[
            (os.POSIX_SPAWN_OPEN, 1, str(out), os.O_WRONLY | os.O_CREAT, 0o600),
            (os.POSIX_SPAWN_DUP2, theirs, 2),
        ],
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # how Linux says that nobody holds the other end any more
        while piece := os.read(ours, 1 << 16):
            seen += piece
    os.close(ours)
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 0
    assert (b"Scanning" in seen) is shown
    assert out.read_text().count('"findings": []') == 2
