"""Reads the folder of texts: gzip-compressed JSON lines, by the rules of `sources`.

The SHA-256 of every file that is read is kept, for the manifest of what they trained.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from models.training.examples import Example, Span
from models.training.labels import CATEGORIES, ENTITY_OF
from models.training.sources import CATEGORY_SOURCES, NOBODY, SPAN_SOURCES, SpanSource, Use

__all__ = ["Corpus", "UnknownSourceError"]

_CATEGORY_FILES = ("categories", "more")


class UnknownSourceError(Exception):
    """A row is of a source whose licence is not written down, or of no known category."""


class Corpus:
    """Reads each file once, when it is asked for.

    Attributes:
        hashes: SHA-256 of each file read, by its name below the folder.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.hashes: dict[str, str] = {}

    def examples(self) -> list[Example]:
        """All that may be trained on or measured on; `may_train` tells which.

        Raises:
            OSError: a file is missing or cannot be read.
            UnknownSourceError: a row's source or category is not known.
        """
        marked = [
            example
            for name, source in SPAN_SOURCES.items()
            if source.use is not Use.LEFT_OUT
            for example in self._marked(name, source)
        ]
        return marked + [example for name in _CATEGORY_FILES for example in self._categorized(name)]

    @staticmethod
    def may_train(source: str) -> bool:
        """Whether a model that has seen this source may ship."""
        of = SPAN_SOURCES.get(source.partition(" ")[0]) or CATEGORY_SOURCES.get(source)
        return of is None or of.use is Use.TRAIN  # pii_multidogo's rows go by the name of their chats

    def _marked(self, name: str, source: SpanSource) -> Iterator[Example]:
        wanted = source.annotates | source.marks
        for row in self._rows(f"spans/{name}.jsonl.gz"):
            text: str = row["text"]
            spans = (
                Span(span["start"], span["end"], ENTITY_OF[span["label"]])
                for span in row["spans"]
                if ENTITY_OF.get(span["label"]) in wanted and not _is_nobody(name, text[span["start"] : span["end"]])
            )
            yield Example(
                text=text,
                spans=_without_overlaps(spans),
                known=source.annotates,
                source=_name_of(name, row),
            )

    def _categorized(self, name: str) -> Iterator[Example]:
        for row in self._rows(f"categories/{name}.jsonl.gz"):
            if row["source"] not in CATEGORY_SOURCES or row["category"] not in CATEGORIES:
                raise UnknownSourceError(f"{name}: {row['source']!r}, {row['category']!r}")
            yield Example(text=row["text"], category=row["category"], source=row["source"])

    def _rows(self, name: str) -> Iterator[dict[str, Any]]:
        data = (self._folder / name).read_bytes()
        self.hashes[name] = hashlib.sha256(data).hexdigest()
        for line in gzip.decompress(data).split(b"\n"):
            if line:
                yield json.loads(line)


def _name_of(file: str, row: dict[str, Any]) -> str:
    # The same chats are in `categories`, held out by the same name. Languages are measured apart.
    if file == "pii_multidogo":
        return str(row["source"])
    language = row.get("lang", "en")
    return file if language == "en" else f"{file} {language}"


def _is_nobody(source: str, text: str) -> bool:
    return text.lower() in NOBODY.get(source, ())


def _without_overlaps(spans: Iterator[Span]) -> tuple[Span, ...]:
    """The longer of two that overlap."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end > span.start and (not kept or span.start >= kept[-1].end):
            kept.append(span)
    return tuple(kept)
