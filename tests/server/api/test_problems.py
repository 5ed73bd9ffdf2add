"""Errors as problem+json."""

from __future__ import annotations

import json

import pytest

from agent.core.errors import AgentError
from agent.fleet.message import MessageRefusedError
from server.api.errors import ForbiddenError, TooLargeError, UnauthorizedError, UnknownDeviceError
from server.api.problems import PROBLEM_TYPE, of_error, responses
from server.api.rate_limits import TooManyRequestsError
from server.storage.errors import (
    ConflictError,
    DeniedError,
    DeviceRetiredError,
    ImportRefusedError,
    NotFoundError,
    RuleBrokenError,
    StorageError,
    TooManyWaitingError,
)
from server.storage.roles import Role
from tests.server.world import World


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (MessageRefusedError("x"), 400),
        (UnauthorizedError("x"), 401),
        (UnknownDeviceError("x"), 401),
        (ForbiddenError("x"), 403),
        (DeniedError("x"), 403),
        (DeviceRetiredError("x"), 403),
        (NotFoundError("x"), 404),
        (ConflictError("x"), 409),
        (TooLargeError("x"), 413),
        (ImportRefusedError("x"), 422),
        (RuleBrokenError("x"), 422),
        (TooManyRequestsError(3), 429),
        (TooManyWaitingError("x"), 429),
        (StorageError("x"), 503),
        (AgentError("x"), 500),
    ],
)
def test_each_error_has_its_status(error: AgentError, status: int):
    answer = of_error(error)
    said = json.loads(bytes(answer.body))
    assert (answer.status_code, said["status"], said["code"]) == (status, status, error.code)
    assert said["type"] == f"urn:cordon:problem:{error.code}"
    assert ("Retry-After" in answer.headers) is (status in {429, 503})


def test_answers_of_the_framework_look_the_same(world: World):
    missing = world.anybody("GET", "/nothing")
    assert (missing.status, missing.headers["Content-Type"]) == (404, PROBLEM_TYPE)
    wrong = world.anybody("DELETE", "/health/live")
    assert (wrong.status, wrong.headers["Allow"]) == (405, "GET")
    broken = world.admin(Role.OPERATOR, "POST", "/v1/admin/tokens", b"{broken")
    assert (broken.status, broken.json["code"]) == (400, "invalid")


def test_what_was_sent_is_not_sent_back(world: World):
    answer = world.admin(Role.OPERATOR, "POST", "/v1/admin/tokens", {"name": "x", "uses": "secret-value"})
    assert answer.status == 422
    assert b"secret-value" not in answer.body
    assert "uses" in answer.json["detail"]


def test_some_errors_may_come_from_everywhere():
    assert set(responses(404)) == {400, 404, 413, 429, 503}
