"""Locks a process in: it keeps its memory, its processor and what it has open, and loses the rest of the machine.

For limited children, once they have loaded what they need and before they read what others wrote. Afterwards opening
and changing files, the network, programs, other processes and new privileges are refused (EPERM) to every thread, also
to those that run already. What is open stays usable: reading, writing and waiting go on, as do memory, locks, clocks
and threads. A module that is imported only then is a file like any other: PermissionError.

It does not bound time (whoever waits for the process does), and does not hide what the process has already read.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass

from agent.system.call_filter import MACHINES, Machine, build_filter

__all__ = ["Confinement", "confine"]

_PR_SET_NO_NEW_PRIVS = 38
_SECCOMP_SET_MODE_FILTER = 1
_SECCOMP_FILTER_FLAG_TSYNC = 1  # for every thread, or for none


@dataclass(frozen=True, slots=True, kw_only=True)
class Confinement:
    """What was achieved.

    Attributes:
        core_dumps_off: its memory is never written to disk.
        files_stay: no regular file grows by it, an open one included.
        memory_limited: allocating beyond the limit fails.
        privileges_fixed: no program that it starts could have more rights than it.
        calls_filtered: the system calls above are refused.
    """

    core_dumps_off: bool
    files_stay: bool
    memory_limited: bool
    privileges_fixed: bool
    calls_filtered: bool

    @property
    def is_complete(self) -> bool:
        """Whether all of it was."""
        return (
            self.core_dumps_off
            and self.files_stay
            and self.memory_limited
            and self.privileges_fixed
            and self.calls_filtered
        )


def confine(*, memory_bytes: int) -> Confinement:
    """Lock this process in, as far as the system can; cannot be taken back, and never raises.

    Args:
        memory_bytes: what it may have of private memory (RLIMIT_DATA), including what it has by now.
    """
    return Confinement(
        core_dumps_off=_limit("RLIMIT_CORE", 0),
        files_stay=_limit("RLIMIT_FSIZE", 0),
        memory_limited=_limit("RLIMIT_DATA", memory_bytes),
        privileges_fixed=_fix_privileges(),
        # Last: it needs the line above.
        calls_filtered=_filter_calls(),
    )


def _limit(name: str, most: int) -> bool:
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return False
    try:
        kind = getattr(resource, name)
        _, hard = resource.getrlimit(kind)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(kind, (most, most))
    except (AttributeError, OSError, ValueError, OverflowError):
        return False
    return most >= 0  # -1 is "no limit"


def _fix_privileges() -> bool:
    try:
        prctl = ctypes.CDLL(None).prctl
    except (TypeError, OSError, AttributeError):
        return False  # Windows has no main library handle, macOS no prctl
    zero = ctypes.c_ulong(0)
    return bool(prctl(ctypes.c_int(_PR_SET_NO_NEW_PRIVS), ctypes.c_ulong(1), zero, zero, zero) == 0)


def _filter_calls() -> bool:
    machine = _machine()
    if machine is None:
        return False
    program = build_filter(machine, os.getpid())
    instructions = (_SockFilter * len(program))(*(_SockFilter(*each) for each in program))
    wanted = _SockFprog(len(program), instructions)
    try:
        syscall = ctypes.CDLL(None).syscall
    except (TypeError, OSError, AttributeError):
        return False
    # -1 is an error; with TSYNC, above 0 is the thread that has a filter of its own.
    done = syscall(
        ctypes.c_long(machine.seccomp),
        ctypes.c_ulong(_SECCOMP_SET_MODE_FILTER),
        ctypes.c_ulong(_SECCOMP_FILTER_FLAG_TSYNC),
        ctypes.byref(wanted),
    )
    return bool(done == 0)


def _machine() -> Machine | None:
    try:
        system = os.uname()
    except AttributeError:
        return None  # Windows
    # A process of 32 bits makes calls of another architecture, whatever the kernel is.
    if system.sysname != "Linux" or sys.maxsize <= 1 << 32:
        return None
    return MACHINES.get(system.machine)


class _SockFilter(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("jt", ctypes.c_uint8),
        ("jf", ctypes.c_uint8),
        ("k", ctypes.c_uint32),
    )


class _SockFprog(ctypes.Structure):
    _fields_ = (("len", ctypes.c_ushort), ("filter", ctypes.POINTER(_SockFilter)))
