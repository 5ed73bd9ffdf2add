"""The model through its worker, recognizers included: latency by size, cold start, memory, the longest documents.

Run: `python -m tests.bench.bench_classifier`. Texts are made up anew for every question, since the same one is answered
from memory; that is measured, too. `make eval` says how good the answers are.
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterator

import psutil

from agent.classifier import WORKER, WORKER_ENVIRONMENT
from agent.classifier.client import ClassifierClient
from agent.core import Assessment, Content, ContentKind, ModelState
from agent.detection import Pipeline
from agent.detection.recognizers import RECOGNIZERS
from agent.system.limited_child import LimitedChild
from agent.system.programs import worker_command
from tests.bench.table import Row, print_table
from tests.fakes.health import RecordingHealth

__all__ = ["measure"]

_WORDS = (
    "please tell Ada Doe at Acme Ltd in Oslo that order number for the new customer was sent on Monday and the doctor "
    "said her asthma is under control while Bob Roe of the legal team reads the contract before the meeting"
)
_QUESTIONS = 120
_BUDGET_S = 30.0


def _text(dice: random.Random, size: int) -> str:
    known = _WORDS.split()
    words: list[str] = []
    length = 0
    while length < size:
        word = dice.choice(known)
        words.append(word if dice.random() < 0.97 else f"{dice.randint(1, 99999)}.\n")
        length += len(words[-1]) + 1
    return " ".join(words)[:size]


class _Judged:
    """Recognizers and a worker of its own."""

    def __init__(self) -> None:
        self.health = RecordingHealth()
        self._worker = LimitedChild(worker_command(WORKER), environment=WORKER_ENVIRONMENT)
        self._client = ClassifierClient(self._worker, self.health, _BUDGET_S)
        self._pipeline = Pipeline(RECOGNIZERS, classifier=self._client)
        self._pipeline.find("warm up the recognizers")

    def ms(self, text: str) -> float:
        """How long one text takes."""
        content = Content(kind=ContentKind.TEXT, text=text, size_bytes=len(text))
        began = time.perf_counter()
        assessment = self._pipeline.assess(content)
        taken = 1000 * (time.perf_counter() - began)
        _check(assessment, self.health)
        return taken

    def worker_mib(self) -> float:
        """What the worker takes now."""
        (child,) = psutil.Process().children()
        return float(child.memory_info().rss) / (1 << 20)

    def close(self) -> None:
        """End the worker."""
        self._client.close()


def _check(assessment: Assessment, health: RecordingHealth) -> None:
    if assessment.model.state not in {ModelState.COMPLETE, ModelState.SAMPLED}:
        raise RuntimeError(f"the model did not read: {assessment.model.state}, {sorted(health.open_codes)}")


def measure() -> Iterator[Row]:
    """Every figure; takes about a minute."""
    dice = random.Random(1)  # noqa: S311 - repeatable texts
    colds = []
    for _ in range(5):
        judged = _Judged()
        colds.append(judged.ms(_text(dice, 1000)))
        judged.close()
    yield _at_most("worker start to first answer, median of 5", statistics.median(colds), "ms", 800.0)

    judged = _Judged()
    judged.ms(_text(dice, 1000))
    for size, limits in ((200, ()), (1000, (30.0, 60.0)), (4000, (None, 150.0))):
        times = [judged.ms(_text(dice, size)) for _ in range(_QUESTIONS)]
        yield from _quantiles(f"{size:,} characters", times, limits)
    known = _text(dice, 1000)
    judged.ms(known)
    yield _at_most("1,000 characters again", statistics.median(judged.ms(known) for _ in range(50)), "ms", 1.0)
    for size, limit in ((100_000, None), (10_000_000, 3000.0)):
        text = _text(dice, size)
        yield _at_most(f"{size:,} characters", min(judged.ms(text + str(number)) for number in range(3)), "ms", limit)
    yield _at_most("worker, RSS after all that", judged.worker_mib(), "MiB", 130.0)
    judged.close()


def _quantiles(what: str, times: list[float], limits: tuple[float | None, ...]) -> Iterator[Row]:
    cuts = statistics.quantiles(times, n=20)
    p50, p95 = (*limits, None, None)[:2]
    yield _at_most(f"{what}, p50", cuts[9], "ms", p50)
    yield _at_most(f"{what}, p95", cuts[18], "ms", p95)


def _at_most(what: str, figure: float, unit: str, limit: float | None) -> Row:
    if limit is None:
        return Row(what=what, figure=figure, unit=unit)
    return Row(what=what, figure=figure, unit=unit, budget=f"≤ {limit:g}", ok=figure <= limit)


def main() -> int:
    """Print the table; 1 when a budget is missed."""
    rows = list(measure())
    print_table("Model and recognizers, one text to its assessment", rows)
    return 1 if any(row.ok is False for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
