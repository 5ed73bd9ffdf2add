"""The syncing child: one order on standard input, one report on standard output, and it is gone.

    --state DIR        the state folder
    --deadline-s N     it ends by then, whatever it is at
    --enroll           the order is an enrolment

One works in a state folder at a time; another waits for it. Everything that can be anybody's fault is in the report;
a traceback is Cordon's own fault, and goes nowhere, since it could quote.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.fleet.message import Message, parse_message
from agent.sync.conversation import Conversation, signer
from agent.sync.device_key import load_device_key
from agent.sync.enrolling import Enroller, recover
from agent.sync.enrolment import load_enrolment
from agent.sync.manifest import sync_folder
from agent.sync.order import ORDER_LIMIT_BYTES, EnrolmentOrder, ExchangeOrder, ExchangeReport, SyncOutcome
from agent.sync.refresh import Refresh
from agent.sync.transport import Transport, system_clock
from agent.sync.transport_errors import TransportError
from agent.sync.verification import SCRATCH_PREFIX
from agent.system.whole_files import make_folder

__all__ = ["exchange", "main"]

_LOCK_FILE: Final = ".sync.lock"
_TEMPORARY: Final = ".tmp"
_EXIT_USAGE: Final = 2
_GRACE_S: Final = 2.0
"""For what comes after the last request: a report says why there was no time."""


def main(arguments: list[str]) -> int:
    """Do what is ordered."""
    options = _parse(arguments)
    # The system ends us: no part of the work needs to be asked to stop, and what is in force is whole at any moment.
    signal.setitimer(signal.ITIMER_REAL, options.deadline_s + _GRACE_S)
    ends_at = time.monotonic() + options.deadline_s
    os.umask(0o077)
    untrusted = sys.stdin.buffer.read(ORDER_LIMIT_BYTES + 1)
    state: Path = options.state
    kind = EnrolmentOrder if options.enroll else ExchangeOrder
    try:
        order: Message = parse_message(kind, untrusted, ORDER_LIMIT_BYTES)
    except AgentError:
        return _EXIT_USAGE
    try:
        with _locked(state):
            recover(state)
            _clear(state)
            report = _report(state, order, ends_at)
    except OSError as exc:
        report = _failed(order, f"{exc.strerror}.", system_clock())
    sys.stdout.buffer.write(report.to_bytes())
    sys.stdout.buffer.flush()
    return 0


def _report(state: Path, order: Message, ends_at: float) -> ExchangeReport:
    if isinstance(order, EnrolmentOrder):
        return Enroller(state, order, environment=os.environ, clock=system_clock, ends_at=ends_at).run()
    assert isinstance(order, ExchangeOrder)  # noqa: S101 - there are two kinds
    return exchange(state, order, environment=os.environ, clock=system_clock, ends_at=ends_at)


def exchange(
    state: Path,
    order: ExchangeOrder,
    *,
    environment: Mapping[str, str],
    clock: Callable[[], datetime],
    ends_at: float | None = None,
) -> ExchangeReport:
    """Refresh, and then say and ask what is ordered."""
    try:
        enrolment = load_enrolment(state)
        key = load_device_key(sync_folder(state))
    except AgentError as exc:
        return _failed(order, f"{exc.title}. {exc.detail}".strip(), clock())
    transport = Transport(
        ca_pem=enrolment.ca_pem, proxy=enrolment.proxy, environment=environment, clock=clock, ends_at=ends_at
    )
    sign = signer(key, enrolment.device_id)
    try:
        sync = _refresh(Refresh(state, enrolment, transport, sign, clock), clock)
        conversation = Conversation(enrolment, transport, sign, sync_folder(state))
        return _converse(conversation, order, sync, clock())
    finally:
        transport.close()


def _refresh(refresh: Refresh, clock: Callable[[], datetime]) -> SyncOutcome:
    try:
        return refresh.run()
    except Exception as exc:  # noqa: BLE001 - a bug of ours; the check-in is how anybody hears of it
        return SyncOutcome(at=clock(), trouble=SyncTrouble.UNUSABLE, detail=f"Unexpected {type(exc).__name__}.")


def _converse(conversation: Conversation, order: ExchangeOrder, sync: SyncOutcome, now: datetime) -> ExchangeReport:
    report = ExchangeReport(sync=sync)
    if order.report is not None:
        try:
            sent = conversation.check_in(order.report, sync.versions, now)
        except TransportError as exc:
            report = report.model_copy(update={"check_in_trouble": exc.trouble, "check_in_detail": exc.detail})
        except OSError as exc:
            report = report.model_copy(
                update={"check_in_trouble": SyncTrouble.STORE_FAILED, "check_in_detail": f"{exc.strerror}."}
            )
        else:
            told = sync.model_copy(update={"next_check_in_s": sent.next_in_s})
            report = report.model_copy(update={"sync": told, "sent_check_in": sent.body.decode()})
    undelivered, refused = [], []
    for request in order.exception_requests:
        try:
            if not conversation.request_exception(request):
                refused.append(request.request_id)
        except TransportError:
            undelivered.append(request.request_id)
    exceptions = None
    if order.wants_exceptions:
        try:
            exceptions = conversation.exceptions()
        except TransportError:
            exceptions = None
    return report.model_copy(
        update={"undelivered": tuple(undelivered), "refused": tuple(refused), "exceptions": exceptions}
    )


def _failed(order: Message, detail: str, now: datetime) -> ExchangeReport:
    """Nothing was sent: whoever ordered it has all of it still to be sent."""
    report = ExchangeReport(sync=SyncOutcome(at=now, trouble=SyncTrouble.STORE_FAILED, detail=detail))
    if not isinstance(order, ExchangeOrder):
        return report
    trouble = SyncTrouble.STORE_FAILED if order.report is not None else None
    undelivered = tuple(request.request_id for request in order.exception_requests)
    return report.model_copy(update={"check_in_trouble": trouble, "undelivered": undelivered})


def _clear(state: Path) -> None:
    """Remove what one that was killed has left, and keep temporary files here: /tmp may be memory, which is limited."""
    folder = sync_folder(state)
    temporary = folder / _TEMPORARY
    for left in (temporary, *folder.glob(f"{SCRATCH_PREFIX}*")):
        shutil.rmtree(left, ignore_errors=True)
    for left in (folder / "tuf").glob("tmp*"):
        left.unlink(missing_ok=True)
    make_folder(temporary, 0o700)
    tempfile.tempdir = str(temporary)


@contextmanager
def _locked(state: Path) -> Iterator[None]:
    """Hold the state's lock; the wait for it ends with the process."""
    make_folder(state, 0o700)
    descriptor = os.open(state / _LOCK_FILE, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="cordon --program agent.sync.program:main", allow_abbrev=False)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--deadline-s", type=float, default=300.0)
    parser.add_argument("--enroll", action="store_true")
    return parser.parse_args(arguments)
