"""Takes a process out of reach of core dumps and of other processes of the same user.

`RLIMIT_CORE=0` keeps memory off the disk; `PR_SET_DUMPABLE=0` refuses ptrace and closes `/proc/<pid>/{mem,environ,…}`
to everybody but root (prctl(2), proc(5)). A fork inherits both; an exec resets the second, so each program calls
`harden_process` before anything else. Where a system has neither call, nothing is done and the result says so.
It does not keep out root, and not a debugger that started the process.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass

__all__ = ["Hardening", "harden_process"]

_PR_SET_DUMPABLE = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardening:
    """What was achieved."""

    core_dumps_off: bool
    ptrace_off: bool

    @property
    def is_complete(self) -> bool:
        """Whether all of it was."""
        return self.core_dumps_off and self.ptrace_off


def harden_process() -> Hardening:
    """Switch off core dumps and ptrace for this process, as far as the system can; never raises."""
    return Hardening(core_dumps_off=_forbid_core_dumps(), ptrace_off=_forbid_ptrace())


def _forbid_core_dumps() -> bool:
    try:
        import resource  # noqa: PLC0415 - Windows has no such module
    except ImportError:
        return False
    try:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (OSError, ValueError):
        return False
    return True


def _forbid_ptrace() -> bool:
    try:
        prctl = ctypes.CDLL(None).prctl
    except (TypeError, OSError, AttributeError):
        return False  # Windows has no main library handle, macOS no prctl
    zero = ctypes.c_ulong(0)
    return bool(prctl(ctypes.c_int(_PR_SET_DUMPABLE), zero, zero, zero, zero) == 0)
