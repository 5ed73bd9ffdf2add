"""Sets of policies as the syncing child leaves them, made without a server: verified by nobody, and stored the same."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from agent.core.verdicts import Layer
from agent.fleet.assignment import Assignment, OfflineExceptions
from agent.fleet.targets import CATALOGUE_PATH, device_path, layer_folder
from agent.policy import parse_policy
from agent.policy.document.canonical import canonical_json
from agent.sync.enrolment import Enrolment, save_enrolment
from agent.sync.manifest import (
    MANIFEST_FILE,
    SetManifest,
    StoredFile,
    current_link,
    sets_folder,
    target_file,
)

__all__ = ["DEVICE_ID", "POLICY", "VERIFIED_AT", "StoredSets", "policy_of"]

DEVICE_ID = "d" * 32
VERIFIED_AT = datetime(2026, 3, 1, 12, tzinfo=UTC)

POLICY = """\
name: {name}
version: "{version}"
layer: {layer}
mode: enforce
{more}
rules:
  - {{id: {layer}-mail, when: {{entity: EMAIL}}, action: {action}, message: Ask first.}}
"""
_LABELS = "labels: [{name: public}, {name: internal, any_of: [{entity: EMAIL}]}]\n"


def policy_of(
    layer: Layer = Layer.GLOBAL, *, name: str = "Acme", version: str = "1", action: str = "warn", more: str = ""
) -> bytes:
    """A small policy, as people write it: it does something about mail addresses."""
    labels = _LABELS if layer is Layer.GLOBAL else ""
    return POLICY.format(name=name, version=version, layer=layer, action=action, more=labels + more).encode()


class StoredSets:
    """The sets in a state folder.

    Args:
        state: the folder.
    """

    def __init__(self, state: Path) -> None:
        self.state = state
        self.generation = 0

    def enroll(self) -> None:
        """Leave behind what enrolment does."""
        self.state.mkdir(mode=0o755, parents=True, exist_ok=True)
        save_enrolment(
            self.state,
            Enrolment(
                server="https://cordon.example.com",
                repository="https://cordon.example.com/repository",
                root_sha256="0" * 64,
                device_id=DEVICE_ID,
                enrolled_at=VERIFIED_AT,
            ),
        )

    def put(
        self,
        *policies: bytes,
        names: Mapping[Layer, str] = {Layer.TEAM: "sales", Layer.USER: "jane@example.com"},
        assignment: Assignment | None = None,
        exceptions: OfflineExceptions | None = None,
        files: Mapping[str, bytes] = {},
        catalogue: bytes | None = None,
        verified_at: datetime = VERIFIED_AT,
        fresh_for: timedelta = timedelta(days=1),
    ) -> Path:
        """Put a set in force, and return its folder.

        Args:
            policies: one for each layer, as people write them.
            names: of the layers below the global one.
            assignment: of this device.
            exceptions: of the global layer.
            files: beside the global policy, by name.
            catalogue: of destinations.
            verified_at: when it was verified.
            fresh_for: for so long after that nobody doubts that it is the newest.
        """
        self.generation += 1
        folder = sets_folder(self.state) / str(self.generation)
        targets: dict[str, bytes] = {}
        for text in policies:
            document = parse_policy(text)
            place = layer_folder(document.layer, names.get(document.layer, ""))
            targets[f"{place}/policy.json"] = canonical_json(document)
        if assignment is not None:
            targets[device_path(DEVICE_ID)] = assignment.to_bytes()
        if exceptions is not None:
            targets["policy/exceptions.json"] = exceptions.to_bytes()
        targets |= {f"policy/{name}": content for name, content in files.items()}
        if catalogue is not None:
            targets[CATALOGUE_PATH] = catalogue
        for path, content in targets.items():
            file = target_file(folder, path)
            file.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            file.write_bytes(content)
        manifest = SetManifest(
            generation=self.generation,
            device_id=DEVICE_ID,
            verified_at=verified_at,
            fresh_until=verified_at + fresh_for,
            versions={"root": 1, "timestamp": self.generation},
            files={
                path: StoredFile(sha256=hashlib.sha256(content).hexdigest(), length_bytes=len(content))
                for path, content in targets.items()
            },
            metadata={},
        )
        (folder / MANIFEST_FILE).write_bytes(manifest.to_bytes())
        link = current_link(self.state)
        link.unlink(missing_ok=True)
        link.symlink_to(folder.relative_to(link.parent))
        return folder
