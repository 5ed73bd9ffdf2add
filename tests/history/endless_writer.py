"""Writes batches of 100 events to the history at argv[1] until it is killed; prints how many are written so far."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from agent.history.store import SqlCipherEventStore
from tests.history.samples import KEY, event

if __name__ == "__main__":
    store = SqlCipherEventStore.open(Path(sys.argv[1]), KEY)
    for batch in count():
        store.record_all([event(batch * 100 + number) for number in range(100)])
        print(batch * 100 + 100, flush=True)  # noqa: T201 - how the test knows
