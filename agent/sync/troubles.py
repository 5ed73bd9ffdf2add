"""What an exception of python-tuf, of the disk or of the network means: one named trouble, with words safe to show.

python-tuf's messages name roles, versions and lengths, and the addresses of the repository where a download failed;
the latter never come through here, because our fetcher raises errors of its own.
"""

from __future__ import annotations

import re

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadHTTPError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    RepositoryError,
)
from tuf.api.serialization import DeserializationError

from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.sync.transport_errors import TransportError

__all__ = ["SyncFailedError", "trouble_of"]

_ADDRESS = re.compile(r"\S+://\S+")


class SyncFailedError(AgentError):
    """A refresh came to nothing; `trouble` says of what kind, `detail` more about it."""

    code = "sync_failed"

    def __init__(self, trouble: SyncTrouble, detail: str = "") -> None:
        super().__init__("Nothing newer could be put in force", detail=detail)
        self.trouble = trouble


def trouble_of(exc: Exception) -> SyncFailedError | None:
    """Return what an exception means; None for one that is nobody's fault but ours."""
    if isinstance(exc, SyncFailedError):
        return exc
    if isinstance(exc, TransportError):
        return SyncFailedError(exc.trouble, exc.detail)
    if isinstance(exc, RepositoryError):
        return _of_repository(exc)
    if isinstance(exc, DownloadLengthMismatchError):
        return SyncFailedError(SyncTrouble.TOO_LARGE, "A file is longer than its metadata allows.")
    if isinstance(exc, DownloadHTTPError):
        return SyncFailedError(SyncTrouble.SERVER_FAILED, f"HTTP status {exc.status_code}.")
    if isinstance(exc, DownloadError):
        return SyncFailedError(SyncTrouble.SERVER_FAILED, "A file could not be fetched.")
    if isinstance(exc, OSError):
        return SyncFailedError(SyncTrouble.STORE_FAILED, f"{exc.strerror}." if exc.strerror else "")
    return None


def _of_repository(exc: RepositoryError) -> SyncFailedError:
    if isinstance(exc, ExpiredMetadataError):
        return SyncFailedError(SyncTrouble.EXPIRED, _words(exc))
    if isinstance(exc, BadVersionNumberError):
        return SyncFailedError(SyncTrouble.ROLLED_BACK, _words(exc))
    if isinstance(exc, DeserializationError):
        return SyncFailedError(SyncTrouble.FORGED, "A file is no metadata.")  # its words quote the file
    # Too few signatures, a wrong hash or length, a role that is missing from what vouches for it, another type.
    return SyncFailedError(SyncTrouble.FORGED, _words(exc))


def _words(exc: RepositoryError) -> str:
    text = _ADDRESS.sub("", str(exc)).strip()
    return f"{text[:200].rstrip('.')}." if text.isprintable() else ""
