"""What is known of content that could not be judged in time."""

from __future__ import annotations

from agent.core import Assessment, Category, Inspection, ModelState
from agent.service.unfinished import NOT_JUDGED, as_read, unfinished


def test_what_nobody_has_read_is_uninspectable_and_never_clean():
    assert unfinished(None) is NOT_JUDGED
    assert (NOT_JUDGED.inspection, NOT_JUDGED.is_failed) == (Inspection.UNINSPECTABLE, True)


def test_what_recognizers_have_found_counts_as_not_finished_by_the_model():
    found = Assessment(category=Category.LEGAL)
    known = unfinished(found)
    assert (known.category, known.is_failed, known.model.state) == (Category.LEGAL, False, ModelState.NOT_FINISHED)
    assert as_read(known, ModelState.COMPLETE).model.state is ModelState.COMPLETE
