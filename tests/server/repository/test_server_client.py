"""The offline tools hand a publication to a server, wait for its answer, and believe it as far as it is verified."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.server_client import ServerClient
from tests.fakes.clock import FakeClock
from tests.fakes.publication_server import FakePublicationServer, status_body
from tests.server.repository.organization import Organization, policy_text


def _client(address: str, ca_file: Path | None = None) -> ServerClient:
    clock = FakeClock()
    return ServerClient(address, "the-api-key", ca_file, monotonic=lambda: clock().timestamp(), pause=clock.advance)


def test_a_publication_is_handed_in_and_waited_for():
    fake = FakePublicationServer()
    fake.replies = [(202, status_body("pending"))] * 3 + [(200, status_body("published"))]
    with fake.running() as address, _client(address) as client:
        published = client.publish(b"the publication", 60)
    assert published.state == "published"
    assert published.receipt is not None
    assert published.receipt.signers == ("ada", "bo")
    assert fake.received == [b"the publication"]
    assert fake.authorizations == ["Bearer the-api-key"] * 4


def test_a_refusal_says_why():
    fake = FakePublicationServer()
    fake.replies = [(202, status_body("pending")), (200, status_body("refused", "The tests fail."))]
    with (
        fake.running() as address,
        _client(address) as client,
        pytest.raises(PublicationRefusedError, match="The tests fail"),
    ):
        client.publish(b"x", 60)


def test_a_server_that_comes_to_no_end_is_not_waited_for_forever():
    fake = FakePublicationServer()
    fake.replies = [(202, status_body("pending"))]
    with (
        fake.running() as address,
        _client(address) as client,
        pytest.raises(RepositoryError, match="has not published it yet It is pending"),
    ):
        client.publish(b"x", 60)
    assert 5 < len(fake.authorizations) < 30


PROBLEM = json.dumps({"title": "Not yours", "detail": "Publishing is for authors", "hint": "Ask.", "x": 1}).encode()


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (401, PROBLEM, "does not let this key publish Not yours. Publishing is for authors. Ask."),
        (403, b"<html>", "does not let this key publish HTTP 403"),
        (422, PROBLEM, "refuses the publication Not yours"),
        (500, b"", "has failed HTTP 500"),
        (302, b"", "has failed HTTP 302"),
        (202, b"no JSON", "answer cannot be read"),
        (202, b"{}", "answer cannot be read"),
        (200, bytes(70 << 10), "answer is too large"),
    ],
)
def test_other_answers_are_said_in_words(status: int, body: bytes, says: str):
    fake = FakePublicationServer()
    fake.replies = [(status, body)]
    with fake.running() as address, _client(address) as client, pytest.raises(RepositoryError, match=says) as raised:
        client.publish(b"x", 60)
    assert "the-api-key" not in f"{raised.value!r} {raised.value}"


def test_redirects_are_not_followed_with_the_key():
    fake, other = FakePublicationServer(), FakePublicationServer()
    with fake.running() as address, other.running() as elsewhere, _client(address) as client:
        fake.replies, fake.headers = [(307, b"")], {"Location": f"{elsewhere}/v1/publications"}
        with pytest.raises(RepositoryError, match="HTTP 307"):
            client.publish(b"x", 60)
    assert other.authorizations == []


def test_nobody_there_is_said():
    fake = FakePublicationServer()
    with fake.running() as address:
        pass
    with _client(address) as client, pytest.raises(RepositoryError, match="cannot be reached"):
        client.publish(b"x", 60)


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://example.org", "example.org", "https://", "https://x?y"]
)
def test_addresses_without_tls_are_refused(address: str):
    with pytest.raises(RepositoryError, match=r"address"):
        _client(address)


def test_certificates_that_are_none_are_refused(tmp_path: Path):
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(RepositoryError, match=r"ca\.pem holds no certificates"):
        _client("https://example.org", ca_file=tmp_path / "ca.pem")


def test_public_metadata_is_copied_and_verified(organization: Organization, tmp_path: Path):
    organization.publish_global(policy_text())
    organization.add_team()
    with FakePublicationServer(organization.path).running() as address, _client(address) as client:
        folder = client.download_metadata(tmp_path / "copy")
    assert folder.root_fingerprint() == organization.folder.root_fingerprint()
    assert folder.state().version_of("targets") == 3
    assert [*folder.state().teams()] == ["berlin"]
    assert not [*(tmp_path / "copy" / "metadata").glob("*devices-*")]


def test_metadata_that_is_not_signed_is_refused(organization: Organization, tmp_path: Path):
    file = organization.path / "metadata" / "timestamp.json"
    file.write_bytes(file.read_bytes().replace(b'"version":1', b'"version":2', 1))
    with (
        FakePublicationServer(organization.path).running() as address,
        _client(address) as client,
        pytest.raises(RepositoryError),
    ):
        client.download_metadata(tmp_path / "copy")


def test_a_server_without_a_repository_is_said(tmp_path: Path):
    with (
        FakePublicationServer(tmp_path).running() as address,
        _client(address) as client,
        pytest.raises(RepositoryError, match=r"no repository here 1\.root\.json: HTTP 404"),
    ):
        client.download_metadata(tmp_path / "copy")
