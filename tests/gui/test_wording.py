"""The catalogue is complete: every word of the domain has its text."""

import pytest

from agent.core.findings import Category, Inspection
from agent.core.gestures import Channel, DestinationStatus, Reason
from agent.core.health import Coverage
from agent.core.verdicts import Action, Disposition, Mode
from gui.viewmodels import names
from gui.viewmodels.wording import Text, tr

BLAMING = ("violat", "illegal", "forbidden", "you must not", "offen", "breach", "caught")


def test_fills_in_values():
    assert tr(Text.COUNTED, count=2, name="passwords") == "2 passwords"


def test_missing_value_is_an_error():
    with pytest.raises(KeyError):
        tr(Text.COUNTED, count=2)


@pytest.mark.parametrize("text", Text)
def test_blames_nobody(text: Text):
    assert not any(word in text.lower() for word in BLAMING)


def test_every_word_of_the_domain_has_a_name():
    told = [
        *(names.channel_name(each) for each in Channel),
        *(names.reason_name(each) for each in Reason),
        *(names.action_name(each) for each in Action),
        *(names.disposition_name(each) for each in Disposition),
        *(names.disposition_sentence(each) for each in Disposition),
        *(names.category_name(each) for each in Category),
        *(names.coverage_name(each) for each in Coverage),
        *(names.coverage_text(each) for each in Coverage),
        *(names.mode_name(each) for each in Mode),
        *(names.destination_sentence("X", each) for each in DestinationStatus),
        *(names.inspection_sentence(each) for each in Inspection if each is not Inspection.COMPLETE),
    ]
    assert all(told)
    assert not any("_" in each for each in told)
