"""What users' agents have reported to the machine service, until the server has it."""

from __future__ import annotations

from datetime import date

import pytest

from agent.core import Channel, Disposition, Layer
from agent.fleet.check_in import DailyCount, LayerVersion, Session
from agent.fleet.message import MessageRefusedError
from agent.service.machine_sessions import SESSION_LIMIT_BYTES, MachineSessions

pytestmark = pytest.mark.asyncio

DAY = date(2026, 3, 1)


def _session(number: int = 1, *, version: str = "1", days: tuple[date, ...] = (), padding: int = 0) -> Session:
    counts = tuple(
        DailyCount(
            day=day,
            destination_id="claude",
            label="internal",
            channel=Channel.CLIPBOARD,
            disposition=Disposition.WARNED,
            count=1,
        )
        for day in days
    )
    padded = tuple(counts[0].model_copy(update={"destination_id": f"tool-{index}"}) for index in range(padding))
    return Session(
        session_id=f"{number:032x}",
        agent_version="1",
        layers=(LayerVersion(layer=Layer.GLOBAL, version=version),),
        counts=(*counts, *padded) if counts else None,
    )


def _bytes(session: Session) -> bytes:
    return session.model_dump_json().encode()


async def test_each_user_s_newest_report_is_sent_once():
    sessions = MachineSessions()
    sessions.report(1000, _bytes(_session(1)))
    sessions.report(1000, _bytes(_session(1, version="2")))
    sessions.report(1001, _bytes(_session(2)))
    found = await sessions.sessions()
    assert found == (_session(1, version="2"), _session(2))
    await sessions.accepted(found)
    assert await sessions.sessions() == ()
    assert len(sessions) == 2


async def test_whoever_still_runs_is_in_the_next_one_again():
    sessions = MachineSessions()
    sessions.report(1000, _bytes(_session()))
    await sessions.accepted(await sessions.sessions())
    sessions.report(1000, _bytes(_session()))
    assert await sessions.sessions() == (_session(),)


async def test_what_was_reported_meanwhile_waits():
    sessions = MachineSessions()
    sessions.report(1000, _bytes(_session()))
    sent = await sessions.sessions()
    sessions.report(1000, _bytes(_session(version="2")))
    await sessions.accepted(sent)
    assert await sessions.sessions() == (_session(version="2"),)


async def test_an_agent_learns_up_to_which_day_its_counts_have_arrived():
    sessions = MachineSessions()
    assert sessions.report(1000, _bytes(_session(days=(DAY,)))) is None
    assert sessions.report(1000, _bytes(_session(days=(DAY,)))) is None
    await sessions.accepted(await sessions.sessions())
    assert sessions.report(1000, _bytes(_session())) == DAY
    assert sessions.report(1000, _bytes(_session(2))) is None


async def test_another_session_of_the_user_takes_nobody_s_confirmation():
    sessions = MachineSessions()
    sessions.report(1000, _bytes(_session(1, days=(DAY,))))
    sent = await sessions.sessions()
    sessions.report(1000, _bytes(_session(2)))
    await sessions.accepted(sent)
    assert sessions.report(1000, _bytes(_session(2))) is None


@pytest.mark.parametrize("untrusted", [b"", b"{}", b"[]", b'{"session_id": "canary", "agent_version": "1"}'])
async def test_what_is_no_report_is_refused_without_a_word_of_it(untrusted: bytes):
    sessions = MachineSessions()
    with pytest.raises(MessageRefusedError) as refused:
        sessions.report(1000, untrusted)
    assert "canary" not in str(refused.value)
    assert len(sessions) == 0


async def test_a_report_that_is_too_large_is_refused():
    with pytest.raises(MessageRefusedError, match="too large"):
        MachineSessions().report(1000, b" " * (SESSION_LIMIT_BYTES + 1))


async def test_one_user_cannot_crowd_out_the_others():
    sessions = MachineSessions()
    for uid in range(60):
        sessions.report(uid, _bytes(_session(uid)))
    for number in range(1000, 1100):
        sessions.report(59, _bytes(_session(number)))
    assert len(sessions) == 50
    assert len(await sessions.sessions()) == 50


async def test_users_who_have_one_share_together_crowd_out_each_other_only():
    sessions = MachineSessions(share=lambda uid: "unnamed" if uid >= 1000 else uid)
    for uid in (1, *range(1000, 1100), 2):
        sessions.report(uid, _bytes(_session(uid)))
    sessions.report(1099, _bytes(_session(1099, version="2")))
    kept = [1, *range(1092, 1099), 2, 1099]
    assert [each.session_id for each in await sessions.sessions()] == [f"{uid:032x}" for uid in kept]


async def test_what_does_not_fit_is_in_the_next_check_in():
    sessions = MachineSessions()
    for uid in range(4):
        sessions.report(uid, _bytes(_session(uid, days=(DAY,), padding=600)))
    first = await sessions.sessions()
    assert 0 < len(first) < 4
    await sessions.accepted(first)
    second = await sessions.sessions()
    assert {each.session_id for each in first}.isdisjoint(each.session_id for each in second)


async def test_another_policy_in_force_is_worth_a_check_in_and_the_rest_waits():
    wishes: list[str] = []
    sessions = MachineSessions(wanted=lambda: wishes.append("now"))
    sessions.report(1000, _bytes(_session()))
    sessions.report(1000, _bytes(_session(days=(DAY,))))
    sessions.report(1000, _bytes(_session(version="2")))
    assert wishes == ["now", "now"]


async def test_whose_session_it_is_is_known_here_only():
    sessions = MachineSessions()
    sessions.report(1000, _bytes(_session(1)))
    assert sessions.is_own(f"{1:032x}", 1000)
    assert not sessions.is_own(f"{1:032x}", 1001)
    assert not sessions.is_own(f"{2:032x}", 1000)
