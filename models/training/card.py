"""The table of sources for CARD.md: `python -m models.training.card`. Pure."""

from __future__ import annotations

import sys
from collections import defaultdict

from models.training.sources import CATEGORY_SOURCES, SPAN_SOURCES, Use

__all__ = ["main", "sources_table"]


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


def main() -> None:
    """Print it."""
    sys.stdout.write(sources_table())


if __name__ == "__main__":
    main()
