"""Names of roles, and paths of target files, in the repository (The Update Framework 1.0.34, section 4).

    role             signs                                              keys
    root             who the others are                                 offline, two of three
    targets          policy/*, users/*/*, catalogue/*, models/*/*       offline, by default two persons
    team-<team>      teams/<team>/*                                     the team's own, offline
    devices          devices/*: hands on to its bins, by hash           as targets
    devices-<bin>    assignment and online grants of its devices        online, in the server's signer
    snapshot         which versions of all of these belong together     online
    timestamp        which snapshot is the newest                       online

A layer of policy is a folder: `policy.json`, the canonical policy; the files that it names; and, where an approver has
granted any offline, `exceptions.json`. Nothing of a device can be told from the path of its assignment.
"""

from __future__ import annotations

import hashlib
import re
from typing import Final

from agent.core.verdicts import Layer

__all__ = [
    "CATALOGUE_PATH",
    "DEVICES_ROLE",
    "EXCEPTIONS_FILE",
    "FILE_NAME",
    "MODELS_FOLDER",
    "MODEL_MANIFEST",
    "POLICY_FILE",
    "TEAM_NAME",
    "device_path",
    "is_another_device_s",
    "is_public",
    "layer_folder",
    "team_of",
    "team_role",
    "user_key",
]

DEVICES_ROLE: Final = "devices"
POLICY_FILE: Final = "policy.json"
EXCEPTIONS_FILE: Final = "exceptions.json"
CATALOGUE_PATH: Final = "catalogue/catalogue.json"
MODELS_FOLDER: Final = "models"
MODEL_MANIFEST: Final = "manifest.json"

TEAM_NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
FILE_NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Of a file beside a policy. Needs a full match, as the above."""

_TEAM_ROLE = "team-"
_PUBLIC = ("catalogue/", "models/")


def team_role(team: str) -> str:
    """Return the role whose keys sign for a team.

    Raises:
        ValueError: no team can have this name.
    """
    if TEAM_NAME.fullmatch(team) is None:
        raise ValueError("no name of a team")
    return _TEAM_ROLE + team


def team_of(role: str) -> str | None:
    """Return the team that a role signs for; None for other roles."""
    team = role.removeprefix(_TEAM_ROLE)
    return team if team != role and TEAM_NAME.fullmatch(team) is not None else None


def layer_folder(layer: Layer, name: str = "") -> str:
    """Return the folder of a layer's files, without a slash at the end.

    Args:
        layer: which.
        name: the team's name, or the user as the server knows them; the global layer has none.

    Raises:
        ValueError: no team can have this name, or a name is missing.
    """
    if layer is Layer.GLOBAL:
        return "policy"
    if not name:
        raise ValueError("a layer below the global one is somebody's")
    if layer is Layer.TEAM:
        return f"teams/{team_role(name).removeprefix(_TEAM_ROLE)}"
    return f"users/{user_key(name)}"


def user_key(user: str) -> str:
    """Return what stands for a user in paths. It keeps honest readers from names; it can be guessed."""
    return hashlib.sha256(f"cordon user {user}".encode()).hexdigest()


def device_path(device_id: str) -> str:
    """Return the path of a device's assignment."""
    return f"{DEVICES_ROLE}/{hashlib.sha256(f'cordon device {device_id}'.encode()).hexdigest()}.json"


def is_another_device_s(path: str, device_id: str) -> bool:
    """Whether a target file is the assignment of another device; its name may begin with its hash, as it is served."""
    folder, _, name = path.partition("/")
    if folder != DEVICES_ROLE:
        return False
    own = device_path(device_id).partition("/")[2]
    return name != own and name.partition(".")[2] != own


def is_public(path: str) -> bool:
    """Whether a target file tells nothing of the organization, so that caches may hand it to anybody."""
    return path.startswith(_PUBLIC)
