"""Freed memory goes back to the system."""

from __future__ import annotations

import platform

import psutil
import pytest

from agent.system.memory import give_back_memory


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be asked")
def test_freed_memory_is_given_back():
    pieces = [bytes(1000) for _ in range(60_000)]
    # One that stays at the end keeps the heap from shrinking by itself.
    last = bytes(1000)
    held = psutil.Process().memory_info().rss
    del pieces
    give_back_memory()
    assert psutil.Process().memory_info().rss < held - 30_000_000
    assert last


def test_asking_twice_does_no_harm():
    give_back_memory()
    assert give_back_memory() in (True, False)
