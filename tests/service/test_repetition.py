"""What was said is not said again for a while, unless there is more to say."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from agent.core import Action
from agent.service.repetition import REPEAT_S, UNSEEN_REPEAT_S, Repetition

NOW = datetime(2026, 3, 1, tzinfo=UTC)
SUBJECT = (b"content", "chatgpt")


def _later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


def test_the_same_is_said_once_in_a_while():
    said = Repetition()
    assert [said.is_one(SUBJECT, Action.WARN, _later(each)) for each in (0, 1, REPEAT_S - 1, REPEAT_S)] == [
        False,
        True,
        True,
        False,
    ]


def test_another_content_or_destination_is_another_subject():
    said = Repetition()
    subjects = (SUBJECT, (b"other", "chatgpt"), (b"content", "claude"))
    assert [said.is_one(each, Action.WARN, NOW) for each in (*subjects, *subjects)] == [False] * 3 + [True] * 3


def test_something_stricter_is_no_repetition_and_something_milder_is():
    said = Repetition()
    actions = (Action.AUDIT, Action.WARN, Action.AUDIT, Action.WARN, Action.BLOCK)
    assert [said.is_one(SUBJECT, each, NOW) for each in actions] == [False, False, True, True, False]


def test_what_nobody_saw_may_be_said_again_soon():
    said = Repetition()
    said.is_one(SUBJECT, Action.WARN, NOW)
    said.was_not_seen(SUBJECT)
    assert said.is_one(SUBJECT, Action.WARN, _later(UNSEEN_REPEAT_S - 1))
    assert not said.is_one(SUBJECT, Action.WARN, _later(UNSEEN_REPEAT_S))


def test_it_does_not_remember_without_end():
    said = Repetition()
    for number in range(300):
        said.is_one((str(number).encode(), ""), Action.WARN, NOW)
    assert said.is_one((b"299", ""), Action.WARN, NOW)
    assert not said.is_one((b"0", ""), Action.WARN, NOW)
