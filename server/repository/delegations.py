"""What root and delegations may say in this repository: TUF allows more, and every other form is refused.

So nobody can hand a team another path, let one person count as two, put another key under the id of one that people
know, or let the online key stand in for a person.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tuf.api.metadata import DelegatedRole, Key, Role, Root, SuccinctRoles, Targets

from agent.fleet.targets import DEVICES_ROLE, team_of
from server.persons import person_of
from server.repository.errors import PublicationRefusedError
from server.repository.keys import is_named_by_content, owner_of
from server.repository.layout import ROOT, SNAPSHOT, TARGETS, TIMESTAMP, delegated_paths, may_sign
from server.repository.signing import delegation_keys

__all__ = ["MOST_BIN_BITS", "check_devices", "check_root", "check_signed_paths", "check_targets", "online_key_ids"]

MOST_BIN_BITS: Final = 14
"""16,384 bins: a snapshot of 0.5 MB. Devices refuse one above 2 MB."""

_SCHEMES: Final = {
    ("ed25519", "ed25519"),
    ("ecdsa", "ecdsa-sha2-nistp256"),
    ("ecdsa", "ecdsa-sha2-nistp384"),
}


def online_key_ids(root: Root) -> frozenset[str]:
    """Return the keys that root trusts online."""
    return frozenset(root.roles[TIMESTAMP].keyids)


def check_root(root: Root) -> None:
    """Refuse a root that this repository cannot have.

    Raises:
        PublicationRefusedError: says which role.
    """
    if not root.consistent_snapshot:
        raise _refused(ROOT, "It is without consistent snapshots.")
    _check_ids(ROOT, root.keys)
    online = online_key_ids(root)
    for role in (TIMESTAMP, SNAPSHOT):
        if frozenset(root.roles[role].keyids) != online or root.roles[role].threshold != 1:
            raise _refused(role, "Timestamp and snapshot have the same online keys, one of which signs.")
    for role in (ROOT, TARGETS):
        _check_people(role, *_keys(root, role), online)


def check_targets(targets: Targets, root: Root) -> None:
    """Refuse delegations that this repository cannot have.

    Raises:
        PublicationRefusedError: says which role.
    """
    delegations = targets.delegations
    if delegations is None or delegations.roles is None or DEVICES_ROLE not in delegations.roles:
        raise _refused(TARGETS, "It does not delegate to the role of devices.")
    _check_ids(TARGETS, delegations.keys)
    for name, role in delegations.roles.items():
        _check_delegation(name, role)
        _check_people(name, *_keys(targets, name), online_key_ids(root))


def check_devices(devices: Targets, root: Root) -> SuccinctRoles:
    """Return the bins of devices, or refuse what this repository cannot have.

    Raises:
        PublicationRefusedError: it signs files itself, or its bins are not the online key's.
    """
    succinct = devices.delegations.succinct_roles if devices.delegations is not None else None
    if devices.delegations is None or succinct is None or devices.targets or succinct.name_prefix != DEVICES_ROLE:
        raise _refused(DEVICES_ROLE, "It hands on to its bins, and signs nothing itself.")
    if not 1 <= succinct.bit_length <= MOST_BIN_BITS:
        raise _refused(DEVICES_ROLE, f"Between 1 and {MOST_BIN_BITS} bits tell its bins apart.")
    _check_ids(DEVICES_ROLE, devices.delegations.keys)
    keys = {key.keyid for key in _keys(devices, f"{DEVICES_ROLE}-{0:0{succinct.suffix_len}x}")[1]}
    if succinct.threshold != 1 or not keys or not keys <= online_key_ids(root):
        raise _refused(DEVICES_ROLE, "Its bins are signed by the keys that sign the timestamp.")
    return succinct


def check_signed_paths(role: str, signed: Targets) -> None:
    """Refuse files that a role may not sign, and delegations that it may not make.

    Raises:
        PublicationRefusedError: says which role.
    """
    if team_of(role) is not None and signed.delegations is not None:
        raise _refused(role, "A team hands on to nobody.")
    for path, target in signed.targets.items():
        if not may_sign(role, path):
            raise _refused(role, "It signs a file that is not its own.")
        if set(target.hashes) != {"sha256"}:
            raise _refused(role, "Files are named by their SHA-256, and by nothing else.")


def _check_delegation(name: str, role: DelegatedRole) -> None:
    if name != DEVICES_ROLE and team_of(name) is None:
        raise _refused(name, "There is no such role.")
    if role.paths != delegated_paths(name) or role.path_hash_prefixes is not None or not role.terminating:
        raise _refused(name, "It is for other files than it may be.")


def _keys(delegator: Root | Targets, role: str) -> tuple[Role, tuple[Key, ...]]:
    try:
        delegation, keys = delegation_keys(delegator, role)
    except ValueError as exc:
        raise _refused(role, "Keys are missing.") from exc
    return delegation, tuple(keys)


def _check_ids(name: str, keys: Mapping[str, Key]) -> None:
    """What a key is called is what people have compared, and what an approver is shown."""
    for key_id, key in keys.items():
        if key_id != key.keyid or not is_named_by_content(key):
            raise _refused(name, f"The key {key_id[:12]} is not the one that has this id.")


def _check_people(name: str, role: Role, keys: tuple[Key, ...], online: frozenset[str]) -> None:
    if not role.threshold <= len({person_of(owner_of(key)) for key in keys}):
        raise _refused(name, f"{role.threshold} persons have to sign, and fewer hold its keys.")
    if any(key.keyid in online for key in keys):
        raise _refused(name, "The online key may not stand in for a person.")
    if any((key.keytype, key.scheme) not in _SCHEMES for key in keys):
        raise _refused(name, "A key is of another kind than Ed25519, or ECDSA with P-256 or P-384.")


def _refused(role: str, detail: str) -> PublicationRefusedError:
    return PublicationRefusedError(f"The role {role[:80]} is not as it may be", detail=detail)
