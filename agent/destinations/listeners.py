"""Matches a local server to an AI app: the port it listens on, together with the process that does.

A process that is known decides: a model runner counts on whatever port it listens, any other app on its own ports only.
Where the process is unknown (another user's, a container's proxy, a tunnel), a port counts that only one app is known
to use; one that others use too (`shared_ports`, like 8000 and 8080) never counts by itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from agent.core.apps import AppMatch, Evidence, ProcessFacts
from agent.core.gestures import Destination, DestinationKind
from agent.destinations.processes import ProcessIndex
from agent.destinations.windows import Listed

__all__ = ["ListenerIndex", "index_listeners"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListenerIndex:
    """Ports, ready to be looked up."""

    processes: ProcessIndex
    local_ports: Mapping[int, Destination]
    ports_of: Mapping[str, frozenset[int]]

    def match(self, port: int, process: ProcessFacts | None) -> AppMatch | None:
        """Return the app whose local server listens; `process` is None where the system does not tell it."""
        known = self.processes.match(process) if process is not None else None
        if known is None:
            destination = self.local_ports.get(port)
        else:
            destination = known.destination
            is_runner = destination.kind is DestinationKind.LOCAL_RUNNER
            if not is_runner and port not in self.ports_of.get(destination.destination_id, ()):
                return None
        return AppMatch(destination=destination, evidence=Evidence.LISTENING_PORT) if destination else None


def index_listeners(listed: Listed, processes: ProcessIndex) -> ListenerIndex:
    """Return the entries' ports, ready to be looked up."""
    return ListenerIndex(
        processes=processes,
        local_ports={port: destination for entry, destination in listed for port in entry.local_ports},
        ports_of={
            entry.id: frozenset((*entry.local_ports, *entry.shared_ports))
            for entry, _ in listed
            if entry.local_ports or entry.shared_ports
        },
    )
