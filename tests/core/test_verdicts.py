"""The order of actions and labels."""

from __future__ import annotations

from agent.core.verdicts import Action, Label


def test_actions_grow_stricter():
    actions = (Action.ALLOW, Action.AUDIT, Action.WARN, Action.JUSTIFY, Action.REDACT, Action.BLOCK)
    assert sorted(Action, key=lambda action: action.rank) == list(actions)
    assert [action.rank for action in actions] == list(range(len(actions)))


def test_labels_compare_by_rank_and_not_by_name():
    assert Label(rank=1, name="zebra") < Label(rank=2, name="apple")
