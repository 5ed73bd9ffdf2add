"""Reads a repository from its folder, and believes none of it: every role is verified down from the first root.

Needs no keys, so the web process may read, too. What was published last is what `timestamp.json` says; a reader beside
a writer sees one state or the next. Whether anything has expired is not asked here: devices and `status` do.
"""

from __future__ import annotations

import hashlib
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tuf.api.exceptions import RepositoryError as TufError
from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp
from tuf.api.serialization import DeserializationError

from agent.core.verdicts import Layer
from agent.fleet.targets import DEVICES_ROLE, POLICY_FILE, team_of
from agent.policy import PolicyDocument, PolicyError, parse_policy
from server.repository.errors import RepositoryError
from server.repository.layout import (
    METADATA_FOLDER,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TARGETS_FOLDER,
    TIMESTAMP,
    is_target_path,
    metadata_file,
    target_file,
)

__all__ = ["METADATA_LIMIT_BYTES", "PublishedPolicy", "RepositoryFolder", "RepositoryState"]

METADATA_LIMIT_BYTES: Final = 8 << 20
"""Of one role. Devices refuse more than 5 MB."""

_MOST_KEPT: Final = 600
_ROOT_FILE: Final = re.compile(r"([1-9][0-9]{0,8})\.root\.json")
_MOST_ROOTS: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedPolicy:
    """A layer of policy that devices get.

    Attributes:
        layer: which.
        name: the team; of a user's, what stands for them in paths (`agent.fleet.targets.user_key`); "" for the global.
        role_version: of the role that signs it.
        document: the policy.
    """

    layer: Layer
    name: str
    role_version: int
    document: PolicyDocument


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
        return _read(self.metadata_folder / name, METADATA_LIMIT_BYTES, name)

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
            raise _damaged(name, "Its version is another one")
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
                raise _damaged(name, "Its version is another one")
            root = following
        return root

    def _parsed(self, name: str, kind: type[Any]) -> Metadata[Any]:
        return _parse(name, self.read_metadata(name), kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryState:
    """What is published at one moment. Its metadata is shared: never to be changed."""

    folder: RepositoryFolder
    root: Metadata[Root]
    timestamp: Metadata[Timestamp]
    snapshot: Metadata[Snapshot]

    def version_of(self, role: str) -> int:
        """Return the version of a role that was published last, even if nobody delegates to it any more; 0 for none."""
        if role == ROOT:
            return self.root.signed.version
        meta = self.snapshot.signed.meta.get(f"{role}.json")
        return meta.version if meta is not None else 0

    @property
    def targets(self) -> Metadata[Targets]:
        """The role that signs the global policy."""
        return self.role(TARGETS)

    def role(self, role: str) -> Metadata[Targets]:
        """Return a role below the snapshot, verified.

        Raises:
            RepositoryError: there is none, or it is damaged.
        """
        version = self.version_of(role)
        team = team_of(role)
        if not version or (team is not None and team not in self.teams()):
            hint = "`cordon policy team add` gives a team a role." if team is not None else ""
            raise RepositoryError("There is no such role in the repository", detail=f"{role}.", hint=hint)
        if role == TARGETS:
            return self.folder.delegated(role, version, self.root)
        if role == DEVICES_ROLE or team is not None:
            return self.folder.delegated(role, version, self.targets)
        return self.folder.delegated(role, version, self.role(DEVICES_ROLE))

    def teams(self) -> dict[str, str]:
        """Return the teams that have a role, each with its role's name."""
        delegations = self.targets.signed.delegations
        roles = (delegations.roles if delegations is not None else None) or {}
        return {team: role for role in roles if (team := team_of(role)) is not None}

    def bins(self) -> Iterator[str]:
        """Return the names of the roles that sign assignments."""
        delegations = self.role(DEVICES_ROLE).signed.delegations
        if delegations is not None and delegations.succinct_roles is not None:
            yield from delegations.succinct_roles.get_roles()

    def target(self, path: str) -> TargetFile | None:
        """Return what is signed of a target file; None where there is none."""
        role = self._role_for(path)
        return self.role(role).signed.targets.get(path) if role is not None else None

    def target_bytes(self, path: str) -> bytes | None:
        """Return a target file, as it is signed; None where there is none.

        Raises:
            RepositoryError: it is signed, and missing or another one.
        """
        target = self.target(path)
        return None if target is None else self.file_of(path, target)

    def file_of(self, path: str, target: TargetFile) -> bytes:
        """Return the file that is signed.

        Raises:
            RepositoryError: it is missing, or another one.
        """
        name = target_file(path, target.hashes["sha256"])
        content = _read(self.folder.targets_folder / name, target.length, path)
        if len(content) != target.length or hashlib.sha256(content).hexdigest() != target.hashes["sha256"]:
            raise _damaged(path, "It is not the file that was signed")
        return content

    def policies(self) -> dict[str, PublishedPolicy]:
        """Return the policies that are published, by folder.

        Raises:
            RepositoryError: one of them cannot be read.
        """
        found: dict[str, PublishedPolicy] = {}
        top: PolicyDocument | None = None
        for role in (TARGETS, *self.teams().values()):
            signed = self.role(role).signed
            # "policy" comes before "users": what is above is read first.
            for path in sorted(path for path in signed.targets if path.endswith(f"/{POLICY_FILE}")):
                folder = path.removesuffix(f"/{POLICY_FILE}")
                kind, _, name = folder.partition("/")
                layer = {"policy": Layer.GLOBAL, "teams": Layer.TEAM, "users": Layer.USER}.get(kind)
                if layer is None:
                    continue
                upper = () if top is None or layer is Layer.GLOBAL else (top,)
                try:
                    document = parse_policy(self.file_of(path, signed.targets[path]), upper=upper)
                except PolicyError as exc:
                    raise _damaged(path, f"It cannot be read as a policy: {exc.title}") from exc
                top = document if layer is Layer.GLOBAL else top
                found[folder] = PublishedPolicy(layer=layer, name=name, role_version=signed.version, document=document)
        return found

    def expiries(self) -> dict[str, datetime]:
        """Return when each role expires; of the bins, the first of them."""
        found = {
            ROOT: self.root.signed.expires,
            TARGETS: self.targets.signed.expires,
            **{role: self.role(role).signed.expires for role in (*self.teams().values(), DEVICES_ROLE)},
        }
        bins = [self.role(role).signed.expires for role in self.bins()]
        if bins:
            found[f"{DEVICES_ROLE}-*"] = min(bins)
        found[SNAPSHOT] = self.snapshot.signed.expires
        found[TIMESTAMP] = self.timestamp.signed.expires
        return found

    def _role_for(self, path: str) -> str | None:
        if not is_target_path(path):
            return None
        kind, _, rest = path.partition("/")
        if kind == "teams":
            return self.teams().get(rest.partition("/")[0])
        if kind != DEVICES_ROLE:
            return TARGETS
        delegations = self.role(DEVICES_ROLE).signed.delegations
        if delegations is None or delegations.succinct_roles is None:
            return None
        return delegations.succinct_roles.get_role_for_target(path)


def _parse(name: str, content: bytes, kind: type[Any]) -> Metadata[Any]:
    try:
        found: Metadata[Any] = Metadata.from_bytes(content)
    except DeserializationError as exc:
        raise _damaged(name, "It is no metadata") from exc
    if not isinstance(found.signed, kind):
        raise _damaged(name, "It is metadata of another kind")
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


def _read(file: Path, limit_bytes: int, name: str) -> bytes:
    try:
        with file.open("rb") as opened:
            content = opened.read(limit_bytes + 1)
    except OSError as exc:
        raise _damaged(name, f"{exc.strerror}") from exc
    if len(content) > limit_bytes:
        raise _damaged(name, f"It is larger than {limit_bytes} bytes")
    return content


def _damaged(name: str, why: str) -> RepositoryError:
    return RepositoryError(
        "The repository cannot be read", detail=f"{name}: {why}.", hint="Restore it from a backup, or copy it again."
    )
