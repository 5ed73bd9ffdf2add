"""Everything that the OpenAPI document allows is asked: nothing fails, and every answer is a documented one."""

# ruff: noqa: ANN401 - schemathesis has no types for these

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings

from agent.fleet.request_signature import sign_request
from server.storage.roles import Role
from tests.server.repository.organization import Organization, policy_text
from tests.server.world import DeviceClient, World


class Signing(requests.auth.AuthBase):
    """Signs a request as a device does."""

    def __init__(self, client: DeviceClient) -> None:
        self._client = client

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Add the headers."""
        parts = urlsplit(request.url or "")
        body: Any = request.body or b""
        headers = sign_request(
            self._client.key,
            self._client.device_id,
            method=request.method or "",
            target=f"{parts.path}?{parts.query}" if parts.query else parts.path,
            body=body.encode() if isinstance(body, str) else body,
            at=self._client.world.now,
        )
        request.headers.update(headers)
        return request


def ask_everything(world: World, operation: Any, examples: int) -> None:
    """Ask what an operation allows, and what it does not."""
    signed = {"DeviceSignature": []} in operation.definition.raw.get("security", [])
    auth = Signing(world.device()) if signed else None
    session = requests.Session()

    @given(case=operation.as_strategy())
    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    def ask(case: Any) -> None:
        role = next(role for role in (Role.OPERATOR, Role.APPROVER, Role.AUTHOR, Role.AUDITOR) if may(role))
        headers = {} if signed else {"Authorization": f"Bearer {world.secret_of(role)}"}
        answer = case.call(base_url=world.address, session=session, headers=headers, auth=auth, timeout=10)
        documented = set(operation.definition.raw["responses"])
        assert answer.status_code < 500 or answer.status_code == 503, answer.text
        assert str(answer.status_code) in documented, (case.as_curl_command(), answer.text)
        if answer.status_code >= 400:
            assert answer.headers["content-type"][0] == "application/problem+json"

    def may(role: Role) -> bool:
        if signed:
            return True
        path = operation.path
        if path.startswith("/v1/admin/exceptions"):
            return role is Role.APPROVER
        if path.startswith("/v1/publications"):
            return role is Role.AUTHOR
        return role is (Role.AUDITOR if path.startswith(("/v1/admin/audit", "/v1/admin/counts")) else Role.OPERATOR)

    try:
        ask()
    finally:
        session.close()


@pytest.fixture
def filled(world: World, organization: Organization) -> World:
    """With something of everything."""
    organization.publish_global(policy_text())
    world.add_team("berlin")
    client = world.device("berlin")
    client.ask_for_exception()
    world.admin(Role.OPERATOR, "PUT", "/v1/admin/users/jane", {"groups": ["Sales"]})
    return world


@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_nothing_fails_and_every_answer_is_documented(filled: World):
    schema = schemathesis.openapi.from_dict(filled.app.openapi())
    operations = [cast("Any", found).ok() for found in schema.get_all_operations()]
    assert len(operations) > 35
    for operation in operations:
        ask_everything(filled, operation, examples=6)


def test_the_document_is_served(world: World):
    document = world.anybody("GET", "/openapi.json").json
    assert document["components"]["securitySchemes"].keys() == {"AdministratorKey", "DeviceSignature"}
    assert {"CheckIn", "Problem", "EnrolmentRequest"} <= document["components"]["schemas"].keys()
