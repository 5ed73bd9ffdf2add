"""The chain of trust: from the fingerprint in the enrolment file, through every root since, to the newest metadata.

python-tuf does the verifying (`tuf.ngclient`); here is what it does not know of:

- the first root is fetched, and must be the one whose SHA-256 the enrolment file names: nothing is trusted because it
  came first;
- time: expiry is judged by this device's clock, and never by an earlier time than the newest one that a verified
  timestamp has told (`x-cordon-issued-at`), so that setting the clock back makes nothing fresh again;
- what is verified is kept over a power loss, by copying it from the set in force where it is older here.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tuf.api.exceptions import DownloadError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.ngclient import FetcherInterface, Updater, UpdaterConfig

from agent.core.sync import SyncTrouble
from agent.sync.troubles import SyncFailedError
from agent.system.whole_files import PRIVATE_FOLDER, flush_file, flush_folder, make_folder

__all__ = [
    "ISSUED_AT_FIELD",
    "TRUSTED_ROLES",
    "TrustStore",
    "first_root",
    "open_updater",
]

ISSUED_AT_FIELD: Final = "x-cordon-issued-at"
_LONGEST_FRESH: Final = timedelta(days=7)
TRUSTED_ROLES: Final = (Root.type, Timestamp.type, Snapshot.type, Targets.type)

_ROOTS = "root_history"
_FIRST_ROOT = "1.root.json"
_ROOT_LIMIT_BYTES = 512_000
_CONFIG = UpdaterConfig(
    max_root_rotations=256,
    max_delegations=8,  # targets, devices, one bin; targets, one team
    root_max_length=_ROOT_LIMIT_BYTES,
    timestamp_max_length=16 << 10,
    snapshot_max_length=2_000_000,
    targets_max_length=5_000_000,
)


def first_root(fetcher: FetcherInterface, address: str, root_sha256: str) -> bytes:
    """Return the repository's first root metadata, fetched and compared with its fingerprint.

    Raises:
        SyncFailedError: it is another.
        TransportError: it cannot be fetched.
    """
    try:
        untrusted = fetcher.download_bytes(f"{address}{_FIRST_ROOT}", _ROOT_LIMIT_BYTES)
    except DownloadError as exc:
        raise SyncFailedError(SyncTrouble.SERVER_FAILED, "It has no first root metadata.") from exc
    return verify_first_root(untrusted, root_sha256)


def verify_first_root(untrusted: bytes, root_sha256: str) -> bytes:
    """Return root metadata if it is the one of the fingerprint.

    Raises:
        SyncFailedError: it is another.
    """
    if hashlib.sha256(untrusted).hexdigest() != root_sha256:
        raise SyncFailedError(SyncTrouble.FORGED, "The first root metadata is not the one of the enrolment file.")
    return untrusted


def open_updater(
    folder: Path, fetcher: FetcherInterface, metadata_address: str, targets_address: str, *, root: bytes, now: datetime
) -> Updater:
    """Return python-tuf's client, with a time of our own.

    Args:
        folder: of its metadata.
        fetcher: where it gets bytes.
        metadata_address: with a slash at the end, and so below.
        targets_address: of target files.
        root: the first, verified.
        now: decides what is expired.

    Raises:
        RepositoryError: the root is not signed by itself.
        OSError: the folder cannot be written.
    """
    updater = Updater(
        str(folder),
        metadata_address,
        target_base_url=targets_address,
        fetcher=fetcher,
        config=_CONFIG,
        bootstrap=root,
    )
    # The specification speaks of a fixed notion of time (5.3.1), python-tuf 7 has it as `reference_time`, and no public
    # way to it. The one place where we reach into it; tests/sync/test_trust.py fails if it moves.
    updater._trusted_set.reference_time = now  # noqa: SLF001
    return updater


class TrustStore:
    """The metadata that this device trusts, as python-tuf keeps it.

    Args:
        folder: `tuf` in the state.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def prepare(self) -> Path:
        """Make the folder if it is missing, and return it."""
        make_folder(self._folder, PRIVATE_FOLDER)
        make_folder(self._folder / _ROOTS, PRIVATE_FOLDER)
        return self._folder

    def known_first_root(self, root_sha256: str) -> bytes | None:
        """Return the first root, if it is here and the right one."""
        try:
            return verify_first_root((self._folder / _ROOTS / _FIRST_ROOT).read_bytes(), root_sha256)
        except (OSError, SyncFailedError):
            return None

    def restore(self, metadata: Path) -> None:
        """Take over the metadata of a verified set, each file where what is here is older or damaged.

        A snapshot that is older than the timestamp beside it still says which versions nobody may go back behind.

        Raises:
            OSError: it cannot be written.
        """
        is_restored = False
        for file in metadata.glob("*.json"):
            kept = self._folder / (_ROOTS if file.name.endswith(".root.json") else "") / file.name
            if _version(kept) < _version(file):
                shutil.copyfile(file, kept)
                is_restored = True
        if is_restored:
            self.flush()

    def flush(self) -> None:
        """Return once all of it is on the disk: python-tuf itself does not see to that."""
        for file in self._folder.rglob("*.json"):
            if not file.is_symlink():
                flush_file(file)
        flush_folder(self._folder / _ROOTS)
        flush_folder(self._folder)

    def versions(self, paths: tuple[str, ...]) -> dict[str, int]:
        """Return the versions of the top-level roles, and of those that sign for some paths."""
        return {role: _version(self._file(role)) for role in (*TRUSTED_ROLES, *self._delegated(paths))}

    def proofs(self, paths: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
        """Return names and contents of what proves some paths: all roots, and the roles that `versions` names."""
        root_version = _version(self._folder / "root.json")
        for version in range(1, root_version + 1):
            yield f"{version}.root.json", (self._folder / _ROOTS / f"{version}.root.json").read_bytes()
        for role in (*TRUSTED_ROLES[1:], *self._delegated(paths)):
            yield f"{role}.json", self._file(role).read_bytes()

    def has_role(self, role: str) -> bool:
        """Whether the newest snapshot knows a role: one that was delegated to and never published is not there yet."""
        snapshot = Metadata[Snapshot].from_file(str(self._file(Snapshot.type)))
        return f"{role}.json" in snapshot.signed.meta

    def top_paths(self, prefix: str) -> list[str]:
        """Return the paths below a folder that the top-level targets role signs itself."""
        return sorted(path for path in self._targets(Targets.type).targets if path.startswith(prefix))

    def fresh_until(self, now: datetime) -> datetime:
        """Return until when this state counts as the newest: when the first of the top-level roles expires.

        Whoever has the online key may write any day into a timestamp; more than a week from now is never believed.
        """
        expires = (Metadata.from_file(str(self._file(role))).signed.expires for role in TRUSTED_ROLES)
        return min(now + _LONGEST_FRESH, *expires)

    def timestamp_keys(self) -> tuple[str, ...]:
        """Return the ids of the keys that may sign the timestamp, as the newest root has them."""
        root = Metadata[Root].from_file(str(self._folder / "root.json")).signed
        return tuple(sorted(root.roles[Timestamp.type].keyids))

    def issued_at(self) -> datetime | None:
        """Return when the timestamp was written, if it says so and that can be.

        A stolen online key could write any time, and a far one would make everything expired. So none counts that is
        later than what the offline keys have signed for, and none once they have put another key in its place
        (`Refresh`; the specification's recovery from a fast-forward attack, 5.3.11, does the same for versions).
        """
        timestamp = Metadata[Timestamp].from_file(str(self._file(Timestamp.type))).signed
        text = timestamp.unrecognized_fields.get(ISSUED_AT_FIELD)
        try:
            issued_at = datetime.fromisoformat(text) if isinstance(text, str) else None
        except ValueError:
            return None
        if issued_at is None or issued_at.tzinfo is None:
            return None
        root = Metadata[Root].from_file(str(self._folder / "root.json")).signed
        if issued_at >= min(timestamp.expires, root.expires, self._targets(Targets.type).expires):
            return None
        return issued_at.astimezone(UTC)

    def _file(self, role: str) -> Path:
        return self._folder / f"{role}.json"

    def _targets(self, role: str) -> Targets:
        return Metadata[Targets].from_file(str(self._file(role))).signed

    def _delegated(self, paths: tuple[str, ...]) -> list[str]:
        """The roles below `targets` that python-tuf has walked through for some paths."""
        found: dict[str, None] = {}
        for path in paths:
            walked: set[str] = set()
            waiting = [Targets.type]
            while waiting:
                delegations = self._targets(waiting.pop()).delegations
                if delegations is None:
                    continue
                below = {role for role, _ in delegations.get_roles_for_target(path) if self._file(role).is_file()}
                waiting.extend(sorted(below - walked))
                walked |= below
            found.update(dict.fromkeys(sorted(walked)))
        return list(found)


def _version(file: Path) -> int:
    """The version that a file says it has; 0 where it cannot be read."""
    try:
        version = json.loads(file.read_bytes())["signed"]["version"]
    except (OSError, ValueError, KeyError, TypeError):
        return 0
    return version if isinstance(version, int) else 0
