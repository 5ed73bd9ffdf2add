"""The filter decides as it says, on both architectures: run here by a BPF machine of a few lines."""

from __future__ import annotations

import errno
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.system.call_filter import MACHINES, Instruction, Machine, build_filter
from agent.system.denied_calls import DENIED, NEWEST_NUMBER, WITH_CONDITIONS

OWN_PID = 4711
ALLOWED = 0x7FFF0000
REFUSED, NOT_IMPLEMENTED = 0x00050000 | errno.EPERM, 0x00050000 | errno.ENOSYS
BOTH = pytest.mark.parametrize("machine", MACHINES.values(), ids=MACHINES)


def run(program: Sequence[Instruction], data: bytes) -> int:
    """What the kernel's BPF machine returns for a `struct seccomp_data`."""
    accumulator, at = 0, 0
    while True:
        code, if_true, if_false, value = program[at]
        at += 1
        if code == 0x20:
            accumulator = int.from_bytes(data[value : value + 4], "little")
        elif code == 0x06:
            return value
        else:
            is_so = {0x15: accumulator == value, 0x25: accumulator > value, 0x45: bool(accumulator & value)}[code]
            at += if_true if is_so else if_false


def decide(machine: Machine, number: int, *arguments: int, audit_arch: int | None = None) -> int:
    words = [*arguments, *(0 for _ in range(6 - len(arguments)))]
    data = (
        number.to_bytes(4, "little")
        + (machine.audit_arch if audit_arch is None else audit_arch).to_bytes(4, "little")
        + bytes(8)
        + b"".join(word.to_bytes(8, "little") for word in words)
    )
    return run(build_filter(machine, OWN_PID), data)


def with_conditions(machine: Machine, name: str, *arguments: int) -> int:
    number = WITH_CONDITIONS[name][machine.column]
    assert number is not None
    return decide(machine, number, *arguments)


@BOTH
def test_every_call_of_the_table_is_refused_and_no_other(machine: Machine):
    refused = {number for number in range(NEWEST_NUMBER + 1) if decide(machine, number) == REFUSED}
    denied = {numbers[machine.column] for numbers in DENIED.values()} - {None}
    conditional = {numbers[machine.column] for numbers in WITH_CONDITIONS.values()}
    assert refused - conditional == denied


@BOTH
@given(st.integers(NEWEST_NUMBER + 1, (1 << 32) - 1))
def test_calls_that_nobody_has_looked_at_are_not_implemented(machine: Machine, number: int):
    assert decide(machine, number) == NOT_IMPLEMENTED


@pytest.mark.parametrize("number", [0x40000000, 0x40000000 + 41, 512, 520, 547])
def test_x32_is_not_implemented(number: int):
    assert decide(MACHINES["x86_64"], number) == NOT_IMPLEMENTED


@BOTH
@pytest.mark.parametrize("audit_arch", [0, 0x40000003, 0x40000028, 0xC00000F3])
def test_calls_of_another_architecture_are_refused_whatever_they_are(machine: Machine, audit_arch: int):
    futex = (202, 98)[machine.column]
    assert decide(machine, futex, audit_arch=audit_arch) == REFUSED
    assert decide(machine, futex) == ALLOWED


@BOTH
@pytest.mark.parametrize(
    ("flags", "outcome"),
    [
        (0x003D0F00, ALLOWED),  # what glibc starts a thread with
        (0x00000011, REFUSED),  # fork
        (0x00004111, REFUSED),  # vfork
        (0x10010000, REFUSED),  # a thread in a user namespace of its own
        (0x40010000, REFUSED),  # in a network namespace
        (0x00020000, REFUSED),  # a mount namespace
    ],
)
def test_threads_can_be_started_and_processes_cannot(machine: Machine, flags: int, outcome: int):
    assert with_conditions(machine, "clone", flags) == outcome


@BOTH
def test_clone3_is_not_implemented_so_that_clone_is_taken(machine: Machine):
    assert with_conditions(machine, "clone3") == NOT_IMPLEMENTED


@BOTH
@given(st.integers(0, (1 << 32) - 1))
def test_signals_go_to_its_own_threads_only(machine: Machine, pid: int):
    assert with_conditions(machine, "tgkill", pid) == (ALLOWED if pid == OWN_PID else REFUSED)
    assert with_conditions(machine, "tgkill", OWN_PID) == ALLOWED


@BOTH
@pytest.mark.parametrize(
    ("name", "argument", "outcome"),
    [
        ("fcntl", 1, ALLOWED),  # F_GETFD
        ("fcntl", 4, ALLOWED),  # F_SETFL
        ("fcntl", 8, REFUSED),  # F_SETOWN
        ("fcntl", 10, REFUSED),  # F_SETSIG
        ("fcntl", 15, REFUSED),  # F_SETOWN_EX
        ("ioctl", 0x5421, ALLOWED),  # FIONBIO
        ("ioctl", 0x5412, REFUSED),  # TIOCSTI, which types into a terminal
        ("ioctl", 0x8901, REFUSED),  # FIOSETOWN
        ("ioctl", 0xFFFFFFFF_00005421, ALLOWED),  # the kernel does not see the upper half either
    ],
)
def test_a_descriptor_is_asked_but_not_made_to_act(machine: Machine, name: str, argument: int, outcome: int):
    assert with_conditions(machine, name, 3, argument) == outcome


@BOTH
def test_limits_are_its_own_only(machine: Machine):
    assert with_conditions(machine, "prlimit64", 0) == ALLOWED
    assert with_conditions(machine, "prlimit64", 1) == REFUSED


@BOTH
def test_the_kernel_takes_a_program_of_this_form(machine: Machine):
    program = build_filter(machine, OWN_PID)
    assert len(program) <= 4096
    assert all(0 <= each.if_true <= 255 and 0 <= each.if_false <= 255 for each in program)
    assert program[-1] == Instruction(0x06, 0, 0, ALLOWED)
