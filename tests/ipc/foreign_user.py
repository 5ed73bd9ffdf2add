"""Another user's identity for what a test does in between; needs root."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

__all__ = ["NOBODY", "as_nobody", "needs_root", "open_folder"]

NOBODY = 65534

needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can act as another user")


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """The kernel takes this process for nobody's; it notes who connects and who listens at that moment (unix(7))."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that lets everybody in; pytest's own is private."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
