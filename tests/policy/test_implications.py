"""What follows from conditions under one policy."""

from __future__ import annotations

import pytest

from agent.core import DestinationKind, DestinationStatus
from agent.policy.authoring.implications import Regions
from agent.policy.authoring.regions import Region, is_empty
from agent.policy.document.when import When
from agent.policy.engine.conditions import (
    ChannelIn,
    DestinationIn,
    DestinationKindIn,
    DestinationStatusIn,
    GroupIn,
    LabelRankIn,
    UserIn,
)
from tests.policy.lints import DESTINATIONS
from tests.policy.samples import policy

REGIONS = Regions(policy(more="destinations: {claude: {status: approved}}\n"), DESTINATIONS)


def _of(**when: object) -> Region:
    return REGIONS.written(When.model_validate(when))


def test_what_admits_everything_is_left_out():
    assert _of(min_label="low", destination_status=[*DestinationStatus]) == Region(values={})


def test_a_destination_has_its_kind_and_its_status():
    closed = REGIONS.closed(_of(destination=["claude", "ollama", "new-one"], destination_kind="local_runner"))
    assert closed.values[DestinationIn] == {"ollama", "new-one"}
    assert closed.values[DestinationKindIn] == {DestinationKind.LOCAL_RUNNER}
    assert closed.values[DestinationStatusIn] == set(DestinationStatus)
    assert REGIONS.closed(_of(destination="claude")).values[DestinationStatusIn] == {DestinationStatus.APPROVED}


def test_content_has_the_label_that_it_earns():
    assert REGIONS.closed(_of(entity="EMAIL")).values[LabelRankIn] == {1, 2}
    assert REGIONS.closed(_of(entity="EMAIL", label=["low", "middle"])).values[LabelRankIn] == {1}


def test_both_is_what_two_have_in_common_or_a_little_more():
    both = REGIONS.both(_of(channel=["browser", "clipboard"], group="a"), _of(channel="browser", group=["a", "b"]))
    assert both.values[ChannelIn] == {"browser"}
    assert both.values[GroupIn] == {"a"}
    assert is_empty(REGIONS.both(_of(user="a"), _of(user="b")))
    assert not is_empty(REGIONS.both(_of(group="a"), _of(group="b")))
    assert is_empty(REGIONS.both(_of(time={"days": "monday"}), _of(time={"days": "friday"})))


@pytest.mark.parametrize(
    ("when", "unless", "left"),
    [
        ({}, {"label": "low"}, {LabelRankIn: {1, 2}}),
        ({"user": ["a", "b"]}, {"user": ["b", "c"]}, {UserIn: {"a"}}),
        ({"user": "a", "label": "high"}, {"user": "a", "label": ["high"], "channel": "browser"}, None),
    ],
)
def test_takes_away_what_an_exclusion_takes(
    when: dict[str, object], unless: dict[str, object], left: dict[type, set[object]] | None
):
    rest = REGIONS.without(_of(**when), _of(**unless))
    assert rest is not None
    if left is None:  # the channel alone is more than what `when` says
        assert "browser" not in rest.values[ChannelIn]
        assert len(rest.values[ChannelIn]) > 1
    else:
        assert rest.values == left


@pytest.mark.parametrize(
    ("when", "unless"),
    [({}, {"user": "a"}), ({"group": ["a", "b"]}, {"group": "a"}), ({}, {"label": "low", "channel": "browser"})],
)
def test_leaves_alone_what_is_no_region(when: dict[str, object], unless: dict[str, object]):
    assert REGIONS.without(_of(**when), _of(**unless)) is None


def test_an_unknown_time_is_left_by_an_exclusion_of_any_time():
    rest = REGIONS.without(_of(), _of(time={}))
    assert rest is not None
    assert rest.minutes.bit_count() == 1
