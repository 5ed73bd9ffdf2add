"""Errors of the repository are the environment's, and are told apart by their codes."""

from __future__ import annotations

from agent.core.errors import EnvironmentProblemError
from server.repository import errors


def test_each_error_has_a_code_of_its_own():
    kinds = [getattr(errors, name) for name in errors.__all__]
    assert all(issubclass(kind, EnvironmentProblemError) for kind in kinds)
    assert len({kind.code for kind in kinds}) == len(kinds)
    assert issubclass(errors.PublicationRefusedError, errors.RepositoryError)
