"""The texts that quality is measured on: a folder of gzip-compressed JSON lines that is not part of the repository.

Rule kept here: whole sources are set aside. Recognizers are tuned on the others alone; of a source set aside nobody
reads a row, so that its figures say something about texts that nobody has seen.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agent.detection.recognizers import RECOGNIZERS
from tests.bench.scoring import Span

__all__ = ["Corpora", "LabeledText", "PlainText", "SecretText", "is_set_aside"]

_TUNED_ON = (
    "identifiers_presidio_tests",
    "pii_customer",
    "pii_multidogo",
    "pii_nannigalaxy",
    "gitleaks",
    "credsweeper-samples",
    "detect-secrets",
    "secretlint",
    "awesome-chatgpt-prompts",
    "oasst-100",
    "clinc-",
    "TheAlgorithms/",
)
_SPAN_FILES = ("identifiers_presidio_tests", "pii_customer", "pii_multidogo", "pii_nannigalaxy")
"""Those with labels that recognizers look for; the others hold names and places."""
_RECOGNIZED = frozenset(str(each.entity) for each in RECOGNIZERS)


def is_set_aside(source: str) -> bool:
    """Whether nobody may look into it."""
    return not source.startswith(_TUNED_ON)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainText:
    """A text.

    Attributes:
        key: source and id; unique.
        source: where it is from.
        text: the text.
    """

    key: str
    source: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabeledText(PlainText):
    """A text with gold spans, and the labels that were looked for in it: others in it are not marked."""

    spans: tuple[Span, ...]
    labels: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SecretText(PlainText):
    """A text that holds a secret, or was reviewed and holds none."""

    is_secret: bool


class Corpora:
    """Reads the folder; each call reads its file again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def is_there(self) -> bool:
        """Whether the folder holds what is read."""
        return (self._folder / "spans").is_dir()

    def labeled(self) -> list[LabeledText]:
        """Texts with spans; a label that is none of our entities is left out."""
        return [text for name in _SPAN_FILES for text in self._labeled(name)]

    def _labeled(self, name: str) -> list[LabeledText]:
        rows = list(self._rows(f"spans/{name}.jsonl.gz"))
        everywhere = frozenset(span["label"] for row in rows for span in row["spans"]) & _RECOGNIZED
        return [
            LabeledText(
                key=f"{name}/{row['id']}",
                source=name,
                text=row["text"],
                spans=tuple(
                    Span(start=span["start"], end=span["end"], label=span["label"])
                    for span in row["spans"]
                    if span["label"] in everywhere
                ),
                # A recognizer's unit test says nothing of other labels.
                labels=frozenset({row["target"]}) & everywhere if "target" in row else everywhere,
            )
            for row in rows
        ]

    def secrets(self) -> list[SecretText]:
        """Texts with and without secrets."""
        return [
            SecretText(key=row["id"], source=row["source"], text=row["text"], is_secret=row["is_secret"])
            for row in self._rows("secrets/secrets.jsonl.gz")
        ]

    def prompts(self) -> list[PlainText]:
        """Ordinary prompts and prose, where an identifier is a false alarm; and source code, where most are."""
        return [
            PlainText(key=row["id"], source=row["source"], text=row["text"])
            for row in self._rows("categories/categories.jsonl.gz")
            if row["category"] == "general" or row["source"].startswith("TheAlgorithms/")
        ]

    def documents(self) -> dict[str, str]:
        """The documents of each category, one behind the other: what people paste, to measure speed on."""
        texts: dict[str, list[str]] = {}
        for name in ("categories", "more"):
            for row in self._rows(f"categories/{name}.jsonl.gz"):
                texts.setdefault(row["category"], []).append(row["text"])
        return {category: "\n\n".join(rows) for category, rows in texts.items()}

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        with gzip.open(self._folder / name, "rt", encoding="utf-8") as file:
            for line in file:
                yield json.loads(line)
