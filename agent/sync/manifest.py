"""What a stored set is: its files with their hashes, what it was verified with, and where all of it lies.

    <state>/enrolment.json          this device is governed (0600)
    <state>/sync/device.key         signs its requests (0600)
    <state>/sync/memory.json        the last check-in's number, and the newest time that was verified
    <state>/sync/tuf/               metadata as python-tuf keeps it: what nothing older than is believed
    <state>/sync/sets/<generation>/ complete sets, never written to again
        set.json                    this module's manifest, written last
        metadata/                   what the files were verified with, so that anybody can verify them again
        targets/<path>              the files
    <state>/sync/current            link to the set in force, replaced in one step
    <state>/sync/lock               held by the one child that works here

The manifest is not signed: it finds what a power loss has damaged. Who could have changed files on purpose is settled
by who owns them, and found by `verification`.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import Field, StringConstraints

from agent.fleet.message import DeviceId, Instant, Message

__all__ = [
    "MANIFEST_FILE",
    "MANIFEST_LIMIT_BYTES",
    "TARGET_PATH",
    "SetManifest",
    "StoredFile",
    "current_link",
    "metadata_folder",
    "newest_generation",
    "sets_folder",
    "sync_folder",
    "target_file",
]

MANIFEST_FILE: Final = "set.json"
MANIFEST_LIMIT_BYTES: Final = 4 << 20
TARGET_PATH: Final = re.compile(r"(?:[A-Za-z0-9][A-Za-z0-9._-]{0,99}/){1,3}[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
"""Of a file in the repository: no step of it leads out of its folder. Needs a full match."""

_Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
_TargetPath = Annotated[str, StringConstraints(pattern=f"^{TARGET_PATH.pattern}$")]
_MetadataName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,99}\.json$")]


class StoredFile(Message):
    """A file of a set."""

    sha256: _Sha256
    length_bytes: Annotated[int, Field(ge=0)]


class SetManifest(Message):
    """A set.

    Attributes:
        generation: counts up with each set of this device.
        device_id: whose set it is.
        verified_at: when it was verified; never before the newest time that this device had verified by then.
        fresh_until: until when the timestamp vouches for it, a week at most.
        told_by: ids of the keys that may sign timestamps: when these change, what others have told of time is void.
        versions: of the metadata, by role.
        files: by path in the repository.
        metadata: by name in the folder `metadata`.
        missing: model bundles that were offered and could not be fetched.
    """

    schema_version: Literal[1] = 1
    generation: Annotated[int, Field(ge=1)]
    device_id: DeviceId
    verified_at: Instant
    fresh_until: Instant
    versions: dict[str, int]
    files: Annotated[dict[_TargetPath, StoredFile], Field(max_length=10_000)]
    metadata: Annotated[dict[_MetadataName, StoredFile], Field(max_length=1000)]
    missing: tuple[str, ...] = ()
    told_by: Annotated[tuple[str, ...], Field(max_length=20)] = ()


def sync_folder(state: Path) -> Path:
    """Return the folder of everything below."""
    return state / "sync"


def sets_folder(state: Path) -> Path:
    """Return the folder of all sets."""
    return sync_folder(state) / "sets"


def current_link(state: Path) -> Path:
    """Return the link to the set in force."""
    return sync_folder(state) / "current"


def newest_generation(state: Path) -> int | None:
    """Return the number of the set that the link leads to; None where it leads to none."""
    try:
        return int(current_link(state).readlink().name)
    except (OSError, ValueError):
        return None


def metadata_folder(set_folder: Path) -> Path:
    """Return where a set keeps what it was verified with."""
    return set_folder / "metadata"


def target_file(set_folder: Path, path: str) -> Path:
    """Return where a set keeps a file of the repository.

    Raises:
        ValueError: no file of a set has this path.
    """
    if TARGET_PATH.fullmatch(path) is None:
        raise ValueError("no path of a file in the repository")
    return set_folder / "targets" / path
