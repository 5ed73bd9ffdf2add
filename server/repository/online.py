"""What the online key may do: put together what people have signed, assign devices, and keep it all fresh.

It signs the bins of devices, the snapshot and the timestamp, and nothing else. Whoever steals it can move devices among
teams and grant what policies let the server grant (docs/threat-model.md); they cannot change a policy. When the key is
replaced, what the old one has signed of devices is not carried over: whoever knows it assigns them again.

Every change is written in one order: files first, then the roles that sign them, root, the snapshot, and at last the
timestamp, one rename that makes all of it the state. A reader at any moment, and one after a crash at any moment, has
the state before or the one after. Only one process writes at a time (`writing.lock`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from securesystemslib.signer import Signer
from tuf.api.metadata import Metadata, MetaFile, Root, Snapshot, TargetFile, Targets, Timestamp

from agent.fleet.targets import DEVICES_ROLE, device_path
from server.repository.bins import bin_contents, changes_of, checked_assignments, is_same_spread, succinct_of
from server.repository.delegations import online_key_ids
from server.repository.errors import RepositoryError, SigningKeyError
from server.repository.files import DiskFiles, Files, lock_folder
from server.repository.folder import RepositoryFolder
from server.repository.layout import (
    ISSUED_FIELD,
    ONLINE_DAYS_FIELD,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    metadata_file,
    target_file,
)
from server.repository.policy_check import check_candidate
from server.repository.pruning import KEPT_FOR, superseded_files
from server.repository.publication import Publication, parse_publication
from server.repository.receipts import PublicationReceipt, empties_bins, receipt_of
from server.repository.refusing import refusing_what_fails
from server.repository.signing import count_signatures, sign_metadata
from server.repository.state import RepositoryState
from server.repository.verification import Candidate, verify_publication

__all__ = ["ONLINE_DAYS", "OnlineRepository", "PublicationReceipt"]

ONLINE_DAYS: Final = {TIMESTAMP: 1, SNAPSHOT: 7, DEVICES_ROLE: 7}
"""Where root does not say it. What is signed online is renewed at half its life: a signer that stands still for half a
day is noticed by devices, and a thief who has the key no more is rid of after a week at most."""

_PRUNED_EVERY: Final = timedelta(hours=1)
_MOST_DAYS: Final = 60
"""What is signed online is good for, whatever root says: a thief's signatures must run out."""


@dataclass(slots=True, kw_only=True)
class _Next:
    """The next state as it is put together.

    Attributes:
        signers: those whose keys it trusts.
        versions: of the roles in the snapshot.
        metadata: what is written, in order.
    """

    root: Metadata[Root]
    signers: Sequence[Signer]
    days: Mapping[str, int]
    versions: dict[str, int]
    metadata: dict[str, bytes] = field(default_factory=dict)
    targets: dict[str, bytes] = field(default_factory=dict)

    def add(self, role: str, metadata: Metadata[Any]) -> None:
        self.versions[role] = metadata.signed.version
        self.metadata[metadata_file(role, metadata.signed.version)] = metadata.to_bytes()


class OnlineRepository:
    """Writes to a repository with its online key. Not to be used by two threads at once.

    Args:
        folder: the repository's.
        signer: the online key.
        clock: the time, aware.
        retiring: the online key before it, while the one is replaced by the other: what both sign, devices accept
            whichever root they have.
        files: the disk.
    """

    def __init__(
        self,
        folder: RepositoryFolder,
        signer: Signer,
        clock: Callable[[], datetime],
        *,
        retiring: Signer | None = None,
        files: Files | None = None,
    ) -> None:
        self._folder = folder
        self._signers = (signer, retiring) if retiring is not None else (signer,)
        self._clock = clock
        self._files = files or DiskFiles()
        self._pruned_at: datetime | None = None
        self._bin_expiries: dict[str, tuple[int, datetime]] = {}

    @property
    def folder(self) -> RepositoryFolder:
        """What it writes to."""
        return self._folder

    def publish(
        self, publication: bytes, *, begin: Callable[[PublicationReceipt], None] | None = None
    ) -> PublicationReceipt:
        """Make a publication the repository's next state; the first one founds it.

        Args:
            publication: the file.
            begin: called when everything was verified and nothing was written yet; what it raises stops all of it.

        Raises:
            PublicationRefusedError: it must not be published; everything is as it was.
            RepositoryBusyError: somebody else writes.
            RepositoryError: the repository is damaged or cannot be written.
            SigningKeyError: the online key is not the repository's.
        """
        now = self._clock()
        parsed = parse_publication(publication)
        with lock_folder(self._folder.path):
            before = self._before(parsed)
            with refusing_what_fails("The publication cannot be checked"):
                candidate = verify_publication(parsed, before, now)
                _, notes = check_candidate(candidate)
                receipt = receipt_of(candidate, notes)
            following = self._following(candidate.root, before)
            for path, content in parsed.files.items():
                digest = candidate_digest(candidate, path)
                following.targets[target_file(path, digest)] = content
            self._add_bins(following, candidate, now)
            for role in sorted(parsed.roles, key=_order):
                if role != ROOT:
                    following.add(role, parsed.roles[role])
            if begin is not None:
                begin(receipt)
            self._write(following, before, now, candidate=candidate)
        return receipt

    def assign(self, documents: Mapping[str, bytes | None]) -> int:
        """Publish assignments of devices; None takes one away. Returns how many bins were written.

        Raises:
            RepositoryBusyError, RepositoryError, SigningKeyError: as for `publish`; everything is as it was.
        """
        return self.assign_from(lambda: documents)

    def assign_from(self, read: Callable[[], Mapping[str, bytes | None]]) -> int:
        """Publish assignments that are read when nobody else can write any more: no older ones come after newer ones.

        Raises:
            RepositoryBusyError, RepositoryError, SigningKeyError: as for `assign`; and what reading raises.
        """
        with lock_folder(self._folder.path):
            return self._assign([*checked_assignments(read())])

    def keep_devices(self, known: Callable[[], Collection[str]]) -> int:
        """Take away what is assigned to devices that are not known. Returns how many there were.

        Args:
            known: returns the ids of all devices; asked after the bins were read, so that none is missed that came
                meanwhile.

        Raises:
            RepositoryBusyError, RepositoryError, SigningKeyError: as for `assign`; and what asking raises.
        """
        with lock_folder(self._folder.path):
            state = self._folder.state()
            listed = {path for role in state.bins() for path in state.role(role).signed.targets}
            unknown = listed - {device_path(device_id) for device_id in known()} if listed else listed
            if unknown:
                self._assign([(path, None) for path in sorted(unknown)])
        return len(unknown)

    def _assign(self, assignments: Sequence[tuple[str, bytes | None]]) -> int:
        """In the folder's lock."""
        if not assignments:
            return 0
        now = self._clock()
        state = self._folder.state()
        following = self._following(state.root, state)
        for role, change in changes_of(assignments, succinct_of(state)).items():
            before = state.role(role)
            after = change.applied(before.signed.targets)
            if after is None:
                continue
            for path, content in change.put.items():
                if after[path] is not before.signed.targets.get(path):
                    following.targets[target_file(path, after[path].hashes["sha256"])] = content
            following.add(role, self._bin(following, before.signed.version + 1, after, now))
        written = len(following.metadata)
        if written:
            self._write(following, state, now)
        return written

    def renew(self, now: datetime) -> bool:
        """Sign again what has less than half its life left, and remove what nobody needs any more.

        Returns whether anything was signed.

        Raises:
            RepositoryBusyError, RepositoryError, SigningKeyError: as for `publish`.
        """
        with lock_folder(self._folder.path):
            state = self._folder.state()
            following = self._following(state.root, state)
            days = following.days
            for role in state.bins():
                if _is_due(self._bin_expiry(state, role), days[DEVICES_ROLE], now):
                    found = state.role(role).signed
                    following.add(role, self._bin(following, found.version + 1, found.targets, now))
            is_due = bool(following.metadata) or _is_due(state.snapshot.signed.expires, days[SNAPSHOT], now)
            is_written = is_due or _is_due(state.timestamp.signed.expires, days[TIMESTAMP], now)
            if is_written:
                self._write(following, state, now, with_snapshot=is_due)
            if self._pruned_at is None or now - self._pruned_at >= _PRUNED_EVERY:
                for file in superseded_files(self._folder.state(), now - KEPT_FOR):
                    self._files.remove(file)
                self._pruned_at = now
        return is_written

    def _before(self, publication: Publication) -> RepositoryState | None:
        """What is published, before this publication was begun, if it was and did not come to its end."""
        if self._folder.is_empty():
            return None
        root = publication.roles.get(ROOT)
        if root is not None and self._is_newest(root):
            try:
                before = self._folder.state(before_root=root.signed.version)
            except RepositoryError:
                return self._folder.state()  # it did: what is signed since then, the root before does not know
            others = publication.roles.keys() - {ROOT}
            if any(before.version_of(role) != publication.roles[role].signed.version for role in others):
                return before
        return self._folder.state()

    def _is_newest(self, root: Metadata[Root]) -> bool:
        folder = self._folder.metadata_folder
        if (folder / metadata_file(ROOT, root.signed.version + 1)).exists():
            return False
        name = metadata_file(ROOT, root.signed.version)
        return (folder / name).exists() and self._folder.read_metadata(name) == root.to_bytes()

    def _following(self, root: Metadata[Root], before: RepositoryState | None) -> _Next:
        trusted = online_key_ids(root.signed)
        signers = [signer for signer in self._signers if signer.public_key.keyid in trusted]
        if not signers:
            raise SigningKeyError(
                "This is not the repository's online key", hint="`cordon policy status` shows which keys it has."
            )
        if before is not None:
            # Both, while devices may have either root.
            known = trusted | online_key_ids(before.root.signed)
            signers = [signer for signer in self._signers if signer.public_key.keyid in known]
        said = root.signed.unrecognized_fields.get(ONLINE_DAYS_FIELD)
        days = {
            role: value
            if isinstance(said, dict) and isinstance(value := said.get(role), int) and 0 < value <= _MOST_DAYS
            else usual
            for role, usual in ONLINE_DAYS.items()
        }
        versions = {} if before is None else _versions(before.snapshot.signed)
        return _Next(root=root, signers=signers, days=days, versions=versions)

    def _add_bins(self, following: _Next, candidate: Candidate, now: datetime) -> None:
        """Sign all bins again where there are none yet, other ones, or with another key.

        They are empty where a key went: whoever has it, too, may have signed what nobody assigned.
        """
        before = candidate.before
        old = succinct_of(before) if before is not None else None
        if before is not None and old is not None and is_same_spread(old, candidate.succinct):
            return
        kept: dict[str, TargetFile] = {}
        if before is not None and not empties_bins(candidate):
            for role in before.bins():
                kept.update(before.role(role).signed.targets)
        for role, targets in bin_contents(kept, candidate.succinct).items():
            following.add(role, self._bin(following, following.versions.get(role, 0) + 1, targets, now))

    def _bin_expiry(self, state: RepositoryState, role: str) -> datetime:
        """When a bin expires, without reading all of them each time."""
        version = state.version_of(role)
        known = self._bin_expiries.get(role)
        if known is None or known[0] != version:
            known = self._bin_expiries[role] = (version, state.role(role).signed.expires)
        return known[1]

    def _bin(
        self, following: _Next, version: int, targets: Mapping[str, TargetFile], now: datetime
    ) -> Metadata[Targets]:
        expires = _until(now, following.days[DEVICES_ROLE])
        return sign_metadata(
            Metadata(Targets(version=version, expires=expires, targets=dict(targets))), following.signers
        )

    def _write(
        self,
        following: _Next,
        before: RepositoryState | None,
        now: datetime,
        *,
        candidate: Candidate | None = None,
        with_snapshot: bool = True,
    ) -> None:
        """Write it all, the timestamp last."""
        metadata, targets = self._folder.metadata_folder, self._folder.targets_folder
        snapshot_version = before.snapshot.signed.version if before is not None else 0
        timestamp_version = before.timestamp.signed.version if before is not None else 0
        steps: list[dict[Path, bytes]] = [
            {targets / name: content for name, content in following.targets.items()},
            {metadata / name: content for name, content in following.metadata.items()},
        ]
        if with_snapshot:
            snapshot_version += 1
            snapshot = Snapshot(
                version=snapshot_version,
                expires=_until(now, following.days[SNAPSHOT]),
                meta={f"{role}.json": MetaFile(version) for role, version in sorted(following.versions.items())},
            )
            signed = sign_metadata(Metadata(snapshot), following.signers)
            steps.append({metadata / metadata_file(SNAPSHOT, snapshot_version): signed.to_bytes()})
        timestamp = Timestamp(
            version=timestamp_version + 1,
            expires=_until(now, following.days[TIMESTAMP]),
            snapshot_meta=MetaFile(snapshot_version),
            unrecognized_fields={ISSUED_FIELD: now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")},
        )
        stamped = sign_metadata(Metadata(timestamp), following.signers)
        last = [{metadata / metadata_file(TIMESTAMP, 0): stamped.to_bytes()}]
        if candidate is not None and ROOT in candidate.publication.roles:
            root = {metadata / metadata_file(ROOT, candidate.root.signed.version): candidate.root.to_bytes()}
            # What the old root does not trust must not come before the new one. What both trust, comes first: then no
            # device ever meets something that its root does not know.
            last.insert(1 if _is_good_before(candidate, stamped) else 0, root)
        steps += last
        for step in steps:
            if step:
                self._files.write(step)


def candidate_digest(candidate: Candidate, path: str) -> str:
    """Return the SHA-256 that a new file is signed with."""
    for role in candidate.publication.roles.keys() & candidate.roles.keys():
        target = candidate.roles[role].signed.targets.get(path)
        if target is not None:
            digest: str = target.hashes["sha256"]
            return digest
    raise RepositoryError("A file is not signed")


def _versions(snapshot: Snapshot) -> dict[str, int]:
    return {name.removesuffix(".json"): meta.version for name, meta in snapshot.meta.items()}


def _is_good_before(candidate: Candidate, timestamp: Metadata[Timestamp]) -> bool:
    """Whether devices that have the root before accept what is new, too. What is online, was signed just now."""
    if candidate.before is None:
        return False
    root = candidate.before.root.signed
    is_online_known = not online_key_ids(root).isdisjoint(timestamp.signatures)
    return is_online_known and count_signatures(root, TARGETS, candidate.roles[TARGETS]).is_enough


def _is_due(expires_at: datetime, days: int, now: datetime) -> bool:
    return expires_at - now < timedelta(days=days) / 2


def _until(now: datetime, days: int) -> datetime:
    return (now + timedelta(days=days)).astimezone(UTC).replace(microsecond=0)


def _order(role: str) -> int:
    """The roles that sign files first, then the one that delegates to them."""
    return 1 if role == TARGETS else 0
