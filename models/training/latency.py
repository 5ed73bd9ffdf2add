"""How long a window takes on the machine at hand, as a table for CARD.md. Needs numpy and onnxruntime."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from agent.classifier.manifest import MODEL, open_bundle
from agent.classifier.session import Session
from agent.classifier.windows import Window

__all__ = ["latency_table"]

_LENGTHS = (32, 64, 128)
_RUNS = 60


def latency_table(folder: Path) -> str:
    """Median and 95th percentile of one window by its length, one thread, in Markdown."""
    _, files = open_bundle(folder)
    session = Session(files[MODEL])
    lines = [f"On one thread of: {_processor()}.", "", "| tokens | p50 ms | p95 ms |", "|---|---|---|"]
    for length in _LENGTHS:
        window = Window(tokens=[101, *[2003] * (length - 2), 102], features=[5] * length, offsets=[])
        taken = sorted(_seconds(session, window) for _ in range(_RUNS))
        p95 = taken[int(0.95 * len(taken))]
        lines.append(f"| {length} | {1000 * statistics.median(taken):.1f} | {1000 * p95:.1f} |")
    return "\n".join(lines) + "\n"


def _seconds(session: Session, window: Window) -> float:
    began = time.perf_counter()
    session.run(window)
    return time.perf_counter() - began


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "an unknown processor"
