"""What the signer does: publications first, then grants that are over, then assignments, then what is about to expire.

Rules kept here:

- Of several signers one works: whoever holds the lease. It is taken anew before every write to the repository.
- Everything is done again after a crash, and doing it again changes nothing: what is in the repository counts.
- A publication that must not be published is refused, with the reason. One that could not be published (disk full, the
  repository is busy) stays, and is tried again, with longer and longer pauses.
- A publication is published within two seconds, and so is a change of assignments, unless changes are gathered: every
  one makes every device fetch a snapshot, so that a large fleet's are published so often at most (docs/deployment.md).
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from agent.core.errors import AgentError
from server.repository.errors import PublicationRefusedError
from server.repository.folder import RepositoryFolder
from server.repository.online import PublicationReceipt
from server.signer.settled import receipt_of_published
from server.storage import publications, requests, work
from server.storage.database import Database
from server.storage.lease import give_back, take
from server.storage.publications import Decision
from server.storage.tables import Publication, PublicationState

__all__ = ["LEASE", "OnlinePart", "Signer"]

LEASE: Final = "signer"
_LEASE_LASTS: Final = timedelta(seconds=60)
_LEASE_KEPT_AFTER: Final = timedelta(seconds=15)
_LOOKS_EVERY_S: Final = 1.0
_RENEWS_EVERY: Final = timedelta(minutes=10)
_LONGEST_PAUSE_S: Final = 60.0
_BATCH: Final = 2000

_log: Final = logging.getLogger("cordon.signer")


class OnlinePart(Protocol):
    """What signing needs of the repository; `server.repository.online` is it."""

    @property
    def folder(self) -> RepositoryFolder:
        """Where it is."""

    def publish(self, publication: bytes) -> PublicationReceipt:
        """Publish, or raise PublicationRefusedError."""

    def assign(self, documents: Mapping[str, bytes | None]) -> int:
        """Publish assignments."""

    def renew(self, now: datetime) -> bool:
        """Sign again what is about to expire."""


class Signer:
    """One signer.

    Args:
        database: of the server.
        repository: its online part.
        clock: the time, aware.
        gather: the shortest time between two publications of assignments.
    """

    def __init__(
        self,
        database: Database,
        repository: OnlinePart,
        clock: Callable[[], datetime],
        *,
        gather: timedelta = timedelta(0),
    ) -> None:
        self._database = database
        self._repository = repository
        self._clock = clock
        self._gather = gather
        self._assigns_at: datetime | None = None
        self._holder = secrets.token_hex(16)
        self._holds_until: datetime | None = None
        self._renewed_at: datetime | None = None

    def run(self, stop: threading.Event) -> None:
        """Work until it is told to stop, then let another signer have the lease."""
        pause_s = _LOOKS_EVERY_S
        while not stop.is_set():
            try:
                while self.run_once() and not stop.is_set():
                    pass
                pause_s = _LOOKS_EVERY_S
            except AgentError as exc:
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                _log.error("%s: %s; next try in %.0f s", exc.code, exc, pause_s)
            stop.wait(pause_s)
        self.release()

    def run_once(self) -> bool:
        """Do what there is to do. Returns whether there may be more.

        Raises:
            StorageError: the database does not answer.
            RepositoryError: the repository cannot be read or written now.
            SigningKeyError: the online key is not the repository's.
        """
        if not self._has_lease(self._clock()):
            return False
        now = self._clock()
        with self._database.reading() as session:
            has_work = work.has_work(session, now)
        if has_work:
            is_more = self._publish_next()
            if not self._repository.folder.is_empty():
                self._expire(now)
                is_more = self._assign() or is_more
        else:
            is_more = False
        self._renew()
        return is_more

    def release(self) -> None:
        """Let another signer have the lease."""
        if self._holds_until is None:
            return
        try:
            with self._database.writing() as session:
                give_back(session, LEASE, self._holder)
        except AgentError as exc:
            _log.warning("the lease runs out by itself: %s", exc.title)
        self._holds_until = None

    def _has_lease(self, now: datetime, *, is_to_write: bool = False) -> bool:
        if (
            not is_to_write
            and self._holds_until is not None
            and now < self._holds_until - _LEASE_LASTS + _LEASE_KEPT_AFTER
        ):
            return True
        with self._database.writing() as session:
            holds = take(session, now, LEASE, self._holder, _LEASE_LASTS)
        if holds and self._holds_until is None:
            _log.info("this is the signer now")
        self._holds_until = now + _LEASE_LASTS if holds else None
        return holds

    def _publish_next(self) -> bool:
        with self._database.reading() as session:
            pending = publications.next_pending(session)
            content = b"".join(publications.content_of(session, pending.id)) if pending is not None else b""
        if pending is None or not self._has_lease(self._clock(), is_to_write=True):
            return False
        decision = self._decision(pending, content)
        with self._database.writing() as session:
            publications.decide(session, self._clock(), pending.id, decision)
        _log.info("publication %s: %s %s", pending.id, decision.state.value, decision.error_title)
        return True

    def _decision(self, pending: Publication, content: bytes) -> Decision:
        try:
            receipt = receipt_of_published(self._repository.folder, content)
            if receipt is None:
                published = self._repository.publish(content)
                receipt = {
                    "author": published.author,
                    "signers": list(published.signers),
                    "versions": dict(published.versions),
                    "folders": list(published.folders),
                    "notes": list(published.notes),
                    "summary": published.summary,
                }
        except PublicationRefusedError as exc:
            _log.info("publication %s is refused", pending.id)
            detail = " ".join(part for part in (exc.detail, exc.hint) if part)
            return Decision(state=PublicationState.REFUSED, error_title=exc.title, error_detail=detail)
        return Decision(state=PublicationState.PUBLISHED, receipt=receipt)

    def _expire(self, now: datetime) -> None:
        with self._database.writing() as session:
            count = requests.expire_due(session, now)
        if count:
            _log.info("exceptions expired: %d", count)

    def _assign(self) -> bool:
        now = self._clock()
        if self._assigns_at is not None and self._assigns_at - self._gather <= now < self._assigns_at:
            return False  # and where somebody has set the clock back, it is not waited for
        with self._database.reading() as session:
            pending = work.pending_assignments(session, now, limit=_BATCH)
        if not pending or not self._has_lease(now, is_to_write=True):
            return False
        bins = self._repository.assign({each.device_id: each.assignment.to_bytes() for each in pending})
        with self._database.writing() as session:
            work.mark_published(session, {each.device_id: each.revision for each in pending})
        _log.info("assignments published: %d, in roles: %d", len(pending), bins)
        is_more = len(pending) == _BATCH
        self._assigns_at = now if is_more else now + self._gather
        return is_more

    def _renew(self) -> None:
        now = self._clock()
        if self._renewed_at is not None and now - self._renewed_at < _RENEWS_EVERY:
            return
        if self._repository.folder.is_empty() or not self._has_lease(now, is_to_write=True):
            return
        if self._repository.renew(now):
            _log.info("what was about to expire is signed again")
        self._renewed_at = now
