"""How large a file of the repository may be, whatever its metadata says: a signature is no reason to fill a disk."""

from __future__ import annotations

from typing import Final

from agent.core.sync import SyncTrouble
from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, EXCEPTIONS_LIMIT_BYTES
from agent.fleet.targets import CATALOGUE_PATH, EXCEPTIONS_FILE, MODELS_FOLDER, POLICY_FILE
from agent.policy.document.yaml_text import SIZE_LIMIT_BYTES as POLICY_LIMIT_BYTES
from agent.sync.troubles import SyncFailedError

__all__ = ["FILES_LIMIT", "NAMED_FILE_LIMIT_BYTES", "SET_LIMIT_BYTES", "check_length", "limit_of"]

NAMED_FILE_LIMIT_BYTES: Final = 512 << 20
"""A dictionary or an index of exact data."""
MODEL_FILE_LIMIT_BYTES: Final = 64 << 20
CATALOGUE_LIMIT_BYTES: Final = 4 << 20
SET_LIMIT_BYTES: Final = 2 << 30
FILES_LIMIT: Final = 2000


def limit_of(path: str) -> int:
    """Return how many bytes a file of the repository may have."""
    name = path.rpartition("/")[2]
    if path.startswith("devices/"):
        return ASSIGNMENT_LIMIT_BYTES
    if path == CATALOGUE_PATH:
        return CATALOGUE_LIMIT_BYTES
    if path.startswith(f"{MODELS_FOLDER}/"):
        return MODEL_FILE_LIMIT_BYTES
    return {POLICY_FILE: POLICY_LIMIT_BYTES, EXCEPTIONS_FILE: EXCEPTIONS_LIMIT_BYTES}.get(name, NAMED_FILE_LIMIT_BYTES)


def check_length(path: str, length_bytes: int) -> None:
    """Return if a file may be fetched.

    Raises:
        SyncFailedError: it is too large.
    """
    if length_bytes > limit_of(path):
        raise SyncFailedError(SyncTrouble.TOO_LARGE, f"{path}: {length_bytes} bytes; the limit is {limit_of(path)}.")
