"""Puts a set together: which files are this device's, fetched and verified, and whether they can be used.

    devices/<hash>.json        its assignment; without one it is in no team
    policy/                    the global layer: `policy.json`, which must be there, what that names, `exceptions.json`
    teams/<team>/, users/<key>/ the layers of everybody who is assigned to it, where they have been published
    catalogue/catalogue.json   where there is one
    models/<name>/             likewise; one that cannot be fetched holds up no policy, and is tried for again

Policies come first and large files last, so that a slow line is found out late.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tuf.api.metadata import TargetFile
from tuf.ngclient import Updater

from agent.core.sync import SyncTrouble
from agent.core.verdicts import Layer
from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES, Assignment
from agent.fleet.message import MessageRefusedError, parse_message
from agent.fleet.targets import (
    CATALOGUE_PATH,
    EXCEPTIONS_FILE,
    MODEL_MANIFEST,
    MODELS_FOLDER,
    device_path,
    layer_folder,
    team_role,
)
from agent.policy import PolicyDocument
from agent.sync.fetching import ServerFetcher
from agent.sync.limits import FILES_LIMIT, SET_LIMIT_BYTES, check_length
from agent.sync.manifest import TARGET_PATH, StoredFile
from agent.sync.sets import SetDraft
from agent.sync.stored import assigned_layers
from agent.sync.troubles import SyncFailedError, trouble_of
from agent.sync.trust import TrustStore
from agent.sync.usable import check_catalogue, check_exceptions, check_layers, named_files, parse_layer

__all__ = ["Assembly"]

_ANYBODY: Final = "\x00"
"""An account that nobody has: it gets what everybody gets who is not listed."""


class Assembly:
    """One set in the making.

    Args:
        updater: refreshed.
        fetcher: the updater's.
        trust: what the updater writes to.
        draft: where the files go.
        device_id: whose set it is.
    """

    def __init__(
        self, updater: Updater, fetcher: ServerFetcher, trust: TrustStore, draft: SetDraft, device_id: str
    ) -> None:
        self._updater = updater
        self._fetcher = fetcher
        self._trust = trust
        self._draft = draft
        self._device_id = device_id
        # By the paths of a layer and of those above it, which decide how it is read.
        self._layers: dict[tuple[str, ...], tuple[PolicyDocument, Path] | None] = {}
        self._checked: set[tuple[Path, ...]] = set()
        self.missing: list[str] = []
        """Model bundles that could not be fetched."""
        self.missing_because: SyncFailedError | None = None

    def fetch(self) -> None:
        """Fetch everything, and check that it can be used.

        Raises:
            SyncFailedError: it cannot, or it is not there.
            Exception: what python-tuf, the transport and the disk raise; `trouble_of` knows.
        """
        assignment = self._assignment()
        for account in _accounts(assignment):
            self._account(assignment, account)
        if (content := self._optional(CATALOGUE_PATH)) is not None:
            check_catalogue(content.read_bytes())
        for model in self._models():
            self._model(model)

    def _assignment(self) -> Assignment | None:
        file = self._optional(device_path(self._device_id))
        if file is None:
            return None
        try:
            assignment = parse_message(Assignment, file.read_bytes(), ASSIGNMENT_LIMIT_BYTES)
        except MessageRefusedError as exc:
            raise SyncFailedError(SyncTrouble.UNUSABLE, f"{exc.title}. {exc.detail}") from exc
        if assignment.device_id != self._device_id:
            raise SyncFailedError(SyncTrouble.UNUSABLE, "The assignment is another device's.")
        return assignment

    def _account(self, assignment: Assignment | None, account: str) -> None:
        layers: list[tuple[PolicyDocument, Path]] = []
        paths: tuple[str, ...] = ()
        for layer, name, path in assigned_layers(assignment, account):
            paths = (*paths, path)
            if paths not in self._layers:
                upper = tuple(document for document, _ in layers)
                self._layers[paths] = self._layer(layer, name, path, upper)
            if (found := self._layers[paths]) is not None:
                layers.append(found)
        # Accounts share layers, and checking one may take seconds.
        combination = tuple(file for _, file in layers)
        if combination not in self._checked:
            check_layers(layers)
            self._checked.add(combination)

    def _layer(
        self, layer: Layer, name: str, path: str, upper: tuple[PolicyDocument, ...]
    ) -> tuple[PolicyDocument, Path] | None:
        if layer is Layer.TEAM and not self._trust.has_role(team_role(name)):
            return None  # its keys are known, and have not signed anything yet
        file = self._optional(path)
        if file is None:
            if layer is Layer.GLOBAL:
                raise SyncFailedError(SyncTrouble.UNUSABLE, "The repository has no global policy.")
            return None
        document = parse_layer(file.read_bytes(), layer, upper)
        folder = layer_folder(layer, name)
        for named in named_files(document):
            if self._optional(f"{folder}/{named}") is None:
                raise SyncFailedError(SyncTrouble.UNUSABLE, f"{folder}/{named} is named by a policy and not there.")
        if (exceptions := self._optional(f"{folder}/{EXCEPTIONS_FILE}")) is not None:
            check_exceptions(exceptions.read_bytes())
        return document, file.parent

    def _models(self) -> Iterator[str]:
        names = {path.split("/")[1] for path in self._trust.top_paths(f"{MODELS_FOLDER}/") if path.count("/") == 2}
        yield from sorted(names)

    def _model(self, name: str) -> None:
        folder = f"{MODELS_FOLDER}/{name}/"
        try:
            for path in self._trust.top_paths(folder):
                self._optional(path)
            _check_model(self._draft.file(f"{folder}{MODEL_MANIFEST}"), self._draft.files, folder)
        except Exception as exc:
            because = trouble_of(exc)
            if because is None:
                raise
            self._draft.drop(folder)
            self.missing.append(name)
            self.missing_because = because

    def _optional(self, path: str) -> Path | None:
        """A file of the repository, in the draft; None where the repository has none of that path."""
        if path in self._draft.files:
            return self._draft.file(path)
        target = self._updater.get_targetinfo(path)
        return None if target is None else self._add(path, target)

    def _add(self, path: str, target: TargetFile) -> Path:
        if TARGET_PATH.fullmatch(path) is None:
            raise SyncFailedError(SyncTrouble.UNUSABLE, "A file's path is none that this version keeps.")
        check_length(path, target.length)
        if self._draft.size_bytes + target.length > SET_LIMIT_BYTES or len(self._draft.files) >= FILES_LIMIT:
            raise SyncFailedError(SyncTrouble.TOO_LARGE, f"More than {FILES_LIMIT} files or {SET_LIMIT_BYTES} bytes.")
        digest = target.hashes.get("sha256")
        if digest is None:
            raise SyncFailedError(SyncTrouble.UNUSABLE, f"{path} is signed without its SHA-256.")

        def fetch(file: Path) -> None:
            self._fetcher.expected_bytes = target.length
            self._updater.download_target(target, str(file))
            self._fetcher.expected_bytes = 0

        return self._draft.add(path, StoredFile(sha256=digest, length_bytes=target.length), fetch)


def _accounts(assignment: Assignment | None) -> list[str]:
    return [_ANYBODY, *(user.account for user in assignment.users)] if assignment is not None else [_ANYBODY]


def _check_model(manifest: Path, files: dict[str, StoredFile], folder: str) -> None:
    """Return if a bundle's manifest names the files that were signed, and all of them are there."""
    try:
        named = json.loads(manifest.read_bytes())["files"]
        is_whole = all(files[f"{folder}{name}"].sha256 == digest for name, digest in named.items())
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        is_whole = False
    if not is_whole:
        raise SyncFailedError(SyncTrouble.UNUSABLE, f"The files of {folder} are not those of its manifest.")
