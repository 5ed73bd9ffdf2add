"""Prompts in words."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core.findings import Entity
from agent.core.gestures import Channel
from agent.core.verdicts import Action, Offer
from agent.ipc.prompt_messages import Excerpt, Prompt, PromptChoice, Span
from agent.ipc.wire import EntityCountModel
from gui.samples import sample_prompt, sample_secret_prompt
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import NOTICE_LIMIT, label_tone, notice, opens_dialog, redacted_notice, warning_state
from tests.gui.conftest import NOW

PIECES = ("4111", "billing@", "charge", "Friday")


def test_dialog_marks_exactly_what_was_found(now: datetime):
    (excerpt,) = warning_state(sample_prompt(now)).excerpts
    marked = [piece.text for piece in excerpt.pieces if piece.entity]
    assert marked == ["4111 1111 1111 1111", "billing@example.com"]


def test_cut_excerpts_say_so(now: datetime):
    (excerpt,) = warning_state(sample_prompt(now)).excerpts
    assert excerpt.pieces[0].text == "… "
    assert excerpt.pieces[-1].text == " …"
    (whole,) = warning_state(sample_secret_prompt(now)).excerpts
    assert whole.pieces[0].text.startswith("export")


@given(
    text=st.text(max_size=60),
    spans=st.lists(st.tuples(st.integers(-5, 80), st.integers(-5, 80)), max_size=8),
)
def test_excerpt_pieces_are_the_text_whatever_the_spans_are(text: str, spans: list[tuple[int, int]]):
    made = tuple(Span(start=start, end=end, entity=Entity.IBAN) for start, end in spans)
    excerpt = Excerpt(text=text, spans=made, is_cut_before=False, is_cut_after=False)
    prompt = sample_prompt(NOW).with_fields({"excerpts": (excerpt,)})
    (view,) = warning_state(prompt).excerpts
    assert "".join(piece.text for piece in view.pieces) == text


def test_redacted_version_is_the_default_when_it_is_offered(now: datetime):
    buttons = warning_state(sample_prompt(now)).buttons
    assert [(each.choice, each.is_default) for each in buttons] == [
        (PromptChoice.ACKNOWLEDGED, False),
        (PromptChoice.REDACTED, True),
    ]


def test_without_an_offer_there_is_one_way_on(now: datetime):
    (only,) = warning_state(sample_secret_prompt(now)).buttons
    assert only.choice is PromptChoice.ACKNOWLEDGED
    assert only.is_default


def test_advice_begins_with_the_words_of_the_policy(now: datetime):
    prompt = sample_prompt(now)
    assert warning_state(prompt).todo.startswith("Card numbers stay inside the payment system. Copy the redacted")
    assert warning_state(prompt.with_fields({"rule_messages": (" ",)})).todo.startswith("Copy the redacted")


def test_reasons_hold_findings_label_and_destination(now: datetime):
    texts = [row.text for row in warning_state(sample_prompt(now)).reasons]
    assert any("valid check digit" in text for text in texts)
    assert any("Restricted" in text for text in texts)
    assert any("not approved" in text for text in texts)


@pytest.mark.parametrize("confidence", [-1.0, 0.994, 7.0])
def test_confidence_is_a_percentage(confidence: float, now: datetime):
    prompt = sample_prompt(now)
    finding = prompt.findings[0].with_fields({"confidence": confidence})
    asides = [row.aside for row in warning_state(prompt.with_fields({"findings": (finding,)})).reasons]
    assert asides[0] in ("0 % sure", "99 % sure", "100 % sure")


def test_stricter_actions_look_stricter(now: datetime):
    assert warning_state(sample_prompt(now)).tone is Tone.CAUTION
    assert warning_state(sample_secret_prompt(now)).tone is Tone.BAD


def test_content_that_could_not_be_read_is_said_to_be_unchecked(now: datetime):
    prompt = sample_prompt(now).with_fields({"entities": (), "findings": (), "excerpts": ()})
    assert warning_state(prompt).title == "Unchecked content on the way to ChatGPT"
    assert "could not be checked" in notice(prompt).text


def test_other_channels_do_not_speak_of_the_clipboard(now: datetime):
    prompt = sample_prompt(now).with_fields({"channel": Channel.FILE_UPLOAD})
    assert "clipboard" not in warning_state(prompt).sentence + notice(prompt).text + notice(prompt).title


def test_notice_holds_no_content(now: datetime):
    told = notice(sample_prompt(now))
    assert not any(piece in told.title + told.text for piece in PIECES)
    assert told.text == "Pasting would give a card number and an email address to ChatGPT. A redacted version is ready."


names = st.text(min_size=1, max_size=200)


@given(entities=st.lists(st.tuples(names, st.integers(1, 10**6)), max_size=12), destination=names)
def test_notice_stays_short(entities: list[tuple[str, int]], destination: str):
    counts = tuple(EntityCountModel(entity=entity, count=count) for entity, count in entities)
    prompt = sample_prompt(NOW).with_fields({"entities": counts, "destination_name": destination})
    told = notice(prompt)
    assert 0 < len(told.text) <= NOTICE_LIMIT
    assert len(told.title) <= NOTICE_LIMIT


def test_offer_decides_the_notices_button(now: datetime):
    prompt: Prompt = sample_prompt(now)
    assert notice(prompt).has_redacted
    assert not notice(prompt.with_fields({"offers": (Offer.REPORT_WRONG,)})).has_redacted


@pytest.mark.parametrize(("rank", "tone"), [(-1, Tone.NEUTRAL), (0, Tone.NEUTRAL), (2, Tone.CAUTION), (9, Tone.BAD)])
def test_label_tone_gets_warmer(rank: int, tone: Tone):
    assert label_tone(rank) is tone


def test_answer_to_redacted_tells_the_next_step():
    assert redacted_notice(is_done=True).text == "The redacted text is on the clipboard; paste it now."
    assert "again" in redacted_notice(is_done=False).text


def test_content_is_in_no_repr(now: datetime):
    assert not any(piece in repr(warning_state(sample_prompt(now))) for piece in PIECES[:2])


def test_held_actions_do_not_claim_that_it_was_held(now: datetime):
    prompt = sample_prompt(now).with_fields({"action": Action.BLOCK})
    assert "asks to keep it" in warning_state(prompt).sentence


def test_redacting_says_what_the_policy_asks_for_and_not_that_it_was_done(now: datetime):
    prompt = sample_prompt(now).with_fields({"action": Action.REDACT})
    assert "asks to take that out before ChatGPT" in warning_state(prompt).sentence
    assert "asks to" not in warning_state(sample_prompt(now)).sentence


@pytest.mark.parametrize(
    ("action", "offers", "opens"),
    [
        (Action.WARN, (Offer.REDACTED,), False),
        (Action.WARN, (), False),
        (Action.JUSTIFY, (Offer.REDACTED,), True),
        (Action.REDACT, (Offer.REDACTED,), False),
        (Action.REDACT, (), True),
        (Action.BLOCK, (Offer.REDACTED,), True),
    ],
)
def test_dialog_opens_by_itself_where_a_click_on_a_notification_is_not_enough(
    now: datetime, action: Action, offers: tuple[Offer, ...], *, opens: bool
):
    assert opens_dialog(sample_prompt(now).with_fields({"action": action, "offers": offers})) is opens
