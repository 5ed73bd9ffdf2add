"""Errors have codes of their own, and a way to be shown."""

from __future__ import annotations

import pytest

from agent.core.errors import AgentError
from server.api.problems import of_error
from server.console import errors


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (errors.FormError, 422),
        (errors.FormNotOursError, 403),
        (errors.NoSuchPageError, 404),
        (errors.InsecureError, 403),
    ],
)
def test_each_is_answered_with_its_status(kind: type[AgentError], status: int):
    assert of_error(kind("It went wrong")).status_code == status


def test_each_has_a_code_of_its_own():
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert len({kind.code for kind in kinds}) == len(kinds)
