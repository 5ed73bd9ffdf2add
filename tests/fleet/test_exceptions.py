"""A person asks for an exception, in codes and names that policy knows."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from agent.core.verdicts import Action
from agent.fleet.exceptions import (
    EXCEPTION_REQUEST_LIMIT_BYTES,
    ExceptionReason,
    ExceptionRequest,
    ExceptionState,
    ExceptionStatus,
)
from agent.fleet.message import parse_message

_REQUEST = ExceptionRequest(
    request_id="a" * 32,
    rule_ids=("cards",),
    destination_id="chatgpt",
    account="ana",
    label="secret",
    days=7,
    reason=ExceptionReason.CUSTOMER_AGREED,
)


def test_a_request_is_read_as_it_was_written():
    assert parse_message(ExceptionRequest, _REQUEST.to_bytes(), EXCEPTION_REQUEST_LIMIT_BYTES) == _REQUEST
    assert _REQUEST.down_to is Action.AUDIT


def test_who_asks_is_in_no_repr():
    assert "ana" not in repr(_REQUEST)


@pytest.mark.parametrize(
    "changes",
    [
        {"request_id": "a" * 31},
        {"rule_ids": ()},
        {"rule_ids": ("a",) * 21},
        {"days": 0},
        {"days": 367},
        {"reason": "because I say so"},
        {"destination_id": "Chat GPT"},
    ],
)
def test_a_request_has_its_form(changes: dict[str, object]):
    with pytest.raises(ValidationError):
        ExceptionRequest.model_validate({**_REQUEST.model_dump(), **changes})


@pytest.mark.parametrize("state", list(ExceptionState))
def test_what_became_of_it_is_read_as_it_was_written(state: ExceptionState):
    status = ExceptionStatus(
        request_id="a" * 32,
        rule_ids=("cards",),
        destination_id="chatgpt",
        state=state,
        requested_at=datetime(2026, 1, 1, tzinfo=UTC),
    )
    assert parse_message(ExceptionStatus, status.to_bytes(), EXCEPTION_REQUEST_LIMIT_BYTES) == status
