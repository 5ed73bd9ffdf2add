"""The base of every message; how strictly it parses is in `test_messages.py`, on the messages themselves."""

from __future__ import annotations

from agent.ipc.messages import HelloParams, HistoryListParams
from tests.ipc.test_messages import GOLDEN


def test_a_copy_with_other_fields_leaves_the_original_as_it_is():
    original = HelloParams.parse(GOLDEN["HelloParams"])
    assert original.with_fields({"client": "other"}).client == "other"
    assert original == HelloParams.parse(GOLDEN["HelloParams"])


def test_what_has_its_default_is_left_out():
    assert HistoryListParams().to_json() == {}
    assert HistoryListParams(limit=7).to_json() == {"limit": 7}
