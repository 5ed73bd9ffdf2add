"""What devices ask: enrolment, check-ins, exceptions; with real signatures over real HTTP."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from agent.core.verdicts import Layer
from agent.fleet.check_in import HealthState, HistoryHead, LayerVersion, Session
from server.storage import audit, devices
from server.storage.roles import Role
from tests.server.world import DeviceClient, World, check_in


def test_a_token_becomes_a_device(any_world: World):
    any_world.add_team("berlin")
    client = DeviceClient(world=any_world)
    answer = client.enrol(any_world.token(team="berlin"))
    assert answer.status == 201
    with any_world.database.reading() as session:
        device = devices.get_device(session, client.device_id)
    assert (device.team, device.public_key, device.os) == ("berlin", client.public_key, "linux")


def test_a_one_time_token_is_good_once(any_world: World):
    secret = any_world.token()
    assert DeviceClient(world=any_world).enrol(secret).status == 201
    again = DeviceClient(world=any_world).enrol(secret)
    assert (again.status, again.json["code"]) == (403, "denied")


def test_of_devices_that_race_for_a_one_time_token_exactly_one_wins(any_world: World):
    secret = any_world.token()
    clients = [DeviceClient(world=any_world) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        statuses = sorted(answer.status for answer in pool.map(lambda client: client.enrol(secret), clients))
    assert statuses == [201] + [403] * 7


def test_a_recorded_enrolment_cannot_be_played_again(world: World):
    secret = world.token(uses=5)
    client = DeviceClient(world=world)
    assert client.enrol(secret).status == 201
    client.device_id = ""
    assert client.enrol(secret).status == 409
    with world.database.reading() as session:
        assert len(devices.find_devices(session, devices.DeviceFilter())) == 1


@pytest.mark.parametrize("by", [timedelta(days=8), timedelta(days=400)])
def test_an_expired_token_is_refused(world: World, by: timedelta):
    secret = world.token()
    world.later(days=by.days)
    assert DeviceClient(world=world).enrol(secret).status == 403


def test_a_secret_that_nobody_made_is_refused(world: World):
    assert DeviceClient(world=world).enrol("x" * 43).status == 403


def test_a_token_of_one_team_lets_nobody_into_another(world: World):
    world.add_team("berlin")
    world.add_team("paris")
    assert DeviceClient(world=world).enrol(world.token(team="berlin"), team="paris").status == 403
    any_team = world.token(team="berlin", allows_any_team=True)
    assert DeviceClient(world=world).enrol(any_team, team="paris").status == 201


def test_whoever_enrols_must_have_the_key(world: World):
    client = DeviceClient(world=world)
    secret = world.token()
    message = b'{"secret":"%s","public_key":"%s","os":"linux","agent_version":"1"}' % (
        secret.encode(),
        client.public_key.encode(),
    )
    other = Ed25519PrivateKey.generate()
    assert client.send("POST", "/v1/devices", message, key=other).status == 401
    assert client.send("POST", "/v1/devices", message).status == 201


def test_a_check_in_is_kept(any_world: World):
    client = any_world.device()
    since = any_world.now - timedelta(hours=1)
    report = Session(
        session_id="a" * 32,
        agent_version="1.1",
        layers=(LayerVersion(layer=Layer.GLOBAL, version="7"), LayerVersion(layer=Layer.TEAM, version="b2")),
        health=(HealthState(code="no_keyring", since=since),),
        history_head=HistoryHead(sequence=4, mac="b" * 64),
    )
    answer = client.check_in(1, sessions=(report,), metadata_versions={"root": 1, "timestamp": 4})
    assert (answer.status, answer.json["next_in_s"]) == (200, 3600)
    shown = any_world.admin(Role.OPERATOR, "GET", f"/v1/admin/devices/{client.device_id}").json
    (session,) = shown["sessions"]
    assert (session["policy_version"], session["history_sequence"]) == ("7+b2", 4)
    assert [issue["code"] for issue in session["health"]] == ["no_keyring"]
    assert shown["metadata_versions"] == {"root": 1, "timestamp": 4}


def test_a_check_in_is_counted_once(any_world: World):
    client = any_world.device()
    assert client.check_in(5).status == 200
    replayed = client.check_in(5)
    assert (replayed.status, replayed.json["code"]) == (409, "conflict")
    assert client.check_in(4).status == 409
    assert client.check_in(6).status == 200


def test_a_history_that_goes_back_is_flagged_once(any_world: World):
    client = any_world.device()

    def deposit(sequence: int, mac: str, at: int) -> int:
        report = Session(session_id="a" * 32, agent_version="1", history_head=HistoryHead(sequence=at, mac=mac * 64))
        return client.check_in(sequence, sessions=(report,)).status

    assert [deposit(1, "a", 10), deposit(2, "b", 12), deposit(3, "a", 10), deposit(4, "c", 12)] == [200] * 4
    with any_world.database.reading() as session:
        (row,) = devices.sessions_of(session, client.device_id)
        entries = audit.find_entries(session, audit.AuditFilter(action="history.went_back"))
    assert (row.head_sequence, row.head_trouble, len(entries)) == (12, "went_back", 1)
    assert any_world.admin(Role.OPERATOR, "GET", "/v1/admin/summary").json["history_troubles"] == 1
    change = {"acknowledges_history": True}
    any_world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{client.device_id}", change)
    assert any_world.admin(Role.OPERATOR, "GET", "/v1/admin/summary").json["history_troubles"] == 0


def test_a_history_that_was_made_anew_is_flagged_by_the_head_before(any_world: World):
    client = any_world.device()

    def deposit(sequence: int, head: HistoryHead, *earlier: HistoryHead) -> None:
        report = Session(session_id="a" * 32, agent_version="1", history_head=head, history_earlier=earlier)
        assert client.check_in(sequence, sessions=(report,)).status == 200

    def state() -> tuple[int | None, str | None]:
        with any_world.database.reading() as session:
            (row,) = devices.sessions_of(session, client.device_id)
        return row.head_sequence, row.head_trouble

    first, second = HistoryHead(sequence=10, mac="a" * 64), HistoryHead(sequence=12, mac="b" * 64)
    deposit(1, first)
    deposit(2, second, first)
    assert state() == (12, None)
    deposit(3, HistoryHead(sequence=14, mac="c" * 64), HistoryHead(sequence=11, mac="d" * 64))  # says nothing of 12
    assert state() == (14, None)
    rewritten = HistoryHead(sequence=14, mac="e" * 64)
    deposit(4, HistoryHead(sequence=15, mac="f" * 64), rewritten)
    assert state() == (14, "differs")


@pytest.mark.parametrize(
    "changes",
    [
        {"key": Ed25519PrivateKey.generate()},
        {"signed_body": b"{}"},
        {"signed_target": "/v1/exceptions"},
        {"at": None},
    ],
    ids=["another key", "another body", "another path", "another time"],
)
def test_what_the_device_did_not_sign_now_is_refused(world: World, changes: dict[str, object]):
    client = world.device()
    if "at" in changes:
        changes = {"at": world.now - timedelta(minutes=6)}
    answer = client.send("POST", "/v1/check-ins", check_in(1).to_bytes(), **changes)
    assert (answer.status, answer.json["code"]) == (401, "request_signature")
    assert "Date" in answer.headers


def test_a_device_that_is_not_known_hears_so(world: World):
    client = DeviceClient(world=world, device_id="0" * 32)
    answer = client.check_in(1)
    assert (answer.status, answer.json["code"]) == (401, "device_not_known")


def test_a_message_that_is_none_is_refused_without_its_values(world: World):
    client = world.device()
    answer = client.send("POST", "/v1/check-ins", b'{"sequence": "secret-value"}')
    assert answer.status == 400
    assert b"secret-value" not in answer.body


def test_asking_for_an_exception_twice_is_asking_once(any_world: World):
    client = any_world.device()
    request_id, first = client.ask_for_exception()
    _, again = client.ask_for_exception(request_id=request_id)
    assert (first.status, again.status, first.json, again.json) == (201, 201, first.json, first.json)
    assert [each["request_id"] for each in client.send("GET", "/v1/exceptions").json] == [request_id]


def test_an_id_of_another_request_is_refused(world: World):
    request_id, _ = world.device().ask_for_exception()
    _, answer = world.device().ask_for_exception(request_id=request_id)
    assert answer.status == 409


def test_a_device_that_has_too_many_requests_waiting_is_told_to_come_again(world: World):
    client = world.device()
    ids = [client.ask_for_exception()[0] for _ in range(50)]
    request_id, answer = client.ask_for_exception()
    assert (answer.status, answer.json["code"]) == (429, "too_many_waiting")
    assert int(answer.headers["Retry-After"]) > 0
    world.admin(Role.APPROVER, "POST", f"/v1/admin/exceptions/{ids[0]}/refuse")
    assert client.ask_for_exception(request_id=request_id)[1].status == 201


def test_a_retired_device_asks_for_nothing_and_may_check_in(world: World):
    client = world.device()
    world.admin(Role.OPERATOR, "PATCH", f"/v1/admin/devices/{client.device_id}", {"is_retired": True})
    refused = client.ask_for_exception()[1]
    assert (refused.status, refused.json["code"]) == (403, "device_retired")
    assert client.check_in(1).status == 200
