"""Whose a process is, on Linux and macOS."""

from __future__ import annotations

import os

import psutil

from agent.sensors.processes.posix import is_own


def test_our_own_process_is_ours():
    assert is_own(psutil.Process())


def test_whose_it_is_is_told_by_its_user():
    for pid in psutil.pids()[:50]:
        if psutil.pid_exists(pid):
            process = psutil.Process(pid)
            assert is_own(process) is (process.uids().real == os.getuid())
            break
