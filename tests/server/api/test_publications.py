"""Publications over HTTP."""

from __future__ import annotations

from server.storage.roles import Role
from tests.server.repository.organization import policy_text
from tests.server.world import Answer, World


def submit(world: World, content: bytes) -> Answer:
    """Hand one in."""
    return world.admin(Role.AUTHOR, "POST", "/v1/publications", content, content_type="application/octet-stream")


def test_it_is_accepted_and_published_by_the_signer(world: World):
    organization = world.organization
    content = organization.approved(organization.draft_global(policy_text("2")), organization.bo).to_bytes()
    accepted = submit(world, content)
    assert (accepted.status, accepted.json["state"]) == (202, "pending")
    assert accepted.headers["Location"] == f"/v1/publications/{accepted.json['publication_id']}"
    world.sign()
    state = world.admin(Role.AUTHOR, "GET", accepted.headers["Location"]).json
    assert (state["state"], state["receipt"]["versions"]) == ("published", {"targets": 2})


def test_one_that_is_none_is_refused_with_its_reason(world: World):
    accepted = submit(world, b"x" * (3 << 20))  # more than one part
    world.sign()
    (state,) = world.admin(Role.AUTHOR, "GET", "/v1/publications").json
    assert (state["publication_id"], state["state"]) == (accepted.json["publication_id"], "refused")
    assert state["error_title"] == "The publication cannot be read"


def test_an_empty_one_is_refused_at_once(world: World):
    assert submit(world, b"").status == 422
    assert world.admin(Role.AUTHOR, "GET", f"/v1/publications/{'0' * 32}").status == 404
