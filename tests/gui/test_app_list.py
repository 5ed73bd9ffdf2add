"""The list of AI tools: asked for when somebody looks, once at a time."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from agent.core.errors import AgentError
from agent.ipc.app_messages import AppListResult
from gui.itemmodels.app_list import AppList, AppListPhase
from gui.samples import sample_apps


class SlowApps:
    """Keeps what was asked; a test answers when it likes."""

    def __init__(self) -> None:
        self.asked: list[tuple[Callable[[AppListResult], None], Callable[[AgentError], None]]] = []

    def list_apps(self, on_list: Callable[[AppListResult], None], on_failure: Callable[[AgentError], None]) -> None:
        """Keep."""
        self.asked.append((on_list, on_failure))


def test_it_is_asked_for_when_somebody_looks_and_when_it_changes_meanwhile(now: datetime):
    source = SlowApps()
    apps = AppList(source)
    apps.announce()
    assert source.asked == []
    apps.watch(is_watched=True)
    assert (len(source.asked), apps.state.phase) == (1, AppListPhase.LOADING)
    source.asked[0][0](sample_apps(now))
    assert (apps.state.phase, apps.state.result) == (AppListPhase.READY, sample_apps(now))
    apps.announce()
    assert len(source.asked) == 2
    assert apps.state.result == sample_apps(now)
    apps.watch(is_watched=False)
    source.asked[1][0](AppListResult(apps=()))
    apps.announce()
    assert len(source.asked) == 2


def test_what_changes_while_it_is_asked_for_is_asked_for_once_after_it(now: datetime):
    source = SlowApps()
    apps = AppList(source)
    apps.watch(is_watched=True)
    apps.announce()
    apps.announce()
    assert len(source.asked) == 1
    source.asked[0][0](sample_apps(now))
    assert len(source.asked) == 2
    source.asked[1][0](sample_apps(now))
    assert len(source.asked) == 2


def test_a_failure_says_why_and_the_next_list_heals_it(now: datetime):
    source = SlowApps()
    apps = AppList(source)
    apps.watch(is_watched=True)
    source.asked[0][1](AgentError("It is away", hint="Try later."))
    assert (apps.state.phase, apps.state.problem) == (AppListPhase.FAILED, "It is away. Try later.")
    apps.reload()
    assert (apps.state.phase, apps.state.problem) == (AppListPhase.LOADING, "")
    source.asked[1][0](sample_apps(now))
    assert (apps.state.phase, apps.state.problem) == (AppListPhase.READY, "")


def test_a_failure_keeps_the_list_that_there_is(now: datetime):
    source = SlowApps()
    apps = AppList(source)
    apps.watch(is_watched=True)
    source.asked[0][0](sample_apps(now))
    apps.announce()
    source.asked[1][1](AgentError("It is away"))
    assert apps.state.result == sample_apps(now)


def test_the_same_list_again_is_no_news(now: datetime):
    source = SlowApps()
    apps = AppList(source)
    told: list[object] = []
    apps.changed.connect(told.append)
    apps.watch(is_watched=True)
    source.asked[0][0](sample_apps(now))
    apps.announce()
    source.asked[1][0](sample_apps(now))
    assert len(told) == 1
