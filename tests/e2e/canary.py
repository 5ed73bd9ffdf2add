"""Looks for content where it must not be."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

__all__ = ["files_that_hold"]


def files_that_hold(needles: Iterable[str], folders: Iterable[Path]) -> list[str]:
    """Names of the regular files below the folders that hold one of the texts, in UTF-8 or UTF-16."""
    encoded = [needle.encode(encoding) for needle in needles for encoding in ("utf-8", "utf-16-le")]
    return [
        str(file)
        for folder in folders
        for file in sorted(folder.rglob("*"))
        if file.is_file() and any(each in file.read_bytes() for each in encoded)
    ]
