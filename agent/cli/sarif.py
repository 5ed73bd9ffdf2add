"""SARIF 2.1.0 (OASIS), as far as all that Cordon reports have it in common: one run, its rules, places in files."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from agent import __version__
from agent.cli.scan_input import STDIN

__all__ = ["SarifObject", "sarif_document", "sarif_location", "write_sarif"]

SarifObject = Mapping[str, object]

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_STDIN_URI = "stdin"


def sarif_document(
    *,
    rules: Sequence[SarifObject],
    results: Sequence[SarifObject],
    notifications: Sequence[SarifObject] = (),
    is_complete: bool = True,
) -> dict[str, object]:
    """Return the log file (3.13) of one run.

    Args:
        rules: that results refer to, by position.
        results: of the run.
        notifications: what went wrong on the way.
        is_complete: whether everything was looked at.
    """
    invocation = {"executionSuccessful": is_complete, "toolExecutionNotifications": [*notifications]}
    driver = {"name": "Cordon", "version": __version__, "semanticVersion": __version__, "rules": [*rules]}
    run = {
        "tool": {"driver": driver},
        "invocations": [invocation],
        "columnKind": "unicodeCodePoints",
        "results": [*results],
    }
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def sarif_location(name: str, region: SarifObject | None = None) -> dict[str, object]:
    """Return a place in a file, or the file (3.28)."""
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(name)}}
    if region is not None:
        place["region"] = region
    return {"physicalLocation": place}


def write_sarif(document: SarifObject) -> None:
    """Write the document to standard output."""
    sys.stdout.write(json.dumps(document, indent=1) + "\n")


def _uri(name: str) -> str:
    """The place of an artifact (3.4.3): a relative reference for what was named so, else a file URI."""
    if name == STDIN:
        return _STDIN_URI
    path = quote(os.fsencode(Path(name).as_posix()), safe="/")
    return f"file://{path}" if Path(name).is_absolute() else path
