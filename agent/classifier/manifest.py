"""The bundle: the model's files, and the manifest that vouches for them.

`manifest.json` names every file with its SHA-256, the order of entities and categories in the model's answers, the
thresholds that were chosen for it, how many tokens it reads at once, and what it was trained from. A bundle is used
whole or not at all: a file that is missing or altered, an entity that this Cordon does not know, or a window of another
length refuses it. The manifest itself is as trustworthy as the program beside it; signed updates are the policy's.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import msgspec

from agent.classifier import TOKEN_LIMIT
from agent.core import Category, Entity

__all__ = ["FORMAT", "BundleError", "Manifest", "bundle_folder", "open_bundle"]

FORMAT = 1
MANIFEST, MODEL, TOKENIZER, SCREEN = "manifest.json", "model.onnx", "tokenizer.json", "screen.bin"
_NAME = "sensitive-text"
_MANIFEST_LIMIT_BYTES = 1 << 20
_UNREPORTED = "IDENTIFIER"
"""What the model was taught to tell apart and nobody is told of: recognizers decide on it."""


class BundleError(Exception):
    """The bundle cannot be used; the text says why, in words for an administrator."""


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


def open_bundle(folder: Path) -> tuple[Manifest, Mapping[str, bytes]]:
    """Read the manifest and every file it vouches for.

    The bytes that were checked are the bytes that are used: nobody can change a file in between.

    Raises:
        BundleError: see the module.
    """
    manifest = _manifest(folder)
    if manifest.format != FORMAT:
        raise BundleError(f"{MANIFEST}: format {manifest.format}, and this Cordon reads format {FORMAT}")
    if manifest.token_limit != TOKEN_LIMIT:
        raise BundleError(f"{MANIFEST}: windows of {manifest.token_limit} tokens, and this Cordon makes {TOKEN_LIMIT}")
    if unknown := set(manifest.entities) - set(Entity) - {_UNREPORTED}:
        raise BundleError(f"{MANIFEST}: unknown entities: {', '.join(sorted(unknown))}")
    if set(manifest.categories) != set(Category) or len(manifest.categories) != len(Category):
        raise BundleError(f"{MANIFEST}: its categories are not this Cordon's")
    if missing := {MODEL, TOKENIZER, SCREEN} - set(manifest.files):
        raise BundleError(f"{MANIFEST}: does not vouch for {', '.join(sorted(missing))}")
    return manifest, MappingProxyType({name: _checked(folder, name, sha) for name, sha in manifest.files.items()})


def reported(entities: list[str]) -> list[str | None]:
    """The same, with None for what nobody is told of."""
    return [None if entity == _UNREPORTED else entity for entity in entities]


def _manifest(folder: Path) -> Manifest:
    try:
        with (folder / MANIFEST).open("rb") as file:
            data = file.read(_MANIFEST_LIMIT_BYTES)
        return msgspec.json.decode(data, type=Manifest)
    except FileNotFoundError:
        raise BundleError(f"{MANIFEST}: missing") from None
    except OSError as exc:
        raise BundleError(f"{MANIFEST}: cannot be read: {type(exc).__name__}") from exc
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise BundleError(f"{MANIFEST}: is no manifest") from None


def _checked(folder: Path, name: str, sha256: str) -> bytes:
    if Path(name).name != name:
        raise BundleError(f"{MANIFEST}: names a file elsewhere")
    try:
        data = (folder / name).read_bytes()
    except FileNotFoundError:
        raise BundleError(f"{name}: missing") from None
    except OSError as exc:
        raise BundleError(f"{name}: cannot be read: {type(exc).__name__}") from exc
    if hashlib.sha256(data).hexdigest() != sha256:
        raise BundleError(f"{name}: altered; its SHA-256 is not the manifest's")
    return data
