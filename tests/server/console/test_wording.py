"""Codes as words."""

from __future__ import annotations

import pytest

from server.console import wording


def test_known_issues_have_the_agents_own_words_and_new_ones_their_code():
    assert wording.issue("no_keyring") == "No system keyring"
    assert (wording.severity("no_keyring"), wording.severity("gui_not_running")) == ("warning", "error")
    assert (wording.issue("a_new_one"), wording.severity("a_new_one")) == ("A new one", "warning")


@pytest.mark.parametrize("said", wording.DONE.values())
def test_what_was_done_is_said_in_a_sentence(said: str):
    assert said.endswith(".")
    assert said[0].isupper()
