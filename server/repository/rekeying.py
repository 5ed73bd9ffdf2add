"""Who holds which key from now on: publications that change delegations.

A role whose keys change gets its next version in the same publication, so that it is signed by the new keys at once;
root is signed by enough of its keys before and after. The bins of devices follow the online key when it is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tuf.api.metadata import Delegations, Key, Role, Root, SuccinctRoles, Targets

from agent.fleet.targets import DEVICES_ROLE, team_role
from server.persons import person_of
from server.repository.drafts import Author, new_team, next_root, next_targets, signed_publication
from server.repository.errors import PublicationRefusedError
from server.repository.keys import owner_of
from server.repository.layout import ROOT, SNAPSHOT, TARGETS, TIMESTAMP, team_delegation
from server.repository.publication import Publication
from server.repository.state import RepositoryState

__all__ = ["ONLINE", "KeyChange", "add_team", "change_bins", "change_keys", "remove_team"]

ONLINE = "online"
"""What stands for the online key, where a role is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyChange:
    """What changes in who signs a role.

    Attributes:
        added: new keys.
        removed: ids of keys that no longer count.
        threshold: so many persons sign from now on; None for as many as before.
    """

    added: Sequence[Key] = ()
    removed: Sequence[str] = ()
    threshold: int | None = None


def change_keys(state: RepositoryState, role: str, change: KeyChange, author: Author) -> Publication:
    """Return a publication that changes a role's keys.

    Args:
        state: what is published.
        role: `root`, `targets`, `team-...`, or `online`.
        change: what changes.
        author: who writes it: of root's keys, for a team of those of targets.

    Raises:
        PublicationRefusedError: nothing would change, a key to remove is not there, or the author may not.
        RepositoryError: there is no such role.
    """
    if role == ROOT:
        root = next_root(state, author)
        _change(root, ROOT, change)
        return signed_publication(state, {ROOT: root}, {}, author)
    if role == TARGETS:
        return _change_targets(state, change, author)
    if role == ONLINE:
        return _change_online(state, change, author)
    targets = next_targets(state, TARGETS, author)
    _change(targets, role, change)
    return signed_publication(state, {TARGETS: targets, role: next_targets(state, role, author)}, {}, author)


def add_team(state: RepositoryState, team: str, keys: Sequence[Key], threshold: int, author: Author) -> Publication:
    """Return a publication that gives a team a role of its own; the team's key holders sign it, too.

    Raises:
        PublicationRefusedError: it has one, or it cannot have this name, or the keys are fewer persons' than sign.
    """
    try:
        role = team_role(team)
    except ValueError as exc:
        raise PublicationRefusedError(
            "A team cannot have this name", detail="Lower-case letters, digits, - and _; at most 60."
        ) from exc
    if team in state.teams():
        raise PublicationRefusedError(f"The team {team} has a role already", hint="`rotate-key` changes its keys.")
    if not 1 <= threshold <= len({person_of(owner_of(key)) for key in keys}):
        raise PublicationRefusedError(
            "The keys are held by fewer persons than have to sign", detail=f"{threshold} have to sign."
        )
    targets = next_targets(state, TARGETS, author)
    delegations = _delegations(targets)
    delegations.keys.update({key.keyid: key for key in keys})
    if delegations.roles is not None:
        delegations.roles[role] = team_delegation(team, [*keys], threshold)
    return signed_publication(state, {TARGETS: targets, role: new_team(state, role, author)}, {}, author)


def remove_team(state: RepositoryState, team: str, author: Author) -> Publication:
    """Return a publication after which a team has no keys and no policy.

    Raises:
        PublicationRefusedError: there is no such team.
    """
    if team not in state.teams():
        raise PublicationRefusedError(f"There is no team {team[:60]}", hint="`cordon policy status` shows them.")
    targets = next_targets(state, TARGETS, author)
    delegations = _delegations(targets)
    if delegations.roles is not None:
        del delegations.roles[team_role(team)]
    _forget_unused(delegations)
    return signed_publication(state, {TARGETS: targets}, {}, author)


def change_bins(state: RepositoryState, bits: int, author: Author) -> Publication:
    """Return a publication that spreads devices over another number of bins: two to the power of `bits`.

    Raises:
        PublicationRefusedError: nothing would change, or the author may not.
    """
    devices = next_targets(state, DEVICES_ROLE, author)
    delegations = _delegations(devices)
    before = delegations.succinct_roles
    if before is None or before.bit_length == bits:
        raise PublicationRefusedError("Nothing would change", detail="There are that many bins already.")
    delegations.succinct_roles = SuccinctRoles(before.keyids, before.threshold, bits, before.name_prefix)
    return signed_publication(state, {DEVICES_ROLE: devices}, {}, author)


def _change_targets(state: RepositoryState, change: KeyChange, author: Author) -> Publication:
    """Root names the keys of targets, and targets the same ones for the role of devices."""
    root = next_root(state, author)
    targets = next_targets(state, TARGETS, author)
    _change(root, TARGETS, change)
    _change(targets, DEVICES_ROLE, change)
    following: dict[str, Root | Targets] = {
        ROOT: root,
        TARGETS: targets,
        DEVICES_ROLE: next_targets(state, DEVICES_ROLE, author),
    }
    return signed_publication(state, following, {}, author)


def _change_online(state: RepositoryState, change: KeyChange, author: Author) -> Publication:
    if change.threshold is not None:
        raise PublicationRefusedError("One online key signs", detail="It has no threshold.")
    root = next_root(state, author)
    devices = next_targets(state, DEVICES_ROLE, author)
    for role in (TIMESTAMP, SNAPSHOT):
        _change(root, role, change)
    succinct = _delegations(devices).succinct_roles
    if succinct is None:
        raise PublicationRefusedError("The repository has no bins of devices")
    _apply(succinct, DEVICES_ROLE, change)
    _delegations(devices).keys = {key_id: root.keys[key_id] for key_id in succinct.keyids}
    return signed_publication(state, {ROOT: root, DEVICES_ROLE: devices}, {}, author)


def _change(delegator: Root | Targets, role: str, change: KeyChange) -> None:
    try:
        _apply(delegator.get_delegated_role(role), role, change)
    except ValueError as exc:
        raise PublicationRefusedError("There is no such role", detail=role) from exc
    new = {key.keyid: key for key in change.added}
    if isinstance(delegator, Root):
        delegator.keys.update(new)
        used = {key_id for each in delegator.roles.values() for key_id in each.keyids}
        delegator.keys = {key_id: key for key_id, key in delegator.keys.items() if key_id in used}
        return
    delegations = _delegations(delegator)
    delegations.keys.update(new)
    _forget_unused(delegations)


def _apply(role: Role, name: str, change: KeyChange) -> None:
    if missing := [key_id for key_id in change.removed if key_id not in role.keyids]:
        raise PublicationRefusedError(
            "A key that is to be removed does not sign this role", detail=f"{name}: {missing[0][:12]}."
        )
    if known := [key for key in change.added if key.keyid in role.keyids]:
        raise PublicationRefusedError(
            "A key that is to be added signs this role already", detail=f"{name}: {owner_of(known[0])}."
        )
    if not change.added and not change.removed and change.threshold in {None, role.threshold}:
        raise PublicationRefusedError(
            "Nothing would change", hint="--add, --remove and --threshold say what to change."
        )
    role.keyids = [
        *(key_id for key_id in role.keyids if key_id not in change.removed),
        *(k.keyid for k in change.added),
    ]
    role.threshold = role.threshold if change.threshold is None else change.threshold


def _delegations(targets: Targets) -> Delegations:
    if targets.delegations is None:
        raise PublicationRefusedError("The repository's delegations are missing")
    return targets.delegations


def _forget_unused(delegations: Delegations) -> None:
    used = {key_id for role in (delegations.roles or {}).values() for key_id in role.keyids}
    delegations.keys = {key_id: key for key_id, key in delegations.keys.items() if key_id in used}
