"""Whose a process is, on Linux and macOS: the user who runs it."""

from __future__ import annotations

import os

import psutil

__all__ = ["is_own"]


def is_own(process: psutil.Process) -> bool:
    """Whether it runs as this user.

    Raises:
        psutil.Error: nobody tells.
    """
    return process.uids().real == os.getuid()
