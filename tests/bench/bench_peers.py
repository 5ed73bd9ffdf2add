"""Cordon beside Presidio and detect-secrets: the same texts, one run, quality and milliseconds per KB.

Run by `make bench`, which installs the peers into an environment of their own. Quality needs the data folder
(`make bench DATA=folder`); speed is measured on generated texts as well, so that there is a figure without it. Each
system's time is processor time of its own calls, text by text.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.corpora import PlainText
from tests.bench.quality import Texts, add_data_option, print_quality, read_texts
from tests.bench.systems import CORDON, DETECT_SECRETS, PRESIDIO, Run, run_cordon, run_peer
from tests.bench.table import Row, print_table
from tests.bench.texts import customers_csv, log_lines, prose

__all__ = ["measure_generated", "measure_speed"]

_PIECES = 256
_THRESHOLD = 0.4
_TIMES_FASTER = 50.0
"""Than Presidio, on the same texts (the design's budget)."""


def measure_generated(environment: Path) -> list[Row]:
    """Speed on generated texts of 1 KB."""
    rows = []
    for name, make in (("prose", prose), ("customers as CSV", customers_csv), ("log lines", log_lines)):
        whole = make(_PIECES * 1024)
        texts = [
            PlainText(key=f"{name}/{number}", source=name, text=whole[number * 1024 : (number + 1) * 1024])
            for number in range(_PIECES)
        ]
        runs = {CORDON: run_cordon(texts), PRESIDIO: run_peer(PRESIDIO, texts, environment)}
        rows += measure_speed(f"1 KB of {name}", runs)
    return rows


def measure_speed(what: str, runs: dict[str, Run]) -> list[Row]:
    """Milliseconds per KB of each system, and how much faster Cordon is than Presidio."""
    ours = runs[CORDON].ms_per_kb
    rows = [Row(what=f"{what}: {name} {run.version}", figure=run.ms_per_kb, unit="ms/KB") for name, run in runs.items()]
    if PRESIDIO in runs:
        times = runs[PRESIDIO].ms_per_kb / ours
        rows.append(
            Row(
                what=f"{what}: faster than {PRESIDIO}",
                figure=times,
                unit="times",
                budget=f"≥ {_TIMES_FASTER:g}",
                ok=times >= _TIMES_FASTER,
            )
        )
    return rows


def _measure_data(texts: Texts, environment: Path) -> list[Row]:
    """Quality is printed; speed is returned."""
    everything = texts.all()
    runs = {
        CORDON: run_cordon(everything),
        PRESIDIO: run_peer(PRESIDIO, [*texts.labeled, *texts.prompts], environment),
        DETECT_SECRETS: run_peer(DETECT_SECRETS, texts.secrets, environment),
    }
    # Out of the box Presidio reports everything; its users set a threshold, and with this one it does better.
    thresholds = {f"{PRESIDIO} ≥ {_THRESHOLD:g}": runs[PRESIDIO].at_least(_THRESHOLD)}
    print_quality(
        texts, {CORDON: runs[CORDON], PRESIDIO: runs[PRESIDIO], **thresholds, DETECT_SECRETS: runs[DETECT_SECRETS]}
    )
    rows = []
    parts: Sequence[tuple[str, Sequence[PlainText], str]] = (
        ("labeled texts and prompts", [*texts.labeled, *texts.prompts], PRESIDIO),
        ("texts with secrets", texts.secrets, DETECT_SECRETS),
    )
    for what, part, peer in parts:
        rows += measure_speed(what, {CORDON: run_cordon(part), peer: runs[peer]})
    return rows


def main() -> int:
    """Measure everything; 1 when a budget is missed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    add_data_option(parser)
    parser.add_argument("--peers", type=Path, default=Path(os.environ.get("PEERS", "build/peers-venv")))
    arguments = parser.parse_args()
    if not (arguments.peers / "bin" / "python").exists():
        sys.stdout.write("The peers are not measured: `make bench` installs them.\n")
        return 0
    texts = read_texts(arguments.data)
    rows = _measure_data(texts, arguments.peers) if texts is not None else []
    rows += measure_generated(arguments.peers)
    print_table("Beside the peers", rows)
    return int(any(row.ok is False for row in rows))


if __name__ == "__main__":
    sys.exit(main())
