"""The whole agent on a virtual desktop: copy to verdict, and what agent and tray cost while nothing happens.

Run: `python -m tests.bench.bench_agent`. "Verdict" is the event as a subscriber of the public socket receives it, with
a focused AI window, so that the figure holds every step from the X server to the history. The tray's memory stands
beside that of a bare PySide6 tray icon, started in the same run.
"""

from __future__ import annotations

import json
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from agent import __version__
from agent.ipc import PROTOCOL_VERSION, FrameDecoder, Notification, Request, encode_message, parse_message
from agent.ipc.messages import HelloParams
from agent.ipc.wire import Nothing
from tests.bench.table import Row, print_table
from tests.e2e.desktop import Desktop
from tests.e2e.installed import TRAY, Cordon, install_cordon
from tests.fakes.clipboard_owner import ClipboardOwner

__all__ = ["measure"]

_COPIES = 200
_HOOKS = 40
_IDLE_S = 20.0
_SETTLE_S = 5.0
_EVENT_TIMEOUT_S = 5.0

_BARE_TRAY = """
import sys
from PySide6.QtGui import QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
app = QApplication(sys.argv)
pixmap = QPixmap(22, 22)
pixmap.fill()
icon = QSystemTrayIcon(QIcon(pixmap))
icon.show()
app.exec()
"""


def measure() -> list[Row]:
    """Every figure; takes about a minute."""
    with tempfile.TemporaryDirectory(prefix="bench-") as name, _running(Path(name)) as (desktop, cordon, status):
        agent = psutil.Process(status["pid"])
        tray = next(child for child in agent.children() if TRAY in child.cmdline())
        latencies_ms = _copy_to_verdict_ms(desktop)
        hooks_ms = _hook_ms(cordon)
        bare = psutil.Process(desktop.start(sys.executable, "-c", _BARE_TRAY).pid)
        agent_cpu, tray_cpu = _idle_cpu_percent(agent, tray)
        above_mib = _rss_mib(tray) - _rss_mib(bare)
        quantiles = statistics.quantiles(latencies_ms, n=20)
        return [
            _at_most("copy of 1 KB to verdict, p50", quantiles[9], "ms", 30.0),
            _at_most("copy of 1 KB to verdict, p95", quantiles[18], "ms", 60.0),
            _at_most("hook of a coding agent, start to answer, p50", statistics.median(hooks_ms), "ms", 150.0),
            _at_most("agent, idle: CPU of one core", agent_cpu, "%", 0.3),
            _at_most("agent, RSS", _rss_mib(agent), "MiB", 90.0),
            Row(what="tray, idle: CPU of one core", figure=tray_cpu, unit="%"),
            Row(what="tray, RSS", figure=_rss_mib(tray), unit="MiB"),
            Row(what="bare PySide6 tray, RSS (peer)", figure=_rss_mib(bare), unit="MiB"),
            _at_most("tray, RSS above the bare one", above_mib, "MiB", 30.0),
        ]


@contextmanager
def _running(folder: Path) -> Iterator[tuple[Desktop, Cordon, dict[str, int]]]:
    with Desktop(folder / "desktop", tint2=True, notifications=True, keyring=True) as desktop:
        cordon = Cordon(program=install_cordon(folder), env=desktop.env)
        desktop.start(str(cordon.program), "run")
        yield desktop, cordon, cordon.wait_running(with_tray=True)


def _hook_ms(cordon: Cordon) -> list[float]:
    """How long a coding agent waits for the answer about a prompt."""
    command = (str(cordon.program), "hook", "claude-code")
    message = json.dumps({"hook_event_name": "UserPromptSubmit", "prompt": "rename it " * 100}).encode()
    found = []
    for _ in range(_HOOKS):
        began = time.perf_counter()
        subprocess.run(command, env=cordon.env, input=message, capture_output=True, check=True, timeout=30)
        found.append((time.perf_counter() - began) * 1000)
    return found


def _copy_to_verdict_ms(desktop: Desktop) -> list[float]:
    """Copy a different text each time, all to a focused AI window; none may be a repetition."""
    desktop.focus(desktop.open_window("ChatGPT"))
    subscriber = _Subscriber(Path(desktop.env["XDG_RUNTIME_DIR"]) / "cordon" / "agent.sock")
    latencies_ms = []
    for number in range(_COPIES):
        text = (f"{number} please charge 4111 1111 1111 1111 " + "before the end of the month " * 40)[:1024]
        copied_at = time.perf_counter()
        with ClipboardOwner(desktop.env["DISPLAY"], {"UTF8_STRING": text.encode()}):
            subscriber.wait_for_event()
            latencies_ms.append((time.perf_counter() - copied_at) * 1000)
    subscriber.close()
    return latencies_ms


class _Subscriber:
    """Hears what a tray hears."""

    def __init__(self, path: Path) -> None:
        self._decoder = FrameDecoder()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.settimeout(_EVENT_TIMEOUT_S)
        self._socket.connect(str(path))
        hello = HelloParams(protocol=PROTOCOL_VERSION, client="bench", client_version=__version__)
        for number, (method, params) in enumerate((("hello", hello), ("notify.subscribe", Nothing()))):
            self._socket.sendall(encode_message(Request(id=number, method=method, params=params.to_json())))
        self._events = self._read_events()

    def wait_for_event(self) -> None:
        """Return when the agent tells of a new event (not of a new disposition of an old one)."""
        next(self._events)

    def close(self) -> None:
        """Hang up."""
        self._socket.close()

    def _read_events(self) -> Iterator[str]:
        known: set[str] = set()
        while data := self._socket.recv(1 << 16):
            for payload in self._decoder.feed(data):
                message = parse_message(payload)
                event = message.params.get("event") if isinstance(message, Notification) else None
                if event is not None and event["event_id"] not in known:
                    known.add(event["event_id"])
                    yield event["event_id"]


def _idle_cpu_percent(*processes: psutil.Process) -> tuple[float, ...]:
    """CPU of one core that each uses while nothing happens."""
    pause = threading.Event()
    pause.wait(_SETTLE_S)
    before = [sum(process.cpu_times()[:2]) for process in processes]
    pause.wait(_IDLE_S)
    after = [sum(process.cpu_times()[:2]) for process in processes]
    return tuple((end - start) / _IDLE_S * 100 for start, end in zip(before, after, strict=True))


def _rss_mib(process: psutil.Process) -> float:
    return float(process.memory_info().rss) / (1 << 20)


def _at_most(what: str, figure: float, unit: str, limit: float) -> Row:
    return Row(what=what, figure=figure, unit=unit, budget=f"≤ {limit:g}", ok=figure <= limit)


if __name__ == "__main__":
    print_table("Agent and tray on a virtual desktop", measure())
