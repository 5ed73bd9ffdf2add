"""An organization's repository of policies, whole and signed, in memory: what `server/repository` makes, in small.

Every change is a release: the roles that changed, then snapshot and timestamp, each one version further. Keys are made
for each repository and live as long as it does.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from securesystemslib.signer import CryptoSigner
from tuf.api.metadata import (
    DelegatedRole,
    Delegations,
    Metadata,
    MetaFile,
    Root,
    Snapshot,
    SuccinctRoles,
    TargetFile,
    Targets,
    Timestamp,
)

from agent.core.verdicts import Layer
from agent.fleet.assignment import Assignment, OfflineExceptions
from agent.fleet.targets import (
    DEVICES_ROLE,
    EXCEPTIONS_FILE,
    POLICY_FILE,
    device_path,
    layer_folder,
    team_role,
)
from agent.policy import PolicyDocument, parse_policy
from agent.policy.document.canonical import canonical_json

__all__ = ["Lifetimes", "SignedRepository", "policy_text"]

_BIN_BITS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifetimes:
    """For how long what is signed is good."""

    offline: timedelta = timedelta(days=365)
    online: timedelta = timedelta(days=7)
    timestamp: timedelta = timedelta(days=1)


@dataclass(slots=True)
class _Keys:
    root: list[CryptoSigner] = field(default_factory=lambda: [CryptoSigner.generate_ed25519() for _ in range(3)])
    targets: CryptoSigner = field(default_factory=CryptoSigner.generate_ed25519)
    online: CryptoSigner = field(default_factory=CryptoSigner.generate_ed25519)
    teams: dict[str, CryptoSigner] = field(default_factory=dict)


def policy_text(
    version: str = "1", *, layer: Layer = Layer.GLOBAL, action: str = "block", name: str = "Example", extra: str = ""
) -> str:
    """Return a small policy; a rule of its own for each layer."""
    labels = "labels:\n  - name: public\n  - name: secret\n    any_of:\n      - entity: CREDIT_CARD\n"
    return (
        f'name: {name}\nversion: "{version}"\nlayer: {layer.value}\nmode: enforce\n'
        f"{labels if layer is Layer.GLOBAL else ''}"
        f"rules:\n  - id: {layer.value}-cards\n    when: {{label: secret}}\n    action: {action}\n{extra}"
    )


class SignedRepository:
    """A repository.

    Args:
        now: when everything is signed; tests move it.
        lifetimes: of what is signed.
    """

    def __init__(self, now: datetime | None = None, lifetimes: Lifetimes = Lifetimes()) -> None:
        self.now = now or datetime.now(UTC)
        self.lifetimes = lifetimes
        self.keys = _Keys()
        self.files: dict[str, bytes] = {}
        """What a server serves, by path below its address."""
        self.writes_issued_at = True
        self.root = Root(consistent_snapshot=True, expires=self._in(lifetimes.offline))
        for signer in self.keys.root:
            self.root.add_key(signer.public_key, Root.type)
        self.root.roles[Root.type].threshold = 2
        self.root.add_key(self.keys.targets.public_key, Targets.type)
        for role in (Snapshot.type, Timestamp.type):
            self.root.add_key(self.keys.online.public_key, role)
        self.roles = {Targets.type: self._targets(), DEVICES_ROLE: self._targets()}
        self._versions: dict[str, int] = {}
        self._delegate_devices()
        self.snapshot = Snapshot()
        self.timestamp = Timestamp()
        self._write_root(self.keys.root[:2])
        self._documents: dict[str, PolicyDocument] = {}
        self.release(*self.roles)

    @property
    def root_sha256(self) -> str:
        """The fingerprint of an enrolment token."""
        return hashlib.sha256(self.files["metadata/1.root.json"]).hexdigest()

    def publish(
        self,
        layer: Layer,
        text: str,
        *,
        name: str = "",
        files: Mapping[str, bytes] | None = None,
        exceptions: OfflineExceptions | None = None,
    ) -> None:
        """Put a layer in force; what it had before and does not have now is gone."""
        upper = tuple(self._documents[key] for key in ("policy",) if layer is not Layer.GLOBAL)
        document = parse_policy(text.encode(), upper=upper)
        folder = layer_folder(layer, name)
        self._documents[folder] = document
        content = {POLICY_FILE: canonical_json(document), **(files or {})}
        if exceptions is not None:
            content[EXCEPTIONS_FILE] = exceptions.to_bytes()
        role = self._role_of(layer, name)
        self._remove(role, f"{folder}/")
        for file, data in content.items():
            self._put(role, f"{folder}/{file}", data)
        self.release(role)

    def put(self, path: str, content: bytes, *, role: str = Targets.type) -> None:
        """Put any target file in a role."""
        self._put(role, path, content)
        self.release(role)

    def remove(self, prefix: str, *, role: str = Targets.type) -> None:
        """Take target files out of a role."""
        self._remove(role, prefix)
        self.release(role)

    def assign(self, assignment: Assignment) -> None:
        """Sign a device's assignment online."""
        path = device_path(assignment.device_id)
        delegations = self.roles[DEVICES_ROLE].delegations
        assert delegations is not None
        ((role, _),) = delegations.get_roles_for_target(path)
        self._put(role, path, assignment.to_bytes())
        self.release(role)

    def add_team(self, team: str, *, is_published: bool = True) -> None:
        """Hand a path on to a team's own key."""
        signer = self.keys.teams[team] = CryptoSigner.generate_ed25519()
        role = team_role(team)
        delegation = DelegatedRole(role, [], 1, terminating=True, paths=[f"teams/{team}/*"])
        targets = self.roles[Targets.type]
        assert targets.delegations is not None
        assert targets.delegations.roles is not None
        targets.delegations.roles[role] = delegation
        targets.add_key(signer.public_key, role)
        if is_published:
            self.roles[role] = self._targets()
            self.release(Targets.type, role)
        else:
            self.release(Targets.type)

    def rotate_root(self, position: int = 0) -> None:
        """Put another key in a root holder's place; the new root is signed by old and new holders."""
        old = self.keys.root[position]
        new = self.keys.root[position] = CryptoSigner.generate_ed25519()
        self.root.revoke_key(old.public_key.keyid, Root.type)
        self.root.add_key(new.public_key, Root.type)
        self.root.version += 1
        self.root.expires = self._in(self.lifetimes.offline)
        self._write_root([old, *self.keys.root])

    def rotate_online(self) -> None:
        """Put another key in the signer's place: snapshot, timestamp and bins are signed by it from now on."""
        old, new = self.keys.online, CryptoSigner.generate_ed25519()
        for role in (Snapshot.type, Timestamp.type):
            self.root.revoke_key(old.public_key.keyid, role)
            self.root.add_key(new.public_key, role)
        self.keys.online = new
        self.root.version += 1
        self._write_root(self.keys.root)
        self._delegate_devices()
        self.release(*(role for role in self.roles if role.startswith(DEVICES_ROLE)))

    def release(self, *changed: str) -> None:
        """Sign roles anew, and a snapshot and a timestamp that vouch for them."""
        for role in changed:
            self._versions[role] = self._versions.get(role, 0) + 1
            self.roles[role].version = self._versions[role]
            self._write(f"{self._versions[role]}.{role}", self.roles[role], self._signer(role))
            self.snapshot.meta[f"{role}.json"] = MetaFile(version=self._versions[role])
        self.renew()

    def renew(self) -> None:
        """Sign snapshot and timestamp anew."""
        self.snapshot.version += 1
        self.snapshot.expires = self._in(self.lifetimes.online)
        self._write(f"{self.snapshot.version}.snapshot", self.snapshot, self.keys.online)
        self.timestamp.version += 1
        self.timestamp.expires = self._in(self.lifetimes.timestamp)
        self.timestamp.snapshot_meta = MetaFile(version=self.snapshot.version)
        if self.writes_issued_at:
            self.timestamp.unrecognized_fields["x-cordon-issued-at"] = self.now.isoformat()
        self._write("timestamp", self.timestamp, self.keys.online)

    def copy_files(self) -> dict[str, bytes]:
        """Return what is served now, for a server that goes on serving it."""
        return dict(self.files)

    def target_address(self, path: str) -> str:
        """Return where a target file lies."""
        folder, _, name = path.rpartition("/")
        for targets in self.roles.values():
            if (found := targets.targets.get(path)) is not None:
                return f"targets/{folder}/{found.hashes['sha256']}.{name}"
        raise KeyError(path)

    def _role_of(self, layer: Layer, name: str) -> str:
        if layer is not Layer.TEAM:
            return Targets.type
        if team_role(name) not in self.roles:
            self.add_team(name)
        return team_role(name)

    def _put(self, role: str, path: str, content: bytes) -> None:
        target = TargetFile.from_data(path, content, ["sha256"])
        self.roles[role].targets[path] = target
        folder, _, name = path.rpartition("/")
        self.files[f"targets/{folder}/{target.hashes['sha256']}.{name}"] = content

    def _remove(self, role: str, prefix: str) -> None:
        targets = self.roles[role].targets
        for path in [path for path in targets if path.startswith(prefix)]:
            del targets[path]

    def _targets(self) -> Targets:
        return Targets(version=1, expires=self._in(self.lifetimes.offline))

    def _delegate_devices(self) -> None:
        offline, online = self.keys.targets.public_key, self.keys.online.public_key
        targets, devices = self.roles[Targets.type], self.roles[DEVICES_ROLE]
        if targets.delegations is None:
            delegation = DelegatedRole(DEVICES_ROLE, [offline.keyid], 1, terminating=True, paths=["devices/*"])
            targets.delegations = Delegations({offline.keyid: offline}, roles={DEVICES_ROLE: delegation})
        bins = SuccinctRoles([online.keyid], 1, _BIN_BITS, DEVICES_ROLE)
        devices.delegations = Delegations({online.keyid: online}, succinct_roles=bins)
        for name in bins.get_roles():
            self.roles.setdefault(name, self._targets())

    def _signer(self, role: str) -> CryptoSigner:
        if role in {Targets.type, DEVICES_ROLE}:
            return self.keys.targets
        if role.startswith(f"{DEVICES_ROLE}-"):
            return self.keys.online
        return self.keys.teams[role.removeprefix("team-")]

    def _write_root(self, signers: list[CryptoSigner]) -> None:
        metadata = Metadata(copy.deepcopy(self.root))
        for signer in signers:
            metadata.sign(signer, append=True)
        self.files[f"metadata/{self.root.version}.root.json"] = metadata.to_bytes()

    def _write(self, name: str, signed: Targets | Snapshot | Timestamp, signer: CryptoSigner) -> None:
        self.files[f"metadata/{name}.json"] = _signed(signed, signer)

    def _in(self, lifetime: timedelta) -> datetime:
        return (self.now + lifetime).replace(microsecond=0)


def _signed(signed: Targets | Snapshot | Timestamp, signer: CryptoSigner) -> bytes:
    metadata: Metadata[Any] = Metadata(copy.deepcopy(signed))
    metadata.sign(signer)
    return metadata.to_bytes()
