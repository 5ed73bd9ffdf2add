"""Whether anything is new, for next to nothing: one conditional request for the repository's newest timestamp.

Nothing is verified here and nothing believed. A timestamp that differs from the stored one is a reason to start the
child, which verifies; one that is the same says only that nobody tells of anything newer, which the stored one's
expiry bounds.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path
from typing import Final

from agent.sync.enrolment import Enrolment, load_enrolment
from agent.sync.manifest import current_link, metadata_folder
from agent.sync.transport import Transport, check_status

__all__ = ["TIMESTAMP_FILE", "TIMESTAMP_LIMIT_BYTES", "Peek"]

TIMESTAMP_FILE: Final = "timestamp.json"
TIMESTAMP_LIMIT_BYTES: Final = 16 << 10

_REQUEST_S: Final = 10.0
_CLOSING_S: Final = 2.0


class Peek:
    """Keeps its connection open from one look to the next; threads may share it.

    Args:
        state: the machine service's state folder, or the user's.
        environment: of the process.
    """

    def __init__(self, state: Path, *, environment: Mapping[str, str]) -> None:
        self._state = state
        self._environment = environment
        self._lock = threading.Lock()
        self._enrolment: Enrolment | None = None
        self._transport: Transport | None = None
        # What the server called the bytes that we have; good for those bytes only.
        self._etag, self._etag_of = "", b""

    def is_changed(self) -> bool:
        """Whether the repository's newest timestamp is another than that of the set in force.

        Raises:
            TransportError: nobody knows.
            EnrolmentProblemError: this device is not enrolled.
        """
        with self._lock:
            enrolment, transport = self._ready()
            stored = self._stored()
            headers = {"If-None-Match": self._etag} if self._etag and self._etag_of == stored else {}
            answer = transport.request(
                "GET",
                f"{enrolment.repository}/metadata/{TIMESTAMP_FILE}",
                limit_bytes=TIMESTAMP_LIMIT_BYTES,
                headers=headers,
            )
            if answer.status == HTTPStatus.NOT_MODIFIED and headers:
                return False
            check_status(answer.status)
            self._etag, self._etag_of = answer.headers.get("ETag", ""), answer.body
            return answer.body != stored

    def close(self) -> None:
        """Hang up; idempotent. A look that is under way on another thread ends by its own deadline."""
        if self._lock.acquire(timeout=_CLOSING_S):
            try:
                self._hang_up()
            finally:
                self._lock.release()

    def _ready(self) -> tuple[Enrolment, Transport]:
        enrolment = load_enrolment(self._state)
        if enrolment != self._enrolment or self._transport is None:
            self._hang_up()
            self._enrolment = enrolment
            self._transport = Transport(
                ca_pem=enrolment.ca_pem, proxy=enrolment.proxy, environment=self._environment, request_s=_REQUEST_S
            )
        return enrolment, self._transport

    def _hang_up(self) -> None:
        if self._transport is not None:
            self._transport.close()
            self._transport = None

    def _stored(self) -> bytes | None:
        try:
            return (metadata_folder(current_link(self._state)) / TIMESTAMP_FILE).read_bytes()
        except OSError:
            return None
