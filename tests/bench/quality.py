"""What detection finds and what it takes for something, per entity and source, on texts outside the repository.

Run: `make evaluate DATA=folder`, with `ARGS="--source pii_customer --entity PHONE --errors"` for a part of it.
`--errors` lists ids, labels and offsets of what is wrong or missed; `--texts` prints those texts as well. Both pass
over sources that are set aside: what nobody looks into cannot be tuned on. `scoring` says how spans are counted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from rich.console import Console
from rich.table import Table

from agent.core import Entity
from tests.bench.corpora import Corpora, LabeledText, PlainText, SecretText, is_set_aside
from tests.bench.scoring import Counts, Reliability, Span, score, spread
from tests.bench.systems import CORDON, Run, run_cordon

__all__ = ["Texts", "add_data_option", "print_quality", "read_texts"]

_SECRETS = frozenset({Entity.SECRET, Entity.PASSWORD, Entity.URL})
"""Any of them makes a text one that holds a secret, as in `cordon scan --jsonl`."""
_GROUPS = (("tuned on", False), ("set aside", True))

TextT = TypeVar("TextT", bound=PlainText)


@dataclass(frozen=True, slots=True, kw_only=True)
class Texts:
    """Everything that is measured on."""

    labeled: list[LabeledText]
    secrets: list[SecretText]
    prompts: list[PlainText]

    def keep_source(self, part: str) -> Texts:
        """Only sources with this in their name."""
        return Texts(
            labeled=[text for text in self.labeled if part in text.source],
            secrets=[text for text in self.secrets if part in text.source],
            prompts=[text for text in self.prompts if part in text.source],
        )

    def all(self) -> list[PlainText]:
        """Every text."""
        return [*self.labeled, *self.secrets, *self.prompts]


def add_data_option(parser: argparse.ArgumentParser) -> None:
    """Add `--data`, which is the variable DATA where it is not given."""
    folder = os.environ.get("DATA", "")
    parser.add_argument("--data", type=Path, default=folder or None, help="folder of the texts to measure on")


def read_texts(folder: Path | None) -> Texts | None:
    """The texts, or None where there are none; says so."""
    corpora = Corpora(folder) if folder is not None else None
    if corpora is None or not corpora.is_there:
        sys.stdout.write("Quality is not measured: name the folder of the data, as in `make evaluate DATA=folder`.\n")
        return None
    return Texts(labeled=corpora.labeled(), secrets=corpora.secrets(), prompts=corpora.prompts())


def print_quality(texts: Texts, runs: Mapping[str, Run]) -> None:
    """Print every table; a system without an answer to a text is left out of that text's table."""
    _print_spans(texts.labeled, _systems(texts.labeled, runs))
    _print_secrets(texts.secrets, _systems(texts.secrets, runs))
    _print_alarms(texts.prompts, _systems(texts.prompts, runs))
    _print_reliability(texts.labeled, runs[CORDON])


def _systems(texts: Sequence[PlainText], runs: Mapping[str, Run]) -> dict[str, Run]:
    return {name: run for name, run in runs.items() if all(text.key in run.spans for text in texts)}


def _by_source(texts: Sequence[TextT]) -> dict[str, list[TextT]]:
    grouped: defaultdict[str, list[TextT]] = defaultdict(list)
    for text in texts:
        grouped[text.source].append(text)
    return dict(grouped)


def _counts(texts: Sequence[LabeledText], run: Run) -> dict[str, Counts]:
    """Counts by label."""
    totals: defaultdict[str, Counts] = defaultdict(Counts)
    for text in texts:
        for label in text.labels:
            totals[label].add(score(_labeled(text.spans, label), _labeled(run.spans[text.key], label)))
    return dict(totals)


def _labeled(spans: Sequence[Span], label: str) -> list[Span]:
    return [span for span in spans if span.label == label]


def _print_spans(texts: Sequence[LabeledText], runs: Mapping[str, Run]) -> None:
    for group, aside in _GROUPS:
        chosen = {source: rows for source, rows in _by_source(texts).items() if is_set_aside(source) is aside}
        if not chosen:
            continue
        table = _table(f"Spans, overlap, sources {group}", "source", "entity", "gold")
        _add_columns(table, runs, "P", "R", "F1", *_numbers(runs))
        pooled: dict[str, defaultdict[str, Counts]] = {name: defaultdict(Counts) for name in runs}
        for source, rows in chosen.items():
            counted = {name: _counts(rows, run) for name, run in runs.items()}
            for label in sorted(next(iter(counted.values()))):
                each = {name: counts[label] for name, counts in counted.items()}
                for name, counts in each.items():
                    pooled[name][label].add(counts)
                _add_counts(table, source, label, each)
        table.add_section()
        for label in sorted(next(iter(pooled.values()))):
            _add_counts(table, "all of them", label, {name: counts[label] for name, counts in pooled.items()})
        _print(table)


def _add_counts(table: Table, source: str, label: str, counts: Mapping[str, Counts]) -> None:
    gold = next(iter(counts.values()))
    cells: list[str] = []
    for each in counts.values():
        cells += _ratios(each)
        if _numbers(counts):
            cells += str(each.wrong), str(each.missed)
    table.add_row(source, label, str(gold.found + gold.missed), *cells)


def _numbers(systems: Mapping[str, object]) -> tuple[str, ...]:
    """Further columns where one system stands alone: beside another they would not fit a terminal."""
    return ("wrong", "missed") if len(systems) == 1 else ()


def _ratios(counts: Counts) -> tuple[str, str, str]:
    precision = f"{counts.precision:.3f}" if counts.right + counts.wrong else ""
    return precision, f"{counts.recall:.3f}", f"[bold]{counts.f1:.3f}[/]"


def _print_secrets(texts: Sequence[SecretText], runs: Mapping[str, Run]) -> None:
    if not texts:
        return
    table = _table("Texts that hold a secret", "source", "with", "without")
    _add_columns(table, runs, "P", "R", "F1", "false alarms")
    for group, aside in _GROUPS:
        chosen = [text for text in texts if is_set_aside(text.source) is aside]
        for source, rows in (*_by_source(chosen).items(), (f"all {group}", chosen)):
            if rows:
                positive = sum(text.is_secret for text in rows)
                cells = [cell for run in runs.values() for cell in _secret_cells(rows, run)]
                table.add_row(source, str(positive), str(len(rows) - positive), *cells)
        table.add_section()
    _print(table)


def _secret_cells(texts: Sequence[SecretText], run: Run) -> tuple[str, ...]:
    alarmed = {text.key for text in texts if any(span.label in _SECRETS for span in run.spans[text.key])}
    right = sum(text.is_secret and text.key in alarmed for text in texts)
    wrong = len(alarmed) - right
    missed = sum(text.is_secret for text in texts) - right
    negatives = sum(not text.is_secret for text in texts)
    counts = Counts(right=right, wrong=wrong, found=right, missed=missed)
    alarms = f"{wrong / negatives:.3f}" if negatives else ""
    return (*_ratios(counts), alarms)


def _print_alarms(texts: Sequence[PlainText], runs: Mapping[str, Run]) -> None:
    if not texts:
        return
    table = _table("Ordinary texts with any identifier found (markings aside)", "source", "texts")
    _add_columns(table, runs, "share", "of what")
    for group, aside in _GROUPS:
        chosen = [text for text in texts if is_set_aside(text.source) is aside]
        code = [text for text in chosen if text.source.startswith("TheAlgorithms/")]
        prose = [text for text in chosen if text not in code]
        rows = (*_by_source(prose).items(), (f"all prose {group}", prose), (f"all code {group}", code))
        for source, part in rows:
            if part:
                table.add_row(
                    source, str(len(part)), *(cell for run in runs.values() for cell in _alarm_cells(part, run))
                )
        table.add_section()
    _print(table)


def _alarm_cells(texts: Sequence[PlainText], run: Run) -> tuple[str, str]:
    kinds = [{span.label for span in run.spans[text.key]} - {Entity.MARKING} for text in texts]
    counted = Counter(label for found in kinds for label in found)
    what = ", ".join(f"{label} {count}" for label, count in counted.most_common(4))
    return f"{sum(map(bool, kinds)) / len(texts):.2%}", what


def _print_reliability(texts: Sequence[LabeledText], run: Run) -> None:
    for group, aside in _GROUPS:
        points: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
        for text in texts:
            if is_set_aside(text.source) is aside:
                for span in run.spans[text.key]:
                    if span.label in text.labels:
                        points[span.label].append((span.confidence, any(span.overlaps(each) for each in text.spans)))
        if not points:
            continue
        table = _table(f"Confidence beside the share that is right, sources {group}", "entity", "found", "Brier", "ECE")
        table.add_column("mean confidence → right (count)")
        for label, pairs in (
            *sorted(points.items()),
            ("all of them", [pair for each in points.values() for pair in each]),
        ):
            _add_reliability(table, label, spread(pairs))
        _print(table)


def _add_reliability(table: Table, label: str, reliability: Reliability) -> None:
    bins = "   ".join(f"{each.confidence:.2f} → {each.right:.2f} ({each.count})" for each in reliability.bins)
    count = sum(each.count for each in reliability.bins)
    table.add_row(label, str(count), f"{reliability.brier:.3f}", f"{reliability.ece:.3f}", bins)


def _print_errors(texts: Texts, run: Run, keep: Callable[[str], bool], *, with_texts: bool) -> None:
    """What is wrong or missed in the sources that may be looked into."""

    def say(text: PlainText, *what: str) -> None:
        sys.stdout.write(f"{text.key}  {'; '.join(what)}\n")
        if with_texts:
            sys.stdout.write("".join(f"    | {line}\n" for line in text.text.splitlines()))

    for text in texts.labeled:
        if is_set_aside(text.source):
            continue
        predicted = [span for span in run.spans[text.key] if span.label in text.labels and keep(span.label)]
        gold = [span for span in text.spans if span.label in text.labels and keep(span.label)]
        wrong = [_place("wrong", span) for span in predicted if not any(span.overlaps(each) for each in gold)]
        missed = [_place("missed", span) for span in gold if not any(span.overlaps(each) for each in predicted)]
        if wrong or missed:
            say(text, *wrong, *missed)
    for secret in texts.secrets:
        found = [span for span in run.spans[secret.key] if span.label in _SECRETS]
        if not is_set_aside(secret.source) and bool(found) is not secret.is_secret and any(map(keep, _SECRETS)):
            say(secret, *([_place("wrong", span) for span in found] or ["missed"]))
    for prompt in texts.prompts:
        alarms = [span for span in run.spans[prompt.key] if span.label != Entity.MARKING and keep(span.label)]
        if not is_set_aside(prompt.source) and alarms:
            say(prompt, *(_place("alarm", span) for span in alarms))


def _place(what: str, span: Span) -> str:
    return f"{what} {span.label} {span.start}-{span.end} ({span.confidence:.2f})"


def _table(title: str, *headings: str) -> Table:
    table = Table(title=title, title_justify="left", box=None, padding=(0, 1, 0, 0), header_style="bold")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in {"gold", "with", "without", "texts"} else "left")
    return table


def _add_columns(table: Table, runs: Mapping[str, Run], *headings: str) -> None:
    """The same columns for each system, named by the first of them."""
    for name in runs:
        for position, heading in enumerate(headings):
            table.add_column(f"{name} {heading}" if position == 0 else heading, justify="right", no_wrap=True)


def _print(table: Table) -> None:
    Console(width=None if sys.stdout.isatty() else 170).print(table, "")


def main() -> None:
    """Measure Cordon alone."""
    parser = argparse.ArgumentParser(prog="make evaluate", description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add_data_option(parser)
    parser.add_argument("--source", default="", help="only sources with this in their name")
    parser.add_argument("--entity", default="", help="errors of this entity only")
    parser.add_argument("--errors", action="store_true", help="list what is wrong or missed, by id and place")
    parser.add_argument("--texts", action="store_true", help="with the texts, for local eyes only")
    arguments = parser.parse_args()
    texts = read_texts(arguments.data)
    if texts is None:
        return
    texts = texts.keep_source(arguments.source)
    run = run_cordon(texts.all())
    if arguments.errors or arguments.texts:
        wanted = arguments.entity.upper()
        _print_errors(texts, run, lambda label: not wanted or label == wanted, with_texts=arguments.texts)
        return
    print_quality(texts, {CORDON: run})
    sys.stdout.write(f"{len(texts.all())} texts, {run.kilobytes:,.0f} KB, {run.ms_per_kb:.3f} ms per KB\n")


if __name__ == "__main__":
    main()
