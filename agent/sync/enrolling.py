"""A token becomes a device: all of it, or nothing.

Everything is made beside the state's own folder: trust from the token's fingerprint, the key, the first set. Only when
that set is there, the folder takes its place, and then `enrolment.json`, which is what makes this device governed. The
repository is verified before the server hears of the token, so that a wrong address or fingerprint uses none up.

    .enrolling/sync     becomes `sync`
    sync.old            what was there, if the device becomes a new one, until that is done

A process that ended in between leaves `sync.old`; `recover` puts right whichever half was done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Final

from agent.core.errors import AgentError
from agent.core.sync import SyncTrouble
from agent.fleet.enrolment import ENROLMENT_PATH, EnrolmentReply, EnrolmentRequest
from agent.fleet.message import parse_message
from agent.fleet.request_signature import public_key_text
from agent.sync.conversation import signer
from agent.sync.device_key import make_device_key, save_device_key
from agent.sync.enrolment import Enrolment, EnrolmentProblemError, load_enrolment, save_enrolment
from agent.sync.fetching import ServerFetcher
from agent.sync.manifest import sync_folder
from agent.sync.memory import MEMORY_FILE, DeviceMemory, save_memory
from agent.sync.order import EnrolmentOrder, ExchangeReport, SyncOutcome
from agent.sync.refresh import Refresh
from agent.sync.transport import Sign, Transport
from agent.sync.transport_errors import TransportError
from agent.sync.troubles import SyncFailedError, trouble_of
from agent.sync.trust import first_root, open_updater
from agent.system.enrolment import ENROLMENT_FILE
from agent.system.whole_files import flush_folder, make_folder

__all__ = ["Enroller", "recover"]

_DRAFT: Final = ".enrolling"
_OLD: Final = "sync.old"
_REPLY_LIMIT_BYTES: Final = 4096
_REFUSED: Final = frozenset({400, 401, 403, 404, 409, 410, 422})


class Enroller:
    """One enrolment.

    Args:
        state: the state folder.
        order: with the token.
        environment: of the process.
        clock: what this device takes for the time.
        ends_at: monotonic; nothing lasts longer.
    """

    def __init__(
        self,
        state: Path,
        order: EnrolmentOrder,
        *,
        environment: Mapping[str, str],
        clock: Callable[[], datetime],
        ends_at: float | None = None,
    ) -> None:
        self._state = state
        self._order = order
        self._clock = clock
        self._draft = state / _DRAFT
        self._transport = Transport(
            ca_pem=order.token.ca_pem, proxy=order.proxy, environment=environment, clock=clock, ends_at=ends_at
        )

    def run(self) -> ExchangeReport:
        """Enrol; says what came of it, and raises nothing that is anybody's fault."""
        try:
            return self._enroll()
        except Exception as exc:
            trouble = trouble_of(exc)
            if trouble is None:
                raise
            return ExchangeReport(sync=SyncOutcome(at=self._clock(), trouble=trouble.trouble, detail=trouble.detail))
        finally:
            self._transport.close()
            shutil.rmtree(self._draft, ignore_errors=True)

    def _enroll(self) -> ExchangeReport:
        if (self._state / ENROLMENT_FILE).exists() and not self._order.is_replacing:
            raise SyncFailedError(SyncTrouble.STORE_FAILED, "This device is enrolled already.")
        self._make_draft()
        token = self._order.token
        self._verify_repository()
        key = make_device_key()
        device_id = self._register(signer(key, public_key_text(key.public_key())), public_key_text(key.public_key()))
        enrolment = Enrolment(
            server=token.server,
            repository=token.repository_address,
            root_sha256=token.root_sha256,
            device_id=device_id,
            ca_pem=token.ca_pem,
            proxy=self._order.proxy,
            enrolled_at=self._clock(),
        )
        make_folder(sync_folder(self._draft), self._state.stat().st_mode & 0o777)
        save_device_key(sync_folder(self._draft), key)
        save_memory(sync_folder(self._draft), DeviceMemory(device_id=device_id))
        sync = Refresh(self._draft, enrolment, self._transport, signer(key, device_id), self._clock).run()
        if not sync.is_changed:
            raise SyncFailedError(sync.trouble or SyncTrouble.SERVER_FAILED, sync.detail)
        self._put_in_place(enrolment)
        return ExchangeReport(sync=sync, device_id=device_id)

    def _make_draft(self) -> None:
        shutil.rmtree(self._draft, ignore_errors=True)
        make_folder(self._state, 0o700)
        make_folder(self._draft, self._state.stat().st_mode & 0o777)

    def _verify_repository(self) -> None:
        """Return once the repository is the token's, and fresh."""
        token = self._order.token
        fetcher = ServerFetcher(self._transport, token.repository_address, None)
        root = first_root(fetcher, fetcher.metadata_address, token.root_sha256)
        folder = self._draft / "probe"
        make_folder(folder, 0o700)
        address = fetcher.metadata_address
        open_updater(folder, fetcher, address, fetcher.targets_address, root=root, now=self._clock()).refresh()

    def _register(self, sign: Sign, public_key: str) -> str:
        token = self._order.token
        request = EnrolmentRequest(
            secret=token.secret,
            public_key=public_key,
            os=self._order.os,
            os_version=self._order.os_version,
            agent_version=self._order.agent_version,
            team=self._order.team,
        )
        answer = self._transport.request(
            "POST",
            f"{token.server}{ENROLMENT_PATH}",
            limit_bytes=_REPLY_LIMIT_BYTES,
            body=request.to_bytes(),
            headers={"Content-Type": "application/json"},
            sign=sign,
        )
        if answer.status in _REFUSED:
            raise SyncFailedError(
                SyncTrouble.NOT_KNOWN, f"The server does not accept this enrolment file: HTTP status {answer.status}."
            )
        if answer.status not in {HTTPStatus.OK, HTTPStatus.CREATED}:
            raise SyncFailedError(SyncTrouble.SERVER_FAILED, f"HTTP status {answer.status}.")
        try:
            return parse_message(EnrolmentReply, answer.body, _REPLY_LIMIT_BYTES).device_id
        except AgentError as exc:
            raise TransportError(SyncTrouble.SERVER_FAILED, exc.detail) from exc

    def _put_in_place(self, enrolment: Enrolment) -> None:
        old, place = self._state / _OLD, sync_folder(self._state)
        flush_folder(sync_folder(self._draft))
        shutil.rmtree(old, ignore_errors=True)
        if place.exists():
            place.rename(old)
        sync_folder(self._draft).rename(place)
        flush_folder(self._state)
        save_enrolment(self._state, enrolment)
        shutil.rmtree(old, ignore_errors=True)


def recover(state: Path) -> None:
    """Finish, or take back, an enrolment in whose last step the process ended.

    Raises:
        OSError: that cannot be done.
    """
    old, place = state / _OLD, sync_folder(state)
    if not old.exists():
        return
    if not _belong_together(state, place):
        if place.exists():
            shutil.rmtree(place)
        old.rename(place)
        flush_folder(state)
    shutil.rmtree(old, ignore_errors=True)


def _belong_together(state: Path, place: Path) -> bool:
    """Whether `enrolment.json` speaks of the device whose folder stands there."""
    try:
        memory = parse_message(DeviceMemory, (place / MEMORY_FILE).read_bytes(), _REPLY_LIMIT_BYTES)
        return load_enrolment(state).device_id == memory.device_id
    except (OSError, AgentError, EnrolmentProblemError):
        return False
