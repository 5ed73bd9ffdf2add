"""All recognizers of secrets together: what each of them must keep."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from agent.core import Entity
from agent.detection.recognizers.secret_formats import SECRET_FORMATS
from agent.detection.recognizers.url import URL

FEWEST_ISSUERS = 140
JUDGES = [pattern.judge for each in (*SECRET_FORMATS, URL) for pattern in each.patterns if pattern.judge is not None]


def test_ids_are_unique_and_there_are_many():
    ids = [each.recognizer_id for each in SECRET_FORMATS]
    assert len(ids) == len(set(ids))
    assert len(ids) >= FEWEST_ISSUERS
    assert all(each.startswith("secret.") for each in ids)


def test_all_find_secrets():
    assert {each.entity for each in SECRET_FORMATS} == {Entity.SECRET}


@given(st.text() | st.text(alphabet=" .:;-=_/'AZaz09\\n{}$%+@"))
def test_judges_are_total_and_stay_inside(value: str):
    for judge in JUDGES:
        for judgement in judge(value):
            assert 0 <= judgement.start < judgement.end <= len(value)
            assert 0 < judgement.confidence <= 1
