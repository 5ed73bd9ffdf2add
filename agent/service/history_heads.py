"""What a check-in says of the history's chain: its head, and how the heads that were told before look now.

The server keeps one head. By the time of the next check-in the history has grown, so that the new head says nothing
about the kept one; the same link as it is now does. Which the server has kept is not known here (a check-in may have
failed), so a few are told. Their numbers are remembered before they are sent.
"""

from __future__ import annotations

import logging
from typing import Final

from agent.core.errors import AgentError
from agent.core.history_chain import ChainLink
from agent.core.ports import EventStore
from agent.fleet.check_in import HistoryHead
from agent.system.state_file import StateFile

__all__ = ["HistoryHeads"]

_log = logging.getLogger(__name__)

_REMEMBERED: Final = 8
_TOLD: Final = "told"


class HistoryHeads:
    """Its calls read the disk: not for the event loop, and one at a time.

    Args:
        store: the history.
        file: where it is remembered which heads were told.
    """

    def __init__(self, store: EventStore, file: StateFile) -> None:
        self._store = store
        self._file = file

    def current(self) -> tuple[HistoryHead | None, tuple[HistoryHead, ...]]:
        """Return the head and the earlier ones; None and nothing where there is no head, or it cannot be read."""
        told = self._told()
        try:
            proof = self._store.proof(told)
            if proof.head is None:
                return None, ()
            if proof.head.number not in told:
                self._file.save({_TOLD: [*told, proof.head.number][-_REMEMBERED:]})
        except AgentError as exc:  # of the history, or of the file: all else can be told
            _log.warning("nothing is said of the history this time: %s", exc.code)
            return None, ()
        return _said(proof.head), tuple(_said(each) for each in proof.earlier if each.number != proof.head.number)

    def _told(self) -> list[int]:
        numbers = (self._file.load() or {}).get(_TOLD)
        if not isinstance(numbers, list):
            return []
        return [each for each in numbers if isinstance(each, int) and 0 < each < 2**63][-_REMEMBERED:]


def _said(link: ChainLink) -> HistoryHead:
    return HistoryHead(sequence=link.number, mac=link.mac.hex())
