"""The bundle: the model's files, and the manifest that vouches for them.

`manifest.json` names every file with its SHA-256, the order of entities and categories in the model's answers, the
thresholds that were chosen for it, how many tokens it reads at once, and what it was trained from. A bundle is used
whole or not at all: a file that is missing or altered, an entity that this Cordon does not know, or a window of another
length refuses it. The packaged bundle's manifest is as trustworthy as the program beside it. A delivered one lies where
its user may write: it is read only as the one whose SHA-256 was signed, its identity.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from agent.classifier import TOKEN_LIMIT
from agent.classifier.golden import GoldenError, GoldenText, parse_golden
from agent.classifier.messages import BundleFile, Problem, problem_in_words
from agent.core import Category, Entity

__all__ = [
    "FORMAT",
    "GOLDEN",
    "MANIFEST",
    "MODEL",
    "SCREEN",
    "TOKENIZER",
    "BundleError",
    "Manifest",
    "bundle_folder",
    "open_bundle",
    "open_golden",
    "reported",
]

FORMAT = 1
MANIFEST, MODEL, TOKENIZER, SCREEN, GOLDEN = (each.value for each in BundleFile)
_LOADED = (BundleFile.MODEL, BundleFile.TOKENIZER, BundleFile.SCREEN)
_FILES = (*_LOADED, BundleFile.GOLDEN)
_NAME = "sensitive-text"
_MANIFEST_LIMIT_BYTES, _FILE_LIMIT_BYTES = 1 << 20, 64 << 20
_UNREPORTED = "IDENTIFIER"
"""What the model was taught to tell apart and nobody is told of: recognizers decide on it."""


class BundleError(Exception):
    """The bundle cannot be used; the text says why, in words for an administrator.

    Attributes:
        problem: what is wrong.
        file: with which file.
    """

    def __init__(self, problem: Problem, file: BundleFile, detail: str = "") -> None:
        super().__init__(f"{problem_in_words(problem, file)}{': ' if detail else ''}{detail}")
        self.problem = problem
        self.file = file


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """What `manifest.json` holds.

    Attributes:
        format: of the manifest.
        version: of the model.
        files: SHA-256 of each file, by name.
        entities: in the order of the tags: `O`, then beginning and inside of each.
        categories: in the order of the second answer.
        bias: what is added to the logits of an entity, by its name.
        category_bias: what is added to the logit of a category, by its name.
        least: the probability below which a span of an entity is not reported, by its name.
        token_limit: of one window.
        languages: ISO 639-1 codes of those that it was taught.
        training: where it came from: commit, settings, SHA-256 of every file of texts.
        figures: how good it is, as measured on sources that it has not seen.
    """

    format: int
    version: str
    files: dict[str, str]
    entities: list[str]
    categories: list[str]
    bias: dict[str, float]
    category_bias: dict[str, float]
    least: dict[str, float]
    token_limit: int
    languages: list[str]
    training: dict[str, Any]
    figures: dict[str, Any]


def bundle_folder() -> Path:
    """Where the bundle lies: beside this module when installed, in `models/` of a checkout."""
    here = Path(__file__).resolve().parent
    installed = here / _NAME
    return installed if installed.is_dir() else here.parent.parent / "models" / _NAME


def open_bundle(folder: Path, identity: str | None = None) -> tuple[Manifest, Mapping[str, bytes]]:
    """Read the manifest and every file it vouches for that a reader loads.

    The bytes that were checked are the bytes that are used: nobody can change a file in between.

    Args:
        folder: of the bundle.
        identity: the SHA-256 that its manifest has to have; None for the packaged one.

    Raises:
        BundleError: see the module.
    """
    manifest = _fit_manifest(folder, identity)
    files = {each.value: _checked(folder, each, manifest.files[each.value]) for each in _LOADED}
    return manifest, MappingProxyType(files)


def open_golden(folder: Path, identity: str | None = None) -> tuple[GoldenText, ...]:
    """Read the golden texts that the manifest vouches for; cheap beside the rest. Arguments as for `open_bundle`.

    Raises:
        BundleError: see the module.
    """
    manifest = _fit_manifest(folder, identity)
    data = _checked(folder, BundleFile.GOLDEN, manifest.files[BundleFile.GOLDEN])
    try:
        return parse_golden(data)
    except GoldenError as exc:
        raise BundleError(Problem.UNFIT, BundleFile.GOLDEN, str(exc)) from exc


def _fit_manifest(folder: Path, identity: str | None) -> Manifest:
    manifest = _manifest(folder, identity)
    if unfit := _unfit(manifest):
        raise BundleError(Problem.UNFIT, BundleFile.MANIFEST, unfit)
    return manifest


def _unfit(manifest: Manifest) -> str:
    """Why this program cannot use it; empty when it can."""
    if manifest.format != FORMAT:
        return f"format {manifest.format} instead of {FORMAT}"
    if manifest.token_limit != TOKEN_LIMIT:
        return f"windows of {manifest.token_limit} tokens instead of {TOKEN_LIMIT}"
    if unknown := set(manifest.entities) - set(Entity) - {_UNREPORTED}:
        return f"unknown entities {', '.join(sorted(unknown))}"
    if set(manifest.categories) != set(Category) or len(manifest.categories) != len(Category):
        return "its categories are others"
    if set(manifest.files) != {each.value for each in _FILES}:
        return "it vouches for other files"
    return ""


def reported(entities: list[str]) -> list[str | None]:
    """The same, with None for what nobody is told of."""
    return [None if entity == _UNREPORTED else entity for entity in entities]


def _manifest(folder: Path, identity: str | None) -> Manifest:
    data = _read(folder, BundleFile.MANIFEST, _MANIFEST_LIMIT_BYTES)
    if identity is not None and hashlib.sha256(data).hexdigest() != identity:
        raise BundleError(Problem.ALTERED, BundleFile.MANIFEST, "its SHA-256 is not the one that was signed")
    try:
        return msgspec.json.decode(data, type=Manifest)
    except (msgspec.DecodeError, ValueError, RecursionError):
        raise BundleError(Problem.UNREADABLE, BundleFile.MANIFEST) from None


def _checked(folder: Path, file: BundleFile, sha256: str) -> bytes:
    data = _read(folder, file, _FILE_LIMIT_BYTES)
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BundleError(Problem.ALTERED, file, "its SHA-256 is not the manifest's")
    return data


def _read(folder: Path, file: BundleFile, limit_bytes: int) -> bytes:
    try:
        with (folder / file.value).open("rb") as stream:
            data = stream.read(limit_bytes + 1)
    except FileNotFoundError:
        raise BundleError(Problem.MISSING, file) from None
    except OSError as exc:
        raise BundleError(Problem.UNREADABLE, file, type(exc).__name__) from exc
    if len(data) > limit_bytes:
        raise BundleError(Problem.UNREADABLE, file, "too large")
    return data
