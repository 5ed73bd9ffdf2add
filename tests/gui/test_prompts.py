"""From a prompt to an answer."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from PySide6.QtWidgets import QPushButton, QTextEdit
from pytestqt.qtbot import QtBot

from agent.core.verdicts import Action, Disposition
from agent.ipc.prompt_messages import Prompt, PromptChoice
from gui.samples import sample_prompt, sample_secret_prompt
from gui.viewmodels.open_prompts import LIMIT
from gui.viewmodels.warning import WarningState
from gui.views.notifier import NoticeAnswer
from gui.views.prompts import PromptPresenter
from gui.views.theme import Theme
from gui.views.toast import ToastStack
from gui.views.warning_dialog import WarningDialog
from tests.fakes.notices import FakeAnswers, FakeNotifier

SHOWN_MS = 300


@dataclass(kw_only=True)
class Stage:
    """Everything around the presenter."""

    presenter: PromptPresenter
    notifier: FakeNotifier
    answers: FakeAnswers
    toasts: ToastStack
    dialog: WarningDialog

    def toast_names(self) -> list[str]:
        """The toasts on the screen."""
        return [each.accessibleName() for each in self.toasts.visible]


@pytest.fixture
def clock(now: datetime) -> Callable[[], datetime]:
    return lambda: now


@pytest.fixture
def stage(theme: Theme, clock: Callable[[], datetime]) -> Iterator[Stage]:
    notifier, answers, dialog = FakeNotifier(), FakeAnswers(), WarningDialog(theme=theme)
    toasts = ToastStack(theme=lambda: theme)
    presenter = PromptPresenter(answers=answers, notifier=notifier, toasts=toasts, dialog=dialog, clock=clock)
    made = Stage(presenter=presenter, notifier=notifier, answers=answers, toasts=toasts, dialog=dialog)
    yield made
    presenter.forget_all()
    toasts.clear()
    for each in (presenter, toasts, made.dialog, notifier):
        each.deleteLater()


def test_warning_is_a_notification_and_not_the_dialog(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    assert list(stage.notifier.shown) == ["sample-card"]
    assert not stage.dialog.isVisible()
    assert stage.toasts.visible == ()
    assert stage.answers.given == []


def test_without_a_notification_service_it_is_a_toast_at_once(stage: Stage, now: datetime):
    stage.notifier.is_available = False
    stage.presenter.show(sample_prompt(now))
    assert stage.toast_names() == ["Card number on your clipboard"]
    assert stage.notifier.probes == 1


def test_notification_that_fails_becomes_a_toast(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.notifier.failed.emit("sample-card")
    stage.notifier.failed.emit("unknown")
    assert stage.toast_names() == ["Card number on your clipboard"]


def test_stricter_action_opens_the_dialog_at_once(stage: Stage, now: datetime):
    stage.presenter.show(sample_secret_prompt(now))
    assert stage.dialog.isVisible()
    assert stage.notifier.shown == {}


def test_what_one_click_redacts_is_a_notification(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now).with_fields({"action": Action.REDACT}))
    assert list(stage.notifier.shown) == ["sample-card"]
    assert not stage.dialog.isVisible()


def test_second_strict_prompt_does_not_take_the_dialog_away(stage: Stage, now: datetime):
    stage.presenter.show(sample_secret_prompt(now))
    stage.presenter.show(sample_secret_prompt(now).with_fields({"prompt_id": "second"}))
    assert stage.dialog.prompt_id == "sample-secret"
    assert list(stage.notifier.shown) == ["second"]


def test_details_open_the_dialog_and_take_the_notification_away(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.notifier.answered.emit("sample-card", NoticeAnswer.DETAILS)
    assert stage.dialog.isVisible()
    assert stage.notifier.shown == {}
    # Some services report the closed notification as dismissed afterwards.
    stage.notifier.answered.emit("sample-card", NoticeAnswer.DISMISSED)
    assert stage.answers.given == []


def test_dialogs_answer_is_passed_on_once(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.open_details("sample-card")
    stage.dialog.close()
    stage.notifier.answered.emit("sample-card", NoticeAnswer.REDACTED)
    assert stage.answers.given == [("sample-card", PromptChoice.ACKNOWLEDGED)]
    assert stage.presenter.waiting == ()


@pytest.mark.parametrize(
    ("disposition", "title"),
    [(Disposition.REDACTED, "Redacted text copied"), (Disposition.FAILED, "The clipboard was not changed")],
)
def test_redacted_answer_tells_what_became_of_it(stage: Stage, now: datetime, disposition: Disposition, title: str):
    stage.answers.disposition = disposition
    stage.presenter.show(sample_prompt(now))
    stage.notifier.answered.emit("sample-card", NoticeAnswer.REDACTED)
    assert stage.answers.given == [("sample-card", PromptChoice.REDACTED)]
    assert stage.toast_names() == [title]


def test_dismissed_notification_is_acknowledged_without_a_word(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.notifier.answered.emit("sample-card", NoticeAnswer.DISMISSED)
    assert stage.answers.given == [("sample-card", PromptChoice.ACKNOWLEDGED)]
    assert stage.toasts.visible == ()


def test_same_id_replaces_the_notification(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.show(sample_prompt(now).with_fields({"destination_name": "Claude"}))
    assert "Claude" in stage.notifier.shown["sample-card"].text
    assert len(stage.presenter.waiting) == 1


def test_same_id_replaces_what_the_open_dialog_shows(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.open_details("sample-card")
    stage.presenter.show(sample_prompt(now).with_fields({"destination_name": "Claude"}))
    assert stage.dialog.accessibleName().endswith("Claude")
    assert stage.notifier.shown == {}


@pytest.mark.parametrize("surface", ["notification", "toast", "dialog"])
def test_withdrawn_prompt_leaves_without_an_answer(stage: Stage, now: datetime, surface: str):
    stage.notifier.is_available = surface != "toast"
    stage.presenter.show(sample_prompt(now))
    if surface == "dialog":
        stage.presenter.open_details("sample-card")
    stage.presenter.withdraw("sample-card")
    assert stage.notifier.shown == {}
    assert stage.toasts.visible == ()
    assert not stage.dialog.isVisible()
    assert stage.answers.given == []


def test_withdrawing_another_prompt_changes_nothing(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.open_details("sample-card")
    stage.presenter.withdraw("unknown")
    assert stage.dialog.isVisible()


def test_quitting_answers_everything_that_waits_as_not_shown(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.show(sample_secret_prompt(now))
    stage.presenter.answer_all()
    assert stage.answers.given == [
        ("sample-card", PromptChoice.NOT_SHOWN),
        ("sample-secret", PromptChoice.NOT_SHOWN),
    ]
    assert not stage.dialog.isVisible()


def test_agent_that_is_gone_gets_no_answers(stage: Stage, now: datetime):
    stage.presenter.show(sample_secret_prompt(now))
    stage.presenter.forget_all()
    assert stage.answers.given == []
    assert not stage.dialog.isVisible()


def test_prompt_that_cannot_be_shown_is_answered(stage: Stage, now: datetime):
    stage.notifier.breaks = True
    stage.presenter.show(sample_prompt(now))
    assert stage.answers.given == [("sample-card", PromptChoice.NOT_SHOWN)]
    assert stage.presenter.waiting == ()


def alive(prompt_id: str) -> list[Prompt | WarningState]:
    """Return everything in this process that still holds the content of a prompt."""
    gc.collect()
    found = (each for each in gc.get_objects() if type(each) in (Prompt, WarningState))
    return [each for each in found if each.prompt_id == prompt_id]


@pytest.mark.parametrize("end", ["answered", "withdrawn", "expired", "agent gone", "quit"])
def test_prompt_that_is_over_is_kept_nowhere(stage: Stage, qtbot: QtBot, now: datetime, end: str):
    stage.notifier.is_available = False
    prompt = sample_prompt(now)
    if end == "expired":
        prompt = prompt.with_fields({"expires_at": now - timedelta(seconds=1)})
    stage.presenter.show(prompt)
    stage.presenter.open_details("sample-card")
    del prompt
    assert {type(each) for each in alive("sample-card")} == {Prompt, WarningState}
    match end:
        case "answered":
            stage.dialog.close()
        case "withdrawn":
            stage.presenter.withdraw("sample-card")
        case "expired":
            qtbot.waitUntil(lambda: stage.presenter.waiting == ())
        case "agent gone":
            stage.presenter.forget_all()
        case _:
            stage.presenter.answer_all()
    assert alive("sample-card") == []
    assert stage.dialog.findChildren(QTextEdit) == []
    assert stage.toasts.visible == ()


def test_prompt_that_was_pushed_out_is_answered(stage: Stage, now: datetime):
    for index in range(LIMIT + 1):
        stage.presenter.show(sample_prompt(now).with_fields({"prompt_id": str(index)}))
    assert stage.answers.given == [("0", PromptChoice.NOT_SHOWN)]
    assert "0" not in stage.notifier.shown


def test_expired_prompt_leaves_without_an_answer(stage: Stage, qtbot: QtBot, now: datetime):
    prompt: Prompt = sample_prompt(now).with_fields({"expires_at": now - timedelta(seconds=1)})
    stage.presenter.show(prompt)
    assert stage.notifier.shown
    qtbot.waitUntil(lambda: stage.presenter.waiting == ())
    assert stage.notifier.shown == {}
    assert stage.answers.given == []


def test_theme_change_keeps_the_open_prompt(stage: Stage, now: datetime):
    stage.presenter.show(sample_prompt(now))
    stage.presenter.open_details("sample-card")
    stage.dialog = WarningDialog(theme=Theme.DARK)
    stage.presenter.use_dialog(stage.dialog)
    assert stage.dialog.isVisible()
    next(each for each in stage.dialog.findChildren(QPushButton) if each.text() == "Keep original").click()
    assert stage.answers.given == [("sample-card", PromptChoice.ACKNOWLEDGED)]


def test_details_of_a_prompt_that_is_gone_open_nothing(stage: Stage):
    stage.presenter.open_details("gone")
    assert not stage.dialog.isVisible()
