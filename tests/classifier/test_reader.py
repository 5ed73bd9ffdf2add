"""Reading whole texts, long ones by passages, and for as long as there is time."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from agent.classifier.messages import Answer
from agent.classifier.passages import Passage
from agent.classifier.reader import BUDGET_WINDOWS, WHOLE, Reader
from tests.classifier.samples import RuleNetwork, manifest, windower


def _even(_text: str, passages: Sequence[Passage]) -> list[float]:
    return [0.0] * len(passages)


def _reader(network: RuleNetwork, clock: Callable[[], float] = lambda: 0.0, **changes: object) -> Reader:
    return Reader(manifest(**changes), windower(), network.run, _even, clock)


def _said(answer: Answer, text: str) -> list[tuple[str, str]]:
    return [(each.entity, text[each.start : each.end]) for each in answer.spans]


def test_a_short_text_is_read_whole():
    text = "Yesterday Ada Doe came, and Ada left."
    answer = _reader(RuleNetwork()).read(text, [], 1.0)
    assert _said(answer, text) == [("PERSON", "Ada Doe"), ("PERSON", "Ada")]
    assert (answer.is_finished, answer.is_sampled, answer.share) == (True, False, 1.0)
    assert answer.category == "general"
    assert answer.languages == ["en"]
    assert all(0.9 < each.score <= 1 for each in answer.spans)


@pytest.mark.parametrize("text", ["", " ", "\n\n"])
def test_what_holds_no_word_is_read_too(text: str):
    answer = _reader(RuleNetwork()).read(text, [], 1.0)
    assert (answer.is_finished, answer.share, answer.spans) == (True, 1.0, [])


def test_offsets_are_code_points_of_the_text():
    text = "\U0001f600\u00e9\u4e2d Ada"
    assert _said(_reader(RuleNetwork()).read(text, [], 1.0), text) == [("PERSON", "Ada")]


def test_names_are_found_wherever_windows_overlap():
    words = ["word"] * 600
    for place in range(0, 600, 37):
        words[place] = "Ada"
    text = " ".join(words)
    network = RuleNetwork()
    answer = _reader(network).read(text, [], 1.0)
    assert len(answer.spans) == len(range(0, 600, 37))
    assert len(network.windows) == 6
    assert all(len(window.tokens) <= 128 for window in network.windows)


def test_what_is_never_reported_is_not_reported():
    assert _reader(RuleNetwork()).read("serial Ada", [], 1.0).spans[0].entity == "PERSON"


def test_thresholds_of_the_manifest_count():
    text = "Ada serial"
    assert _reader(RuleNetwork(), bias={"PERSON": -9.0}).read(text, [], 1.0).spans == []
    assert _reader(RuleNetwork(), least={"PERSON": 0.9999}).read(text, [], 1.0).spans == []
    assert _reader(RuleNetwork(), category_bias={"general": 9.0}).read("lawsuit", [], 1.0).category == "general"
    assert _reader(RuleNetwork()).read("lawsuit", [], 1.0).category == "legal"


def test_when_time_is_over_what_was_read_counts():
    ticks = iter(range(100))
    text = "Ada " + "word " * 500 + "Ada"
    answer = _reader(RuleNetwork(), lambda: float(next(ticks))).read(text, [], 3.0)
    assert not answer.is_finished
    assert _said(answer, text) == [("PERSON", "Ada")]
    assert 0.3 < answer.share < 0.8
    assert answer.category == "general"


def test_without_any_time_nothing_is_claimed():
    ticks = iter(range(100))
    answer = _reader(RuleNetwork(), lambda: float(next(ticks))).read("Ada", [], 0.5)
    assert (answer.is_finished, answer.share, answer.category, answer.spans) == (False, 0.0, None, [])


def test_a_long_text_is_read_by_passages_within_the_budget():
    text = "nothing here " * 20_000
    network = RuleNetwork()
    answer = _reader(network).read(text, [], 1.0)
    assert answer.is_sampled
    assert answer.is_finished
    assert 0.05 < answer.share < 0.2
    assert len(network.windows) <= 2 * BUDGET_WINDOWS


def test_where_recognizers_found_something_a_long_text_is_read():
    filler = "nothing here " * 10_000
    text = f"{filler}Ada {filler}"
    assert _reader(RuleNetwork()).read(text, [], 1.0).spans == []
    assert _said(_reader(RuleNetwork()).read(text, [len(filler)], 1.0), text) == [("PERSON", "Ada")]


def test_a_long_text_can_be_read_from_end_to_end():
    text = "nothing here " * 5_000 + "Ada"
    answer = _reader(RuleNetwork()).read(text, [], 1.0, reads_whole=True)
    assert (answer.is_sampled, answer.share) == (False, 1.0)
    assert _said(answer, text) == [("PERSON", "Ada")]


def test_what_promises_most_is_read_before_the_sample():
    filler = "nothing here " * 10_000
    text = f"{filler}Ada {filler}"
    ticks = iter(range(10_000))
    answer = _reader(RuleNetwork(), lambda: float(next(ticks))).read(text, [len(filler)], 40.0)
    assert not answer.is_finished
    assert _said(answer, text) == [("PERSON", "Ada")]


def test_passages_chosen_for_their_findings_do_not_decide_the_category():
    filler = "nothing here " * 10_000
    text = f"{filler}lawsuit {filler}"
    answer = _reader(RuleNetwork()).read(text, [len(filler)], 1.0)
    assert answer.category == "general"
    assert answer.category_score > 0.5


def test_the_longest_text_that_is_read_whole():
    text = ("word " * WHOLE)[: WHOLE - 4] + " Ada"
    answer = _reader(RuleNetwork()).read(text, [], 1.0)
    assert (answer.is_sampled, answer.share) == (False, 1.0)
    assert _said(answer, text) == [("PERSON", "Ada")]
