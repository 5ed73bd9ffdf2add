"""A server with something on every page."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from agent.core.gestures import Channel
from agent.core.health import Coverage
from agent.core.verdicts import Disposition, Layer
from agent.fleet.check_in import ChannelState, DailyCount, HealthState, HistoryHead, LayerVersion, Session
from server.storage import people
from server.storage.roles import COMMAND_LINE
from tests.server.console.fleet_of_world import Full
from tests.server.repository.organization import policy_text
from tests.server.world import DeviceClient, World

HOSTILE = "<script>alert('x')</script>\"&"


def _session(client: DeviceClient, number: int, day: date, *, version: str = "7") -> Session:
    return Session(
        session_id=f"{number:032x}",
        agent_version="1.0",
        layers=(LayerVersion(layer=Layer.GLOBAL, version=version),),
        health=(HealthState(code="no_keyring", since=client.world.now),) if number % 3 == 0 else (),
        channels=(
            ChannelState(channel=Channel.CLIPBOARD, coverage=Coverage.HELD),
            ChannelState(channel=Channel.BROWSER, coverage=Coverage.SEEN),
            ChannelState(channel=Channel.FILE_UPLOAD, coverage=Coverage.BLIND),
        ),
        history_head=HistoryHead(sequence=10, mac="0" * 64),
        counts=tuple(
            DailyCount(
                day=day - timedelta(weeks=week),
                destination_id=destination,
                label=label,
                channel=Channel.CLIPBOARD,
                disposition=Disposition.WARNED,
                count=number + week + 1,
            )
            for week in range(4)
            for destination, label in (("chatgpt", "closed"), ("claude", "internal"))
        ),
    )


@pytest.fixture
def full(world: World) -> Full:
    """With policies of two teams, seven devices, requests, users and counts."""
    world.organization.publish_global(policy_text("7"))
    world.organization.add_team("berlin")
    for team in ("berlin", "paris"):
        world.add_team(team)
    clients = [world.device("berlin" if number % 2 else None) for number in range(7)]
    day = world.now.date() - timedelta(days=7)
    for number, client in enumerate(clients[:6]):
        answer = client.check_in(1, sessions=[_session(client, number, day)], metadata_versions={"targets": 2})
        assert answer.status == 200, answer.body
    with world.database.writing() as session:
        people.set_user(session, world.now, COMMAND_LINE, "jane.doe", team="berlin", groups=None)
        people.assign_account(
            session, world.now, COMMAND_LINE, device_id=clients[0].device_id, account="jdoe", user="jane.doe"
        )
    asked, _ = clients[0].ask_for_exception()
    return Full(world=world, clients=clients, request_id=asked)
