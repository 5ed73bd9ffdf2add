"""Reads a repository from its folder, and believes none of it: every role is verified down from the first root.

Needs no keys, so the web process may read, too. What was published last is what `timestamp.json` says; a reader beside
a writer sees one state or the next. Whether anything has expired is not asked here: devices and `status` do.
"""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tuf.api.exceptions import RepositoryError as TufError
from tuf.api.metadata import Metadata, Root, Snapshot, Targets, Timestamp
from tuf.api.serialization import DeserializationError

from server.repository.errors import RepositoryError
from server.repository.layout import METADATA_FOLDER, ROOT, SNAPSHOT, TARGETS_FOLDER, TIMESTAMP, metadata_file
from server.repository.state import PublishedPolicy, RepositoryState, damaged, read_capped

__all__ = ["METADATA_LIMIT_BYTES", "PublishedPolicy", "RepositoryFolder", "RepositoryState"]

METADATA_LIMIT_BYTES: Final = 8 << 20
"""Of one role. Devices refuse more than 5 MB."""

_MOST_KEPT: Final = 600
_MOST_ROOTS: Final = 1000


class RepositoryFolder:
    """A repository's folder.

    Args:
        path: `metadata/` and `targets/` are below it. It may be empty, or not be there yet.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept: OrderedDict[tuple[str, int, str, int], Metadata[Targets]] = OrderedDict()
        self._last: tuple[bytes, RepositoryState] | None = None
        self._lock = threading.Lock()  # the web process asks from several threads

    @property
    def path(self) -> Path:
        """The folder."""
        return self._path

    @property
    def metadata_folder(self) -> Path:
        """What is public."""
        return self._path / METADATA_FOLDER

    @property
    def targets_folder(self) -> Path:
        """What `agent.fleet.targets.is_public` tells apart."""
        return self._path / TARGETS_FOLDER

    def is_empty(self) -> bool:
        """Whether nothing was published yet."""
        return not (self.metadata_folder / metadata_file(TIMESTAMP, 0)).exists()

    def root_fingerprint(self) -> str:
        """Return the SHA-256 of the first root metadata, in hex: what enrolment tokens carry.

        Raises:
            RepositoryError: there is none.
        """
        return hashlib.sha256(self.read_metadata(metadata_file(ROOT, 1))).hexdigest()

    def state(self, *, before_root: int | None = None) -> RepositoryState:
        """Return what is published now, verified down from the first root.

        Args:
            before_root: as if there were no root of this version or a later one yet: for a publication of it that was
                cut off in the middle.

        Raises:
            RepositoryError: something is missing, damaged, or not signed by whom it should be.
        """
        said = self.read_metadata(metadata_file(TIMESTAMP, 0))
        last = self._last
        if (
            before_root is None
            and last is not None
            and last[0] == said
            and not self._has_root(last[1].root.signed.version + 1)
        ):
            return last[1]
        root = self._newest_root(before_root or _MOST_ROOTS)
        timestamp: Metadata[Timestamp] = _parse(metadata_file(TIMESTAMP, 0), said, Timestamp)
        _verify(root.signed, TIMESTAMP, timestamp)
        version = timestamp.signed.snapshot_meta.version
        snapshot: Metadata[Snapshot] = self._parsed(metadata_file(SNAPSHOT, version), Snapshot)
        _verify(root.signed, SNAPSHOT, snapshot)
        state = RepositoryState(folder=self, root=root, timestamp=timestamp, snapshot=snapshot)
        if before_root is None:
            self._last = (said, state)
        return state

    def metadata(self, role: str) -> Metadata[Any]:
        """Return what is published of a role, verified. Not to be changed.

        Raises:
            RepositoryError: there is no such role, or as for `state`.
        """
        state = self.state()
        top: dict[str, Metadata[Any]] = {ROOT: state.root, TIMESTAMP: state.timestamp, SNAPSHOT: state.snapshot}
        return top[role] if role in top else state.role(role)

    def target_bytes(self, path: str) -> bytes | None:
        """Return a target file, as it is signed; None where there is none.

        Raises:
            RepositoryError: it is signed, and missing or another one; or as for `state`.
        """
        return self.state().target_bytes(path)

    def policies(self) -> dict[str, PublishedPolicy]:
        """Return the policies that are published, by folder (`policy`, `teams/berlin`, `users/...`).

        Raises:
            RepositoryError: one of them cannot be read; or as for `state`.
        """
        return self.state().policies()

    def expiries(self) -> dict[str, datetime]:
        """Return when each role expires; of the bins of devices, one entry `devices-*` with the first of them.

        Raises:
            RepositoryError: as for `state`.
        """
        return self.state().expiries()

    def read_metadata(self, name: str) -> bytes:
        """Return the bytes of a metadata file, whatever they are.

        Raises:
            RepositoryError: it cannot be read, or is too large.
        """
        return read_capped(self.metadata_folder / name, METADATA_LIMIT_BYTES, name)

    def delegated(self, role: str, version: int, delegator: Metadata[Root] | Metadata[Targets]) -> Metadata[Targets]:
        """Return a version of a role, verified by whoever delegates to it.

        Raises:
            RepositoryError: it is missing, damaged, of another version, or not signed by enough of its keys.
        """
        key = (role, version, delegator.signed.type, delegator.signed.version)
        with self._lock:
            if (kept := self._kept.get(key)) is not None:
                self._kept.move_to_end(key)
                return kept
        name = metadata_file(role, version)
        found: Metadata[Targets] = self._parsed(name, Targets)
        _verify(delegator.signed, role, found)
        if found.signed.version != version:
            raise damaged(name, "Its version is another one")
        with self._lock:
            self._kept[key] = found
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
        return found

    def _has_root(self, version: int) -> bool:
        return (self.metadata_folder / metadata_file(ROOT, version)).exists()

    def _newest_root(self, before: int) -> Metadata[Root]:
        root: Metadata[Root] = self._parsed(metadata_file(ROOT, 1), Root)
        _verify(root.signed, ROOT, root)
        for version in range(2, before):
            name = metadata_file(ROOT, version)
            if not self._has_root(version):
                break
            following: Metadata[Root] = self._parsed(name, Root)
            _verify(root.signed, ROOT, following)
            _verify(following.signed, ROOT, following)
            if following.signed.version != version:
                raise damaged(name, "Its version is another one")
            root = following
        return root

    def _parsed(self, name: str, kind: type[Any]) -> Metadata[Any]:
        return _parse(name, self.read_metadata(name), kind)


def _parse(name: str, content: bytes, kind: type[Any]) -> Metadata[Any]:
    try:
        found: Metadata[Any] = Metadata.from_bytes(content)
    except DeserializationError as exc:
        raise damaged(name, "It is no metadata") from exc
    if not isinstance(found.signed, kind):
        raise damaged(name, "It is metadata of another kind")
    return found


def _verify(delegator: Root | Targets, role: str, metadata: Metadata[Any]) -> None:
    try:
        delegator.verify_delegate(role, metadata.signed_bytes, metadata.signatures)
    except (TufError, ValueError) as exc:
        raise RepositoryError(
            "The repository is not signed by whom it should be",
            detail=f"{role}, version {metadata.signed.version}.",
            hint="Do not use this copy. If it is the server's, restore it from a backup.",
        ) from exc
