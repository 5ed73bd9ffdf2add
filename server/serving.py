"""How the server's processes are started: which program, what each is told, the socket they share."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from pydantic import SecretStr

from agent.core.errors import EnvironmentProblemError
from agent.system.programs import worker_command
from server.children import ChildPlan
from server.founding import ONLINE_KEY, ONLINE_PASSPHRASE
from server.settings import ServerSettings
from server.signer.program import SignerSettings
from server.worker import WorkerSettings

__all__ = ["ListenError", "listen", "signer_plan", "web_plan"]

_BACKLOG: Final = 2048


class ListenError(EnvironmentProblemError):
    """The address cannot be listened at."""

    code = "server_listen"


@contextmanager
def listen(host: str, port: int) -> Iterator[socket.socket]:
    """Open the socket that all web processes accept from.

    Raises:
        ListenError: the address is not ours, or taken.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        opened = socket.create_server((host, port), family=family, backlog=_BACKLOG)
    except OSError as exc:
        raise ListenError(
            f"Port {port} cannot be opened", detail=f"{exc.strerror or type(exc).__name__}.", hint="Try another --port."
        ) from exc
    with opened:
        yield opened


def web_plan(
    settings: ServerSettings,
    number_of_socket: int,
    tls_certificate: Path | None,
    tls_key: Path | None,
    number: int,
    counters: str,
) -> ChildPlan:
    """Return how to start a web process.

    Args:
        settings: of the server.
        number_of_socket: that it serves.
        tls_certificate: None for plain HTTP.
        tls_key: as above.
        number: which of several.
        counters: folder where several add up their figures; "" for one alone.
    """
    said = WorkerSettings(
        server=settings, socket=number_of_socket, tls_certificate=tls_certificate, tls_key=tls_key
    ).model_dump_json()
    return ChildPlan(
        name=f"web process {number}",
        command=worker_command("server.worker:main"),
        said=said.encode(),
        files=(number_of_socket,),
        environment={"PROMETHEUS_MULTIPROC_DIR": counters} if counters else {},
    )


def signer_plan(database: str, repository: Path, keys: Path, gather_s: int) -> ChildPlan:
    """Return how to start the signer. Arguments as in its settings; the online key and what opens it are in `keys`."""
    said = SignerSettings(
        database=SecretStr(database),
        repository=repository,
        online_key=keys / ONLINE_KEY,
        passphrase_file=keys / ONLINE_PASSPHRASE,
        gather_s=gather_s,
    ).model_dump_json()
    return ChildPlan(name="the signer", command=worker_command("server.signer.program:main"), said=said.encode())
