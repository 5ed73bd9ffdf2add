"""What is known of content that could not be judged in time. Pure.

It is uninspectable, never clean; and what recognizers have found counts, as not finished by the model.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from agent.core import Assessment, Inspection, ModelReading, ModelState

__all__ = ["NOT_JUDGED", "as_read", "unfinished"]

NOT_JUDGED: Final = Assessment(inspection=Inspection.UNINSPECTABLE, is_failed=True)


def unfinished(recognized: Assessment | None) -> Assessment:
    """Return what is known when time is over.

    Args:
        recognized: what recognizers have found; None if they have not come through either.
    """
    return NOT_JUDGED if recognized is None else as_read(recognized, ModelState.NOT_FINISHED)


def as_read(assessment: Assessment, state: ModelState) -> Assessment:
    """Return an assessment as if the model had got on with it like this."""
    return replace(assessment, model=ModelReading(state=state))
