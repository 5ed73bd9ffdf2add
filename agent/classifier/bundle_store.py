"""Bundles that this device has accepted: the one in use and the one before it, each whole, by the hash of its manifest.

A delivered bundle is copied before it is used, so that it stays when the set of files that brought it is replaced, and
so that going back to the one before needs neither the network nor another examination.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from agent.classifier.manifest import BundleError, open_bundle, open_golden
from agent.classifier.messages import BundleFile
from agent.core.errors import EnvironmentProblemError
from agent.core.in_force import DeliveredModel

__all__ = ["BundleStore", "BundleStoreError"]

_KEPT = 2


class BundleStoreError(EnvironmentProblemError):
    """An accepted model cannot be kept."""

    code = "bundle_store"


class BundleStore:
    """Keeps them in a folder, which is made when the first one comes.

    Args:
        folder: private to whoever runs the worker.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def find(self, identity: str) -> Path | None:
        """Return the folder of an accepted bundle, which counts as new again; None when none is there, or not whole."""
        kept = self._folder / identity
        try:
            open_bundle(kept, identity)
            open_golden(kept, identity)
            os.utime(kept)
        except (BundleError, OSError):
            return None
        return kept

    def keep(self, model: DeliveredModel) -> Path:
        """Copy a bundle that was accepted, and forget all but the one before. Returns its folder.

        Raises:
            BundleStoreError: it cannot be written.
            BundleError: what was copied is not a whole bundle, or another one.
        """
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=self._folder, prefix=".new-") as temporary:
                copy = Path(temporary, "bundle")
                copy.mkdir(mode=0o700)
                for file in BundleFile:
                    shutil.copyfile(model.folder / file.value, copy / file.value)
                open_bundle(copy, model.identity)
                open_golden(copy, model.identity)
                kept = self._folder / model.identity
                shutil.rmtree(kept, ignore_errors=True)  # not whole, or it would have been found
                copy.replace(kept)
            os.utime(kept)
            self._forget_others()
        except OSError as exc:
            raise BundleStoreError(
                "A delivered model cannot be kept",
                detail=f"{exc.strerror}.",
                hint="Make room on the disk; `cordon doctor` names the folder.",
            ) from exc
        return kept

    def _forget_others(self) -> None:
        bundles = [each for each in self._folder.iterdir() if each.is_dir() and not each.name.startswith(".")]
        for old in sorted(bundles, key=lambda each: each.stat().st_mtime_ns, reverse=True)[_KEPT:]:
            shutil.rmtree(old)
