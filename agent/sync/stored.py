"""The set in force, as the agent reads it: the layers for one account, with their exceptions. Cheap, and without TUF.

A set is read whole or not at all: every file must have the hash that the set's manifest gives it. Whether the manifest
itself is to be believed is not decided here: in the machine service's state it belongs to root, and each run of the
child verifies the stored set from the pinned root on (`verification`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from agent.core.in_force import DeliveredModel
from agent.core.verdicts import Layer
from agent.fleet.assignment import (
    ASSIGNMENT_LIMIT_BYTES,
    EXCEPTIONS_LIMIT_BYTES,
    Assignment,
    Grant,
    OfflineExceptions,
)
from agent.fleet.message import MessageRefusedError, parse_message
from agent.fleet.targets import (
    CATALOGUE_PATH,
    EXCEPTIONS_FILE,
    MODEL_MANIFEST,
    MODELS_FOLDER,
    POLICY_FILE,
    device_path,
    layer_folder,
)
from agent.policy import PolicyException
from agent.sync.manifest import SetManifest, StoredFile, metadata_folder, target_file
from agent.sync.reading import (
    PolicySetError,
    SetTrouble,
    check_file,
    damaged,
    has_policy_set,
    load_manifest,
    read_file,
)

__all__ = [
    "LayerFiles",
    "PolicySet",
    "PolicySetError",
    "SetTrouble",
    "assigned_layers",
    "has_policy_set",
    "load_manifest",
    "load_policy_set",
]

_M = TypeVar("_M", Assignment, OfflineExceptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFiles:
    """One layer of policy.

    Attributes:
        name: the team's; the user's, as the organization names them; empty for the global one.
        folder: holds `policy.json` and the files that it names.
    """

    layer: Layer
    name: str = field(repr=False)
    folder: Path

    @property
    def policy(self) -> Path:
        """The policy's file."""
        return self.folder / POLICY_FILE


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicySet:
    """What the organization has in force for one account of this device.

    Attributes:
        generation: of the set; another number, another set.
        folder: the set's own, which is never written to again.
        verified_at: when it was verified; the time is not before.
        fresh_until: until when the newest timestamp vouches for it.
        told_by: whose word these times are: ids of the keys that may sign timestamps.
        versions: of the metadata, by role.
        files: by path in the repository. A set with the same ones is the same policy, with newer proofs.
        layers: global first.
        team: the account's; empty for none.
        groups: the account's, in the organization's directory.
        exceptions: for this device; those that have expired, or are for other accounts, among them.
        is_retired: the device was taken out of service.
        catalogue: the organization's catalogue of destinations; None where it has none.
        model: a model bundle; None where there is none.
    """

    generation: int
    folder: Path
    device_id: str
    verified_at: datetime
    fresh_until: datetime
    told_by: tuple[str, ...]
    versions: Mapping[str, int]
    files: Mapping[str, StoredFile] = field(repr=False)
    layers: tuple[LayerFiles, ...]
    team: str
    groups: frozenset[str] = field(repr=False)
    exceptions: tuple[PolicyException, ...] = field(repr=False)
    is_retired: bool
    catalogue: Path | None
    model: DeliveredModel | None


def load_policy_set(state: Path, account: str) -> PolicySet:
    """Return the set in force, for one account.

    Args:
        state: the machine service's state, or the user's.
        account: its name on this device.

    Raises:
        PolicySetError: there is none, or it is damaged.
    """
    folder, manifest = load_manifest(state)
    for path, expected in manifest.files.items():
        check_file(target_file(folder, path), expected)
    for name, expected in manifest.metadata.items():
        check_file(metadata_folder(folder) / name, expected)
    assignment = _assignment(folder, manifest)
    layers = tuple(
        LayerFiles(layer=layer, name=name, folder=target_file(folder, path).parent)
        for layer, name, path in assigned_layers(assignment, account)
        if path in manifest.files
    )
    if not layers or layers[0].layer is not Layer.GLOBAL:
        raise damaged("It holds no global policy.")
    user = assignment.user(account) if assignment is not None else None
    return PolicySet(
        generation=manifest.generation,
        folder=folder,
        device_id=manifest.device_id,
        verified_at=manifest.verified_at,
        fresh_until=manifest.fresh_until,
        told_by=manifest.told_by,
        versions=MappingProxyType(manifest.versions),
        files=MappingProxyType(manifest.files),
        layers=layers,
        team=(assignment.team_of(account) or "") if assignment is not None else "",
        groups=frozenset(user.groups) if user is not None else frozenset(),
        exceptions=(*_online(assignment), *_offline(layers, folder, manifest)),
        is_retired=assignment is not None and assignment.is_retired,
        catalogue=target_file(folder, CATALOGUE_PATH) if CATALOGUE_PATH in manifest.files else None,
        model=_model(folder, manifest),
    )


def assigned_layers(assignment: Assignment | None, account: str) -> Iterator[tuple[Layer, str, str]]:
    """Return layer, name and policy's path for each layer that an account may have; not each needs to exist."""
    yield Layer.GLOBAL, "", f"{layer_folder(Layer.GLOBAL)}/{POLICY_FILE}"
    if assignment is None:
        return
    if team := assignment.team_of(account):
        yield Layer.TEAM, team, f"{layer_folder(Layer.TEAM, team)}/{POLICY_FILE}"
    if user := assignment.user(account):
        yield Layer.USER, user.user, f"{layer_folder(Layer.USER, user.user)}/{POLICY_FILE}"


def _assignment(folder: Path, manifest: SetManifest) -> Assignment | None:
    path = device_path(manifest.device_id)
    if path not in manifest.files:
        return None
    return _message(Assignment, target_file(folder, path), ASSIGNMENT_LIMIT_BYTES)


def _online(assignment: Assignment | None) -> Iterator[PolicyException]:
    if assignment is not None:
        for grant in assignment.grants:
            yield _exception(grant, Layer.GLOBAL, is_online=True, devices=frozenset({assignment.device_id}))


def _offline(layers: tuple[LayerFiles, ...], folder: Path, manifest: SetManifest) -> Iterator[PolicyException]:
    for each in layers:
        path = f"{layer_folder(each.layer, each.name)}/{EXCEPTIONS_FILE}"
        if path not in manifest.files:
            continue
        for grant in _message(OfflineExceptions, target_file(folder, path), EXCEPTIONS_LIMIT_BYTES).grants:
            if not grant.device_ids or manifest.device_id in grant.device_ids:
                yield _exception(grant, each.layer, is_online=False, devices=frozenset(grant.device_ids))


def _exception(grant: Grant, layer: Layer, *, is_online: bool, devices: frozenset[str]) -> PolicyException:
    return PolicyException(
        exception_id=grant.exception_id,
        layer=layer,
        is_online=is_online,
        rule_ids=frozenset(grant.rule_ids),
        destinations=frozenset(grant.destination_ids),
        users=frozenset(grant.accounts),
        devices=devices,
        down_to=grant.down_to,
        granted_at=grant.granted_at,
        expires_at=grant.expires_at,
    )


def _model(folder: Path, manifest: SetManifest) -> DeliveredModel | None:
    for path, stored in manifest.files.items():
        if path.startswith(f"{MODELS_FOLDER}/") and path.endswith(f"/{MODEL_MANIFEST}"):
            return DeliveredModel(folder=target_file(folder, path).parent, identity=stored.sha256)
    return None


def _message(kind: type[_M], file: Path, limit_bytes: int) -> _M:
    try:
        return parse_message(kind, read_file(file, limit_bytes), limit_bytes)
    except OSError as exc:
        raise damaged(f"{exc.strerror}.") from exc
    except MessageRefusedError as exc:
        raise damaged(f"{exc.title}: {exc.detail}") from exc
