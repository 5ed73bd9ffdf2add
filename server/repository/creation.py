"""Founds a repository: who holds its keys, and its first metadata.

The first state is a publication like every other: it collects signatures offline, and whoever has the online key
publishes it into an empty folder. `create_repository` does both at once, where all keys are at hand.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Final

from securesystemslib.signer import Key, Signer
from tuf.api.metadata import DelegatedRole, Delegations, Metadata, Role, Root, SuccinctRoles, Targets

from agent.fleet.targets import DEVICES_ROLE
from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.keys import owner_of
from server.repository.layout import (
    AUTHOR_FIELD,
    ONLINE_DAYS_FIELD,
    ROOT,
    SNAPSHOT,
    TARGETS,
    TIMESTAMP,
    delegated_paths,
)
from server.repository.online import ONLINE_DAYS, OnlineRepository
from server.repository.publication import Publication
from server.repository.signing import sign_metadata

__all__ = ["DEFAULT_BIN_BITS", "OFFLINE_DAYS", "RepositoryPlan", "create_repository", "first_publication"]

DEFAULT_BIN_BITS: Final = 8
"""256 bins: good for up to some 50,000 devices (docs/signing.md has the sizes)."""
OFFLINE_DAYS: Final = 365
"""Of what people sign. Shorter would make them sign without anything to look at, and that becomes a habit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepositoryPlan:
    """Who signs what.

    Attributes:
        root_keys: of whom `root_threshold` persons decide who holds which key.
        targets_keys: of whom `targets_threshold` persons sign the global policy.
        online_key: the server's.
        bin_bits: devices are spread over two to the power of this many roles.
        offline_days: how long the first metadata is good.
        online_days: the same of what the server signs, for `timestamp`, `snapshot` and `devices`.
    """

    root_keys: tuple[Key, ...]
    root_threshold: int = 2
    targets_keys: tuple[Key, ...]
    targets_threshold: int = 2
    online_key: Key
    bin_bits: int = DEFAULT_BIN_BITS
    offline_days: int = OFFLINE_DAYS
    online_days: Mapping[str, int] = field(default_factory=lambda: MappingProxyType(ONLINE_DAYS))


def first_publication(plan: RepositoryPlan, signers: Sequence[Signer], now: datetime) -> Publication:
    """Return a repository's first publication, signed with the keys that are at hand; the first one is its author's.

    Raises:
        RepositoryError: no key is at hand, or one of them is none of the plan's.
    """
    known = {key.keyid for key in (*plan.root_keys, *plan.targets_keys)}
    if not signers or any(signer.public_key.keyid not in known for signer in signers):
        raise RepositoryError("A key that is to sign is none of those of root and targets")
    author = signers[0].public_key
    said = {AUTHOR_FIELD: author.keyid}
    expires = (now + timedelta(days=plan.offline_days)).astimezone(UTC).replace(microsecond=0)
    online = plan.online_key.keyid
    root = Root(
        version=1,
        expires=expires,
        keys={key.keyid: key for key in (*plan.root_keys, *plan.targets_keys, plan.online_key)},
        roles={
            ROOT: Role(_ids(plan.root_keys), plan.root_threshold),
            TARGETS: Role(_ids(plan.targets_keys), plan.targets_threshold),
            SNAPSHOT: Role([online], 1),
            TIMESTAMP: Role([online], 1),
        },
        consistent_snapshot=True,
        unrecognized_fields={**said, ONLINE_DAYS_FIELD: {**ONLINE_DAYS, **plan.online_days}},
    )
    to_devices = DelegatedRole(
        DEVICES_ROLE,
        _ids(plan.targets_keys),
        plan.targets_threshold,
        terminating=True,
        paths=delegated_paths(DEVICES_ROLE),
    )
    targets = Targets(
        version=1,
        expires=expires,
        delegations=Delegations({key.keyid: key for key in plan.targets_keys}, roles={DEVICES_ROLE: to_devices}),
        unrecognized_fields=dict(said),
    )
    devices = Targets(
        version=1,
        expires=expires,
        delegations=Delegations(
            {online: plan.online_key}, succinct_roles=SuccinctRoles([online], 1, plan.bin_bits, DEVICES_ROLE)
        ),
        unrecognized_fields=dict(said),
    )
    of_targets = [signer for signer in signers if signer.public_key.keyid in _ids(plan.targets_keys)]
    of_root = [signer for signer in signers if signer.public_key.keyid in _ids(plan.root_keys)]
    return Publication(
        author=author.keyid,
        author_owner=owner_of(author),
        created_at=now,
        summary="The repository's first metadata",
        roles={
            ROOT: sign_metadata(Metadata(root), of_root),
            TARGETS: sign_metadata(Metadata(targets), of_targets),
            DEVICES_ROLE: sign_metadata(Metadata(devices), of_targets),
        },
        files={},
    )


def create_repository(
    folder: RepositoryFolder,
    plan: RepositoryPlan,
    signers: Sequence[Signer],
    online: Signer,
    clock: Callable[[], datetime],
) -> RepositoryFolder:
    """Found a repository in a folder, with all keys at hand.

    Args:
        folder: empty, or not there yet.
        plan: who signs what.
        signers: enough keys for the plan's thresholds.
        online: the plan's online key.
        clock: the time, aware.

    Raises:
        RepositoryError: the folder has a repository already, or cannot be written.
        PublicationRefusedError: the keys are too few, or the plan's are one person's.
    """
    if not folder.is_empty():
        raise RepositoryError("There is a repository in this folder already")
    publication = first_publication(plan, signers, clock())
    OnlineRepository(folder, online, clock).publish(publication.to_bytes())
    return folder


def _ids(keys: Sequence[Key]) -> list[str]:
    return [key.keyid for key in keys]
