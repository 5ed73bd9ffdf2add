"""Requests to the organization's server: signed where they must be, capped, with one deadline each.

Rules kept here:

- A body is read up to its limit and not beyond; a request has one deadline for everything, however slowly it drips.
- Redirects are refused, those within the server among them: an address is what enrolment says.
- A request that met a connection which the server had closed meanwhile is sent once more. So is a signed one that was
  refused by a server whose clock is far from ours, with the time of its `Date`: that is only believed for signatures.
- Addresses, bodies and secrets are in no error and no log.
"""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPMessage
from typing import Final, Protocol
from urllib.parse import urlsplit

from agent import __version__
from agent.core.sync import SyncTrouble
from agent.sync.enrolment import ProxySettings
from agent.sync.http_connection import Connection, Deadline, Origin, Reply, is_loopback
from agent.sync.proxies import choose_proxy
from agent.sync.transport_errors import HttpStatusError, TransportError

__all__ = ["Answer", "Sign", "Transport", "check_status", "read_capped", "system_clock"]

REQUEST_S: Final = 30.0
SLOWEST_BYTES_PER_S: Final = 20_000
"""A larger answer gets more time: so much as it would take at this speed."""
_FARTHEST: Final = timedelta(days=100 * 365)
"""A clock that lost its battery is decades behind; at the end of the calendar no time can be added."""


class Sign(Protocol):
    """Returns the headers that sign a request."""

    def __call__(self, *, method: str, target: str, body: bytes, at: datetime) -> dict[str, str]:
        """As `agent.fleet.request_signature.sign_request`, with the device's key and id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A whole answer."""

    status: int
    headers: HTTPMessage
    body: bytes = field(repr=False)


def system_clock() -> datetime:
    """Return what this device takes for the time."""
    return datetime.now(UTC)


class Transport:
    """Connections to one or two servers, kept open in between. For one thread.

    Args:
        ca_pem: authorities beside the system's.
        proxy: chosen by enrolment; None: as the environment says.
        environment: of the process.
        clock: what this device takes for the time.
        ends_at: monotonic; no request lasts longer.
        request_s: for one request, beside what its length needs.
    """

    def __init__(
        self,
        *,
        ca_pem: str = "",
        proxy: ProxySettings | None = None,
        environment: Mapping[str, str],
        clock: Callable[[], datetime] = system_clock,
        ends_at: float | None = None,
        request_s: float = REQUEST_S,
    ) -> None:
        self._proxy = proxy
        self._environment = environment
        self._clock = clock
        self._ends_at = ends_at
        self._request_s = request_s
        self._ca_pem = ca_pem
        self._tls: ssl.SSLContext | None = None
        self._connections: dict[Origin, Connection] = {}
        self.clock_offset = timedelta(0)
        """How far the server's clock is ahead of ours, once it had to be known."""

    def request(
        self,
        method: str,
        address: str,
        *,
        limit_bytes: int,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        sign: Sign | None = None,
    ) -> Answer:
        """Return the answer to a request, whatever its status.

        Raises:
            TransportError: there is none, or it is too large.
        """
        with self.opened(method, address, length_bytes=limit_bytes, body=body, headers=headers, sign=sign) as reply:
            return Answer(status=reply.status, headers=reply.headers, body=read_capped(reply.blocks, limit_bytes))

    @contextmanager
    def opened(
        self,
        method: str,
        address: str,
        *,
        length_bytes: int,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        sign: Sign | None = None,
    ) -> Iterator[Reply]:
        """Have an answer whose body is still to come; if it is not read to its end, the connection is closed.

        Args:
            method: in capitals.
            address: absolute.
            length_bytes: so long may it be; decides how long it may take.
            body: None for none.
            headers: beside our own.
            sign: None: not signed.

        Raises:
            TransportError: there is no answer.
        """
        origin, target = _parse_address(address)
        deadline = self._deadline(length_bytes)
        connection = self._connection(origin)
        own = {"User-Agent": f"Cordon/{__version__}", "Accept-Encoding": "identity", **(headers or {})}

        def send(at: datetime) -> Reply:
            signed = sign(method=method, target=target, body=body or b"", at=at) if sign is not None else {}
            was_open = connection.is_open
            try:
                return connection.request(method, target, {**own, **signed}, body, deadline)
            except TransportError as exc:
                if not was_open or exc.trouble is not SyncTrouble.UNREACHABLE:
                    raise
                return connection.request(method, target, {**own, **signed}, body, deadline)

        reply = send(self._clock() + self.clock_offset)
        if sign is not None and reply.status == HTTPStatus.UNAUTHORIZED and self._corrected(reply.headers):
            connection.close()
            reply = send(self._clock() + self.clock_offset)
        try:
            yield reply
        finally:
            connection.finish()

    def close(self) -> None:
        """Hang up; idempotent."""
        for connection in self._connections.values():
            connection.close()
        self._connections.clear()

    def _deadline(self, length_bytes: int) -> Deadline:
        deadline = Deadline.after(self._request_s + length_bytes / SLOWEST_BYTES_PER_S)
        return deadline if self._ends_at is None else Deadline(min(deadline.at, self._ends_at))

    def _connection(self, origin: Origin) -> Connection:
        found = self._connections.get(origin)
        if found is None:
            proxy = choose_proxy(origin, self._proxy, self._environment)
            found = self._connections[origin] = Connection(origin, self._trusted(origin), proxy)
        return found

    def _trusted(self, origin: Origin) -> ssl.SSLContext:
        if not origin.is_tls:
            return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # trusts nobody, and is not used
        if self._tls is None:
            self._tls = ssl.create_default_context()
            if self._ca_pem:
                try:
                    self._tls.load_verify_locations(cadata=self._ca_pem)
                except (ssl.SSLError, ValueError):
                    raise TransportError(
                        SyncTrouble.UNTRUSTED_SERVER, "The certificates in the enrolment file cannot be read."
                    ) from None
        return self._tls

    def _corrected(self, headers: HTTPMessage) -> bool:
        """Take the server's clock for signatures, if it is far from ours and this was not done before."""
        # Here, because it brings what signs (4 MB): the peek, which never signs, lives in the agent.
        from agent.fleet.request_signature import TOLERANCE  # noqa: PLC0415

        if self.clock_offset:
            return False
        try:
            server_at = parsedate_to_datetime(headers.get("Date", ""))
        except (ValueError, OverflowError):  # no date, or one in no zone that there is
            return False
        if server_at.tzinfo is None:
            return False
        offset = server_at - self._clock()
        if not TOLERANCE / 2 <= abs(offset) < _FARTHEST:
            return False
        self.clock_offset = offset
        return True


def read_capped(blocks: Iterator[bytes], limit_bytes: int) -> bytes:
    """Return a body.

    Raises:
        TransportError: it is longer than that, or broke off.
    """
    found = bytearray()
    for block in blocks:
        found += block
        if len(found) > limit_bytes:
            raise TransportError(SyncTrouble.TOO_LARGE, f"More than {limit_bytes} bytes.")
    return bytes(found)


def check_status(status: int) -> None:
    """Return if a request was granted.

    Raises:
        HttpStatusError: it was not.
    """
    if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
        raise HttpStatusError(status)


def _parse_address(address: str) -> tuple[Origin, str]:
    parts = urlsplit(address)
    host, is_tls = parts.hostname or "", parts.scheme == "https"
    if not is_tls and not (parts.scheme == "http" and is_loopback(host)):
        raise TransportError(SyncTrouble.UNTRUSTED_SERVER, "Its address must begin with https://.")
    target = parts.path or "/"
    return (
        Origin(is_tls=is_tls, host=host, port=parts.port or (443 if is_tls else 80)),
        f"{target}?{parts.query}" if parts.query else target,
    )
