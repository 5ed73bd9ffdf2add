"""The seccomp filter of limited children, as a program for the kernel's BPF machine (seccomp(2), `linux/filter.h`).

In order: a call of another architecture is refused, since its numbers mean something else; one newer than the table is
"not implemented", since nobody has looked at it; then the table, and what depends on arguments; all else is allowed.
Numbers with x86_64's x32 bit, and the numbers from 512 that older kernels took for x32 without it, are above the table.

Performs no IO and applies nothing: `confinement` does. Arguments are compared by their low half, which is all that the
kernel looks at in these calls.
"""

from __future__ import annotations

import errno
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import NamedTuple

from agent.system.denied_calls import DENIED, NEWEST_NUMBER, WITH_CONDITIONS, Numbers

__all__ = ["MACHINES", "Instruction", "Machine", "build_filter"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """An architecture that the filter knows.

    Attributes:
        audit_arch: what the kernel calls it (`linux/audit.h`).
        column: its place in the tables of numbers.
        seccomp: number of seccomp(2), for which the C library has no function.
    """

    audit_arch: int
    column: int
    seccomp: int


MACHINES: Mapping[str, Machine] = MappingProxyType(
    {
        "x86_64": Machine(audit_arch=0xC000003E, column=0, seccomp=317),
        "aarch64": Machine(audit_arch=0xC00000B7, column=1, seccomp=277),
    }
)
"""By the name that uname(2) gives them."""


class Instruction(NamedTuple):
    """A `struct sock_filter`; jumps count from the next instruction."""

    code: int
    if_true: int
    if_false: int
    value: int


_LOAD, _IF_EQUAL, _IF_GREATER, _IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
# Places in `struct seccomp_data`.
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16

_ALLOW = Instruction(_RETURN, 0, 0, 0x7FFF0000)
_REFUSE = Instruction(_RETURN, 0, 0, 0x00050000 | errno.EPERM)
_NOT_IMPLEMENTED = Instruction(_RETURN, 0, 0, 0x00050000 | errno.ENOSYS)

_CLONE_THREAD = 0x00010000
_CLONE_NAMESPACES = 0x7E020000  # CLONE_NEWNS, CGROUP, UTS, IPC, USER, PID and NET
# F_SETOWN, F_SETSIG, F_SETOWN_EX: a descriptor that becomes ready would send a signal of choice to a process of choice.
_FCNTL_SIGNALS = (8, 10, 15)
# TCGETS, FIONREAD, FIONBIO, FIONCLEX, FIOCLEX: what Python asks of a descriptor.
_IOCTLS = (0x5401, 0x541B, 0x5421, 0x5450, 0x5451)


def build_filter(machine: Machine, own_pid: int) -> tuple[Instruction, ...]:
    """Return the filter for a process.

    Args:
        machine: on which it runs.
        own_pid: its id; it may send signals to its own threads.
    """
    program = [
        _load(_ARCHITECTURE_AT),
        Instruction(_IF_EQUAL, 1, 0, machine.audit_arch),
        _REFUSE,
        _load(_NUMBER_AT),
        *_if(_IF_GREATER, NEWEST_NUMBER, _NOT_IMPLEMENTED),
    ]
    for numbers in DENIED.values():
        program += _for_call(numbers, machine, _REFUSE)
    for name, body in _conditions(own_pid).items():
        program += _for_call(WITH_CONDITIONS[name], machine, *body)
    return (*program, _ALLOW)


def _conditions(own_pid: int) -> dict[str, tuple[Instruction, ...]]:
    return {
        # Threads, but neither processes nor, for root, namespaces.
        "clone": (
            _load_argument(0),
            *_if(_IF_ANY_BIT, _CLONE_NAMESPACES, _REFUSE),
            *_if(_IF_ANY_BIT, _CLONE_THREAD, _ALLOW),
            _REFUSE,
        ),
        # Its flags are behind a pointer, where no filter can look. Not there at all, it makes glibc take `clone`.
        "clone3": (_NOT_IMPLEMENTED,),
        "fcntl": (_load_argument(1), *_if_one_of(_FCNTL_SIGNALS, _REFUSE), _ALLOW),
        "ioctl": (_load_argument(1), *_if_one_of(_IOCTLS, _ALLOW), _REFUSE),
        # Limits of other processes of the user are its to change otherwise; 0 is itself.
        "prlimit64": (_load_argument(0), *_if_one_of((0,), _ALLOW), _REFUSE),
        # abort(3) sends SIGABRT this way: a failed assertion in a library is seen as what it is.
        "tgkill": (_load_argument(0), *_if_one_of((own_pid,), _ALLOW), _REFUSE),
    }


def _for_call(numbers: Numbers, machine: Machine, *body: Instruction) -> tuple[Instruction, ...]:
    number = numbers[machine.column]
    return () if number is None else (Instruction(_IF_EQUAL, 0, len(body), number), *body)


def _load(place: int) -> Instruction:
    return Instruction(_LOAD, 0, 0, place)


def _load_argument(index: int) -> Instruction:
    return _load(_ARGUMENTS_AT + 8 * index)  # both architectures have the low half first


def _if(code: int, value: int, then: Instruction) -> tuple[Instruction, Instruction]:
    return Instruction(code, 0, 1, value), then


def _if_one_of(values: tuple[int, ...], then: Instruction) -> tuple[Instruction, ...]:
    return tuple(each for value in values for each in _if(_IF_EQUAL, value, then))
