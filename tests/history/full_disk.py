"""Records to the history at argv[1] while no file of this process may grow, then lets them grow again.

A process of its own, because the limit (RLIMIT_FSIZE) holds for all files of a process.
"""

from __future__ import annotations

import resource
import sys
from pathlib import Path

from agent.core import EventQuery
from agent.core.health import HealthCode
from agent.history.recorder import HistoryRecorder, RecorderLimits
from agent.history.store import SqlCipherEventStore
from tests.fakes.health import RecordingHealth
from tests.history.samples import KEY, event
from tests.waiting import wait_until


def main(path: Path) -> None:
    """Fill the disk and heal it.

    Raises:
        AssertionError: something was lost, or the health is not as it should be.
    """
    health = RecordingHealth()
    recorder = HistoryRecorder(
        load_key=lambda: KEY,
        open_file=lambda key: SqlCipherEventStore.open(path, key),
        set_file_aside=lambda: "unexpected",
        health=health,
        limits=RecorderLimits(retry_s=0.05),
    )
    recorder.start()
    recorder.record(event(0))
    assert recorder.list(EventQuery()).total == 1
    unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (path.with_name("history.db-wal").stat().st_size, unlimited[1]))
    for number in range(1, 301):
        recorder.record(event(number))
    wait_until(lambda: health.open_codes == {HealthCode.HISTORY_UNAVAILABLE}, what="the full disk to be reported")
    assert recorder.list(EventQuery()).total == 301
    resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
    wait_until(lambda: not health.open_codes, what="the history to heal")
    recorder.close()
    store = SqlCipherEventStore.open(path, KEY)
    assert store.list(EventQuery()).total == 301
    store.close()
    print("healed")  # noqa: T201 - how the test knows


if __name__ == "__main__":
    main(Path(sys.argv[1]))
