"""Whose a process is, on Windows: the account that runs it. Built, never run."""

from __future__ import annotations

import functools

import psutil

__all__ = ["is_own"]


def is_own(process: psutil.Process) -> bool:
    """Whether it runs as this user.

    Raises:
        psutil.Error: nobody tells, as of services and of elevated programs.
    """
    return process.username() == _own_name()


@functools.cache
def _own_name() -> str:
    return psutil.Process().username()
