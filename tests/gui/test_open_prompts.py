"""The prompts that wait."""

from datetime import datetime, timedelta

from gui.samples import sample_prompt
from gui.viewmodels.open_prompts import LIMIT, OpenPrompts


def test_known_id_replaces(now: datetime):
    first = sample_prompt(now)
    second = first.with_fields({"more_findings": 4})
    state, pushed_out = OpenPrompts().with_prompt(first)[0].with_prompt(second)
    assert state.prompts == (second,)
    assert pushed_out == ()


def test_newest_pushes_out_the_oldest(now: datetime):
    state = OpenPrompts()
    pushed_out: tuple[object, ...] = ()
    for index in range(LIMIT + 1):
        assert pushed_out == ()
        state, pushed_out = state.with_prompt(sample_prompt(now).with_fields({"prompt_id": str(index)}))
    assert [getattr(each, "prompt_id", "") for each in pushed_out] == ["0"]
    assert len(state.prompts) == LIMIT


def test_answered_prompt_is_gone(now: datetime):
    state, _ = OpenPrompts().with_prompt(sample_prompt(now))
    assert state.without("another") == state
    assert state.without("sample-card").get("sample-card") is None


def test_expiry_is_known(now: datetime):
    prompt = sample_prompt(now)
    state, _ = OpenPrompts().with_prompt(prompt)
    assert state.next_expiry_at() == prompt.expires_at
    assert state.expired(now) == ()
    assert state.expired(now + timedelta(hours=1)) == (prompt,)
    assert OpenPrompts().next_expiry_at() is None


def test_content_is_in_no_repr(now: datetime):
    assert "4111" not in repr(OpenPrompts().with_prompt(sample_prompt(now))[0])
