"""What the signer does: publications first, then grants that are over, then assignments, then what is about to expire.

Rules kept here:

- Of several signers one works: whoever holds the lease. It is taken anew before every write to the repository, and what
  is written is read from the database when nobody else can write any more: who was held up writes nothing old.
- Everything is done again after a crash, and doing it again changes nothing: what is in the repository counts.
- No step keeps another from its turn, and no device another: what fails is logged, kept for the figures until it is
  over (`troubles`), and tried again, with longer and longer pauses. A device whose assignment cannot be published is
  left out until it changes.
- A publication that must not be published is refused, with the reason, and so is one with which anything goes wrong
  that is not the disk's, the database's or the keys' fault. One of these stays, and is tried again.
- What the repository says of devices that the database does not know is taken away; when an online key goes, all
  devices are assigned again.
- A publication is published within two seconds, and so is a change of assignments, unless changes are gathered: every
  one makes every device fetch a snapshot, so that a large fleet's are published so often at most (docs/deployment.md).
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from agent.core.errors import AgentError, EnvironmentProblemError
from server.repository.bins import check_assignment
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.online import PublicationReceipt
from server.signer.settled import is_published
from server.signer.troubles import Troubles, said_of
from server.storage import publications, requests, work
from server.storage.database import Database
from server.storage.lease import give_back, take
from server.storage.publications import Decision
from server.storage.roles import SIGNER
from server.storage.tables import Publication, PublicationState
from server.storage.work import PendingAssignment

__all__ = ["LEASE", "LeaseLostError", "OnlinePart", "Signer"]

LEASE: Final = "signer"
_LEASE_LASTS: Final = timedelta(seconds=60)
_LEASE_KEPT_AFTER: Final = timedelta(seconds=15)
_LOOKS_EVERY_S: Final = 1.0
_RENEWS_EVERY: Final = timedelta(minutes=10)
_COMPARES_EVERY: Final = timedelta(days=1)
_LONGEST_PAUSE_S: Final = 60.0
_BATCH: Final = 2000
_INTERRUPTED: Final = "The signer was interrupted; this was found published when it came back."

_log: Final = logging.getLogger("cordon.signer")


class LeaseLostError(EnvironmentProblemError):
    """Another signer works now."""

    code = "lease_lost"


class OnlinePart(Protocol):
    """What signing needs of the repository; `server.repository.online` is it."""

    @property
    def folder(self) -> RepositoryFolder:
        """Where it is."""

    def publish(
        self, publication: bytes, *, begin: Callable[[PublicationReceipt], None] | None = None
    ) -> PublicationReceipt:
        """Publish, or raise PublicationRefusedError; `begin` is called before anything is written."""

    def assign_from(self, read: Callable[[], Mapping[str, bytes | None]]) -> int:
        """Publish assignments that are read when nobody else can write any more."""

    def keep_devices(self, known: Callable[[], Collection[str]]) -> int:
        """Take away what is assigned to other devices."""

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
        self._troubles = Troubles(database, clock)
        self._assigns_at: datetime | None = None
        self._assigned_up_to = ""
        self._unfit: dict[str, int] = {}
        self._compared_at: datetime | None = None
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
            except Exception as exc:  # noqa: BLE001 - thread top: the process stays up, whatever happens
                pause_s = min(pause_s * 2, _LONGEST_PAUSE_S)
                _log.error("%s; next try in %.0f s", said_of(exc), pause_s)
            stop.wait(pause_s)
        self.release()

    def run_once(self) -> bool:
        """Do what there is to do. Returns whether there may be more.

        Every step has its turn; what the first of those that failed has raised is raised in the end.

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
        if not has_work:
            return self._take(("compare", self._compare), ("renew", self._renew))
        return self._take(
            ("publish", self._publish_next),
            ("expire", self._expire),
            ("assign", self._assign),
            ("compare", self._compare),
            ("renew", self._renew),
        )

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

    def _take(self, *steps: tuple[str, Callable[[], bool]]) -> bool:
        is_more = False
        failures: list[Exception] = []
        for name, step in steps:
            try:
                is_more = step() or is_more
            except Exception as exc:  # noqa: BLE001 - a step's top: the next one has its turn all the same
                self._troubles.begin(name, exc)
                failures.append(exc)
            else:
                self._troubles.end(name)
        if failures:
            raise failures[0]
        return is_more

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
            if pending.receipt is not None and is_published(self._repository.folder, content):
                receipt = {**pending.receipt, "notes": [*pending.receipt.get("notes", ()), _INTERRUPTED]}
            else:
                receipt = _as_kept(self._repository.publish(content, begin=lambda said: self._begin(pending.id, said)))
        except PublicationRefusedError as exc:
            detail = " ".join(part for part in (exc.detail, exc.hint) if part)
            return Decision(state=PublicationState.REFUSED, error_title=exc.title, error_detail=detail)
        except AgentError:
            raise  # of the disk, the database or the keys: it stays
        except Exception as exc:  # noqa: BLE001 - it would stand in the way of all that follow
            _log.error("publication %s: %s", pending.id, said_of(exc))
            return Decision(
                state=PublicationState.REFUSED,
                error_title="The publication cannot be published",
                error_detail=f"{type(exc).__name__}.",
            )
        return Decision(state=PublicationState.PUBLISHED, receipt=receipt)

    def _begin(self, publication_id: str, receipt: PublicationReceipt) -> None:
        """Nothing is written yet, and nobody else can write."""
        now = self._clock()
        if not self._has_lease(now, is_to_write=True):
            raise LeaseLostError("Another signer works now")
        with self._database.writing() as session:
            publications.begin(session, publication_id, _as_kept(receipt))
            if receipt.empties_bins:
                work.reassign_all(session, now, SIGNER)
        if receipt.empties_bins:
            self._assigns_at = None

    def _expire(self) -> bool:
        with self._database.writing() as session:
            count = requests.expire_due(session, self._clock())
        if count:
            _log.info("exceptions expired: %d", count)
        return False

    def _assign(self) -> bool:
        now = self._clock()
        if self._assigns_at is not None and self._assigns_at - self._gather <= now < self._assigns_at:
            return False  # and where somebody has set the clock back, it is not waited for
        if self._repository.folder.is_empty():
            return False
        with self._database.reading() as session:
            due = work.due_revisions(session, after=self._assigned_up_to, limit=_BATCH)
        is_more = len(due) == _BATCH
        self._assigned_up_to = max(due) if is_more else ""
        wanted = [device_id for device_id, revision in due.items() if self._unfit.get(device_id) != revision]
        if not wanted:
            return is_more
        read: dict[str, int] = {}
        bins = self._repository.assign_from(lambda: self._documents(wanted, read))
        if not read:
            return is_more
        with self._database.writing() as session:
            work.mark_published(session, read)
        for device_id in self._unfit.keys() & read.keys():
            del self._unfit[device_id]
            self._troubles.end(device_id)
        _log.info("assignments published: %d, in roles: %d", len(read), bins)
        self._assigns_at = now if is_more else now + self._gather
        return is_more

    def _documents(self, wanted: Sequence[str], read: dict[str, int]) -> Mapping[str, bytes]:
        """What is to be published, as it is now that nobody else can write; `read` gets the revisions."""
        now = self._clock()
        if not self._has_lease(now, is_to_write=True):
            return {}
        with self._database.snapshot() as session:
            pending = work.pending_assignments(session, now, device_ids=wanted)
        documents: dict[str, bytes] = {}
        for each in pending:
            try:
                document = _checked(each)
            except (RepositoryError, ValueError) as exc:
                self._unfit[each.device_id] = each.revision
                self._troubles.begin(each.device_id, exc)
            else:
                documents[each.device_id], read[each.device_id] = document, each.revision
        return documents

    def _compare(self) -> bool:
        """Take away what is assigned to devices that the database does not know: nobody would ever change it."""
        now = self._clock()
        if self._compared_at is not None and timedelta(0) <= now - self._compared_at < _COMPARES_EVERY:
            return False
        if self._repository.folder.is_empty() or not self._has_lease(now, is_to_write=True):
            return False
        with self._database.reading() as session:
            known = work.known_devices(session)
        # A database that knows no device at all is another one, or about to be restored.
        taken = self._repository.keep_devices(self._known_devices) if known else 0
        if taken:
            _log.warning("assignments of devices that are not known were taken away: %d", taken)
        self._compared_at = now
        return False

    def _known_devices(self) -> Collection[str]:
        with self._database.reading() as session:
            return work.known_devices(session)

    def _renew(self) -> bool:
        now = self._clock()
        if self._renewed_at is not None and timedelta(0) <= now - self._renewed_at < _RENEWS_EVERY:
            return False
        if self._repository.folder.is_empty() or not self._has_lease(now, is_to_write=True):
            return False
        if self._repository.renew(now):
            _log.info("what was about to expire is signed again")
        self._renewed_at = now
        return False


def _checked(pending: PendingAssignment) -> bytes:
    if pending.assignment is None:
        raise RepositoryError("An assignment cannot be published", detail=pending.problem)
    document = pending.assignment.to_bytes()
    check_assignment(pending.device_id, document)
    return document


def _as_kept(receipt: PublicationReceipt) -> dict[str, Any]:
    return {
        "author": receipt.author,
        "signers": list(receipt.signers),
        "versions": dict(receipt.versions),
        "folders": list(receipt.folders),
        "notes": list(receipt.notes),
        "summary": receipt.summary,
    }
