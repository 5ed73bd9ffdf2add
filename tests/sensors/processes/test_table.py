"""The system's own processes: what they are is told, and every way of not being there is ordinary."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from agent.core.app_ports import ProcessKey
from agent.core.apps import ProcessFacts
from agent.sensors.processes.posix import is_own
from agent.sensors.processes.table import COMMAND_LIMIT, SystemProcesses
from tests.fakes.process_table import key_of
from tests.waiting import wait_until

TABLE = SystemProcesses(is_own)


@pytest.fixture
def child() -> Iterator[subprocess.Popen[bytes]]:
    """A process that does nothing."""
    with subprocess.Popen([sys.executable, "-c", "input()", "an argument"], stdin=subprocess.PIPE) as running:
        yield running
        running.kill()


def facts_of(pid: int) -> ProcessFacts:
    """Of a process that runs its own program by now."""
    wait_until(lambda: len(TABLE.command(pid) or ()) > 1, what="the process")
    found = TABLE.facts(pid)
    assert found is not None
    return found


def test_tells_what_a_process_is_and_who_started_it(child: subprocess.Popen[bytes]):
    facts = facts_of(child.pid)
    assert facts.pid == child.pid
    assert facts.command == (sys.executable, "-c", "input()", "an argument")
    assert Path(facts.executable).exists()
    assert facts.name
    assert facts.parent is not None
    assert (facts.parent.pid, facts.parent.parent) == (os.getpid(), None)
    assert child.pid in TABLE.pids()


def test_a_command_line_is_in_no_repr(child: subprocess.Popen[bytes]):
    assert "an argument" not in repr(facts_of(child.pid))


def test_a_process_that_has_gone_is_ordinary(child: subprocess.Popen[bytes]):
    key = key_of(facts_of(child.pid))
    assert TABLE.is_running(key)
    child.kill()
    child.wait()
    assert TABLE.facts(child.pid) is None
    assert not TABLE.is_running(key)


def test_a_zombie_has_ended_though_its_pid_is_listed(child: subprocess.Popen[bytes]):
    key = key_of(facts_of(child.pid))
    child.kill()
    wait_until(lambda: psutil.Process(child.pid).status() == psutil.STATUS_ZOMBIE, what="the zombie")
    assert child.pid in TABLE.pids()
    assert TABLE.facts(child.pid) is None
    assert not TABLE.is_running(key)


def test_a_pid_that_was_given_away_is_another_process(child: subprocess.Popen[bytes]):
    facts = facts_of(child.pid)
    assert not TABLE.is_running(ProcessKey(pid=child.pid, created_at=facts.created_at - 60))


def test_another_users_processes_are_nobodys_business(child: subprocess.Popen[bytes]):
    assert SystemProcesses(lambda _process: False).facts(child.pid) is None


def test_a_process_whose_owner_is_not_told_is_not_ours(child: subprocess.Popen[bytes]):
    def denied(process: psutil.Process) -> bool:
        raise psutil.AccessDenied(process.pid)

    assert SystemProcesses(denied).facts(child.pid) is None


def test_a_long_command_line_is_cut():
    code = "import sys; sys.stdin.read()"
    arguments = [str(number) for number in range(2 * COMMAND_LIMIT)]
    with subprocess.Popen([sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE) as running:
        facts = facts_of(running.pid)
        running.kill()
    assert len(facts.command) == COMMAND_LIMIT


def test_a_command_line_is_told_alone_and_only_of_what_is_there(child: subprocess.Popen[bytes]):
    assert TABLE.command(child.pid) == facts_of(child.pid).command
    child.kill()
    child.wait()
    assert TABLE.command(child.pid) is None


def test_whether_a_process_has_begun_is_told_where_the_system_tells_it():
    assert TABLE.newest() is None
    assert SystemProcesses(is_own, lambda: 7).newest() == 7
