"""What people of this device have asked to be excepted from: kept until the server has it, and what became of it.

Rules kept here:

- Who asks is an account of the device, as the operating system says. Nobody sees what another account has asked for.
- A request that was taken is on the disk. Each account may have so many waiting (those that go by a number, all of them
  together), and all together so many; the next one is refused with a reason, and nothing is dropped.
- Asking has no effect by itself: what is granted arrives with the policy, signed.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from pydantic import ValidationError

from agent.core.errors import AgentError
from agent.core.verdicts import Action
from agent.fleet.exceptions import ExceptionReason, ExceptionRequest, ExceptionState, ExceptionStatus
from agent.service.accounts import share_of
from agent.system.state_file import StateFile

__all__ = ["ExceptionRefusedError", "ExceptionRequests", "ExceptionWish"]

_MOST_WAITING: Final = 20
_MOST_WAITING_IN_ALL: Final = 200
_MOST_KNOWN: Final = 1000
"""Requests whose accounts are remembered; the oldest are forgotten."""


class ExceptionRefusedError(AgentError):
    """A request is not taken."""

    code = "exception_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExceptionWish:
    """What is asked for, as it came in; `agent.fleet.exceptions.ExceptionRequest` says what the fields mean."""

    rule_ids: tuple[str, ...]
    destination_id: str
    label: str
    down_to: Action
    days: int
    reason: str


class ExceptionRequests:
    """Threads may call at once; calls that change something wait for the disk.

    Args:
        file: where they are kept.
        clock: now (aware UTC).
        new_id: makes ids.
    """

    def __init__(
        self,
        file: StateFile,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        new_id: Callable[[], str] = lambda: secrets.token_hex(16),
    ) -> None:
        self._file = file
        self._clock = clock
        self._new_id = new_id
        self._lock = threading.Lock()
        self._pending: dict[str, ExceptionRequest] = {}
        self._accounts: dict[str, str] = {}
        self._statuses: dict[str, ExceptionStatus] = {}
        self._load()

    def ask(self, account: str, wish: ExceptionWish) -> ExceptionRequest:
        """Take a request, and return it once it is on the disk.

        Raises:
            ExceptionRefusedError: a field cannot be what it says, or too many wait already.
            StateFileError: it cannot be kept.
        """
        try:
            request = ExceptionRequest(
                request_id=self._new_id(),
                rule_ids=wish.rule_ids,
                destination_id=wish.destination_id,
                account=account,
                label=wish.label,
                down_to=wish.down_to,
                days=wish.days,
                reason=ExceptionReason(wish.reason),
            )
        except ValidationError as exc:
            field = str(exc.errors(include_url=False, include_input=False, include_context=False)[0]["loc"][0])
            raise ExceptionRefusedError(
                "The request has a field that cannot be", detail=f"{field.replace('_', ' ')}."
            ) from None
        except ValueError:
            reasons = ", ".join(ExceptionReason)
            raise ExceptionRefusedError("The request gives no known reason", hint=f"One of: {reasons}.") from None
        with self._lock:
            own = sum(share_of(each.account) == share_of(account) for each in self._pending.values())
            if own >= _MOST_WAITING or len(self._pending) >= _MOST_WAITING_IN_ALL:
                raise ExceptionRefusedError(
                    "Too many requests wait for the server",
                    detail=f"{_MOST_WAITING} of one account at most.",
                    hint="They are sent as soon as the server answers; `cordon sync status` says what is in the way.",
                )
            self._save({**self._pending, request.request_id: request}, {**self._accounts, request.request_id: account})
        return request

    def pending(self) -> tuple[ExceptionRequest, ...]:
        """Return what the server does not have, oldest first."""
        with self._lock:
            return tuple(self._pending.values())

    def sent(
        self,
        requests: Collection[ExceptionRequest],
        *,
        undelivered: Collection[str],
        refused: Collection[str] = (),
        statuses: Collection[ExceptionStatus] | None,
    ) -> None:
        """These were sent; the server has all but some, and says what became of the earlier ones.

        Args:
            requests: what was sent.
            undelivered: ids of those that it does not have.
            refused: ids of those that it will never take.
            statuses: of all that it has; None where it did not say.

        Raises:
            StateFileError: this cannot be kept; they are sent again, which is asking once.
        """
        delivered = {each.request_id for each in requests} - set(undelivered)
        with self._lock:
            for each in requests:
                if each.request_id in delivered:
                    state = ExceptionState.REFUSED if each.request_id in refused else ExceptionState.PENDING
                    self._statuses[each.request_id] = self._status(each, state)
            if statuses is not None:
                # Those that the server will not take, it knows nothing of.
                own = [each for each in self._statuses.values() if each.state is ExceptionState.REFUSED]
                self._statuses = {each.request_id: each for each in (*own[-_MOST_WAITING_IN_ALL:], *statuses)}
            if delivered & self._pending.keys():
                left = {name: each for name, each in self._pending.items() if name not in delivered}
                self._save(left, self._accounts)

    def of(self, account: str) -> tuple[tuple[ExceptionRequest, ...], tuple[ExceptionStatus, ...]]:
        """Return what an account has asked for: what waits, and what the server said of the rest."""
        with self._lock:
            waiting = tuple(each for each in self._pending.values() if each.account == account)
            known = tuple(each for name, each in self._statuses.items() if self._accounts.get(name) == account)
        return waiting, known

    def _status(self, request: ExceptionRequest, state: ExceptionState) -> ExceptionStatus:
        return ExceptionStatus(
            request_id=request.request_id,
            rule_ids=request.rule_ids,
            destination_id=request.destination_id,
            state=state,
            requested_at=self._clock(),
        )

    def _load(self) -> None:
        content = self._file.load() or {}
        pending = content.get("pending")
        for untrusted in pending if isinstance(pending, list) else ():
            try:
                request = ExceptionRequest.model_validate(untrusted)
            except ValidationError:
                continue  # of a version that no longer is, or damaged
            self._pending[request.request_id] = request
        accounts = content.get("accounts")
        if isinstance(accounts, dict):
            self._accounts = {str(name): str(account) for name, account in accounts.items()}

    def _save(self, pending: dict[str, ExceptionRequest], accounts: dict[str, str]) -> None:
        newest = dict([*accounts.items()][-_MOST_KNOWN:])
        self._file.save({"pending": [each.model_dump(mode="json") for each in pending.values()], "accounts": newest})
        self._pending, self._accounts = pending, newest
