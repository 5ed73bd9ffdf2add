"""After a repository was restored from a backup: versions above those that devices may have seen since.

A device never takes a lower version of the timestamp, the snapshot, or a role in it than it knows (TUF's protection
against rollback), so it would refuse what was restored until as many changes were made again. Here everything that the
online key signs is signed again with higher versions. What people have signed offline cannot be: a publication made
after the backup has to be handed in again, from its file, or devices that have seen it go on refusing.

Nothing lives longer by it: every role but the timestamp keeps its day of expiry; then what is due is renewed as always.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, MetaFile, Snapshot, Targets, Timestamp

from server.repository.delegations import online_key_ids
from server.repository.errors import RepositoryError, SigningKeyError
from server.repository.files import DiskFiles, Files, lock_folder
from server.repository.folder import RepositoryFolder
from server.repository.layout import ISSUED_FIELD, SNAPSHOT, TIMESTAMP, metadata_file
from server.repository.online import OnlineRepository
from server.repository.signing import sign_metadata

__all__ = ["AHEAD_LIMIT", "AdvancedVersions", "advance_repository"]

AHEAD_LIMIT: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvancedVersions:
    """What versions are published now, at least."""

    timestamp: int
    snapshot: int
    bins: int


def advance_repository(
    folder: RepositoryFolder,
    signer: Signer,
    clock: Callable[[], datetime],
    ahead_by: int,
    *,
    files: Files | None = None,
) -> AdvancedVersions:
    """Raise the versions of all that is signed online by the same number, and renew what is due.

    Running it again after a crash is safe: versions only rise.

    Raises:
        RepositoryError: the number is out of bounds, or the repository is empty, damaged or cannot be written.
        RepositoryBusyError: somebody else writes.
        SigningKeyError: this is not the repository's online key.
    """
    if not 1 <= ahead_by <= AHEAD_LIMIT:
        raise RepositoryError("Versions cannot be raised by that", detail=f"From 1 to {AHEAD_LIMIT}.")
    if folder.is_empty():
        raise RepositoryError("There is no repository to advance")
    disk = files or DiskFiles()
    with lock_folder(folder.path):
        state = folder.state()
        if signer.public_key.keyid not in online_key_ids(state.root.signed):
            raise SigningKeyError(
                "This is not the repository's online key", hint="`cordon policy status` shows which keys it has."
            )
        meta = dict(state.snapshot.signed.meta)
        roles: dict[Path, bytes] = {}
        for role in state.bins():
            found = state.role(role).signed
            version = found.version + ahead_by
            raised = sign_metadata(
                Metadata(Targets(version=version, expires=found.expires, targets=dict(found.targets))), [signer]
            )
            roles[folder.metadata_folder / metadata_file(role, version)] = raised.to_bytes()
            meta[f"{role}.json"] = MetaFile(version)
        snapshot = Snapshot(
            version=state.snapshot.signed.version + ahead_by, expires=state.snapshot.signed.expires, meta=meta
        )
        timestamp = Timestamp(
            version=state.timestamp.signed.version + ahead_by,
            expires=state.timestamp.signed.expires,
            snapshot_meta=MetaFile(snapshot.version),
            unrecognized_fields={ISSUED_FIELD: clock().astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        # The timestamp last, as in every change: until then devices see the state before.
        disk.write(roles)
        for name, metadata in (
            (metadata_file(SNAPSHOT, snapshot.version), sign_metadata(Metadata(snapshot), [signer])),
            (metadata_file(TIMESTAMP, 0), sign_metadata(Metadata(timestamp), [signer])),
        ):
            disk.write({folder.metadata_folder / name: metadata.to_bytes()})
    OnlineRepository(folder, signer, clock, files=files).renew(clock())
    return AdvancedVersions(timestamp=timestamp.version, snapshot=snapshot.version, bins=len(roles))
