"""The engines as the agent has them, together: what they say about one gesture."""

from __future__ import annotations

from agent.core import Action, ActiveWindow, Channel, Content, ContentKind
from agent.engines import build_engines

CARD = "4111 1111 1111 1111"


def test_a_card_number_on_the_way_to_an_assistant_is_a_warning_under_the_packaged_policy():
    policy, engines = build_engines()
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT", app_class="xterm"))
    assert destination is not None
    assessment = engines.assess(Content(kind=ContentKind.TEXT, text=CARD, size_bytes=len(CARD)))
    verdict = engines.evaluate(assessment, destination, Channel.CLIPBOARD)
    assert verdict.action is Action.WARN
    assert verdict.policy_version == policy.version


def test_an_ordinary_window_is_no_destination():
    _, engines = build_engines()
    assert engines.match(ActiveWindow(window_id=1, title="Letter to a friend", app_class="writer")) is None


def test_ordinary_text_is_allowed():
    _, engines = build_engines()
    destination = engines.match(ActiveWindow(window_id=1, title="ChatGPT"))
    assert destination is not None
    assessment = engines.assess(Content(kind=ContentKind.TEXT, text="see you at lunch", size_bytes=16))
    assert engines.evaluate(assessment, destination, Channel.CLIPBOARD).action is Action.ALLOW
