"""How requests of devices are read and verified."""

from __future__ import annotations

from agent.fleet.check_in import CheckIn
from agent.fleet.enrolment import EnrolmentReply
from server.api.signed import message_body, message_response
from tests.server.world import World


def test_path_and_query_are_verified_as_they_were_sent(world: World):
    client = world.device()
    assert client.send("GET", "/v1/exceptions?a=%20b&a=c").status == 200
    assert client.send("GET", "/v1/exceptions?a=b", signed_target="/v1/exceptions").status == 401
    assert client.send("GET", "/v1/%65xceptions", signed_target="/v1/exceptions").status == 401


def test_a_message_is_documented_and_answered_as_json():
    body = message_body(CheckIn)["requestBody"]["content"]["application/json"]
    assert body == {"schema": {"$ref": "#/components/schemas/CheckIn"}}
    answer = message_response(EnrolmentReply(device_id="a" * 32), 201)
    assert (answer.status_code, answer.media_type, bytes(answer.body)) == (
        201,
        "application/json",
        b'{"device_id":"' + b"a" * 32 + b'"}',
    )
