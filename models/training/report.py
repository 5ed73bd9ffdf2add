"""Figures as a table in Markdown, for CARD.md, and as JSON, for the manifest. Pure."""

from __future__ import annotations

from models.training.figures import Figures
from models.training.labels import ENTITIES
from models.training.scoring import GROUPS, Counts

__all__ = ["figures_json", "table"]

_NAMES = (*ENTITIES, *GROUPS)


def _line(counts: Counts | None) -> str:
    return f"{counts.f1:.3f} ({counts.found + counts.missed})" if counts else "-"


def table(unseen: Figures, made_up: Figures) -> str:
    """Whole unseen sources beside made-up texts of unseen templates; the number of gold spans in brackets."""
    spans, total = unseen.spans, unseen.total
    lines = ["| label | unseen sources | unseen templates |", "|---|---|---|"]
    lines += [f"| {name} | {_line(total.get(name))} | {_line(made_up.total.get(name))} |" for name in _NAMES]
    for name in ("accuracy", "macro_f1", "alarms"):
        lines.append(f"| {name} | {getattr(unseen, name):.3f} | {getattr(made_up, name):.3f} |")
    lines += ["", "| source | label | F1 | gold |", "|---|---|---|---|"]
    lines += [
        f"| {source} | {name} | {counts.f1:.3f} | {counts.found + counts.missed} |"
        for (source, name), counts in sorted(spans.items())
    ]
    lines += ["", "| source | category right | texts |", "|---|---|---|"]
    right = sorted(unseen.right.items(), key=lambda item: item[1])
    lines += [f"| {source} | {share:.3f} | {count} |" for source, (share, count) in right]
    lines += ["", "| category | taken for | texts |", "|---|---|---|"]
    confused = sorted(unseen.confused.items(), key=lambda item: -item[1])[:15]
    lines += [f"| {gold} | {said} | {count} |" for (gold, said), count in confused]
    return "\n".join(lines) + "\n"


def figures_json(figures: Figures) -> dict[str, object]:
    """The totals."""
    total: dict[str, Counts] = figures.total
    spans = {name: {"f1": round(counts.f1, 4), "gold": counts.found + counts.missed} for name, counts in total.items()}
    names = ("accuracy", "macro_f1", "alarms")
    return {"spans": spans, **{name: round(getattr(figures, name), 4) for name in names}}
