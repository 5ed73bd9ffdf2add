"""Who asks for what: metadata and public files as anybody, all else as this device."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tuf.api.exceptions import DownloadHTTPError

from agent.core.sync import SyncTrouble
from agent.sync.conversation import signer
from agent.sync.device_key import make_device_key
from agent.sync.fetching import FolderFetcher, ServerFetcher
from agent.sync.transport import Transport
from agent.sync.transport_errors import TransportError
from tests.fakes.repository_server import RepositoryServer

_KEY = make_device_key()


@pytest.fixture
def fetcher(server: RepositoryServer) -> Iterator[ServerFetcher]:
    server.devices["ab"] = _KEY.public_key().public_bytes_raw()
    server.repository.put("catalogue/catalogue.json", b"{}")
    transport = Transport(environment={})
    yield ServerFetcher(transport, f"{server.address}/repository", signer(_KEY, "ab"))
    transport.close()


def test_metadata_and_public_files_are_asked_for_by_nobody(server: RepositoryServer, fetcher: ServerFetcher):
    fetcher.download_bytes(f"{fetcher.metadata_address}timestamp.json", 20_000)
    catalogue = server.repository.target_address("catalogue/catalogue.json")
    assert fetcher.download_bytes(f"{server.address}/repository/{catalogue}", 20_000) == b"{}"
    assert not any(request.is_signed for request in server.requests)


def test_other_files_are_asked_for_by_this_device(server: RepositoryServer, fetcher: ServerFetcher):
    address = f"{server.address}/repository/{server.repository.target_address('policy/policy.json')}"
    assert b"rules" in fetcher.download_bytes(address, 20_000)
    assert [request.is_signed for request in server.requests] == [True]
    fetcher.sign = None
    with pytest.raises(TransportError) as caught:
        fetcher.download_bytes(address, 20_000)
    assert caught.value.trouble is SyncTrouble.NOT_KNOWN


def test_metadata_that_is_not_there_is_what_python_tuf_expects(fetcher: ServerFetcher):
    with pytest.raises(DownloadHTTPError) as caught:
        fetcher.download_bytes(f"{fetcher.metadata_address}9.root.json", 20_000)
    assert caught.value.status_code == 404


def test_a_signed_file_that_is_not_there_is_the_servers_fault(fetcher: ServerFetcher):
    with pytest.raises(TransportError) as caught:
        fetcher.download_bytes(f"{fetcher.targets_address}policy/none", 20_000)
    assert caught.value.trouble is SyncTrouble.SERVER_FAILED


def test_a_stored_set_answers_in_a_servers_place(tmp_path: Path):
    (tmp_path / "timestamp.json").write_bytes(b"t")
    (tmp_path / "2.root.json").write_bytes(b"r")
    fetcher = FolderFetcher(tmp_path, "stored://x/")
    assert fetcher.download_bytes("stored://x/timestamp.json", 10) == b"t"
    assert fetcher.download_bytes("stored://x/7.timestamp.json", 10) == b"t"
    assert fetcher.download_bytes("stored://x/2.root.json", 10) == b"r"
    with pytest.raises(DownloadHTTPError):
        fetcher.download_bytes("stored://x/3.root.json", 10)
