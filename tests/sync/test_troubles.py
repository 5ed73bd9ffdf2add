"""Every exception that is somebody's fault has a name; addresses and content are in none."""

from __future__ import annotations

import errno

import pytest
from tuf.api import exceptions
from tuf.api.serialization import DeserializationError

from agent.core.sync import SyncTrouble
from agent.sync.transport_errors import HttpStatusError, TransportError
from agent.sync.troubles import SyncFailedError, trouble_of


@pytest.mark.parametrize(
    ("exc", "expected"),
    [
        (exceptions.ExpiredMetadataError("timestamp.json is expired"), SyncTrouble.EXPIRED),
        (exceptions.BadVersionNumberError("Expected 3 got 2"), SyncTrouble.ROLLED_BACK),
        (exceptions.EqualVersionNumberError("x"), SyncTrouble.ROLLED_BACK),
        (exceptions.UnsignedMetadataError("root was signed by 1/2 keys"), SyncTrouble.FORGED),
        (exceptions.LengthOrHashMismatchError("x"), SyncTrouble.FORGED),
        (exceptions.RepositoryError("x"), SyncTrouble.FORGED),
        (DeserializationError("{secret"), SyncTrouble.FORGED),
        (exceptions.DownloadLengthMismatchError("x"), SyncTrouble.TOO_LARGE),
        (exceptions.DownloadHTTPError("x", 500), SyncTrouble.SERVER_FAILED),
        (exceptions.DownloadError("x"), SyncTrouble.SERVER_FAILED),
        (TransportError(SyncTrouble.PROXY_REFUSED, "x"), SyncTrouble.PROXY_REFUSED),
        (HttpStatusError(401), SyncTrouble.NOT_KNOWN),
        (HttpStatusError(500), SyncTrouble.SERVER_FAILED),
        (OSError(errno.ENOSPC, "No space left on device"), SyncTrouble.STORE_FAILED),
        (SyncFailedError(SyncTrouble.UNUSABLE), SyncTrouble.UNUSABLE),
    ],
)
def test_each_has_its_name(exc: Exception, expected: SyncTrouble):
    found = trouble_of(exc)
    assert found is not None
    assert found.trouble is expected


def test_a_bug_has_none():
    assert trouble_of(KeyError("x")) is None
    assert trouble_of(AssertionError()) is None


@pytest.mark.parametrize(
    ("exc", "hidden"),
    [
        (exceptions.RepositoryError("failed at https://cordon.example.org/secret"), "example"),
        (exceptions.DownloadError("Failed to download https://cordon.example.org/secret"), "example"),
        (DeserializationError("{secret"), "secret"),
        (OSError(errno.EACCES, "Permission denied", "/home/ana"), "ana"),
        (exceptions.RepositoryError("\x1b[2J"), "\x1b"),
    ],
)
def test_words_that_are_not_for_showing_are_left_out(exc: Exception, hidden: str):
    found = trouble_of(exc)
    assert found is not None
    assert hidden not in found.detail
