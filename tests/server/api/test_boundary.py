"""The outermost layer: sizes, headers, and what nobody foresaw."""

from __future__ import annotations

import http.client
import logging
from urllib.parse import urlsplit

import pytest

from agent.fleet.check_in import CHECK_IN_LIMIT_BYTES
from server.api.boundary import BODY_LIMIT_BYTES, body_limit
from server.storage.importing import IMPORT_LIMIT_BYTES
from server.storage.roles import Role
from tests.server.world import World


def test_every_answer_has_the_headers(world: World):
    for target in ("/health/live", "/nothing", "/v1/admin/devices"):
        headers = world.anybody("GET", target).headers
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'"
        assert headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("path", "limit"),
    [
        ("/v1/check-ins", CHECK_IN_LIMIT_BYTES),
        ("/v1/admin/import", IMPORT_LIMIT_BYTES),
        ("/v1/admin/groups/Sales", 1 << 20),
        ("/anything", BODY_LIMIT_BYTES),
    ],
)
def test_a_path_has_its_limit(path: str, limit: int):
    assert body_limit(path) == limit


def test_a_body_that_says_it_is_too_large_is_not_read(world: World):
    answer = world.anybody("POST", "/v1/devices", b"x" * (BODY_LIMIT_BYTES + 1))
    assert (answer.status, answer.json["code"]) == (413, "too_large")


@pytest.mark.parametrize("target", ["/v1/devices", "/v1/admin/tokens"])
def test_a_body_that_does_not_say_how_large_it_is_is_cut_off(world: World, target: str):
    connection = http.client.HTTPConnection(urlsplit(world.address).netloc, timeout=10)
    try:
        headers = {"Authorization": f"Bearer {world.secret_of(Role.OPERATOR)}", "Content-Type": "application/json"}
        chunks = (b"x" * 4096 for _ in range(BODY_LIMIT_BYTES // 4096 + 1))
        connection.request("POST", target, body=chunks, headers=headers, encode_chunked=True)
        assert connection.getresponse().status == 413
    finally:
        connection.close()


def test_a_bug_is_answered_and_logged_without_its_text(world: World, caplog: pytest.LogCaptureFixture):
    def broken() -> None:
        raise RuntimeError("a secret")

    world.app.add_api_route("/broken", broken)
    with caplog.at_level(logging.ERROR, "cordon.server"):
        answer = world.anybody("GET", "/broken")
    assert (answer.status, answer.json["code"]) == (500, "bug")
    assert "RuntimeError at " in caplog.text
    assert "a secret" not in caplog.text + answer.body.decode()
