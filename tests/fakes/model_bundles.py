"""Bundles small enough to make hundreds of, and a worker that says what it is told to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from agent.classifier.manifest import FORMAT, MANIFEST
from agent.classifier.messages import Answer, Span
from agent.core import Category
from agent.core.in_force import DeliveredModel
from agent.system.child_errors import ChildError

__all__ = ["GOLDEN_ANSWER", "ScriptedWorker", "bundle_id", "delivered", "make_bundle"]

GOLDEN_ANSWER = Answer(
    spans=[Span("PERSON", 0, 4, 0.9)],
    category="hr",
    category_score=0.8,
    share=1.0,
    is_finished=True,
    is_confined=True,
    languages=["en"],
)
"""What the golden texts of `make_bundle` are known to be answered with."""


def make_bundle(folder: Path, version: str, golden_texts: int = 8) -> Path:
    """Write a bundle whose files no library would load, and whose manifest vouches for them."""
    folder.mkdir(parents=True)
    golden = [
        {
            "text": f"Anna {number}",
            "category": GOLDEN_ANSWER.category,
            "category_score": GOLDEN_ANSWER.category_score,
            "spans": msgspec.to_builtins(GOLDEN_ANSWER.spans),
        }
        for number in range(golden_texts)
    ]
    files = {
        "model.onnx": f"model {version}".encode(),
        "tokenizer.json": b"{}",
        "screen.bin": b"screen",
        "golden.json": json.dumps(golden).encode(),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    manifest = {
        "format": FORMAT,
        "version": version,
        "files": {name: hashlib.sha256(data).hexdigest() for name, data in files.items()},
        "entities": ["PERSON"],
        "categories": [each.value for each in Category],
        "bias": {},
        "category_bias": {},
        "least": {},
        "token_limit": 128,
        "languages": ["en"],
        "training": {},
        "figures": {},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


def bundle_id(folder: Path) -> str:
    """Return what tells a bundle from every other."""
    return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()


def delivered(folder: Path) -> DeliveredModel:
    """Return a bundle as it is delivered."""
    return DeliveredModel(folder=folder, identity=bundle_id(folder))


class ScriptedWorker:
    """A `Worker`: answers every text alike, or fails.

    Args:
        answer: what it says; bytes as they are; an error is raised; a function gets the text.
    """

    def __init__(self, answer: Answer | bytes | ChildError | Callable[[str], Answer] = GOLDEN_ANSWER) -> None:
        self.answer = answer
        self.asked: list[str] = []
        self.is_stopped = False
        self.pid: int | None = None

    def ask(self, frames: Sequence[bytes | memoryview], _timeout_s: float) -> bytes:
        """Answer."""
        text = bytes(frames[1]).decode()
        self.asked.append(text)
        answer = self.answer(text) if callable(self.answer) else self.answer
        if isinstance(answer, ChildError):
            raise answer
        return answer if isinstance(answer, bytes) else msgspec.json.encode(answer)

    def stop(self) -> None:
        """Say so."""
        self.is_stopped = True
