"""The numbers are those of the kernel's own headers."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from agent.system.denied_calls import DENIED, NEWEST_NUMBER, WITH_CONDITIONS

# What Debian's linux-libc-dev installs on a machine of either kind. A number is the kernel's for good.
HEADERS = (Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"), Path("/usr/include/asm-generic/unistd.h"))
DEFINITION = re.compile(r"^#define __NR(?:3264)?_(\w+)\s+(\d+)$", re.MULTILINE)
ALL = {**DENIED, **WITH_CONDITIONS}


@pytest.mark.parametrize("column", [0, 1], ids=["x86_64", "aarch64"])
def test_numbers_are_those_of_the_headers(column: int):
    if not HEADERS[column].exists():
        pytest.skip("no kernel headers for it")
    defined = {name: int(number) for name, number in DEFINITION.findall(HEADERS[column].read_text(encoding="utf-8"))}
    assert {name: numbers[column] for name, numbers in ALL.items()} == {name: defined.get(name) for name in ALL}


@pytest.mark.parametrize("column", [0, 1], ids=["x86_64", "aarch64"])
def test_each_number_stands_once_and_within_the_table(column: int):
    numbers = [each[column] for each in ALL.values() if each[column] is not None]
    assert len(set(numbers)) == len(numbers)
    assert all(0 <= number <= NEWEST_NUMBER for number in numbers if number is not None)


def test_no_call_is_denied_and_allowed_under_conditions():
    assert DENIED.keys().isdisjoint(WITH_CONDITIONS)


@pytest.mark.parametrize(
    "name",
    ["read", "write", "poll", "ppoll", "close", "mmap", "munmap", "brk", "futex", "clock_gettime", "getrandom", "exit"],
)
def test_what_a_child_lives_by_is_not_in_the_table(name: str):
    assert name not in ALL
