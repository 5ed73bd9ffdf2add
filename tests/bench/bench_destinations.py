"""What it costs to tell which AI app something is, and to load the catalogue.

Run: `python -m tests.bench.bench_destinations`. Of each sort of observation the slowest sample counts: most are near
misses, which go through every look-up, as nearly all processes of a device do.
"""

from __future__ import annotations

import sys
import timeit
from collections.abc import Callable, Iterable
from functools import partial

from agent.core.apps import ProcessFacts
from agent.core.content import ActiveWindow
from agent.destinations import packaged_catalogue
from tests.bench.table import Row, print_table

__all__ = ["measure"]

_CALLS = 2_000
_REPEATS = 7
_AT_MOST_US = 20.0
_LOAD_AT_MOST_MS = 25.0


def measure() -> list[Row]:
    """Every figure; takes some seconds."""
    catalogue = packaged_catalogue()
    processes = list(_processes())
    shared = processes[0]
    return [
        _slowest("window", (partial(catalogue.match, each) for each in _windows())),
        _slowest("process", (partial(catalogue.match_process, each) for each in processes if each.parent is None)),
        _slowest(
            "process, and its parent,",
            (partial(catalogue.match_process, each) for each in processes if each.parent is not None),
            at_most_us=2 * _AT_MOST_US,
        ),
        _slowest("listener", (partial(catalogue.match_listener, port, shared) for port in (8080, 11434))),
        _slowest("host", (partial(catalogue.match_host, each) for each in _HOSTS)),
        _slowest("editor extension", (partial(catalogue.match_editor_extension, each) for each in _EXTENSIONS)),
        _slowest("installed package", (partial(catalogue.match_installed, "pip", each) for each in _PACKAGES)),
        _load(),
    ]


def _slowest(what: str, calls: Iterable[Callable[[], object]], at_most_us: float = _AT_MOST_US) -> Row:
    figure = max(_us(call) for call in calls)
    return Row(
        what=f"{what} to destination", figure=figure, unit="µs", budget=f"≤ {at_most_us:g}", ok=figure <= at_most_us
    )


def _load() -> Row:
    """With the budget of a step of the agent's start that is not to be felt."""
    figure = min(timeit.repeat(packaged_catalogue, number=1, repeat=_REPEATS)) * 1e3
    return Row(
        what="packaged catalogue, loaded",
        figure=figure,
        unit="ms",
        budget=f"≤ {_LOAD_AT_MOST_MS:g}",
        ok=figure <= _LOAD_AT_MOST_MS,
    )


def _us(call: Callable[[], object]) -> float:
    """Microseconds of one call: the best of some rounds, since the machine is shared."""
    return min(timeit.repeat(call, number=_CALLS, repeat=_REPEATS)) / _CALLS * 1e6


def _windows() -> Iterable[ActiveWindow]:
    for title in ("ChatGPT - trip plan — Mozilla Firefox", "A page about nothing — " * 8 + " — Mozilla Firefox"):
        yield ActiveWindow(window_id=1, title=title, app_class="firefox")
    yield ActiveWindow(window_id=1, title="notes.txt", app_class="gedit", process_name="gedit")


def _processes() -> Iterable[ProcessFacts]:
    node = "/home/ada/.nvm/versions/node/v22.11.0/bin/node"
    runner = _process(node, "npm exec @acme/tool@latest --yes")
    yield _process("/usr/lib/firefox-esr/firefox-esr", "/usr/lib/firefox-esr/firefox-esr", "-contentproc", "-childID")
    yield _process("/usr/bin/python3.11", "python3", "-X", "dev", "-m", "acme.services.orders.workers.main", "--port")
    yield _process("/usr/bin/uv", "uv", "run", "--python", "3.12", "--with", "a", "--with", "b", "pytest", "-q")
    yield _process(node, "node", "/srv/shop/node_modules/@acme/server/node_modules/.bin/serve", parent=runner)
    yield _process("/usr/bin/bash", "bash", "-c", "make", parent=_process("/usr/share/code/code", "code"))
    yield _process(r"C:\Program Files\WindowsApps\Acme.Chat_1.0.0_x64__abc\app\Acme Chat.exe", "x", parent=runner)
    yield _process("/Applications/Acme.app/Contents/Frameworks/Acme Helper.app/Contents/MacOS/Acme Helper", "x")
    yield _process("/home/ada/.local/share/claude/versions/2.0.14", "claude", "--resume")


def _process(executable: str, *command: str, parent: ProcessFacts | None = None) -> ProcessFacts:
    return ProcessFacts(pid=1, created_at=0.0, name="x", executable=executable, command=command, parent=parent)


_HOSTS = ("www.chatgpt.com", "a.b.c.d.e.f.static.content.example.co.uk", "chatgpt.com.evil.example")
_EXTENSIONS = ("ms-vscode-remote.remote-containers-0.413.0-linux-x64", "github.copilot-1.372.1776")
_PACKAGES = ("Some_Package.With-A.Name", "aider-chat")

if __name__ == "__main__":
    measured = measure()
    print_table("Destinations", measured)
    sys.exit(any(row.ok is False for row in measured))
