"""Which policy counts, and who keeps it current, in an agent that runs."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from agent.core import Scope
from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import PolicyOrigin
from agent.engines import Engineering
from agent.governance import Governance, GovernanceSides, Places
from agent.history.memory import MemoryEventStore
from agent.service.health import HealthTable
from agent.service.policy_in_force import PolicyInForce
from agent.system.enrolment import EnrolledError
from agent.system.folders import Folders
from tests.fakes.policy_sets import StoredSets, policy_of

pytestmark = pytest.mark.asyncio


class Setting:
    """A person's folders, a machine's, and an agent between them."""

    def __init__(self, folder: Path) -> None:
        home = folder / "home"
        self.folders = Folders(
            state=home / "state", config=home / "config", cache=home / "cache", log=home / "log", runtime=home / "run"
        )
        self.folders.prepare()
        self.own = StoredSets(self.folders.state)
        self.machine = StoredSets(folder / "machine")
        self.file = folder / "own.yaml"
        self.file.write_bytes(policy_of(name="Mine"))
        self.socket = folder / "machine.sock"
        self.health = HealthTable()

    def governance(self, *, with_file: bool = False) -> Governance:
        """Of an agent that was just started."""
        places = Places(
            folders=self.folders,
            policy_file=self.file if with_file else None,
            machine_state=self.machine.state,
            machine_socket=self.socket,
        )
        engineering = Engineering(classifier=None, scope=lambda: Scope(user="jane"), language="en")
        return Governance(places, engineering, self.health)


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)


@contextlib.asynccontextmanager
async def _running(setting: Setting, *, with_file: bool = False) -> AsyncIterator[tuple[Governance, PolicyInForce]]:
    governance = setting.governance(with_file=with_file)
    policy = PolicyInForce(governance.load, setting.health)
    loop = asyncio.get_running_loop()

    def changed() -> None:
        loop.call_soon_threadsafe(governance.policy_changed)

    policy.set_listener(changed)
    sides = GovernanceSides(policy=policy, store=MemoryEventStore(), coverage=lambda: (), changed=lambda: None)
    async with governance.begin(sides):
        yield governance, policy


async def _until(is_so: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110 - what is waited for happens on other threads
            await asyncio.sleep(0.01)


async def test_nobody_governs_a_device_that_is_not_enrolled(setting: Setting):
    async with _running(setting) as (governance, policy):
        assert policy.facts.origin is PolicyOrigin.PACKAGED
        assert governance.front() is None
    async with _running(setting, with_file=True) as (_, policy):
        assert policy.facts.origin is PolicyOrigin.FILE


async def test_the_user_s_own_enrolment_counts(setting: Setting):
    setting.own.enroll()
    setting.own.put(policy_of(version="own"))
    async with _running(setting) as (governance, policy):
        assert (policy.facts.origin, policy.facts.version) == (PolicyOrigin.SIGNED, "own")
        await _until(lambda: governance.front() is not None)
        model = governance.front()
        assert model is not None
        sync = model.model()
        assert sync is not None
        assert not sync.by_machine
    assert governance.front() is None


async def test_the_machine_s_counts_before_it(setting: Setting):
    for sets, version in ((setting.own, "own"), (setting.machine, "machine")):
        sets.enroll()
        sets.put(policy_of(version=version))
    async with _running(setting) as (governance, policy):
        assert policy.facts.version == "machine"
        await _until(lambda: HealthCode.MACHINE_SERVICE_AWAY in setting.health.open_codes())
        assert governance.front() is not None


async def test_a_new_set_of_the_machine_s_is_found_without_its_socket(setting: Setting):
    setting.machine.enroll()
    setting.machine.put(policy_of(version="1"))
    async with _running(setting) as (governance, policy):
        await _until(lambda: governance.front() is not None)
        setting.machine.put(policy_of(version="2"))
        governance.policy_changed()  # half a minute is over
        await _until(lambda: policy.facts.version == "2")
        damaged = setting.machine.put(policy_of(version="3"))
        (damaged / "targets/policy/policy.json").write_text("{}")
        governance.policy_changed()
        await _until(lambda: HealthCode.POLICY_REFUSED in setting.health.open_codes())
        assert policy.facts.version == "2"
        setting.machine.put(policy_of(version="2"))
        governance.policy_changed()
        await _until(lambda: HealthCode.POLICY_REFUSED not in setting.health.open_codes())


async def test_a_file_of_one_s_own_does_not_count_on_a_governed_device(setting: Setting):
    setting.machine.enroll()
    with pytest.raises(EnrolledError):
        setting.governance(with_file=True).load()


@pytest.mark.skipif(os.getuid() == 0, reason="root may look everywhere")
async def test_doubt_is_governed(setting: Setting):
    setting.machine.state.mkdir()
    setting.machine.state.chmod(0)
    try:
        assert setting.governance().load().facts.origin is PolicyOrigin.UNAVAILABLE
    finally:
        setting.machine.state.chmod(0o700)


async def test_enrolled_and_without_any_policy_it_is_strict_and_never_the_default(setting: Setting):
    setting.own.enroll()
    async with _running(setting) as (_, policy):
        assert policy.facts.origin is PolicyOrigin.UNAVAILABLE
        assert HealthCode.POLICY_MISSING in setting.health.open_codes()
        setting.own.put(policy_of())
        reloaded = await asyncio.to_thread(policy.reload)
        assert reloaded.origin is PolicyOrigin.SIGNED
        assert HealthCode.POLICY_MISSING not in setting.health.open_codes()


async def test_a_device_that_is_enrolled_while_the_agent_runs_is_governed(setting: Setting):
    async with _running(setting, with_file=True) as (governance, policy):
        setting.own.enroll()
        setting.own.put(policy_of(version="2"))
        await asyncio.to_thread(policy.reload)
        assert (policy.facts.origin, policy.facts.version) == (PolicyOrigin.SIGNED, "2")
        await _until(lambda: governance.front() is not None)
        assert HealthCode.POLICY_UNSIGNED not in setting.health.open_codes()


async def test_an_organization_that_governs_a_running_agent_does_so_until_it_ends(setting: Setting):
    setting.own.enroll()
    setting.own.put(policy_of())
    async with _running(setting) as (governance, policy):
        await _until(lambda: governance.front() is not None)
        shutil.rmtree(setting.folders.state)
        with pytest.raises(AgentError):
            await asyncio.to_thread(policy.reload)
        assert policy.facts.origin is PolicyOrigin.SIGNED
        governance.policy_changed()
        await _until(lambda: HealthCode.SYNC_BROKEN in setting.health.open_codes())


async def test_what_enrolment_left_and_cannot_be_read_keeps_no_policy_from_counting(setting: Setting):
    setting.own.enroll()
    setting.own.put(policy_of())
    (setting.folders.state / "enrolment.json").write_text("{")
    async with _running(setting) as (governance, policy):
        assert policy.facts.origin is PolicyOrigin.SIGNED
        await _until(lambda: HealthCode.SYNC_BROKEN in setting.health.open_codes())
        assert governance.front() is None


async def test_a_device_that_is_enrolled_anew_gets_the_new_policy_whatever_its_number(setting: Setting):
    setting.own.enroll()
    setting.own.put(policy_of(version="old"))
    async with _running(setting) as (governance, policy):
        await _until(lambda: governance.front() is not None)
        setting.own.generation = 0
        shutil.rmtree(setting.folders.state / "sync")
        setting.own.put(policy_of(version="new"))
        setting.own.enroll()
        governance.policy_changed()
        await _until(lambda: policy.facts.version == "new")
