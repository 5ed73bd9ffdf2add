"""`cordon policy publish`."""

from __future__ import annotations

import pytest

from server.repository.files import lock_folder
from server.repository.folder import RepositoryFolder
from tests.fakes.publication_server import FakePublicationServer, status_body
from tests.server.repository.commands import Desk
from tests.server.repository.organization import policy_text


def test_a_publication_goes_to_a_server(desk: Desk):
    publication = desk.write("x.publication", b"as it is")
    api_key = desk.write("key", "secret-api-key\n")
    api_key.chmod(0o600)
    fake = FakePublicationServer()
    with fake.running() as address:
        said = desk.run("publish", publication, "--server", address, "--api-key-file", api_key)
    assert "targets 5; signed by ada, bo" in said
    assert fake.received == [b"as it is"]
    assert set(fake.authorizations) == {"Bearer secret-api-key"}
    assert "secret-api-key" not in said


def test_a_server_that_refuses_is_quoted(desk: Desk):
    publication = desk.write("x.publication", b"as it is")
    api_key = desk.write("key", "secret-api-key\n")
    api_key.chmod(0o600)
    fake = FakePublicationServer()
    fake.replies = [(202, status_body("refused", "targets: 1 of 2 persons have signed"))]
    with fake.running() as address:
        refusal = desk.refused("publish", publication, "--server", address, "--api-key-file", api_key)
    assert refusal.detail == "targets: 1 of 2 persons have signed."


def test_an_api_key_that_others_can_read_is_not_used(desk: Desk):
    publication, api_key = desk.write("x.publication", b""), desk.write("key", "secret-api-key\n")
    api_key.chmod(0o644)
    refusal = desk.refused("publish", publication, "--server", "https://example.org", "--api-key-file", api_key)
    assert "can be read by other users" in refusal.title


def test_a_folder_that_somebody_else_writes_to_is_busy(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    desk.approve(publication, "bo")
    with lock_folder(desk.repository):
        assert "Somebody else writes" in desk.refused(*desk.publishing(publication)).title
    desk.publish(publication)


def test_the_online_key_is_the_repositorys(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    desk.approve(publication, "bo")
    refusal = desk.refused(*desk.publishing(publication, key="cy"))
    assert "not the repository's online key" in refusal.title
    assert RepositoryFolder(desk.repository).policies() == {}


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--server", "https://example.org"),
        ("--repository", "x"),
        ("--repository", "x", "--server", "https://example.org"),
    ],
)
def test_either_a_folder_or_a_server(desk: Desk, arguments: tuple[str, ...]):
    publication = desk.write("x.publication", b"")
    assert desk.try_out("publish", publication, *arguments).exit_code == 2


def test_what_is_no_publication_is_refused(desk: Desk):
    assert "cannot be read" in desk.refused(*desk.publishing(desk.write("x.publication", b"x"))).title
    assert "cannot be read" in desk.refused(*desk.publishing(desk.folder / "nothing")).title
