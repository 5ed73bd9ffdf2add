"""Processes as the one that started them sees them: started, ready, started again, ended."""

from __future__ import annotations

import sys
import threading
from pathlib import Path

import pytest

from server.children import Child, ChildPlan, ServerStartError, watch
from tests.waiting import wait_until

_GOOD = "import sys; open(sys.argv[1], 'a').write(sys.stdin.readline()); print('ready', flush=True); sys.stdin.read()"


def plan(program: str, file: Path) -> ChildPlan:
    """How to start a small program."""
    return ChildPlan(name="it", command=(sys.executable, "-c", program, str(file)), said=b"told")


def lines(file: Path) -> int:
    """How often it was started."""
    return len(file.read_text().splitlines())


def test_it_is_told_and_says_when_it_is_ready(tmp_path: Path):
    child = Child(plan(_GOOD, tmp_path / "told"))
    child.start()
    assert (tmp_path / "told").read_text() == "told\n"
    child.end()
    child.end()


@pytest.mark.parametrize("program", ["raise SystemExit(3)", "print('other')"])
def test_one_that_does_not_start_is_an_error(tmp_path: Path, program: str):
    with pytest.raises(ServerStartError):
        Child(plan(program, tmp_path / "told")).start()


def test_one_that_ends_is_started_again(tmp_path: Path):
    file = tmp_path / "told"
    dying = "import sys; open(sys.argv[1], 'a').write(sys.stdin.readline()); print('ready', flush=True)"
    child = Child(plan(dying, file))
    child.start()
    stop = threading.Event()
    thread = threading.Thread(target=watch, args=([child], stop, threading.Event()), name="watch")
    thread.start()
    try:
        wait_until(lambda: lines(file) >= 2, what="another one", timeout_s=10)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()


def test_on_reload_another_one_takes_its_place(tmp_path: Path):
    file = tmp_path / "told"
    child = Child(plan(_GOOD, file))
    child.start()
    stop, reload = threading.Event(), threading.Event()
    thread = threading.Thread(target=watch, args=([child], stop, reload), name="watch")
    thread.start()
    try:
        reload.set()
        wait_until(lambda: lines(file) == 2, what="another one", timeout_s=10)
    finally:
        stop.set()
        thread.join(20)
    assert not thread.is_alive()
