"""One web process: `server.worker:main`. Its settings and the socket it serves come from the supervisor.

The first line of standard input are the settings; when the input ends, whoever started it is gone, and it ends, too.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
from pathlib import Path
from typing import Final

import uvicorn
from pydantic import BaseModel, ConfigDict

from agent.core.errors import AgentError
from server.app import create_app
from server.children import READY
from server.logs import start_logging
from server.settings import SETTINGS_LIMIT_BYTES, ServerSettings

__all__ = ["WorkerSettings", "main"]

_FAILED: Final = 5
_GRACE_S: Final = 10
_MOST_AT_ONCE: Final = 2000
"""Connections and requests; more are told to come again. Slow ones are a proxy's business (docs/deployment.md)."""
_BACKLOG: Final = 2048


class WorkerSettings(BaseModel):
    """What one web process is told.

    Attributes:
        socket: number of the inherited file.
        tls_certificate, tls_key: both, or none for plain HTTP.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    server: ServerSettings
    socket: int
    tls_certificate: Path | None = None
    tls_key: Path | None = None


class _Server(uvicorn.Server):
    """Says when it serves."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            os.write(sys.stdout.fileno(), READY)


def main(_arguments: list[str]) -> int:
    """Run the process; returns its exit code."""
    start_logging()
    settings = WorkerSettings.model_validate_json(sys.stdin.buffer.readline(SETTINGS_LIMIT_BYTES))
    try:
        app = create_app(settings.server)
    except AgentError as exc:
        sys.stderr.write(f"{exc}\n")
        return _FAILED
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        backlog=_BACKLOG,
        limit_concurrency=_MOST_AT_ONCE,
        timeout_graceful_shutdown=_GRACE_S,
        forwarded_allow_ips=list(settings.server.trusted_proxies),
        ssl_certfile=settings.tls_certificate,
        ssl_keyfile=settings.tls_key,
    )
    try:
        config.load()
    except (OSError, ValueError) as exc:  # ssl.SSLError is an OSError
        sys.stderr.write(f"The certificate or its key cannot be used: {type(exc).__name__}.\n")
        return _FAILED
    server = _Server(config)
    threading.Thread(target=_end_with_parent, args=(server,), name="parent", daemon=True).start()
    with socket.socket(fileno=settings.socket) as listening:
        server.run(sockets=[listening])
    return 0


def _end_with_parent(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True
