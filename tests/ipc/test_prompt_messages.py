"""Messages that hold content; that they travel whole and strictly is in `test_messages.py`."""

from __future__ import annotations

from agent.ipc.prompt_messages import Excerpt, Prompt
from tests.ipc.test_messages import CANARY, GOLDEN


def test_content_is_in_no_repr():
    excerpt = Excerpt(text=CANARY, spans=(), is_cut_before=False, is_cut_after=False)
    prompt = Prompt.parse(GOLDEN["Prompt"] | {"excerpts": [excerpt.to_json()]})
    assert prompt.excerpts == (excerpt,)
    assert CANARY not in repr(prompt) + repr(excerpt)
