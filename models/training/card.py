"""CARD.md: what the model is, how good, and what it was made from. The words are in `card.md`, beside this module."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from models.training.figures import Figures
from models.training.labels import ENTITIES
from models.training.report import confused_table, sources_of, totals_table
from models.training.sources import CATEGORY_SOURCES, NAME_SOURCES, SPAN_SOURCES, Use

__all__ = ["card", "names_table", "sources_table"]

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def card(record: Mapping[str, Any], figures: Mapping[str, Figures], latency: str, languages: str) -> str:
    """The whole card.

    Args:
        record: what the training wrote down of itself.
        figures: of `together`, `alone` and `made up`.
        latency: a table.
        languages: what it was taught, in words.
    """
    parts = {
        "entities": ", ".join(ENTITIES),
        "training": _training(record),
        "totals": totals_table(figures),
        "sources": sources_of(figures["together"]),
        "confused": confused_table(figures["together"]),
        "latency": latency,
        "languages": languages,
        "licences": sources_table(),
        "names": names_table(),
    }
    words = Path(__file__).with_suffix(".md").read_text(encoding="utf-8")
    return _SLOT.sub(lambda slot: parts[slot[1]].rstrip("\n"), words)


def _training(record: Mapping[str, Any]) -> str:
    return f"1. {_step(record['held_out'])}\n2. {_step(record)}"


def _step(record: Mapping[str, Any]) -> str:
    settings = record["settings"]
    return (
        f"{_batches(record)} batches of 32 windows; highest rate {settings['rate']}; "
        f"{settings['generated']} made-up texts; seed {settings['seed']}; fold `{settings['fold']}`; "
        f"begun with {_begun(settings['start'])}{_averaged(settings.get('average', ''))}; "
        f"code at {record.get('commit', 'unknown')}."
    )


def _batches(record: Mapping[str, Any]) -> str:
    """Of one network, or of a teacher and its student."""
    settings = record["settings"]
    if not record.get("student_batches"):
        return f"{settings['layers']} layers, {record['batches']}"
    return (
        f"a teacher of {settings['layers']} layers, {record['batches']}, and a student of "
        f"{settings['student_layers']}, {record['student_batches']}"
    )


def _begun(start: str) -> str:
    if start == "None":
        return "the base"
    return "the model that shipped before" if start.endswith(".onnx") else "the weights of the step before"


def _averaged(files: str) -> str:
    return f"; then the mean with {len(files.split(', '))} before it" if files else ""


def names_table() -> str:
    """Every list of names with its licence, in Markdown."""
    lines = ["| names | from | licence |", "|---|---|---|"]
    lines += [f"| {each.what} | {each.source} | {each.licence} |" for each in NAME_SOURCES]
    return "\n".join(lines) + "\n"


def sources_table() -> str:
    """Every source with its licence and what it is used for, in Markdown."""
    lines = ["| source | licence | marks | use |", "|---|---|---|---|"]
    for name, source in SPAN_SOURCES.items():
        marked = ", ".join([*sorted(source.annotates), *(f"{entity} (some)" for entity in sorted(source.marks))])
        lines.append(f"| {name} | {source.licence} | {marked or '-'} | {_use(source.use, source.why)} |")
    by_use: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, of in CATEGORY_SOURCES.items():
        by_use[of.licence, _use(of.use, of.why)].append(name)
    lines += [f"| {'; '.join(names)} | {licence} | category | {use} |" for (licence, use), names in by_use.items()]
    return "\n".join(lines) + "\n"


def _use(use: Use, why: str) -> str:
    return f"{use.value}: {why}" if why else use.value
