"""A server on loopback as the offline tools see it: it takes publications, says what becomes of them, serves a folder.

It answers as it is told to, badly if need be; nothing of it decides anything.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

__all__ = ["FakePublicationServer", "status_body"]


class FakePublicationServer:
    """One server.

    Attributes:
        replies: status and body of each answer about publications, in turn; the last one again and again.
        headers: sent along with each of them.
        received: what was handed in.
        authorizations: of every request.
    """

    def __init__(self, repository: Path | None = None) -> None:
        self.repository = repository
        self.replies: list[tuple[int, bytes]] = [(202, status_body("pending")), (200, status_body("published"))]
        self.headers: Mapping[str, str] = {}
        self.received: list[bytes] = []
        self.authorizations: list[str | None] = []

    @contextmanager
    def running(self) -> Iterator[str]:
        """Serve, and return the address."""
        fake = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                fake.received.append(self.rfile.read(int(self.headers["Content-Length"])))
                self._reply()

            def do_GET(self) -> None:
                if self.path.startswith("/repository/") and fake.repository is not None:
                    file = fake.repository / self.path.removeprefix("/repository/")
                    self._send(*((200, file.read_bytes()) if file.is_file() else (404, b"")))
                    return
                self._reply()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

            def _reply(self) -> None:
                fake.authorizations.append(self.headers.get("Authorization"))
                self._send(*(fake.replies.pop(0) if len(fake.replies) > 1 else fake.replies[0]))

            def _send(self, status: int, body: bytes) -> None:
                self.send_response(status)
                for name, value in fake.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="fake server")
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
            server.server_close()


def status_body(state: str, error: str = "") -> bytes:
    """What a server says of a publication."""
    receipt = {"signers": ["ada", "bo"], "versions": {"targets": 5}, "notes": [], "summary": "", "folders": []}
    said = {"publication_id": "p1", "state": state, "error_title": error, "error_detail": "", "size_bytes": 1}
    return json.dumps({**said, "receipt": receipt if state == "published" else None}).encode()
