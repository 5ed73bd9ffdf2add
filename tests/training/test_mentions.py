"""Other mentions stand where the old ones stood, written alike."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from models.training.examples import Example, Span
from models.training.generate.values import Maker
from models.training.mentions import with_other_mentions

_TEXT = "ada lives in OSLOFJORD; ada knows Bob Roe."
_EXAMPLE = Example(
    text=_TEXT,
    spans=(Span(0, 3, "PERSON"), Span(13, 22, "LOCATION"), Span(24, 27, "PERSON"), Span(34, 41, "PERSON")),
    known=frozenset({"PERSON", "LOCATION"}),
    source="a",
)


@given(seed=st.integers(0, 10**6))
def test_everything_around_the_mentions_stays_and_the_same_mention_stays_the_same(seed: int):
    draft = with_other_mentions(_EXAMPLE, Maker(seed))
    names = [draft.text[span.start : span.end] for span in draft.spans]
    assert [span.entity for span in draft.spans] == ["PERSON", "LOCATION", "PERSON", "PERSON"]
    assert draft.text == f"{names[0]} lives in {names[1]}; {names[2]} knows {names[3]}."
    assert names[0] == names[2]


def test_a_mention_is_written_like_the_one_before():
    drafts = [with_other_mentions(_EXAMPLE, Maker(seed)) for seed in range(40)]
    names = [[draft.text[span.start : span.end] for span in draft.spans] for draft in drafts]
    assert all(each[0].islower() and each[1].isupper() for each in names)
    assert sum(" " in each[3] for each in names) > 25  # some have a title and a surname
    assert len({each[0] for each in names}) > 20


def test_what_nobody_can_make_stays():
    example = Example(text="on May 3", spans=(Span(3, 8, "DATE"),), known=frozenset({"DATE"}), source="a")
    assert with_other_mentions(example, Maker(1)).text == "on May 3"
