"""A hardened process is out of reach of dumps and of other processes of its user."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.ipc.foreign_user import NOBODY, as_nobody, needs_root

REPORT = """
import ctypes, resource
from agent.system.hardening import harden_process
result = harden_process()
print(result.is_complete, resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""
# Changing the user makes a process undumpable; PR_SET_DUMPABLE (4) makes it again what a login shell would start.
STAY = f"""
import ctypes, os, sys
from agent.system.hardening import harden_process
os.setresuid({NOBODY}, {NOBODY}, {NOBODY})
ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
if sys.argv[1] == "hardened":
    harden_process()
print("ready", flush=True)
sys.stdin.read()
"""


@contextmanager
def process_of_nobody(how: str) -> Iterator[int]:
    """The id of a running process."""
    with subprocess.Popen(
        [sys.executable, "-c", STAY, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "CANARY": "a value"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process.pid
        process.communicate("")


def test_core_dumps_and_ptrace_are_off():
    done = subprocess.run([sys.executable, "-c", REPORT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["True", "(0,", "0)", "0"]


def test_hardening_twice_is_hardening_once():
    done = subprocess.run(
        [sys.executable, "-c", REPORT + REPORT], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert done[0] == done[1]


@needs_root
@pytest.mark.parametrize("part", ["environ", "maps", "mem"])
def test_another_process_of_the_same_user_cannot_look_into_a_hardened_one(part: str):
    with process_of_nobody("hardened") as pid, as_nobody(), pytest.raises(PermissionError):
        Path(f"/proc/{pid}/{part}").open("rb").close()


@needs_root
def test_another_process_of_the_same_user_can_look_into_one_that_is_not_hardened():
    with process_of_nobody("as it is") as pid, as_nobody():
        assert b"CANARY=a value" in Path(f"/proc/{pid}/environ").read_bytes()
