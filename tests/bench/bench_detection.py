"""Speed and memory of the recognizers, on ordinary and on hostile texts.

Times are processor time of the best of a few runs: the budgets are for one core, and other programs share the machine.

`--only base64` measures the figures with this in their name. `--slowest` measures every recognizer alone on the texts
of these names, and prints those that take longest: where a figure is too high, that is where to look first.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial

import psutil

from agent.core import Content, ContentKind
from agent.detection import Pipeline, default_pipeline
from agent.detection.recognizers import RECOGNIZERS
from tests.bench.corpora import Corpora
from tests.bench.hostile import NEAR_MISSES, VALUES
from tests.bench.quality import add_data_option
from tests.bench.table import Row, print_table
from tests.bench.texts import MEGABYTE, ORDINARY, prose

__all__ = ["measure"]

_KB_BUDGET_MS = 0.1
_MB_PER_S_BUDGET = 25.0
_COMPILE_BUDGET_MS = 150.0
_HOSTILE_BUDGET_S = 1.0
_GROWTH_BUDGET = 0.1
_MEMORY_RUNS = 8
_SLOWEST = 10
_PROSE = frozenset({"general", "hr", "internal_comm", "legal", "medical"})


def measure(part: str = "", documents: Mapping[str, str] | None = None) -> Iterator[Row]:
    """Every figure whose name holds the part; a few minutes for all.

    Args:
        part: a part of the name.
        documents: real texts, by what they are.
    """
    parts: dict[str, Callable[[], Row]] = {"compile all recognizers": _compile}
    for name, make in ORDINARY.items():
        parts[f"1 KB of {name}"] = partial(_kilobyte, name, make)
        parts[f"10 MB of {name}"] = partial(_rate, name, make)
    for category, text in (documents or {}).items():
        parts[f"documents: {category}"] = partial(_documents, category, text)
    parts["patterns on re"] = _with_re
    parts["memory"] = _memory
    for name, make in (NEAR_MISSES | VALUES).items():
        parts[f"hostile: {name}"] = partial(_hostile, name, make)
    for name, call in parts.items():
        if part in name:
            yield call()


def _compile() -> Row:
    compile_ms = _best_s(Pipeline, RECOGNIZERS, times=3) * 1000
    return Row(
        what=f"compile all {len(RECOGNIZERS)} recognizers",
        figure=compile_ms,
        unit="ms",
        budget=f"≤ {_COMPILE_BUDGET_MS:g}",
        ok=compile_ms <= _COMPILE_BUDGET_MS,
    )


def _kilobyte(name: str, make: Callable[[int], str]) -> Row:
    """Pieces of 1 KB, each for itself; a budget for prose alone, since a table full of people is all work."""
    whole = make(512 * 1024)
    pieces = [whole[start : start + 1024] for start in range(0, len(whole), 1024)]
    find = default_pipeline().find
    each_ms = _best_s(lambda: [find(piece) for piece in pieces]) * 1000 / len(pieces)
    limited = name in {"prose", "source code"}
    return Row(
        what=f"1 KB of {name}",
        figure=each_ms,
        unit="ms",
        budget=f"≤ {_KB_BUDGET_MS:g}" if limited else "",
        ok=each_ms <= _KB_BUDGET_MS if limited else None,
    )


def _rate(name: str, make: Callable[[int], str]) -> Row:
    text = make(10 * MEGABYTE)
    rate = 10 / _best_s(default_pipeline().find, text, times=2)
    limited = name in {"prose", "source code"}
    return Row(
        what=f"10 MB of {name}",
        figure=rate,
        unit="MB/s",
        budget=f"≥ {_MB_PER_S_BUDGET:g}" if limited else "",
        ok=rate >= _MB_PER_S_BUDGET if limited else None,
    )


def _documents(category: str, text: str) -> Row:
    """Real documents, where nothing repeats as in texts that are made; a budget for those that are mostly prose."""
    text = text[: 2 * MEGABYTE]
    size = len(text.encode()) / MEGABYTE
    rate = size / _best_s(default_pipeline().find, text, times=2)
    limited = category in _PROSE
    return Row(
        what=f"{size:.1f} MB of documents: {category}",
        figure=rate,
        unit="MB/s",
        budget=f"≥ {_MB_PER_S_BUDGET:g}" if limited else "",
        ok=rate >= _MB_PER_S_BUDGET if limited else None,
    )


def _with_re() -> Row:
    """What the standard library needs for the patterns alone, without any check."""
    data = prose(MEGABYTE // 10).encode()
    patterns = [pattern.regex for recognizer in RECOGNIZERS for pattern in recognizer.patterns]
    compiled = []
    for regex in patterns:
        try:
            compiled.append(re.compile(regex))
        except re.error:  # RE2 writes a few things in another way
            continue
    rate = 0.1 / _best_s(lambda: [sum(1 for _ in each.finditer(data)) for each in compiled], times=1)
    return Row(what=f"100 KB of prose, {len(compiled)} of {len(patterns)} patterns on re", figure=rate, unit="MB/s")


def _memory() -> Row:
    """What stays after many long texts, beside what stays after one."""
    text = prose(10 * MEGABYTE)
    find = default_pipeline().find
    find(text)
    process = psutil.Process()
    before = process.memory_info().rss
    for _ in range(_MEMORY_RUNS):
        find(text)
    growth = process.memory_info().rss / before - 1
    return Row(
        what=f"memory after {_MEMORY_RUNS} more texts of 10 MB ({before / MEGABYTE:.0f} MB before)",
        figure=growth * 100,
        unit="%",
        budget=f"≤ {_GROWTH_BUDGET * 100:g}",
        ok=growth <= _GROWTH_BUDGET,
    )


def _hostile(name: str, make: Callable[[int], str]) -> Row:
    content = Content(kind=ContentKind.TEXT, text=make(MEGABYTE))
    assessment = default_pipeline().assess(content)
    seconds = _best_s(default_pipeline().assess, content, times=1)
    found = f"{len(assessment.findings)} found, {assessment.inspection}"
    return Row(
        what=f"1 MB, hostile: {name} ({found})",
        figure=seconds,
        unit="s",
        budget=f"≤ {_HOSTILE_BUDGET_S:g}",
        ok=seconds <= _HOSTILE_BUDGET_S,
    )


def _slowest(make: Callable[[int], str]) -> list[Row]:
    """Seconds of each recognizer alone, beside those of none (what reading the text takes)."""
    text = make(MEGABYTE)
    none_s = _best_s(Pipeline(()).find, text)
    rows = [
        Row(what=each.recognizer_id, figure=_best_s(Pipeline((each,)).find, text, times=1) - none_s, unit="s")
        for each in RECOGNIZERS
    ]
    rows.sort(key=lambda row: -row.figure)
    return [Row(what="without any recognizer", figure=none_s, unit="s"), *rows[:_SLOWEST]]


def _best_s(call: Callable[..., object], *args: object, times: int = 3) -> float:
    best = float("inf")
    for _ in range(times):
        started = time.process_time()
        call(*args)
        best = min(best, time.process_time() - started)
    return best


def main() -> int:
    """Measure and print; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--only", default="", help="figures with this in their name")
    parser.add_argument("--slowest", action="store_true", help="the recognizers that take longest on these texts")
    add_data_option(parser)
    arguments = parser.parse_args()
    if arguments.slowest:
        for name, make in (ORDINARY | NEAR_MISSES | VALUES).items():
            if arguments.only in name:
                print_table(f"1 MB of {name}", _slowest(make))
        return 0
    corpora = Corpora(arguments.data) if arguments.data is not None else None
    rows = list(measure(arguments.only, corpora.documents() if corpora is not None and corpora.is_there else None))
    print_table("Detection", rows)
    return int(any(row.ok is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
