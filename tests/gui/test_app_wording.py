"""Every word about AI tools has its text, and blames nobody."""

from __future__ import annotations

import pytest

from agent.core.apps import Evidence
from agent.core.gestures import DestinationKind, DestinationStatus
from gui.viewmodels.app_wording import AppText
from tests.gui.test_wording import BLAMING


@pytest.mark.parametrize("text", AppText)
def test_blames_nobody(text: AppText):
    assert not any(word in text.lower() for word in BLAMING)


def test_every_word_of_the_domain_has_a_name():
    wanted = [
        *(f"KIND_{each.name}" for each in DestinationKind),
        *(f"STATUS_{each.name}" for each in DestinationStatus),
        *(f"EVIDENCE_{each.name}" for each in Evidence),
    ]
    assert [each for each in wanted if each not in AppText.__members__] == []
