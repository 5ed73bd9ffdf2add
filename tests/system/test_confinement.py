"""A confined process keeps what it has and gets nothing more; each attempt is made, in a process of its own."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from agent.system.limited_child import LimitedChild
from tests.system.limited_programs import command

# Makes every attempt in a thread that was there before, in one that came after, and in the main one; prints outcomes.
ATTEMPTS = """
import ctypes, errno, fcntl, json, mmap, os, resource, select, signal, socket, subprocess, sys, threading, time
import numpy
from agent.system.confinement import confine

how, folder, attempts = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
os.chdir(folder)
kept = os.open("kept", os.O_RDWR | os.O_CREAT)
os.write(kept, b"what is open")
here = os.open(".", os.O_RDONLY)
reader, writer = os.pipe()

def outcome(expression):
    try:
        eval(expression)
    except OSError as exc:
        return errno.errorcode[exc.errno]
    return "done"

outcomes = {name: [] for name in attempts}

def attempt_all():
    for name, expression in attempts.items():
        outcomes[name].append(outcome(expression))

go = threading.Event()
early = threading.Thread(target=lambda: go.wait() and attempt_all())
early.start()
if how == "confined" and not confine(memory_bytes=1 << 30).is_complete:
    os.abort()
go.set()
early.join()
late = threading.Thread(target=attempt_all)
late.start()
late.join()
attempt_all()
print(json.dumps(outcomes))
"""
REFUSED = {
    "open a file": "open('/etc/hostname')",
    "open a file by its folder": "os.open('kept', os.O_RDONLY, dir_fd=here)",
    "list a folder": "os.listdir('/')",
    "create a file": "open('new', 'w')",
    "remove a file": "os.unlink('a')",
    "rename a file": "os.rename('b', 'c')",
    "link a file": "os.link('kept', 'd')",
    "link by name": "os.symlink('/', 'e')",
    "make a folder": "os.mkdir('f')",
    "remove a folder": "os.rmdir('f')",
    "make a pipe in a folder": "os.mkfifo('g')",
    "cut a file": "os.truncate('kept', 12)",
    "cut an open file": "os.ftruncate(kept, 12)",
    "change a mode": "os.chmod('kept', 0o600)",
    "change the mode of an open file": "os.fchmod(kept, 0o600)",
    "change an owner": "os.chown('kept', -1, -1)",
    "change a time": "os.utime('kept')",
    "set an attribute": "os.setxattr('kept', 'user.x', b'')",
    "make a file in memory": "os.close(os.memfd_create('x'))",
    "make a socket": "socket.socket().close()",
    "make a local socket": "socket.socket(socket.AF_UNIX).close()",
    "make a pair of sockets": "[each.close() for each in socket.socketpair()]",
    "fork": "os.fork() or os._exit(0)",
    "start a program": "subprocess.run(['true'])",
    "become a program": "os.execv('/no such program', ['x'])",
    "signal another process": "os.kill(os.getppid(), 0)",
    "hold another process": "os.close(os.pidfd_open(os.getppid()))",
    "limit another process": "resource.prlimit(os.getppid(), resource.RLIMIT_NOFILE)",
    "have another process signaled": "fcntl.fcntl(reader, fcntl.F_SETOWN, os.getppid())",
    "slow another process down": "os.sched_setaffinity(os.getppid(), os.sched_getaffinity(os.getppid()))",
    "be another user": "os.setuid(os.getuid())",
}
POSSIBLE = {
    "read what is open": "os.pread(kept, 100, 0)",
    "write to a pipe and read it": "(os.write(writer, b'x'), os.read(reader, 1))",
    "poll": "select.poll().poll(1)",
    "compute": "(numpy.ones((300, 300)) @ numpy.ones((300, 300))).sum()",
    "map memory": "mmap.mmap(-1, 1 << 20)",
    "allocate": "bytearray(1 << 26)",
    "start a thread": "[(each.start(), each.join()) for each in [threading.Thread(target=time.monotonic)]]",
    "wait for a lock": "threading.Event().wait(0.001)",
    "ask the time": "(time.time(), time.monotonic())",
    "ask for chance": "os.urandom(8)",
    "make a descriptor non-blocking": "os.set_blocking(reader, False)",
    "ask for its limits": "resource.getrlimit(resource.RLIMIT_DATA)",
    "signal itself": "signal.raise_signal(signal.SIGCONT)",
}
OTHERWISE = {
    "allocate too much": ("mmap.mmap(-1, 2 << 30, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)", "ENOMEM"),
    "write to an open file": ("os.pwrite(kept, b'x', 0)", "EFBIG"),
}
EVERY = {**REFUSED, **POSSIBLE, **{name: expression for name, (expression, _) in OTHERWISE.items()}}

Outcomes = Mapping[str, list[str]]


def _outcomes(how: str, folder: Path) -> Outcomes:
    for name in ("kept", "a", "b"):
        (folder / name).touch()
    done = subprocess.run(
        [sys.executable, "-c", ATTEMPTS, how, str(folder), json.dumps(EVERY)],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path), "OPENBLAS_NUM_THREADS": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    outcomes: Outcomes = json.loads(done.stdout)
    return outcomes


@pytest.fixture(scope="module")
def confined(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    return _outcomes("confined", tmp_path_factory.mktemp("confined"))


@pytest.fixture(scope="module")
def free(tmp_path_factory: pytest.TempPathFactory) -> Outcomes:
    return _outcomes("free", tmp_path_factory.mktemp("free"))


@pytest.mark.parametrize("what", REFUSED)
def test_every_thread_is_refused_to(what: str, confined: Outcomes, free: Outcomes):
    assert confined[what] == ["EPERM", "EPERM", "EPERM"]
    assert "EPERM" not in free[what]


@pytest.mark.parametrize("what", POSSIBLE)
def test_every_thread_can_still(what: str, confined: Outcomes):
    assert confined[what] == ["done", "done", "done"]


@pytest.mark.parametrize("what", OTHERWISE)
def test_limits_forbid_to(what: str, confined: Outcomes, free: Outcomes):
    _, outcome = OTHERWISE[what]
    assert confined[what] == [outcome] * 3
    assert free[what] == ["done"] * 3


def _run(program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)


def test_a_failed_assertion_of_a_library_is_seen_as_what_it_is():
    done = _run("import os; from agent.system.confinement import confine; confine(memory_bytes=1 << 30); os.abort()")
    assert done.returncode == -signal.SIGABRT


def test_confining_twice_is_no_error():
    done = _run(
        "from agent.system.confinement import confine\n"
        "print(confine(memory_bytes=1 << 30).is_complete, confine(memory_bytes=1 << 30).is_complete)"
    )
    assert done.stdout == "True True\n"


def test_the_limits_are_those_of_the_system():
    done = _run(
        "import resource; from agent.system.confinement import confine; confine(memory_bytes=1 << 30)\n"
        "print(*(resource.getrlimit(getattr(resource, f'RLIMIT_{name}')) for name in ('CORE', 'FSIZE', 'DATA')))"
    )
    assert done.stdout == f"(0, 0) (0, 0) ({1 << 30}, {1 << 30})\n"


def test_a_limit_that_is_lower_already_is_kept():
    done = _run(
        "import resource; from agent.system.confinement import confine\n"
        "resource.setrlimit(resource.RLIMIT_DATA, (1 << 29, 1 << 29))\n"
        "print(confine(memory_bytes=1 << 30).is_complete, *resource.getrlimit(resource.RLIMIT_DATA))"
    )
    assert done.stdout == f"True {1 << 29} {1 << 29}\n"


# A thread with a filter of its own, which allows everything: no filter for all threads can be had then.
OWN_FILTER = """
import ctypes, threading
from agent.system import confinement as c
from agent.system.call_filter import MACHINES
import os
def own():
    libc = ctypes.CDLL(None)
    libc.prctl(38, 1, 0, 0, 0)
    allow = (ctypes.c_uint64 * 1)(0x7FFF0000_0000_0006)
    program = (ctypes.c_uint64 * 2)(1, ctypes.addressof(allow))
    print(libc.syscall(ctypes.c_long(MACHINES[os.uname().machine].seccomp), 1, 0, program))
    ready.set()
    done.wait()
ready, done = threading.Event(), threading.Event()
threading.Thread(target=own).start()
ready.wait()
result = c.confine(memory_bytes=MEMORY)
print(result.calls_filtered, result.memory_limited, result.privileges_fixed, result.is_complete)
done.set()
"""


@pytest.mark.parametrize(
    ("memory_bytes", "said"),
    [("1 << 30", "False True True False"), ("-1", "False False True False"), ("1 << 70", "False False True False")],
)
def test_what_cannot_be_had_is_said(memory_bytes: str, said: str):
    done = _run(OWN_FILTER.replace("MEMORY", memory_bytes))
    assert (done.stdout, done.stderr) == (f"0\n{said}\n", "")


# Confined as the workers are: once everything is loaded, and before anything is read.
WORKER = """
import numpy
from agent.system.child_loop import serve
from agent.system.confinement import confine

def answer(frames):
    if frames[0] == b"compute":
        return str(int((numpy.ones((100, 100)) @ numpy.ones((100, 100))).sum())).encode()
    try:
        open("/etc/hostname")
    except OSError as exc:
        return type(exc).__name__.encode()
    return b"opened"

if confine(memory_bytes=1 << 30).is_complete:
    serve(channel, answer, frames_per_request=1, idle_s=IDLE_S, limit_bytes=1 << 24)
"""


def test_a_confined_child_answers_and_ends_in_order():
    codes: queue.Queue[int] = queue.Queue()
    child = LimitedChild(command(WORKER, idle_s=0.5), environment={"OPENBLAS_NUM_THREADS": "1"}, on_end=codes.put)
    try:
        assert child.ask((b"compute",), 20) == b"1000000"
        assert child.ask((b"open",), 20) == b"PermissionError"
        assert codes.get(timeout=20) == 0
    finally:
        child.stop()
