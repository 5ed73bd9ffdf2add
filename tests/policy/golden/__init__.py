"""Golden policies: documents of today that must parse, compile and mean the same in every later version.

Together they use every field and every name of the format. Something new needs a new golden file; those that are there
are never changed.
"""

from __future__ import annotations

from pathlib import Path

from agent.detection.custom import check_definitions
from agent.policy import parse_policy

__all__ = ["DOCUMENTS"]

_FILES = sorted(Path(__file__).parent.glob("*.yaml"))
DOCUMENTS = {file.stem: parse_policy(file.read_bytes(), check_definitions) for file in _FILES}
"""By the name of the file."""
