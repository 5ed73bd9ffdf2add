"""Whether this device is governed: then only the policy that its organization has signed counts.

What enrolment leaves behind is looked for in two places: where the machine service keeps it, for every user, and in the
user's own state folder. Only their presence counts here; what they hold is verified by whoever syncs.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from agent.core.errors import EnvironmentProblemError
from agent.system.folders import Folders

__all__ = ["ENROLMENT_FILE", "MACHINE_SOCKET", "MACHINE_STATE", "EnrolledError", "governing_state", "is_enrolled"]

ENROLMENT_FILE: Final = "enrolment.json"
MACHINE_STATE: Final = Path("/var/lib/cordon")
"""Of the machine service (Filesystem Hierarchy Standard 3.0, 5.8)."""
MACHINE_SOCKET: Final = Path("/run/cordon/machine.sock")
"""Where it answers the agents of all users (the same, 3.15)."""


class EnrolledError(EnvironmentProblemError):
    """The device is governed by an organization, so that a local policy does not count."""

    code = "enrolled"


def is_enrolled(folders: Folders, machine_state: Path = MACHINE_STATE) -> bool:
    """Whether it is. What cannot be looked at counts as there: doubt must not open a way around the policy."""
    return governing_state(folders, machine_state) is not None


def governing_state(folders: Folders, machine_state: Path = MACHINE_STATE) -> Path | None:
    """Return the folder in which the organization's policy lies: the machine's before the user's own; None for none.

    Doubt counts as above.
    """
    for folder in (machine_state, folders.state):
        try:
            os.stat(folder / ENROLMENT_FILE)  # noqa: PTH116 - `exists` takes some errors for absence
        except FileNotFoundError:
            continue
        except OSError:
            return folder
        else:
            return folder
    return None
