"""Which file is where, and which role may sign what: the one place that knows.

    metadata/timestamp.json          the only file that changes in place
    metadata/VERSION.ROLE.json       every other role's, each version once
    targets/FOLDER/SHA256.NAME       target files, each content once

Metadata's own paths come out of signed files, and yet none of them leads out of the repository: names are checked here.
"""

from __future__ import annotations

import re
from typing import Final

from tuf.api.metadata import DelegatedRole, Key, Root, SuccinctRoles, Targets, Timestamp

from agent.fleet.targets import DEVICES_ROLE, team_of, team_role

__all__ = [
    "AUTHOR_FIELD",
    "DEVICE_PATHS",
    "ISSUED_FIELD",
    "METADATA_FOLDER",
    "ONLINE_DAYS_FIELD",
    "ROOT",
    "SNAPSHOT",
    "TARGETS",
    "TARGETS_FOLDER",
    "TIMESTAMP",
    "delegated_paths",
    "is_bin_of",
    "is_offline_role",
    "is_target_path",
    "may_sign",
    "metadata_file",
    "target_file",
    "team_delegation",
]

METADATA_FOLDER: Final = "metadata"
TARGETS_FOLDER: Final = "targets"
ROOT: Final = Root.type
TARGETS: Final = Targets.type
SNAPSHOT: Final = "snapshot"
TIMESTAMP: Final = Timestamp.type

AUTHOR_FIELD: Final = "x-cordon-author"
"""In the signed part of offline metadata: id of the author's key. Whoever signs, signs who wrote it."""
ISSUED_FIELD: Final = "x-cordon-issued-at"
"""In the signed part of the timestamp: when it was made, so that devices know a lower bound of the time."""
ONLINE_DAYS_FIELD: Final = "x-cordon-online-days"
"""In the signed part of root: for how many days what the online key signs is good."""

DEVICE_PATHS: Final = f"{DEVICES_ROLE}/*"

_TARGET_PATH: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){1,2}")
_OF_TARGETS: Final = re.compile(r"policy/[^/]+|users/[0-9a-f]{64}/[^/]+|catalogue/[^/]+|models/[^/]+/[^/]+")


def metadata_file(role: str, version: int) -> str:
    """Return the name of a role's file."""
    return "timestamp.json" if role == TIMESTAMP else f"{version}.{role}.json"


def target_file(path: str, sha256: str) -> str:
    """Return where a target file lies below the folder of targets."""
    folder, _, name = path.rpartition("/")
    return f"{folder}/{sha256}.{name}"


def is_target_path(path: str) -> bool:
    """Whether a path is one that files of this repository can have; it leads nowhere else."""
    return _TARGET_PATH.fullmatch(path) is not None and ".." not in path.split("/")


def is_offline_role(role: str) -> bool:
    """Whether a role's keys are people's."""
    return role in {ROOT, TARGETS, DEVICES_ROLE} or team_of(role) is not None


def is_bin_of(role: str, succinct: SuccinctRoles) -> bool:
    """Whether a role is one of the bins of devices."""
    return succinct.is_delegated_role(role)


def may_sign(role: str, path: str) -> bool:
    """Whether a file may be signed by an offline role; of `devices`, only the bins sign any."""
    if not is_target_path(path):
        return False
    team = team_of(role)
    if team is not None:
        folder, _, name = path.rpartition("/")
        return folder == f"teams/{team}" and bool(name)
    return role == TARGETS and _OF_TARGETS.fullmatch(path) is not None


def delegated_paths(role: str) -> list[str]:
    """Return the path patterns of a delegation.

    Raises:
        ValueError: no role can have this name.
    """
    team = team_of(role)
    if team is not None:
        return [f"teams/{team}/*"]
    if role == DEVICES_ROLE:
        return [DEVICE_PATHS]
    raise ValueError("no delegated role")


def team_delegation(team: str, keys: list[Key], threshold: int) -> DelegatedRole:
    """Return the delegation to a team's keys.

    Raises:
        ValueError: no team can have this name.
    """
    role = team_role(team)
    return DelegatedRole(role, [key.keyid for key in keys], threshold, terminating=True, paths=delegated_paths(role))
