"""Verifies a stored set as if it had just come from a server: from the pinned first root to the last file.

The same code as for the network judges (`tuf.ngclient`), with the set's own folder in the server's place, and with
expiry left out: a set does not become somebody else's by growing old.
"""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from tuf.api.exceptions import DownloadError, RepositoryError

from agent.core.sync import SyncTrouble
from agent.sync.enrolment import load_enrolment
from agent.sync.fetching import FolderFetcher
from agent.sync.manifest import SetManifest, metadata_folder, sync_folder, target_file
from agent.sync.reading import load_manifest
from agent.sync.troubles import SyncFailedError
from agent.sync.trust import open_updater, verify_first_root

__all__ = ["SCRATCH_PREFIX", "verify_set", "verify_stored"]

SCRATCH_PREFIX: Final = ".verify-"

_ADDRESS: Final = "stored://set/"
_BEFORE_ANY_EXPIRY: Final = datetime.min.replace(tzinfo=UTC)


def verify_stored(state: Path) -> SetManifest:
    """Return the manifest of the set in force, every file of which is signed for.

    Raises:
        EnrolmentProblemError: this device is not enrolled.
        PolicySetError: there is no set, or its manifest is damaged.
        SyncFailedError: a file is not the one that was signed.
    """
    enrolment = load_enrolment(state)
    folder, manifest = load_manifest(state)
    return verify_set(folder, manifest, enrolment.root_sha256, sync_folder(state))


def verify_set(folder: Path, manifest: SetManifest, root_sha256: str, scratch: Path) -> SetManifest:
    """Return the manifest of a set, every file of which is signed for.

    Args:
        folder: the set's.
        manifest: of the set.
        root_sha256: of the first root.
        scratch: where a folder may be made for a moment.

    Raises:
        SyncFailedError: a file is not the one that was signed.
    """
    try:
        root = verify_first_root((metadata_folder(folder) / "1.root.json").read_bytes(), root_sha256)
        with tempfile.TemporaryDirectory(dir=scratch, prefix=SCRATCH_PREFIX) as name:
            fetcher = FolderFetcher(metadata_folder(folder), _ADDRESS)
            updater = open_updater(Path(name), fetcher, _ADDRESS, _ADDRESS, root=root, now=_BEFORE_ANY_EXPIRY)
            updater.refresh()
            for path in manifest.files:
                target = updater.get_targetinfo(path)
                if target is None:
                    raise _forged("A file of it was never signed.")
                with target_file(folder, path).open("rb") as file:
                    target.verify_length_and_hashes(file)
    except (RepositoryError, DownloadError) as exc:
        raise _forged("It is not what was signed.") from exc
    except OSError as exc:
        raise _forged(f"It cannot be read: {exc.strerror}.") from exc
    return manifest


def _forged(detail: str) -> SyncFailedError:
    return SyncFailedError(SyncTrouble.FORGED, f"The stored set: {detail}")
