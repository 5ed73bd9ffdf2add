"""Errors of exact data match. Texts name columns, numbers and reasons, never a value."""

from __future__ import annotations

from agent.core import EnvironmentProblemError

__all__ = ["ExactDataError"]


class ExactDataError(EnvironmentProblemError):
    """An index or its key cannot be made or used."""

    code = "exact_data"
