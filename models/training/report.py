"""Figures as tables in Markdown, for people and for CARD.md, and as JSON, for the manifest. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from models.training.figures import Figures
from models.training.labels import ENTITIES
from models.training.scoring import GROUPS, Counts

__all__ = ["confused_table", "figures_json", "page", "sources_of", "totals_table"]

_NAMES = (*ENTITIES, *GROUPS)
_SHARES = ("accuracy", "macro_f1", "alarms")
_CONFUSED = 15


def page(figures: Mapping[str, Figures]) -> str:
    """Totals side by side, and everything about the first of them."""
    first = next(iter(figures.values()))
    return "\n".join((totals_table(figures), sources_of(first), confused_table(first)))


def totals_table(figures: Mapping[str, Figures]) -> str:
    """A column each; the number of gold spans in brackets."""
    lines = [f"| label | {' | '.join(figures)} |", "|---" * (len(figures) + 1) + "|"]
    for name in _NAMES:
        cells = [_cell(each.total.get(name)) for each in figures.values()]
        if any(cell != "-" for cell in cells):
            lines.append(f"| {name} | {' | '.join(cells)} |")
    lines += [
        f"| {name} | {' | '.join(f'{getattr(each, name):.3f}' for each in figures.values())} |" for name in _SHARES
    ]
    return "\n".join(lines) + "\n"


def _cell(counts: Counts | None) -> str:
    gold = counts.found + counts.missed if counts is not None else 0
    return f"{counts.f1:.3f} ({gold})" if counts is not None and gold else "-"


def sources_of(figures: Figures) -> str:
    """By source: F1 of each label, and the share of right categories."""
    lines = ["| source | label | F1 | gold |", "|---|---|---|---|"]
    lines += [
        f"| {source} | {name} | {counts.f1:.3f} | {counts.found + counts.missed} |"
        for (source, name), counts in sorted(figures.spans.items())
        if counts.found + counts.missed
    ]
    lines += ["", "| source | category right | texts |", "|---|---|---|"]
    right = sorted(figures.right.items(), key=lambda item: item[1])
    return "\n".join(lines + [f"| {source} | {share:.3f} | {count} |" for source, (share, count) in right]) + "\n"


def confused_table(figures: Figures) -> str:
    """The commonest mistakes between categories."""
    confused = sorted(figures.confused.items(), key=lambda item: -item[1])[:_CONFUSED]
    rows = [f"| {gold} | {said} | {count} |" for (gold, said), count in confused]
    return "\n".join(["| category | taken for | texts |", "|---|---|---|", *rows]) + "\n"


def figures_json(figures: Figures) -> dict[str, object]:
    """The totals."""
    total: dict[str, Counts] = figures.total
    spans = {name: {"f1": round(counts.f1, 4), "gold": counts.found + counts.missed} for name, counts in total.items()}
    return {"spans": spans, **{name: round(getattr(figures, name), 4) for name in _SHARES}}
