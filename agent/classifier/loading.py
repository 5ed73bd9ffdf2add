"""From a bundle's folder to what reads. Loads numpy, onnxruntime and the tokenizer: 60 MB."""

from __future__ import annotations

from pathlib import Path

from agent.classifier.manifest import MODEL, SCREEN, TOKENIZER, open_bundle
from agent.classifier.reader import Reader
from agent.classifier.screen import Screen
from agent.classifier.session import Session
from agent.classifier.windows import Windower

__all__ = ["reader_of"]


def reader_of(folder: Path, identity: str | None = None) -> Reader:
    """The reader of a bundle. Arguments as for `open_bundle`.

    Raises:
        BundleError: the bundle cannot be used.
        Exception: a file of it is not what its library takes (of the library's own kinds).
    """
    manifest, files = open_bundle(folder, identity)
    windower = Windower(files[TOKENIZER].decode())
    return Reader(manifest, windower, Session(files[MODEL]).run, Screen(files[SCREEN]))
