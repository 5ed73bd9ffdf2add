"""From what sensors tell to states and events: one run is one start, and nothing is told twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from agent.core.app_ports import (
    AppObservation,
    InstalledFound,
    InstalledName,
    Listener,
    ListenersFound,
    ProcessesChanged,
)
from agent.core.apps import Evidence, ProcessFacts
from agent.core.gestures import Destination, DestinationKind
from agent.inventory import AppEvent, AppRecord, AppState, Inventory
from agent.inventory.inventory import SAME_RUN_S
from tests.fakes.app_catalogue import AIDER, CHATGPT_APP, CLAUDE_CODE, OLLAMA, FakeAppCatalogue
from tests.fakes.clock import FakeClock
from tests.fakes.process_table import key_of, process

NODE_CLAUDE = process(20, "node", "/usr/lib/claude")
NPX = process(21, "node", "/usr/bin/npx", "@anthropic-ai/claude-code", created_at=90.0)


class Watched:
    """An inventory and its clock."""

    def __init__(self, *records: AppRecord, catalogue: FakeAppCatalogue | None = None) -> None:
        self.clock = FakeClock()
        self.inventory = Inventory(catalogue or FakeAppCatalogue(), records)

    def see(self, observation: AppObservation) -> list[str]:
        """What happened, as "id kind"."""
        return said(self.inventory.observe(observation, self.clock.now))

    def start(self, *facts: ProcessFacts) -> list[str]:
        """Processes begin."""
        return self.see(ProcessesChanged(started=facts))

    def end(self, *facts: ProcessFacts) -> list[str]:
        """Processes end."""
        return self.see(ProcessesChanged(ended=tuple(map(key_of, facts))))

    def state(self, destination: Destination) -> AppState:
        """How an app is now."""
        (found,) = (each for each in self.inventory.apps() if each.destination == destination)
        return found


def said(events: Iterable[AppEvent]) -> list[str]:
    return [f"{each.destination.destination_id} {each.kind}" for each in events]


def installed(*names: tuple[str, str], extensions: Iterable[str] = (), is_complete: bool = True) -> InstalledFound:
    return InstalledFound(
        names=frozenset(InstalledName(kind=kind, name=name) for kind, name in names),
        editor_extensions=frozenset(extensions),
        is_complete=is_complete,
    )


def test_an_app_that_is_started_is_first_seen_once_and_started_each_time():
    watched = Watched()
    ollama = process(7, "ollama", "serve")
    assert watched.start(process(6, "sleep"), ollama) == ["ollama first_seen", "ollama started"]
    assert watched.state(OLLAMA).pids == (7,)
    assert watched.state(OLLAMA).record.evidence == (Evidence.EXECUTABLE,)
    watched.clock.advance(60)
    assert watched.end(ollama) == ["ollama stopped"]
    assert not watched.state(OLLAMA).is_running
    assert watched.state(OLLAMA).record.last_used_at == watched.clock.now
    watched.clock.advance(60)
    assert watched.start(process(7, "ollama", created_at=200.0)) == ["ollama started"]


def test_other_processes_leave_no_trace():
    watched = Watched()
    assert watched.start(process(8, "bash", "/home/jo/claude.sh"), process(9, "node", "server.js")) == []
    assert watched.inventory.apps() == ()
    assert watched.inventory.processes() == ()
    assert watched.end(process(8)) == []


def test_what_ran_before_anybody_looked_is_seen_and_not_started():
    watched = Watched()
    assert watched.see(ProcessesChanged(started=(process(7, "ollama"),), is_whole=True)) == ["ollama first_seen"]
    assert watched.state(OLLAMA).is_running
    assert watched.state(OLLAMA).record.last_used_at == datetime.fromtimestamp(100, UTC)


def test_several_processes_are_one_run():
    watched = Watched()
    assert watched.start(process(7, "ollama", "serve")) == ["ollama first_seen", "ollama started"]
    assert watched.start(process(8, "ollama", "runner")) == []
    assert watched.end(process(7, "ollama")) == []
    assert watched.state(OLLAMA).pids == (8,)
    assert watched.end(process(8, "ollama")) == ["ollama stopped"]


def test_a_wrapper_and_what_it_becomes_are_one_start():
    watched = Watched()
    child = replace(process(22, "node", "/opt/x/cli.js"), parent=NPX)
    assert watched.start(NPX) == ["claude-code first_seen", "claude-code started"]
    # npx ends in one look, its child is seen in the next.
    assert watched.end(NPX) == ["claude-code stopped"]
    watched.clock.advance(SAME_RUN_S - 1)
    assert watched.start(child) == []
    assert watched.state(CLAUDE_CODE).pids == (22,)
    assert watched.state(CLAUDE_CODE).record.evidence == (Evidence.COMMAND, Evidence.PARENT)


def test_in_one_look_a_wrapper_hands_over_without_a_gap():
    watched = Watched()
    watched.start(NPX)
    both = ProcessesChanged(started=(NODE_CLAUDE,), ended=(key_of(NPX),))
    assert watched.see(both) == []
    assert watched.state(CLAUDE_CODE).pids == (20,)


@pytest.mark.parametrize("seconds", [SAME_RUN_S + 1, -3600.0])
def test_a_later_start_is_another_run_whatever_the_clock_says(seconds: float):
    watched = Watched()
    watched.start(NODE_CLAUDE)
    watched.end(NODE_CLAUDE)
    watched.clock.advance(seconds)
    assert watched.start(replace(NODE_CLAUDE, created_at=300.0)) == ["claude-code started"]


def test_a_process_that_becomes_another_program_is_recognized_anew():
    watched = Watched()
    assert watched.start(process(7, "bash")) == []
    assert watched.start(process(7, "ollama")) == ["ollama first_seen", "ollama started"]
    assert watched.start(process(7, "bash")) == ["ollama stopped"]
    assert watched.inventory.processes() == ()


def test_a_pid_that_was_given_away_is_another_process():
    watched = Watched()
    old, new = process(7, "ollama", created_at=100.0), process(7, "node", "claude", created_at=150.0)
    watched.start(old)
    assert watched.start(new) == ["claude-code first_seen", "claude-code started", "ollama stopped"]
    # The end of the old one, told late, does not end the new one.
    assert watched.end(old) == []
    assert watched.state(CLAUDE_CODE).pids == (7,)
    assert watched.inventory.app_of(7) == CLAUDE_CODE
    assert watched.inventory.app_of(8) is None


def test_a_local_server_counts_as_running_without_a_process():
    watched = Watched()
    assert watched.see(ListenersFound(listeners=(Listener(port=11434), Listener(port=22)))) == ["ollama first_seen"]
    assert (watched.state(OLLAMA).is_running, watched.state(OLLAMA).pids) == (True, ())
    assert watched.see(ListenersFound(listeners=())) == ["ollama stopped"]


def test_a_port_of_something_else_is_no_app():
    watched = Watched()
    other = Listener(port=11434, process=process(5, "something-else"))
    assert watched.see(ListenersFound(listeners=(other,))) == []


def test_a_process_and_its_port_are_one_run():
    watched = Watched()
    ollama = process(7, "ollama")
    watched.start(ollama)
    assert watched.see(ListenersFound(listeners=(Listener(port=11434, process=ollama),))) == []
    assert watched.state(OLLAMA).pids == (7,)
    assert watched.end(ollama) == ["ollama stopped"]
    assert watched.see(ListenersFound(listeners=())) == []


def test_a_server_that_is_known_by_its_port_alone_has_its_process_and_ends_with_it():
    watched = Watched()
    server = process(9, "llama-server")
    assert watched.start(server) == []
    watched.see(ListenersFound(listeners=(Listener(port=11434, process=server),)))
    assert (watched.state(OLLAMA).pids, watched.inventory.processes()) == ((9,), (key_of(server),))
    assert watched.end(server) == ["ollama stopped"]
    assert watched.inventory.processes() == ()


def test_what_is_installed_is_seen_and_need_not_run():
    watched = Watched()
    found = installed(("command", "claude"), ("npm", "@anthropic-ai/claude-code"), ("command", "ls"))
    assert watched.see(found) == ["claude-code first_seen"]
    state = watched.state(CLAUDE_CODE)
    assert (state.is_installed, state.is_running, state.record.last_used_at) == (True, False, None)
    assert watched.see(installed()) == []
    assert not watched.state(CLAUDE_CODE).is_installed


def test_a_look_that_was_cut_short_takes_nothing_away():
    watched = Watched()
    watched.see(installed(("command", "claude")))
    watched.see(installed(("command", "ollama"), is_complete=False))
    assert watched.state(CLAUDE_CODE).is_installed
    assert watched.state(OLLAMA).is_installed


def test_a_plug_in_of_an_editor_is_an_app():
    watched = Watched()
    assert watched.see(installed(extensions=["anthropic.claude-code-2.0.1", "ms-python.python-1.0.0"])) == [
        "claude-code first_seen"
    ]
    assert watched.state(CLAUDE_CODE).record.evidence == (Evidence.EDITOR_EXTENSION,)


def test_a_window_in_focus_is_use():
    watched = Watched()
    assert said(watched.inventory.focused(CHATGPT_APP, watched.clock.now)) == ["chatgpt first_seen", "chatgpt used"]
    watched.clock.advance(30)
    assert said(watched.inventory.focused(CHATGPT_APP, watched.clock.now)) == ["chatgpt used"]
    record = watched.state(CHATGPT_APP).record
    assert (record.evidence, record.last_used_at) == ((Evidence.WINDOW,), watched.clock.now)
    unknown = Destination(destination_id="x", name="X", vendor="", kind=DestinationKind.ASSISTANT)
    assert watched.inventory.focused(unknown, watched.clock.now) == ()


def test_running_apps_come_first_then_names():
    watched = Watched()
    watched.see(installed(("command", "claude"), ("pip", "aider-chat")))
    watched.start(process(7, "ollama"))
    assert [each.destination for each in watched.inventory.apps()] == [OLLAMA, AIDER, CLAUDE_CODE]


def test_records_survive_and_say_when_an_app_was_first_seen():
    watched = Watched()
    watched.start(process(7, "ollama"))
    watched.inventory.told("ollama", watched.clock.now)
    watched.inventory.told("nothing", watched.clock.now)
    again = Watched(*watched.inventory.records())
    again.clock.advance(86_400)
    assert again.see(ProcessesChanged(started=(process(9, "ollama"),), is_whole=True)) == []
    record = again.state(OLLAMA).record
    assert (record.first_seen_at, record.told_at) == (watched.clock.now, watched.clock.now)


def test_an_app_that_the_catalogue_does_not_know_is_remembered_and_not_listed():
    record = AppRecord(destination_id="gone", first_seen_at=FakeClock().now)
    watched = Watched(record)
    assert watched.inventory.apps() == ()
    assert watched.inventory.records() == (record,)


def test_another_catalogue_recognizes_from_the_next_whole_look_on():
    watched = Watched(catalogue=FakeAppCatalogue(OLLAMA))
    both = (process(7, "ollama"), NODE_CLAUDE)
    watched.see(ProcessesChanged(started=both, is_whole=True))
    watched.inventory.use_catalogue(FakeAppCatalogue(CLAUDE_CODE))
    assert watched.see(ProcessesChanged(started=both, is_whole=True)) == ["claude-code first_seen"]
    assert [each.destination for each in watched.inventory.apps()] == [CLAUDE_CODE]


def test_use_is_forgotten_and_apps_that_are_gone_are_when_their_time_is_over():
    watched = Watched()
    watched.see(installed(("command", "ollama")))
    watched.start(process(7, "ollama"), NODE_CLAUDE)
    watched.end(process(7, "ollama"), NODE_CLAUDE)
    watched.inventory.forget_before(watched.clock.now - timedelta(days=1))
    assert watched.state(CLAUDE_CODE).record.last_used_at is not None
    watched.inventory.forget_before(watched.clock.now + timedelta(days=1))
    assert [each.destination for each in watched.inventory.apps()] == [OLLAMA]
    assert watched.state(OLLAMA).record.last_used_at is None


def test_what_is_forgotten_whole_begins_anew_with_what_is_here():
    watched = Watched(AppRecord(destination_id="aider", first_seen_at=FakeClock().now - timedelta(days=9)))
    watched.start(process(7, "ollama"))
    watched.clock.advance(60)
    watched.inventory.forget_all(watched.clock.now)
    assert [each.destination for each in watched.inventory.apps()] == [OLLAMA]
    assert watched.state(OLLAMA).record.first_seen_at == watched.clock.now
    assert watched.end(process(7, "ollama")) == ["ollama stopped"]


def test_processes_are_bounded():
    watched = Watched()
    watched.start(*(process(pid, "ollama") for pid in range(10, 5010)))
    assert len(watched.inventory.processes()) == 4096


def test_the_revision_changes_with_what_is_listed_and_only_then():
    watched = Watched()
    seen = [watched.inventory.revision]

    def has_changed() -> bool:
        seen.append(watched.inventory.revision)
        return seen[-1] != seen[-2]

    watched.start(process(6, "sleep"))
    assert not has_changed()
    watched.start(process(7, "ollama"))
    assert has_changed()
    watched.start(process(8, "ollama"))
    assert has_changed()
    watched.end(process(6, "sleep"))
    assert not has_changed()
    watched.end(process(8, "ollama"))
    assert has_changed()


def test_nothing_of_a_command_line_is_kept():
    watched = Watched()
    watched.start(process(7, "node", "/secret-path/claude", "--token", "canary-5f1d"))
    kept = repr((watched.inventory.apps(), watched.inventory.records(), watched.inventory.processes()))
    assert "canary-5f1d" not in kept
    assert "secret-path" not in kept
