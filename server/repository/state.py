"""What is published at one moment: roles, files, policies. Every role was verified; nothing here is to be changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tuf.api.metadata import Metadata, Root, Snapshot, TargetFile, Targets, Timestamp

from agent.core.verdicts import Layer
from agent.fleet.targets import DEVICES_ROLE, POLICY_FILE, team_of
from agent.policy import PolicyDocument, PolicyError, parse_policy
from server.repository.errors import RepositoryError
from server.repository.layout import ROOT, SNAPSHOT, TARGETS, TIMESTAMP, is_target_path, target_file

if TYPE_CHECKING:
    from server.repository.folder import RepositoryFolder

__all__ = ["PublishedPolicy", "RepositoryState", "damaged", "read_capped"]


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
        content = read_capped(self.folder.targets_folder / name, target.length, path)
        if len(content) != target.length or hashlib.sha256(content).hexdigest() != target.hashes["sha256"]:
            raise damaged(path, "It is not the file that was signed")
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
                    raise damaged(path, f"It cannot be read as a policy: {exc.title}") from exc
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


def read_capped(file: Path, limit_bytes: int, name: str) -> bytes:
    """Return a file of the repository.

    Raises:
        RepositoryError: it cannot be read, or is larger than that.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(limit_bytes + 1)
    except OSError as exc:
        raise damaged(name, f"{exc.strerror}") from exc
    if len(content) > limit_bytes:
        raise damaged(name, f"It is larger than {limit_bytes} bytes")
    return content


def damaged(name: str, why: str) -> RepositoryError:
    """Return what is raised for a file of the repository."""
    return RepositoryError(
        "The repository cannot be read", detail=f"{name}: {why}.", hint="Restore it from a backup, or copy it again."
    )
