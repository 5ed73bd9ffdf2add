"""Health and figures."""

from __future__ import annotations

from pathlib import Path

from server.storage.roles import Role
from tests.server.repository.organization import Organization
from tests.server.world import World


def test_a_server_with_a_repository_is_ready(world: World):
    assert world.anybody("GET", "/health/live").json == {"status": "live"}
    assert world.anybody("GET", "/health/ready").json == {"status": "ready"}


def test_without_a_repository_it_lives_and_is_not_ready(tmp_path: Path):
    organization = Organization(path=tmp_path / "repository")
    with World(organization, f"sqlite:///{tmp_path / 'server.db'}") as world:
        assert world.anybody("GET", "/health/live").status == 200
        answer = world.anybody("GET", "/health/ready")
        assert (answer.status, answer.json["code"], answer.headers["Retry-After"]) == (503, "storage", "5")


def test_a_database_that_is_gone_makes_it_unready(world: World):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE devices RENAME TO gone")
    answer = world.admin(Role.AUDITOR, "GET", "/v1/admin/summary")
    assert (answer.status, answer.json["code"]) == (503, "storage")
    assert "gone" not in answer.json["detail"]


def test_figures_name_nobody(world: World):
    client = world.device()
    client.check_in(1)
    world.admin(Role.OPERATOR, "PUT", "/v1/admin/users/jane", {})
    world.admin(Role.OPERATOR, "PUT", f"/v1/admin/devices/{client.device_id}/accounts/jdoe", {"user": "jane"})
    text = world.admin(Role.OPERATOR, "GET", "/metrics").body.decode()
    assert 'cordon_http_requests_total{method="POST",route="/v1/check-ins",status="200"} 1.0' in text
    assert "cordon_devices 1.0" in text
    assert 'cordon_events_total{event="checked_in"} 1.0' in text
    assert 'cordon_repository_expires_in_seconds{role="timestamp"} 86400.0' in text
    assert not any(name in text for name in ("jane", "jdoe", client.device_id))
