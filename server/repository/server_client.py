"""How the offline tools talk to a server: they hand in a publication, wait for what becomes of it, and read metadata.

The only module of the tools that opens a connection. An API key goes only where TLS protects it, or to this machine.
Answers are capped, redirects are not followed, every wait has a deadline; nothing of an answer but a short text about
the refusal is shown. Proxies are the environment's (HTTPS_PROXY, NO_PROXY).
"""

from __future__ import annotations

import ipaddress
import ssl
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, Final, Self
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3
from pydantic import Field
from tuf.api.metadata import Metadata, Timestamp
from tuf.api.serialization import DeserializationError

from agent.fleet.message import Message, MessageRefusedError, parse_message
from agent.fleet.targets import DEVICES_ROLE
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.folder import METADATA_LIMIT_BYTES, RepositoryFolder
from server.repository.layout import METADATA_FOLDER, ROOT, SNAPSHOT, TARGETS, TIMESTAMP, metadata_file

__all__ = ["PUBLICATIONS_PATH", "PublicationStatus", "ReceiptMessage", "ServerClient"]

PUBLICATIONS_PATH: Final = "/v1/publications"

_REPLY_LIMIT_BYTES: Final = 64 << 10
_TIMEOUT: Final = urllib3.Timeout(connect=10.0, read=60.0)
_POLL_S: Final = 0.5
_LONGEST_POLL_S: Final = 5.0
_MOST_ROOTS: Final = 1000

_Text = Annotated[str, Field(max_length=2000)]


class ReceiptMessage(Message):
    """What was published, as `server.repository.online.PublicationReceipt` has it."""

    signers: tuple[_Text, ...] = ()
    versions: dict[str, int] = Field(default_factory=dict)
    notes: tuple[_Text, ...] = ()
    summary: _Text = ""


class PublicationStatus(Message):
    """What a server says of a publication.

    Attributes:
        state: `published` and `refused` are final; everything else is on its way.
        receipt: of a published one.
        error_title, error_detail: why it was refused.
    """

    publication_id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    state: Annotated[str, Field(max_length=40)]
    receipt: ReceiptMessage | None = None
    error_title: _Text = ""
    error_detail: _Text = ""


class _Problem(Message):
    """RFC 9457, as the server writes it."""

    title: _Text = ""
    detail: _Text = ""
    hint: _Text = ""


class ServerClient:
    """One server. To be closed.

    Args:
        address: `https://...`, without a slash at the end.
        api_key: of somebody who may publish; empty for reading metadata.
        ca_file: certificates to trust beside the system's.
        monotonic: seconds, for deadlines.
        pause: waits some seconds.
    """

    def __init__(
        self,
        address: str,
        api_key: str = "",
        ca_file: Path | None = None,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        pause: Callable[[float], object],
    ) -> None:
        self._address = _checked(address)
        self._headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._pool = _pool(self._address, ca_file)
        self._monotonic = monotonic
        self._pause = pause

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close its connections."""
        self._pool.clear()

    def publish(self, publication: bytes, deadline_s: float) -> PublicationStatus:
        """Hand in a publication, and return once it is published.

        Raises:
            PublicationRefusedError: the server refuses it, and says why.
            RepositoryError: the server cannot be reached, or does not come to an end in time.
        """
        give_up_at = self._monotonic() + deadline_s
        status = self._status("POST", PUBLICATIONS_PATH, publication)
        pause_s = _POLL_S
        while status.state != "published":
            if status.state == "refused":
                why = f"{status.error_title}. {status.error_detail}".strip(". ")
                raise PublicationRefusedError("The server refuses the publication", detail=f"{why}." if why else "")
            if self._monotonic() + pause_s > give_up_at:
                raise RepositoryError(
                    "The server has not published it yet",
                    detail=f"It is {status.state}.",
                    hint="It goes on with it by itself. Is its signer running?",
                )
            self._pause(pause_s)
            pause_s = min(pause_s * 1.5, _LONGEST_POLL_S)
            status = self._status("GET", f"{PUBLICATIONS_PATH}/{status.publication_id}", b"")
        return status

    def download_metadata(self, into: Path) -> RepositoryFolder:
        """Return a copy of what is public: all roles but the bins of devices.

        Args:
            into: an empty folder.

        Raises:
            RepositoryError: the server cannot be reached, or has no good repository.
        """
        folder = RepositoryFolder(into)
        (into / METADATA_FOLDER).mkdir(parents=True)
        for version in range(1, _MOST_ROOTS):
            if not self._copy(folder, metadata_file(ROOT, version), is_needed=version == 1):
                break
        self._copy(folder, metadata_file(TIMESTAMP, 0))
        timestamp = _untrusted_version(folder.read_metadata(metadata_file(TIMESTAMP, 0)))
        self._copy(folder, metadata_file(SNAPSHOT, timestamp))
        state = folder.state()  # verified from here on
        self._copy(folder, metadata_file(TARGETS, state.version_of(TARGETS)))
        for role in (DEVICES_ROLE, *state.teams().values()):
            self._copy(folder, metadata_file(role, state.version_of(role)))
        return folder

    def _copy(self, folder: RepositoryFolder, name: str, *, is_needed: bool = True) -> bool:
        status, content = self._ask("GET", f"/repository/{METADATA_FOLDER}/{name}", b"", METADATA_LIMIT_BYTES)
        if status == 404 and not is_needed:
            return False
        if status != 200:
            raise RepositoryError("The server has no repository here", detail=f"{name}: HTTP {status}.")
        (folder.metadata_folder / name).write_bytes(content)
        return True

    def _status(self, method: str, path: str, body: bytes) -> PublicationStatus:
        status, content = self._ask(method, path, body, _REPLY_LIMIT_BYTES)
        if status not in {200, 201, 202}:
            raise _refusal(status, content)
        try:
            return parse_message(PublicationStatus, content, _REPLY_LIMIT_BYTES)
        except MessageRefusedError as exc:
            raise RepositoryError("The server's answer cannot be read", detail=exc.detail) from exc

    def _ask(self, method: str, path: str, body: bytes, limit_bytes: int) -> tuple[int, bytes]:
        headers = {**self._headers, **({"Content-Type": "application/zip"} if body else {})}
        try:
            with self._pool.request(
                method,
                f"{self._address}{path}",
                body=body or None,
                headers=headers,
                preload_content=False,
                redirect=False,
                timeout=_TIMEOUT,
                retries=False,
            ) as response:
                content = b"".join(_capped(response, limit_bytes))
                return response.status, content
        except urllib3.exceptions.SSLError as exc:
            raise RepositoryError(
                "The server's certificate is not trusted", hint="--ca-file names certificates to trust."
            ) from exc
        except (urllib3.exceptions.HTTPError, OSError) as exc:
            raise RepositoryError(
                "The server cannot be reached", detail=f"{type(exc).__name__}.", hint="Check its address and the proxy."
            ) from exc


def _capped(response: urllib3.BaseHTTPResponse, limit_bytes: int) -> Iterator[bytes]:
    left = limit_bytes
    for piece in response.stream(64 << 10):
        left -= len(piece)
        if left < 0:
            raise RepositoryError("The server's answer is too large", detail=f"More than {limit_bytes} bytes.")
        yield piece


def _untrusted_version(timestamp: bytes) -> int:
    """The snapshot's version, to fetch it; `state` verifies both."""
    try:
        signed = Metadata[Timestamp].from_bytes(timestamp).signed
    except DeserializationError as exc:
        raise RepositoryError("The server has no repository here", detail="timestamp.json is no metadata.") from exc
    if not isinstance(signed, Timestamp):
        raise RepositoryError("The server has no repository here", detail="timestamp.json is another role's.")
    return signed.snapshot_meta.version


def _refusal(status: int, content: bytes) -> RepositoryError:
    try:
        problem = parse_message(_Problem, content, _REPLY_LIMIT_BYTES)
    except MessageRefusedError:
        problem = _Problem()
    detail = f"{problem.title}. {problem.detail}".strip(". ") or f"HTTP {status}"
    if status in {401, 403}:
        return RepositoryError("The server does not let this key publish", detail=f"{detail}.", hint=problem.hint)
    if 400 <= status < 500:
        return PublicationRefusedError("The server refuses the publication", detail=f"{detail}.", hint=problem.hint)
    return RepositoryError("The server has failed", detail=f"{detail}.", hint="Try again; its log says more.")


def _checked(address: str) -> str:
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise RepositoryError("This is no server's address", hint="It is https://NAME, or https://NAME:PORT.")
    if parts.scheme == "http" and not _is_loopback(parts.hostname):
        raise RepositoryError("The server's address is without TLS", detail="Keys would travel openly.")
    return address.rstrip("/")


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _pool(address: str, ca_file: Path | None) -> urllib3.PoolManager:
    parts = urlsplit(address)
    context = ssl.create_default_context()
    if ca_file is not None:
        try:
            context.load_verify_locations(cafile=ca_file)
        except (OSError, ssl.SSLError) as exc:
            raise RepositoryError(f"{ca_file.name} holds no certificates that can be read") from exc
    proxy = getproxies().get(parts.scheme)
    if proxy and not proxy_bypass(parts.hostname or "") and not _is_loopback(parts.hostname or ""):
        given = urlsplit(proxy if "://" in proxy else f"http://{proxy}")
        headers = None
        if given.username:
            headers = urllib3.make_headers(proxy_basic_auth=f"{given.username}:{given.password or ''}")
        return urllib3.ProxyManager(
            given._replace(netloc=given.netloc.rpartition("@")[2]).geturl(), proxy_headers=headers, ssl_context=context
        )
    return urllib3.PoolManager(ssl_context=context)
