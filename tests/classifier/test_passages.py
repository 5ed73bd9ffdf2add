"""Which passages of a long text are read: within the budget, from everywhere, and what promises most."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.classifier.passages import Passage, chosen, cut, stretches

_TEXTS = st.text(alphabet=st.sampled_from("ab \n\u00e9\U0001f600"), max_size=5000)


@given(_TEXTS)
def test_passages_are_the_text_end_to_end(text: str):
    passages = cut(text)
    assert "".join(text[each.start : each.end] for each in passages) == text
    assert all(0 < each.end - each.start <= 440 for each in passages)


def test_words_are_not_cut():
    text = "word " * 500
    assert all(text[each.start : each.end].strip().count("word") * 5 >= 400 for each in cut(text)[:-1])
    assert all(text[each.end - 1 : each.end + 1] in {"d ", " "} for each in cut(text))


@given(
    count=st.integers(1, 300),
    budget=st.integers(8, 64),
    hits=st.lists(st.integers(0, 30_000)),
    seed=st.randoms(use_true_random=False),
)
def test_never_more_than_the_budget_and_always_in_order(count: int, budget: int, hits: list[int], seed: object):
    passages = [Passage(start=place * 100, end=place * 100 + 100) for place in range(count)]
    scores = [float(hash((place, id(seed))) % 100) for place in range(count)]
    picked = chosen(passages, budget, sorted(hits), scores)
    starts = [each.start for each in picked]
    assert len(picked) == min(count, budget)
    assert starts == sorted(set(starts))
    assert any(each.is_typical for each in picked)


def test_the_beginning_the_end_the_findings_and_the_best_scores_are_read():
    passages = [Passage(start=place * 100, end=place * 100 + 100) for place in range(1000)]
    scores = [0.0] * 1000
    scores[333] = 9.0
    picked = {each.start // 100: each for each in chosen(passages, 64, [55_555], scores)}
    assert {0, 1, 2, 3, 998, 999, 333, 555} <= picked.keys()
    # What was chosen for what is in it says nothing of the kind of document.
    assert not picked[333].is_typical
    assert not picked[555].is_typical
    assert picked[0].is_typical
    assert max(b - a for a, b in zip(sorted(picked), sorted(picked)[1:], strict=False)) < 120


def test_many_findings_leave_room_for_the_screen():
    passages = [Passage(start=place * 100, end=place * 100 + 100) for place in range(1000)]
    scores = [0.0] * 500 + [1.0] * 500
    picked = [each.start // 100 for each in chosen(passages, 64, list(range(0, 50_000, 10)), scores)]
    assert sum(place >= 500 for place in picked) > 20
    assert sum(place < 500 for place in picked) > 20


def test_a_short_text_is_read_whole():
    passages = [Passage(start=0, end=100), Passage(start=100, end=150)]
    assert chosen(passages, 64, [], [0.0, 0.0]) == [
        Passage(start=0, end=100, is_typical=True),
        Passage(start=100, end=150, is_typical=True),
    ]


def test_neighbors_are_read_as_one_stretch():
    passages = [
        Passage(start=0, end=10),
        Passage(start=10, end=20),
        Passage(start=20, end=30, is_typical=True),
        Passage(start=40, end=50, is_typical=True),
    ]
    assert list(stretches(passages)) == [Passage(start=0, end=20), *passages[2:]]
    assert list(stretches([])) == []
