"""An organization's server on a loopback port: repository, enrolment, check-ins and exceptions; misbehaves on request.

    with RepositoryServer(SignedRepository()) as server:
        server.repository.publish(Layer.GLOBAL, policy_text())
        token = server.token()

Signatures of devices are verified as the real server does; `server.wrong` holds what is to go wrong, by path.
"""

from __future__ import annotations

import base64
import enum
import hashlib
import json
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Final, Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from pydantic import SecretStr

from agent.fleet.check_in import CHECK_IN_PATH, CheckIn, CheckInReply
from agent.fleet.enrolment import ENROLMENT_PATH, EnrolmentReply, EnrolmentRequest, EnrolmentToken
from agent.fleet.exceptions import EXCEPTIONS_PATH, ExceptionRequest, ExceptionState, ExceptionStatus
from agent.fleet.message import parse_message
from agent.fleet.request_signature import RequestSignatureError, parse_signature, verify_request
from agent.fleet.targets import is_public
from tests.fakes.signed_repository import SignedRepository

__all__ = ["RepositoryServer", "Request", "Wrong"]

_SECRET: Final = "token-of-a-test"
_LIMIT_BYTES: Final = 1 << 20
_REPOSITORY: Final = "/repository/"
_DRIP_S: Final = 0.05


class Wrong(enum.Enum):
    """What a server can do wrong with an answer, beside sending another one."""

    TRUNCATED = enum.auto()
    """The connection ends in the middle of the body."""
    DRIPPING = enum.auto()
    """A byte now and then."""
    DRIPPING_HEADERS = enum.auto()
    ENDLESS = enum.auto()
    """A body that is as long as one reads it."""
    SILENT = enum.auto()
    """No answer."""
    REDIRECTED = enum.auto()
    """To the same file, under another address."""
    CLOSED = enum.auto()
    """The connection ends before the answer."""
    GARBLED = enum.auto()
    """What is said is no HTTP."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One that was answered."""

    method: str
    path: str
    status: int
    is_signed: bool
    headers: dict[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class RepositoryServer:
    """A server.

    Args:
        repository: what it serves, as it is at each request.
        tls: makes it speak https.
    """

    def __init__(self, repository: SignedRepository, *, tls: ssl.SSLContext | None = None) -> None:
        self.repository = repository
        self.frozen: dict[str, bytes] | None = None
        """Serve these files instead of the repository's."""
        self.wrong: dict[str, Wrong | bytes | int | tuple[int, bytes]] = {}
        """By path (`/repository/metadata/timestamp.json`): what goes wrong; a body, a status, or both."""
        self.clock_offset = timedelta(0)
        self.date = ""
        """What answers say as their `Date`; empty for the server's time."""
        self.devices: dict[str, bytes] = {}
        """Public keys, by device."""
        self.tokens = {_SECRET: 1}
        """How often each may still be used."""
        self.check_ins: list[CheckIn] = []
        self.asked: dict[str, ExceptionRequest] = {}
        self.requests: list[Request] = []
        self.next_device_id = "0" * 31 + "1"
        self.stopping = threading.Event()
        self._http = _Server(("127.0.0.1", 0), partial(_Handler, self))
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self._scheme = "https" if tls is not None else "http"
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, name="repository-server"
        )

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(10.0)

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self._http.server_address[1])

    @property
    def address(self) -> str:
        """As a token names it."""
        return f"{self._scheme}://127.0.0.1:{self.port}"

    def token(self, *, secret: str = _SECRET, root_sha256: str | None = None, ca_pem: str = "") -> EnrolmentToken:
        """Return an enrolment token; the usual one works once."""
        return EnrolmentToken(
            server=self.address,
            root_sha256=root_sha256 or self.repository.root_sha256,
            secret=SecretStr(secret),
            expires_at=datetime.now(UTC) + timedelta(days=1),
            ca_pem=ca_pem,
        )

    def freeze(self) -> None:
        """Go on serving what is there now, whatever is published."""
        self.frozen = self.repository.copy_files()

    def served(self) -> dict[str, bytes]:
        """Return what is served."""
        return self.repository.files if self.frozen is None else self.frozen

    def fetched(self) -> list[str]:
        """Return the paths that were asked for since this was asked last."""
        found = [request.path for request in self.requests]
        self.requests.clear()
        return found


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients that hang up are what these tests are about."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 20.0
    disable_nagle_algorithm = True

    def __init__(self, owner: RepositoryServer, *arguments: object) -> None:
        self._owner = owner
        self._body = b""
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver gives

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        """Serve a file, or the list of exceptions."""
        self._body = b""
        self._serve(self._get)

    def do_POST(self) -> None:
        """Take a message."""
        self._body = self.rfile.read(min(int(self.headers.get("Content-Length", "0")), _LIMIT_BYTES))
        self._serve(self._post)

    def _serve(self, answer: Callable[[], tuple[int, bytes]]) -> None:
        wrong = self._owner.wrong.get(self.path)
        if isinstance(wrong, bytes):
            self._send(HTTPStatus.OK, wrong)
        elif isinstance(wrong, int):
            self._send(wrong, b"")
        elif isinstance(wrong, tuple):
            self._send(*wrong)
        elif wrong is not None:
            self._go_wrong(wrong, answer)
        else:
            self._send(*answer())

    def _get(self) -> tuple[int, bytes]:
        if self.path == EXCEPTIONS_PATH:
            if self._device() is None:
                return HTTPStatus.UNAUTHORIZED, b""
            return HTTPStatus.OK, json.dumps(
                [json.loads(_status(each).to_bytes()) for each in self._owner.asked.values()]
            ).encode()
        path = self.path.removeprefix(_REPOSITORY)
        content = self._owner.served().get(path)
        if content is None:
            return HTTPStatus.NOT_FOUND, b""
        is_open = path.startswith("metadata/") or is_public(path.removeprefix("targets/"))
        if not is_open and self._device() is None:
            return HTTPStatus.UNAUTHORIZED, b""
        if self.headers.get("If-None-Match") == _etag(content):
            return HTTPStatus.NOT_MODIFIED, b""
        return HTTPStatus.OK, content

    def _post(self) -> tuple[int, bytes]:
        if self.path == ENROLMENT_PATH:
            return self._enroll()
        device = self._device()
        if device is None:
            return HTTPStatus.UNAUTHORIZED, b""
        if self.path == CHECK_IN_PATH:
            check_in = parse_message(CheckIn, self._body, _LIMIT_BYTES)
            if any(check_in.sequence <= each.sequence for each in self._owner.check_ins):
                return HTTPStatus.CONFLICT, b""
            self._owner.check_ins.append(check_in)
            return HTTPStatus.OK, CheckInReply(server_at=self._now(), next_in_s=600).to_bytes()
        if self.path == EXCEPTIONS_PATH:
            request = parse_message(ExceptionRequest, self._body, _LIMIT_BYTES)
            self._owner.asked[request.request_id] = request
            return HTTPStatus.CREATED, _status(request).to_bytes()
        return HTTPStatus.NOT_FOUND, b""

    def _enroll(self) -> tuple[int, bytes]:
        request = parse_message(EnrolmentRequest, self._body, _LIMIT_BYTES)
        public = _public_key(request.public_key)
        if self._signed_by(public) != request.public_key:
            return HTTPStatus.UNAUTHORIZED, b""
        secret = request.secret.get_secret_value()
        if self._owner.tokens.get(secret, 0) < 1:
            return HTTPStatus.FORBIDDEN, b""
        self._owner.tokens[secret] -= 1
        device_id = self._owner.next_device_id
        self._owner.devices[device_id] = public
        return HTTPStatus.CREATED, EnrolmentReply(device_id=device_id).to_bytes()

    def _device(self) -> str | None:
        try:
            claimed = parse_signature(dict(self.headers.items()))
        except RequestSignatureError:
            return None
        key = self._owner.devices.get(claimed.untrusted_key_id)
        return self._signed_by(key) if key is not None else None

    def _signed_by(self, key: bytes) -> str | None:
        try:
            return verify_request(
                Ed25519PublicKey.from_public_bytes(key),
                parse_signature(dict(self.headers.items())),
                method=self.command,
                target=self.path,
                body=self._body,
                now=self._now(),
            )
        except RequestSignatureError:
            return None

    def _now(self) -> datetime:
        return datetime.now(UTC) + self._owner.clock_offset

    def date_time_string(self, timestamp: float | None = None) -> str:
        """As the server's clock has it."""
        del timestamp
        return self._owner.date or format_datetime(self._now(), usegmt=True)

    def _send(self, status: int, body: bytes) -> None:
        self._record(status)  # before the client knows, who may look at once
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        if body and self.command == "GET":
            self.send_header("ETag", _etag(body))
        self.end_headers()
        if status != HTTPStatus.NOT_MODIFIED:
            self.wfile.write(body)

    def _record(self, status: int) -> None:
        self._owner.requests.append(
            Request(
                method=self.command,
                path=self.path,
                status=status,
                is_signed="Signature" in self.headers,
                headers=dict(self.headers.items()),
                body=self._body,
            )
        )

    def _go_wrong(self, wrong: Wrong, answer: Callable[[], tuple[int, bytes]]) -> None:
        self.close_connection = True
        self._record(0)
        if wrong is Wrong.SILENT:
            self._owner.stopping.wait(self.timeout)
        elif wrong is Wrong.GARBLED:
            self.wfile.write(b"I am no web server\r\n\r\n")
        elif wrong is Wrong.REDIRECTED:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", f"{self.path}?again")
            self.send_header("Content-Length", "0")
            self.end_headers()
        elif wrong is Wrong.DRIPPING_HEADERS:
            self._drip(b"HTTP/1.1 200 OK\r\nX-Slow: " + b"x" * _LIMIT_BYTES)
        elif wrong is not Wrong.CLOSED:
            self._go_wrong_in_body(wrong, answer()[1])

    def _go_wrong_in_body(self, wrong: Wrong, body: bytes) -> None:
        self.send_response(HTTPStatus.OK)
        if wrong is not Wrong.ENDLESS:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if wrong is Wrong.TRUNCATED:
            self.wfile.write(body[: len(body) // 2])
        elif wrong is Wrong.DRIPPING:
            self._drip(body)
        else:
            while not self._owner.stopping.is_set():
                self.wfile.write(b"0" * (1 << 16))

    def _drip(self, content: bytes) -> None:
        for position in range(len(content)):
            self.wfile.write(content[position : position + 1])
            if self._owner.stopping.wait(_DRIP_S):
                return


def _public_key(text: str) -> bytes:
    return base64.b64decode(text)


def _etag(content: bytes) -> str:
    return f'"{hashlib.sha256(content).hexdigest()[:16]}"'


def _status(request: ExceptionRequest) -> ExceptionStatus:
    return ExceptionStatus(
        request_id=request.request_id,
        rule_ids=request.rule_ids,
        destination_id=request.destination_id,
        state=ExceptionState.PENDING,
        requested_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
