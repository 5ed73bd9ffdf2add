"""Whether a publication may become the next state of the repository. Reads, changes nothing.

In this order: root, by the keys of the one before and by its own; the targets role, by root; the roles below, by it.
Every version is exactly one more. Whatever is not in the publication must still be signed as the new delegations ask
for. Files are those that were signed, no more and no fewer. What policies say is looked at in `policy_check`.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from tuf.api.metadata import Metadata, Root, SuccinctRoles, Targets

from agent.fleet.targets import DEVICES_ROLE
from server.repository.delegations import check_devices, check_root, check_signed_paths, check_targets
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.layout import AUTHOR_FIELD, ROOT, TARGETS, metadata_file
from server.repository.publication import Publication
from server.repository.signing import SignatureCount, count_signatures
from server.repository.state import RepositoryState

__all__ = ["Candidate", "examine_publication", "verify_publication"]

_LONGEST: Final = timedelta(days=1100)
"""Nothing is signed for longer: three years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the repository would be after a publication.

    Attributes:
        publication: what was handed in.
        before: what is published now; None for nothing yet.
        root: its root.
        roles: its offline roles below root, those that stay as they are, too.
        succinct: its bins.
        counts: who has signed what is new: root twice, once by the keys before it (`root, before`).
    """

    publication: Publication
    before: RepositoryState | None
    root: Metadata[Root]
    roles: Mapping[str, Metadata[Targets]]
    succinct: SuccinctRoles
    counts: Mapping[str, SignatureCount]

    @property
    def author(self) -> str | None:
        """Owner of the author's key, by the delegations that the author has signed for; None for a stranger."""
        author = self.publication.author
        return next((count.holders[author] for count in self.counts.values() if author in count.holders), None)

    def changed_folders(self) -> frozenset[str]:
        """Return folders of target files in which something changes."""
        found: set[str] = set()
        for role in self.publication.roles.keys() - {ROOT}:
            old = self._before(role)
            new = self.roles[role].signed.targets
            changed = {path for path in {*old, *new} if _sha256(old, path) != _sha256(new, path)}
            found.update(path.rpartition("/")[0] for path in changed)
        # What a removed team had, nobody signs any more.
        return frozenset(found)

    def folders(self) -> Iterator[tuple[str, str]]:
        """Return every folder of target files that there will be, with its role."""
        for role, metadata in self.roles.items():
            yield from ((folder, role) for folder in {path.rpartition("/")[0] for path in metadata.signed.targets})

    def files_in(self, folder: str) -> dict[str, bytes]:
        """Return the files that a folder will have, by their names in it.

        Raises:
            RepositoryError: one that stays is missing or damaged.
        """
        found: dict[str, bytes] = {}
        for metadata in self.roles.values():
            for path, target in metadata.signed.targets.items():
                parent, _, name = path.rpartition("/")
                if parent != folder:
                    continue
                content = self.publication.files.get(path)
                if content is None and self.before is not None:
                    content = self.before.file_of(path, target)
                if content is not None:
                    found[name] = content
        return found

    def _before(self, role: str) -> Mapping[str, Any]:
        if self.before is None or not self.before.version_of(role):
            return {}
        try:
            return self.before.role(role).signed.targets
        except RepositoryError:
            return {}  # a team that was removed once, and comes back


def _sha256(targets: Mapping[str, Any], path: str) -> str | None:
    target = targets.get(path)
    return target.hashes["sha256"] if target is not None else None


def verify_publication(publication: Publication, before: RepositoryState | None, now: datetime) -> Candidate:
    """Return what the repository would be; everything is signed by as many persons as it has to be.

    Raises:
        PublicationRefusedError: says which role, and what is missing.
        RepositoryError: what is published now cannot be read.
    """
    candidate = examine_publication(publication, before, now)
    for name, count in candidate.counts.items():
        if not count.is_enough:
            have = ", ".join(count.owners) or "nobody"
            raise PublicationRefusedError(
                "There are not enough signatures",
                detail=f"{name}: {len(count.owners)} of {count.threshold} persons have signed ({have}).",
                hint=f"These still can: {', '.join(count.missing)}. `cordon policy sign --approve` adds a signature."
                if count.missing
                else "",
            )
    if candidate.author is None:
        raise PublicationRefusedError(
            "The author has not signed", detail="Who is named as the author holds none of the keys that have."
        )
    return candidate


def examine_publication(publication: Publication, before: RepositoryState | None, now: datetime) -> Candidate:
    """Return the same, however few have signed what is new: for those who are asked to.

    Raises:
        PublicationRefusedError, RepositoryError: as above.
    """
    new = publication.roles
    if before is None and ROOT not in new:
        raise PublicationRefusedError("There is no repository yet", hint="`cordon policy create` makes one.")
    counts: dict[str, SignatureCount] = {}
    done = {role for role, metadata in new.items() if _is_published(role, metadata, before)}
    if done == new.keys():
        raise PublicationRefusedError("It is published already")
    for role in new.keys() - done:
        _check_new(role, new[role], publication, before, now)
    root = _root(new.get(ROOT), before, counts)
    check_root(root.signed)
    targets = _next(TARGETS, root.signed, new, before, counts)
    check_targets(targets.signed, root.signed)
    delegated = targets.signed.delegations.roles if targets.signed.delegations is not None else None
    names = list(delegated or {})
    for role in new:
        if role not in {ROOT, TARGETS, *names}:
            raise PublicationRefusedError("Nobody has this role", detail=role)
    roles = {TARGETS: targets, **{role: _next(role, targets.signed, new, before, counts) for role in names}}
    succinct = check_devices(roles[DEVICES_ROLE].signed, root.signed)
    for role, metadata in roles.items():
        if role != DEVICES_ROLE:
            check_signed_paths(role, metadata.signed)
    candidate = Candidate(
        publication=publication, before=before, root=root, roles=roles, succinct=succinct, counts=counts
    )
    _check_files(candidate)
    return candidate


def _is_published(role: str, metadata: Metadata[Any], before: RepositoryState | None) -> bool:
    """Whether a role is as the publication has it, because publishing it was cut off before its end."""
    if before is None or before.version_of(role) != metadata.signed.version:
        return False
    published = before.folder.read_metadata(metadata_file(role, metadata.signed.version))
    return published == metadata.to_bytes()


def _check_new(
    role: str, metadata: Metadata[Any], publication: Publication, before: RepositoryState | None, now: datetime
) -> None:
    version = before.version_of(role) if before is not None else 0
    signed = metadata.signed
    if signed.version != version + 1:
        raise PublicationRefusedError(
            "The publication does not follow on what is published",
            detail=f"{role}: version {signed.version}, and {version} is published.",
            hint="Somebody else has published meanwhile, or it is published already. Sign again, on a fresh copy.",
        )
    if not now < signed.expires <= now + _LONGEST:
        raise PublicationRefusedError(
            "The publication has expired, or would be good for too long",
            detail=f"{role}: until {signed.expires:%Y-%m-%d}.",
            hint="Check this machine's clock.",
        )
    if signed.unrecognized_fields.get(AUTHOR_FIELD) != publication.author:
        raise PublicationRefusedError("The publication names two authors", detail=role)


def _root(
    new: Metadata[Any] | None, before: RepositoryState | None, counts: dict[str, SignatureCount]
) -> Metadata[Root]:
    if new is None:
        if before is None:
            raise PublicationRefusedError("There is no root")
        return before.root
    counts[ROOT] = count_signatures(new.signed, ROOT, new)
    if before is not None:
        counts[f"{ROOT}, before"] = count_signatures(before.root.signed, ROOT, new)
    return new


def _next(
    role: str,
    delegator: Root | Targets,
    new: Mapping[str, Metadata[Any]],
    before: RepositoryState | None,
    counts: dict[str, SignatureCount],
) -> Metadata[Targets]:
    """The role's metadata after the publication; what stays must be good under the delegation that there is then."""
    if role in new:
        counts[role] = count_signatures(delegator, role, new[role])
        return new[role]
    try:
        stays = before.role(role) if before is not None and before.version_of(role) else None
    except RepositoryError:
        stays = None
    if stays is None:
        raise PublicationRefusedError(
            "A role has nothing to show for itself", detail=f"{role} is delegated to, and its metadata is missing."
        )
    if not count_signatures(delegator, role, stays).is_enough:
        raise PublicationRefusedError(
            "A role would no longer be signed",
            detail=f"{role}, version {stays.signed.version}, is signed by keys that it would no longer have.",
            hint="The publication has to hold its next version, signed with the new keys.",
        )
    return stays


def _check_files(candidate: Candidate) -> None:
    files = candidate.publication.files
    wanted: set[str] = set()
    for role, metadata in candidate.roles.items():
        is_new = role in candidate.publication.roles
        for path, target in metadata.signed.targets.items():
            if path in files and is_new:
                content = files[path]
                if len(content) != target.length or hashlib.sha256(content).hexdigest() != target.hashes["sha256"]:
                    raise PublicationRefusedError("A file is not the one that was signed", detail=f"{path}.")
                wanted.add(path)
            elif is_new:
                _check_is_there(candidate.before, path, target.hashes["sha256"])
    if files.keys() - wanted:
        raise PublicationRefusedError(
            "A file is not signed", detail="The publication holds it, and no role of it does."
        )


def _check_is_there(before: RepositoryState | None, path: str, sha256: str) -> None:
    stays = before.target(path) if before is not None else None
    if stays is None or stays.hashes["sha256"] != sha256:
        raise PublicationRefusedError("A file is missing", detail=f"{path} is signed, and not in the publication.")
