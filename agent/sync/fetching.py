"""Where python-tuf gets its bytes: from the server, over our transport, or from a stored set.

Metadata and public targets are asked for by nobody in particular, so that caches may answer; other targets with the
device's signature. Errors are those of the transport, whatever python-tuf's interface says of wrapping them: they name
the trouble, and no address.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http import HTTPStatus
from pathlib import Path

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from agent.core.sync import SyncTrouble
from agent.fleet.targets import is_public
from agent.sync.transport import Sign, Transport
from agent.sync.transport_errors import HttpStatusError, TransportError

__all__ = ["FolderFetcher", "ServerFetcher"]

_METADATA = "metadata/"
_TARGETS = "targets/"


class ServerFetcher(FetcherInterface):
    """Fetches from the organization's repository.

    Args:
        transport: owned by the caller.
        repository: its address, without a slash at the end.
        sign: signs requests as this device; None while it is not known to the server yet.
    """

    def __init__(self, transport: Transport, repository: str, sign: Sign | None) -> None:
        self._transport = transport
        self._repository = repository
        self.sign = sign
        self.expected_bytes = 0
        """Of the next file; it gets the more time, the longer it is."""

    @property
    def metadata_address(self) -> str:
        """Where metadata is."""
        return f"{self._repository}/{_METADATA}"

    @property
    def targets_address(self) -> str:
        """Where target files are."""
        return f"{self._repository}/{_TARGETS}"

    def _fetch(self, url: str) -> Iterator[bytes]:
        path = url.removeprefix(f"{self._repository}/")
        is_metadata = path.startswith(_METADATA)
        sign = None if is_metadata or is_public(path.removeprefix(_TARGETS)) else self.sign
        with self._transport.opened("GET", url, length_bytes=self.expected_bytes, sign=sign) as reply:
            _check(reply.status, is_metadata=is_metadata)
            yield from reply.blocks


class FolderFetcher(FetcherInterface):
    """Fetches the metadata that a stored set was verified with, under the names that a repository would have.

    Args:
        folder: holds `VERSION.root.json` for all roots, and `ROLE.json` for the other roles.
        address: stands for the folder.
        read: returns a file's content.
    """

    def __init__(self, folder: Path, address: str, read: Callable[[Path], bytes] = Path.read_bytes) -> None:
        self._folder = folder
        self._address = address
        self._read = read

    def _fetch(self, url: str) -> Iterator[bytes]:
        name = url.removeprefix(self._address)
        version, _, rest = name.partition(".")
        if version.isdecimal() and rest != "root.json":
            name = rest
        try:
            yield self._read(self._folder / name)
        except FileNotFoundError:
            raise DownloadHTTPError("not in the stored set", HTTPStatus.NOT_FOUND) from None


def _check(status: int, *, is_metadata: bool) -> None:
    if status == HTTPStatus.OK:
        return
    if not is_metadata:
        if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
            raise HttpStatusError(status)
        raise TransportError(SyncTrouble.SERVER_FAILED, f"A file that was signed is not there: HTTP status {status}.")
    # python-tuf knows by this one that there is no newer root.
    raise DownloadHTTPError("the server refuses metadata", status)
