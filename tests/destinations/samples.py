"""Catalogue files and processes for the tests of this area."""

from __future__ import annotations

import json
from typing import Any

from agent.core.apps import AppMatch, ProcessFacts

__all__ = ["catalogue", "entry", "matched", "process"]


def entry(**changes: object) -> dict[str, object]:
    return {"id": "acme-ai", "name": "Acme AI", "vendor": "Acme", "kind": "assistant", **changes}


def catalogue(*entries: dict[str, object], **changes: object) -> bytes:
    document: dict[str, Any] = {
        "format": 2,
        "version": "7",
        "browsers": {"app_classes": ["firefox"], "title_endings": ["Mozilla Firefox"]},
        "other_sites": ["Wikipedia"],
        "entries": list(entries),
    }
    return json.dumps(document | changes).encode()


def process(executable: str = "", *command: str, name: str = "", parent: ProcessFacts | None = None) -> ProcessFacts:
    """A process as the system tells it: the path of its program, then its command line."""
    return ProcessFacts(
        pid=4_242, created_at=1_700_000_000.0, name=name, executable=executable, command=command, parent=parent
    )


def matched(match: AppMatch | None) -> tuple[str, str] | None:
    """The id and the evidence of a match."""
    return (match.destination.destination_id, match.evidence.value) if match else None
