"""What a recorder finds around it, to be changed while it runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from agent.core.health import HealthCode
from agent.history.recorder import HistoryFile, HistoryRecorder, RecorderLimits
from tests.fakes.health import RecordingHealth
from tests.history.samples import KEY
from tests.waiting import wait_until

__all__ = ["Setting"]

SOON = RecorderLimits(retry_s=0.05, list_s=5.0, close_s=5.0)


@dataclass
class Setting:
    """What a recorder finds; change it while it runs.

    Attributes:
        files: what opening returns next, or raises; the last one is kept.
        key_failure: raised instead of returning the key while it is set.
        aside: the names of what was set aside.
        health: what was reported.
        keys: the keys files were opened with.
    """

    files: list[HistoryFile | Exception]
    key_failure: Exception | None = None
    aside: list[str] = field(default_factory=list)
    health: RecordingHealth = field(default_factory=RecordingHealth)
    keys: list[bytes] = field(default_factory=list)

    def load_key(self) -> bytes:
        """The key, or the failure."""
        if self.key_failure is not None:
            raise self.key_failure
        return KEY

    def open_file(self, key: bytes) -> HistoryFile:
        """The next of `files`."""
        self.keys.append(key)
        found = self.files.pop(0) if len(self.files) > 1 else self.files[0]
        if isinstance(found, Exception):
            raise found
        return found

    def set_aside(self) -> str:
        """A new name each time."""
        self.aside.append(f"history.db.damaged-{len(self.aside) + 1}")
        return self.aside[-1]

    @contextmanager
    def started(self, limits: RecorderLimits = SOON) -> Iterator[HistoryRecorder]:
        """A recorder in this setting, closed afterwards."""
        recorder = HistoryRecorder(
            load_key=self.load_key,
            open_file=self.open_file,
            set_file_aside=self.set_aside,
            health=self.health,
            limits=limits,
        )
        recorder.start()
        try:
            yield recorder
        finally:
            recorder.close()

    def wait_for(self, *codes: HealthCode) -> None:
        """Wait until exactly these issues are open."""
        wait_until(lambda: self.health.open_codes == set(codes), what=f"health to be {codes}")
