"""The roles that sign assignments: which device is in which, and their next versions. Pure but for the signatures.

A bin is chosen by the first bits of the SHA-256 of a file's path (TAP 15). What is in a bin on the disk is only carried
over after its signature was verified, so whoever writes to the disk cannot have the online key sign theirs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tuf.api.metadata import SuccinctRoles, TargetFile

from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, Assignment
from agent.fleet.message import MessageRefusedError, parse_message
from agent.fleet.targets import DEVICES_ROLE, device_path
from server.repository.errors import RepositoryError
from server.repository.state import RepositoryState

__all__ = [
    "BinChange",
    "bin_contents",
    "changes_of",
    "check_assignment",
    "checked_assignments",
    "is_same_spread",
    "succinct_of",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class BinChange:
    """What changes in one bin.

    Attributes:
        put: by path.
        taken: paths.
    """

    put: dict[str, bytes] = field(default_factory=dict, repr=False)
    taken: set[str] = field(default_factory=set)

    def applied(self, before: Mapping[str, TargetFile]) -> dict[str, TargetFile] | None:
        """Return the bin's files after it; None when it changes nothing."""
        after = {path: target for path, target in before.items() if path not in self.taken}
        for path, content in self.put.items():
            digest = hashlib.sha256(content).hexdigest()
            known = after.get(path)
            if known is None or known.hashes.get("sha256") != digest:
                after[path] = TargetFile(len(content), {"sha256": digest}, path)
        is_same = len(after) == len(before) and all(after[path] is before.get(path) for path in after)
        return None if is_same else dict(sorted(after.items()))


def checked_assignments(documents: Mapping[str, bytes | None]) -> Iterator[tuple[str, bytes | None]]:
    """Return assignments by path.

    Raises:
        RepositoryError: one is no assignment, or another device's.
    """
    for device_id, document in documents.items():
        if document is not None:
            check_assignment(device_id, document)
        yield device_path(device_id), document


def check_assignment(device_id: str, document: bytes) -> None:
    """Refuse what the device would refuse.

    Raises:
        RepositoryError: it is no assignment, too large for one, or another device's.
    """
    try:
        assignment = parse_message(Assignment, document, ASSIGNMENT_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise RepositoryError("An assignment cannot be published", detail=f"{exc.title}: {exc.detail}") from exc
    if assignment.device_id != device_id:
        raise RepositoryError("An assignment is another device's")


def changes_of(assignments: Iterable[tuple[str, bytes | None]], succinct: SuccinctRoles) -> dict[str, BinChange]:
    """Return what changes, by bin."""
    changes: dict[str, BinChange] = {}
    for path, document in assignments:
        change = changes.setdefault(succinct.get_role_for_target(path), BinChange())
        if document is None:
            change.taken.add(path)
        else:
            change.put[path] = document
    return changes


def bin_contents(targets: Mapping[str, TargetFile], succinct: SuccinctRoles) -> dict[str, dict[str, TargetFile]]:
    """Return files spread over bins; every bin is there, even if empty."""
    spread: dict[str, dict[str, TargetFile]] = {role: {} for role in succinct.get_roles()}
    for path in sorted(targets):
        spread[succinct.get_role_for_target(path)][path] = targets[path]
    return spread


def succinct_of(state: RepositoryState) -> SuccinctRoles:
    """Return how devices are spread over bins now.

    Raises:
        RepositoryError: they are not.
    """
    delegations = state.role(DEVICES_ROLE).signed.delegations
    if delegations is None or delegations.succinct_roles is None:
        raise RepositoryError("The repository has no bins of devices")
    return delegations.succinct_roles


def is_same_spread(one: SuccinctRoles, other: SuccinctRoles) -> bool:
    """Whether bins are as many, and signed by the same keys."""
    return one.bit_length == other.bit_length and set(one.keyids) == set(other.keyids)
