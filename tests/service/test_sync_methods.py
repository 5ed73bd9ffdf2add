"""The methods about the organization's server, for whoever asks."""

from __future__ import annotations

import pytest

from agent.core import Action
from agent.core.errors import AgentError
from agent.ipc.codec import Request
from agent.ipc.sync_messages import ExceptionListResult, ExceptionRequestParams, SentResult, SyncStatusResult
from agent.ipc.wire import ParamsError, WireModel
from agent.service.sync_methods import NotEnrolledError, sync_handlers
from tests.fakes.sync_front import SYNC, FakeSyncFront

WISH = ExceptionRequestParams(rule_ids=("a",), destination_id="claude", label="internal", days=3, reason="urgent")
METHODS = ("sync.status", "sync.now", "sync.sent", "exception.request", "exception.list")


async def _ask(front: FakeSyncFront | None, method: str, account: str = "jane", **params: object) -> WireModel:
    handlers = sync_handlers(lambda: front, account=account, uid=1000)
    return await handlers[method](Request(id=1, method=method, params=params))


@pytest.mark.asyncio
async def test_they_say_how_it_stands():
    front = FakeSyncFront()
    assert await _ask(front, "sync.status") == await _ask(front, "sync.now") == SyncStatusResult(sync=SYNC)
    assert isinstance(await _ask(front, "sync.sent"), SentResult)
    assert front.asked_sent == [1000]


@pytest.mark.asyncio
async def test_whose_request_it_is_comes_from_the_socket():
    front = FakeSyncFront()
    await _ask(front, "exception.request", "jane", **WISH.to_json())
    assert front.asked == [("jane", WISH)]
    assert WISH.down_to is Action.AUDIT
    janes, johns = await _ask(front, "exception.list", "jane"), await _ask(front, "exception.list", "john")
    assert isinstance(janes, ExceptionListResult)
    assert len(janes.exceptions) == 1
    assert johns == ExceptionListResult()
    with pytest.raises(ParamsError):
        await _ask(front, "exception.request", "jane", **WISH.to_json(), user="john")


@pytest.mark.asyncio
async def test_where_nobody_governs_the_device_there_is_nothing_to_say():
    assert await _ask(None, "sync.status") == SyncStatusResult()
    for method in METHODS[1:]:
        params = WISH.to_json() if method == "exception.request" else {}
        with pytest.raises(NotEnrolledError):
            await _ask(None, method, "jane", **params)


@pytest.mark.asyncio
@pytest.mark.parametrize("method", METHODS)
async def test_what_was_not_agreed_on_is_refused(method: str):
    with pytest.raises(ParamsError):
        await _ask(FakeSyncFront(), method, canary=1)


@pytest.mark.asyncio
async def test_an_error_of_whoever_syncs_is_the_answer():
    front = FakeSyncFront()
    front.failure = AgentError("Not now")
    with pytest.raises(AgentError, match="Not now"):
        await _ask(front, "sync.now")
