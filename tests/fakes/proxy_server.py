"""An HTTP proxy on a loopback port that asks who one is: CONNECT for https, whole addresses for http."""

from __future__ import annotations

import base64
import http.client
import select
import socket
import threading
from functools import partial
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

__all__ = ["ProxyServer"]

_TIMEOUT_S = 10.0


class ProxyServer:
    """A proxy.

    Args:
        user: whom it lets through; empty for everybody.
        password: theirs.
        refuses: a status that it answers everything with; None: it does its work.
    """

    def __init__(self, user: str = "", password: str = "", *, refuses: int | None = None) -> None:
        self.proof = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}" if user else ""
        self.refuses = refuses
        self.reached: list[str] = []
        """Method and target of every request that it let through."""
        self.stopping = threading.Event()
        self._http = _Server(("127.0.0.1", 0), partial(_Handler, self))
        self._thread = threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.02}, name="proxy-server"
        )

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return int(self._http.server_address[1])

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, exc: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join(_TIMEOUT_S)


class _Server(ThreadingHTTPServer):
    daemon_threads = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: clients hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _TIMEOUT_S

    def __init__(self, owner: ProxyServer, *arguments: object) -> None:
        self._owner = owner
        super().__init__(*arguments)  # type: ignore[arg-type]  # what socketserver gives

    def log_message(self, *arguments: object) -> None:
        """Say nothing."""

    def do_CONNECT(self) -> None:
        """Let bytes through, both ways."""
        if not self._is_let_through():
            return
        host, _, port = self.path.rpartition(":")
        try:
            there = socket.create_connection((host, int(port)), _TIMEOUT_S)
        except OSError:
            self.send_error(HTTPStatus.BAD_GATEWAY)
            return
        with there:
            self.send_response(HTTPStatus.OK)
            self.end_headers()
            self._relay(there)
        self.close_connection = True

    def do_GET(self) -> None:
        """Ask in the client's place."""
        if not self._is_let_through():
            return
        parts = urlsplit(self.path)
        connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=_TIMEOUT_S)
        try:
            connection.request("GET", parts.path, headers=dict(self.headers.items()))
            response = connection.getresponse()
            body = response.read()
        finally:
            connection.close()
        self.send_response(response.status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _is_let_through(self) -> bool:
        status: int | None = self._owner.refuses
        if self._owner.proof and self.headers.get("Proxy-Authorization") != self._owner.proof:
            status = HTTPStatus.PROXY_AUTHENTICATION_REQUIRED
        if status is None:
            self._owner.reached.append(f"{self.command} {self.path}")
            return True
        self.send_response(status)
        self.send_header("Proxy-Authenticate", 'Basic realm="example"')
        self.send_header("Content-Length", "0")
        self.end_headers()
        return False

    def _relay(self, there: socket.socket) -> None:
        ends = {self.connection: there, there: self.connection}
        while not self._owner.stopping.is_set():
            for ready in select.select(list(ends), [], [], 0.05)[0]:
                block = ready.recv(1 << 16)
                if not block:
                    return
                ends[ready].sendall(block)
