"""One connection to one server, straight or through a proxy: HTTP/1.1 with one deadline for everything.

Why the standard library's `http.client` and no library of pools: a server that sends one byte a second keeps every
timeout that is asked anew at each read, so whoever means a deadline has to own the socket. Here each read gets what is
left of the deadline; sending and the TLS handshake keep theirs by themselves (socket.sendall, ssl). The one wait
without is the system's resolver, which has its own.

Redirects are never followed: they are answers with a status. Plain http goes to loopback addresses only.
"""

from __future__ import annotations

import base64
import contextlib
import functools
import http.client
import io
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from agent.core.sync import SyncTrouble
from agent.sync.transport_errors import TransportError

__all__ = ["Connection", "Deadline", "Origin", "Proxy", "Reply", "is_loopback"]

_BLOCK_BYTES = 1 << 16
_CONNECT_S = 15.0
_REST_BYTES = 16 << 10
"""Of an answer that nobody wanted to read, an error's page: shorter than another connection takes."""


@dataclass(frozen=True, slots=True)
class Deadline:
    """A monotonic moment."""

    at: float

    @classmethod
    def after(cls, timeout_s: float) -> Deadline:
        """Return the one that many seconds from now."""
        return cls(time.monotonic() + timeout_s)

    def left_s(self) -> float:
        """Return the seconds left.

        Raises:
            TimeoutError: there are none.
        """
        left_s = self.at - time.monotonic()
        if left_s <= 0:
            raise TimeoutError("the deadline is over")
        return left_s


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Scheme, host and port."""

    is_tls: bool
    host: str
    port: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """An HTTP proxy, and who we are to it."""

    host: str
    port: int
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    def headers(self) -> dict[str, str]:
        """Return what proves who we are (RFC 7617)."""
        if not self.user:
            return {}
        proof = base64.b64encode(f"{self.user}:{self.password}".encode()).decode()
        return {"Proxy-Authorization": f"Basic {proof}"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """Status and headers; the body comes in blocks, as it arrives, and is read to its end or the connection closed."""

    status: int
    headers: http.client.HTTPMessage
    blocks: Iterator[bytes] = field(repr=False)


def is_loopback(host: str) -> bool:
    """Whether a host is this device, by its address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


Resolve = Callable[[str, int], Sequence[tuple[int, int, int, str, Any]]]
"""Returns the addresses of a host, as `socket.getaddrinfo` does."""


def _resolve(host: str, port: int) -> Sequence[tuple[int, int, int, str, Any]]:
    return socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)


class Connection:
    """Kept open from one request to the next, as long as the server lets it.

    Args:
        origin: where to.
        tls: what is trusted; used for https only.
        proxy: carries https; None for none.
        resolve: knows the addresses of a host.
    """

    def __init__(
        self, origin: Origin, tls: ssl.SSLContext, proxy: Proxy | None, *, resolve: Resolve = _resolve
    ) -> None:
        self._origin = origin
        self._response: http.client.HTTPResponse | None = None
        if origin.is_tls:
            first = proxy or origin
            self._connection: http.client.HTTPConnection = http.client.HTTPSConnection(
                first.host, first.port, context=tls
            )
            if proxy is not None:
                self._connection.set_tunnel(origin.host, origin.port, proxy.headers())
        else:
            self._connection = http.client.HTTPConnection(origin.host, origin.port)
        # The one place where we reach into http.client; tests/sync/test_http_connection.py fails if it moves.
        self._connection._create_connection = functools.partial(_connected, resolve)  # type: ignore[attr-defined]  # noqa: SLF001

    @property
    def is_open(self) -> bool:
        """Whether there is a connection that the next request would use; the server may have closed it by now."""
        return self._connection.sock is not None

    def request(
        self, method: str, target: str, headers: Mapping[str, str], body: bytes | None, deadline: Deadline
    ) -> Reply:
        """Send a request and return the beginning of its answer.

        Raises:
            TransportError: there is none.
        """
        connection = self._connection
        # A partial, because http.client makes the response itself.
        connection.response_class = functools.partial(_TimedResponse, deadline=deadline)  # type: ignore[assignment]
        with self._translated():
            if connection.sock is None:
                connection.timeout = min(_CONNECT_S, deadline.left_s())
                connection.connect()
            assert connection.sock is not None  # noqa: S101 - connected
            connection.sock.settimeout(deadline.left_s())
            connection.request(method, target, body=body, headers=dict(headers))
            self._response = response = connection.getresponse()
        if response.status == http.HTTPStatus.PROXY_AUTHENTICATION_REQUIRED:
            self.close()
            raise TransportError(SyncTrouble.PROXY_REFUSED, "It asks for a user and a password, or for others.")
        return Reply(status=response.status, headers=response.headers, blocks=self._blocks(response))

    def finish(self) -> None:
        """Be ready for the next request: read what little is left of the last answer, or hang up."""
        response = self._response
        if response is None or response.isclosed():
            return
        if response.length is None or response.length > _REST_BYTES:
            self.close()
            return
        try:
            response.read()
        except (OSError, http.client.HTTPException):
            self.close()

    def close(self) -> None:
        """Hang up; the next request connects anew. Idempotent."""
        if self._response is not None:
            self._response.close()  # one that ends with its connection is no longer known to http.client
        self._connection.close()

    def _blocks(self, response: http.client.HTTPResponse) -> Iterator[bytes]:
        with self._translated():
            while block := response.read1(_BLOCK_BYTES):
                yield block
            if response.length:
                raise http.client.IncompleteRead(b"", response.length)
            response.close()  # read1 leaves it open where the length was known; the connection is ready now

    def _translated(self) -> _Translation:
        return _Translation(self)


def _connected(resolve: Resolve, address: tuple[str, int], timeout_s: float, _source: object = None) -> socket.socket:
    """As `socket.create_connection`, which gives each of a host's addresses all of the time.

    Here each gets its share of what is left, so that one that swallows everything leaves time for the next.
    """
    deadline = Deadline.after(timeout_s)
    found = resolve(*address)
    failure = OSError("no address")
    for number, (family, kind, protocol, _, target) in enumerate(found):
        with contextlib.ExitStack() as opened:
            try:
                made = socket.socket(family, kind, protocol)
                opened.callback(made.close)
                made.settimeout(deadline.left_s() / (len(found) - number))
                made.connect(target)
                made.settimeout(deadline.left_s())
            except OSError as exc:
                failure = exc
            else:
                opened.pop_all()
                return made
    raise failure


class _Translation:
    """Closes the connection on any error, and says what it means."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def __enter__(self) -> None:
        return

    def __exit__(self, _kind: object, exc: BaseException | None, _trace: object) -> None:
        if exc is None:
            return
        self._connection.close()
        if (error := _meaning(exc)) is not None:
            # From None: the causes name hosts, and a proxy's answer is somebody else's text.
            raise error from None


def _meaning(exc: BaseException) -> TransportError | None:
    if isinstance(exc, TransportError):
        return None
    if isinstance(exc, ssl.SSLCertVerificationError):
        return TransportError(SyncTrouble.UNTRUSTED_SERVER, f"{exc.verify_message}.")
    if isinstance(exc, ssl.SSLError):
        return TransportError(SyncTrouble.UNREACHABLE, "No secured connection could be made.")
    if isinstance(exc, TimeoutError):
        return TransportError(SyncTrouble.UNREACHABLE, "It took too long.")
    if isinstance(exc, socket.gaierror):
        return TransportError(SyncTrouble.UNREACHABLE, "Its name, or the proxy's, is not known here.")
    if isinstance(exc, http.client.IncompleteRead):
        return TransportError(SyncTrouble.UNREACHABLE, "The answer broke off.")
    if isinstance(exc, (http.client.RemoteDisconnected, ConnectionError)):
        return TransportError(SyncTrouble.UNREACHABLE, "The connection was refused or broke off.")
    if isinstance(exc, http.client.HTTPException):
        return TransportError(SyncTrouble.SERVER_FAILED, "The answer is no HTTP.")
    if isinstance(exc, OSError):
        return _tunnel_refused(exc) or TransportError(SyncTrouble.UNREACHABLE, "The network does not reach it.")
    return None


def _tunnel_refused(exc: OSError) -> TransportError | None:
    """What `http.client` makes of a proxy's answer to CONNECT: an OSError whose text begins with these words."""
    words = str(exc).removeprefix("Tunnel connection failed: ")
    if words == str(exc):
        return None
    status = words.partition(" ")[0]
    if status == "407":
        return TransportError(SyncTrouble.PROXY_REFUSED, "It asks for a user and a password, or for others.")
    if status.startswith("4"):
        return TransportError(SyncTrouble.PROXY_REFUSED, "It refuses to connect to the server.")
    return TransportError(SyncTrouble.UNREACHABLE, "The proxy does not reach the server.")


class _TimedResponse(http.client.HTTPResponse):
    """Reads with what is left of a deadline."""

    def __init__(
        self,
        sock: socket.socket,
        debuglevel: int = 0,
        method: str | None = None,
        url: str | None = None,
        *,
        deadline: Deadline,
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self.fp = io.BufferedReader(_TimedReader(self.fp.detach(), sock, deadline))


class _TimedReader(io.RawIOBase):
    """What a socket's file reads from, asked anew for each block how long it may take."""

    def __init__(self, raw: io.RawIOBase, sock: socket.socket, deadline: Deadline) -> None:
        super().__init__()
        self._raw = raw
        self._sock = sock
        self._deadline = deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int | None:  # type: ignore[override] # as SocketIO has it
        self._sock.settimeout(self._deadline.left_s())
        return self._raw.readinto(buffer)

    def close(self) -> None:
        self._raw.close()
        super().close()
