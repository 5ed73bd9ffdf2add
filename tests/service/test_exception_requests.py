"""What people have asked to be excepted from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from agent.core import Action
from agent.fleet.exceptions import ExceptionReason, ExceptionState, ExceptionStatus
from agent.service.exception_requests import ExceptionRefusedError, ExceptionRequests, ExceptionWish
from agent.system.state_file import StateFile, StateFileError

WISH = ExceptionWish(
    rule_ids=("confidential-to-ai",),
    destination_id="claude",
    label="confidential",
    down_to=Action.AUDIT,
    days=14,
    reason="approved_project",
)


def _requests(folder: Path) -> ExceptionRequests:
    return ExceptionRequests(StateFile(folder / "requests.json"))


def _status(request_id: str) -> ExceptionStatus:
    return ExceptionStatus(
        request_id=request_id,
        rule_ids=WISH.rule_ids,
        destination_id=WISH.destination_id,
        state=ExceptionState.PENDING,
        requested_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def test_what_was_asked_waits_until_the_server_has_it_also_over_a_restart(tmp_path: Path):
    first = _requests(tmp_path).ask("jane", WISH)
    again = _requests(tmp_path)
    assert again.pending() == (first,)
    assert (first.account, first.reason, first.days) == ("jane", ExceptionReason.APPROVED_PROJECT, 14)
    again.sent([first], undelivered=[first.request_id], statuses=None)
    assert again.pending() == (first,)
    again.sent([first], undelivered=[], statuses=None)
    assert again.pending() == _requests(tmp_path).pending() == ()


def test_each_account_sees_its_own(tmp_path: Path):
    requests = _requests(tmp_path)
    janes, johns = requests.ask("jane", WISH), requests.ask("john", WISH)
    assert requests.of("jane") == ((janes,), ())
    statuses = [_status(janes.request_id), _status(johns.request_id), _status("f" * 32)]
    requests.sent([janes, johns], undelivered=[], statuses=statuses)
    assert requests.of("jane") == ((), (statuses[0],))
    assert requests.of("somebody") == ((), ())


def test_what_the_server_has_is_pending_until_it_says_more(tmp_path: Path):
    requests = _requests(tmp_path)
    taken, never = requests.ask("jane", WISH), requests.ask("jane", WISH)
    requests.sent([taken, never], undelivered=[], refused=[never.request_id], statuses=None)
    states = {each.request_id: each.state for each in requests.of("jane")[1]}
    assert states == {taken.request_id: ExceptionState.PENDING, never.request_id: ExceptionState.REFUSED}
    granted = _status(taken.request_id).model_copy(update={"state": ExceptionState.GRANTED})
    requests.sent([], undelivered=[], statuses=[granted])
    states = {each.request_id: each.state for each in requests.of("jane")[1]}
    assert states == {taken.request_id: ExceptionState.GRANTED, never.request_id: ExceptionState.REFUSED}


def test_who_has_asked_is_known_after_a_restart(tmp_path: Path):
    request = _requests(tmp_path).ask("jane", WISH)
    again = _requests(tmp_path)
    again.sent([request], undelivered=[], statuses=[_status(request.request_id)])
    assert len(again.of("jane")[1]) == 1


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (replace(WISH, days=0), "days"),
        (replace(WISH, days=1000), "days"),
        (replace(WISH, rule_ids=()), "rule ids"),
        (replace(WISH, rule_ids=("No Rule",)), "rule ids"),
        (replace(WISH, destination_id="../x"), "destination id"),
        (replace(WISH, label="a\nb"), "label"),
        (replace(WISH, reason="because I say so"), "known reason"),
    ],
)
def test_what_cannot_be_is_refused_without_a_word_of_it(tmp_path: Path, wish: ExceptionWish, said: str):
    requests = _requests(tmp_path)
    with pytest.raises(ExceptionRefusedError) as refused:
        requests.ask("jane", wish)
    assert said in str(refused.value)
    assert "because" not in str(refused.value)
    assert requests.pending() == ()


def test_one_account_cannot_keep_others_from_asking(tmp_path: Path):
    requests = _requests(tmp_path)
    for _ in range(20):
        requests.ask("jane", WISH)
    with pytest.raises(ExceptionRefusedError, match="Too many"):
        requests.ask("jane", WISH)
    requests.ask("john", WISH)
    assert len(requests.pending()) == 21


def test_accounts_that_go_by_a_number_have_one_share_together(tmp_path: Path):
    requests = _requests(tmp_path)
    for number in range(20):
        requests.ask(f"uid-{100_000 + number}", WISH)
    with pytest.raises(ExceptionRefusedError, match="Too many"):
        requests.ask("uid-200000", WISH)
    requests.ask("jane", WISH)
    assert len(requests.pending()) == 21


def test_all_together_are_bounded(tmp_path: Path):
    requests = _requests(tmp_path)
    for number in range(200):
        requests.ask(f"account-{number}", WISH)
    with pytest.raises(ExceptionRefusedError, match="Too many"):
        requests.ask("jane", WISH)


def test_what_cannot_be_kept_was_not_asked(tmp_path: Path):
    requests = _requests(tmp_path / "folder")
    (tmp_path / "folder").write_text("in the way")
    with pytest.raises(StateFileError):
        requests.ask("jane", WISH)
    assert requests.pending() == ()


def test_a_damaged_file_costs_what_was_in_it_and_nothing_else(tmp_path: Path):
    for pending in ([{"request_id": 3}, 7], 3, None):
        StateFile(tmp_path / "requests.json").save({"pending": pending, "accounts": [1]})
        requests = _requests(tmp_path)
        assert requests.pending() == ()
        assert requests.ask("jane", WISH) in requests.pending()
