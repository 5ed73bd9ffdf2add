"""Check-ins count up, and requests for exceptions are handed in once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from agent.core.sync import SyncTrouble
from agent.fleet.check_in import CHECK_IN_PATH, CheckIn, DailyCount, Session
from agent.fleet.exceptions import EXCEPTIONS_PATH, ExceptionReason, ExceptionRequest
from agent.sync.conversation import Conversation, signer
from agent.sync.device_key import load_device_key
from agent.sync.enrolment import load_enrolment
from agent.sync.manifest import sync_folder
from agent.sync.memory import MEMORY_FILE, load_memory, save_memory
from agent.sync.order import DeviceReport
from agent.sync.transport import Transport
from agent.sync.transport_errors import TransportError
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.sync.device import DEVICE_ID, Device

_NOW = datetime(2026, 1, 1, tzinfo=UTC)
_REPORT = DeviceReport(agent_version="1.2", os="linux")
_REQUEST = ExceptionRequest(
    request_id="a" * 32,
    rule_ids=("global-cards",),
    destination_id="chatgpt",
    account="ana",
    label="secret",
    days=1,
    reason=ExceptionReason.OTHER,
)


def _problem(code: str) -> bytes:
    return json.dumps({"title": "No", "status": 403, "code": code}).encode()


@pytest.fixture
def conversation(device: Device) -> Iterator[Conversation]:
    transport = Transport(environment={})
    folder = sync_folder(device.state)
    sign = signer(load_device_key(folder), DEVICE_ID)
    yield Conversation(load_enrolment(device.state), transport, sign, folder)
    transport.close()


def test_check_ins_count_up(server: RepositoryServer, conversation: Conversation):
    sent = [conversation.check_in(_REPORT, {"root": 1}, _NOW) for _ in range(2)]
    assert [each.sequence for each in server.check_ins] == [1, 2]
    assert [each.next_in_s for each in sent] == [600, 600]
    assert sent[0].body == server.requests[0].body
    assert server.check_ins[0].metadata_versions == {"root": 1}


@pytest.mark.parametrize("wrong", [Wrong.CLOSED, 500, b"{}"])
def test_a_number_is_never_used_twice(server: RepositoryServer, conversation: Conversation, wrong: Wrong | int | bytes):
    server.wrong[CHECK_IN_PATH] = wrong
    with pytest.raises(TransportError):
        conversation.check_in(_REPORT, {}, _NOW)
    server.wrong.clear()
    conversation.check_in(_REPORT, {}, _NOW)
    assert server.check_ins[-1].sequence == 2


def test_a_device_whose_memory_was_lost_catches_up(
    server: RepositoryServer, device: Device, conversation: Conversation
):
    known = CheckIn(sequence=5_000_000_000, agent_version="1", os="linux", has_machine_service=False)
    server.check_ins.append(known)
    (sync_folder(device.state) / MEMORY_FILE).unlink()
    for _ in range(2):
        with pytest.raises(TransportError):
            conversation.check_in(_REPORT, {}, _NOW)
    conversation.check_in(_REPORT, {}, _NOW)
    assert server.check_ins[-1].sequence > known.sequence


def test_a_number_never_goes_back(device: Device, server: RepositoryServer, conversation: Conversation):
    folder = sync_folder(device.state)
    far = load_memory(folder, DEVICE_ID, _NOW).model_copy(update={"sequence": (1 << 52) + 7})
    save_memory(folder, far)
    server.wrong[CHECK_IN_PATH] = 409
    with pytest.raises(TransportError):
        conversation.check_in(_REPORT, {}, _NOW)
    assert load_memory(folder, DEVICE_ID, _NOW).sequence > far.sequence


def test_a_number_is_on_the_disk_before_it_is_sent(
    server: RepositoryServer, device: Device, conversation: Conversation
):
    server.wrong[CHECK_IN_PATH] = Wrong.CLOSED
    with pytest.raises(TransportError):
        conversation.check_in(_REPORT, {}, _NOW)
    assert load_memory(sync_folder(device.state), DEVICE_ID, _NOW).sequence == 1


def test_a_check_in_that_is_too_large_is_not_sent(server: RepositoryServer, conversation: Conversation):
    counts = tuple(
        DailyCount.model_validate(
            {
                "day": "2026-01-01",
                "destination_id": "chatgpt",
                "label": "x" * 100,
                "channel": "clipboard",
                "disposition": "allowed",
                "count": number,
            }
        )
        for number in range(1, 2001)
    )
    session = Session(session_id="a" * 32, agent_version="1", counts=counts)
    with pytest.raises(TransportError) as caught:
        conversation.check_in(_REPORT.model_copy(update={"sessions": (session,)}), {}, _NOW)
    assert caught.value.trouble is SyncTrouble.TOO_LARGE
    assert server.requests == []


def test_a_request_is_handed_in_and_its_state_told(server: RepositoryServer, conversation: Conversation):
    assert conversation.request_exception(_REQUEST)
    assert conversation.request_exception(_REQUEST)
    (found,) = conversation.exceptions()
    assert (found.request_id, found.rule_ids) == (_REQUEST.request_id, _REQUEST.rule_ids)
    assert list(server.asked) == [_REQUEST.request_id]


def test_a_request_that_will_never_be_accepted_is_told_from_one_that_may_be(
    server: RepositoryServer, conversation: Conversation
):
    for final in (400, 409, 422, (403, _problem("device_retired"))):
        server.wrong[EXCEPTIONS_PATH] = final
        assert not conversation.request_exception(_REQUEST)
    passing = (429, 503, 403, (403, _problem("denied")), (403, b"<html>a proxy's</html>"), (403, b'{"code": 3}'))
    for refusal in passing:
        server.wrong[EXCEPTIONS_PATH] = refusal
        with pytest.raises(TransportError):
            conversation.request_exception(_REQUEST)
    server.wrong.clear()
    assert conversation.request_exception(_REQUEST)


def test_a_list_that_cannot_be_read_is_not_quoted(server: RepositoryServer, conversation: Conversation):
    server.wrong[EXCEPTIONS_PATH] = b'[{"request_id": "hidden"}]'
    with pytest.raises(TransportError) as caught:
        conversation.exceptions()
    assert caught.value.trouble is SyncTrouble.SERVER_FAILED
    assert caught.value.__cause__ is None
