"""The policy in force is swapped whole, or stays."""

from __future__ import annotations

import threading

import pytest

from agent.core import Action, ActiveWindow, Channel, Content, ContentKind, DestinationStatus, Mode
from agent.core.apps import AppStanding
from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from tests.fakes.engines import CHATGPT, SENSITIVE, ScriptedEngines
from tests.fakes.health import RecordingHealth

CONTENT = Content(kind=ContentKind.TEXT, text=SENSITIVE, size_bytes=len(SENSITIVE))


def _loaded(
    version: str, engines: ScriptedEngines | None = None, origin: PolicyOrigin = PolicyOrigin.FILE
) -> LoadedPolicy:
    facts = PolicyFacts(name="Test", version=version, mode=Mode.ENFORCE, origin=origin, documents=())
    return LoadedPolicy(facts=facts, engines=(engines or ScriptedEngines()).engines)


def test_whoever_holds_the_engines_uses_those_in_force():
    first, second = ScriptedEngines(), ScriptedEngines()
    loads = [_loaded("1", first), _loaded("2", second)]
    policy = PolicyInForce(lambda: loads.pop(0), RecordingHealth())
    engines = policy.engines
    assert engines.evaluate(engines.assess(CONTENT), CHATGPT, Channel.CLIPBOARD).action is Action.WARN
    assert engines.match(ActiveWindow(window_id=1, title="ChatGPT")) == CHATGPT
    assert (engines.find("chatgpt"), engines.find("emacs")) == (CHATGPT, None)
    second.standings["chatgpt"] = AppStanding(status=DestinationStatus.APPROVED)
    assert (engines.apps(), engines.standing(CHATGPT).status) == (first.apps, DestinationStatus.UNKNOWN)
    changes: list[str] = []
    policy.set_listener(lambda: changes.append(policy.facts.version))
    assert policy.reload().version == "2"
    engines.assess(CONTENT)
    assert (len(first.assessed), len(second.assessed), changes) == (1, 1, ["2"])
    assert (engines.apps(), engines.standing(CHATGPT).status) == (second.apps, DestinationStatus.APPROVED)


def test_one_that_cannot_be_used_changes_nothing():
    engines = ScriptedEngines()
    loads = [_loaded("1", engines)]

    def load() -> LoadedPolicy:
        if not loads:
            raise AgentError("It cannot be used")
        return loads.pop(0)

    policy = PolicyInForce(load, RecordingHealth())
    changes: list[str] = []
    policy.set_listener(lambda: changes.append("told"))
    with pytest.raises(AgentError):
        policy.reload()
    policy.engines.assess(CONTENT)
    assert (policy.facts.version, changes, len(engines.assessed)) == ("1", [], 1)


def test_without_a_first_one_there_is_none():
    def load() -> LoadedPolicy:
        raise AgentError("It cannot be used")

    with pytest.raises(AgentError):
        PolicyInForce(load, RecordingHealth())


def test_health_says_that_one_was_refused_until_one_is_accepted():
    outcomes: list[LoadedPolicy | AgentError] = [
        *(_loaded("1"), AgentError("It cannot be used", detail="Line 3"), AgentError("Nor can this"), _loaded("2"))
    ]

    def load() -> LoadedPolicy:
        outcome = outcomes.pop(0)
        if isinstance(outcome, AgentError):
            raise outcome
        return outcome

    health = RecordingHealth()
    policy = PolicyInForce(load, health)
    assert HealthCode.POLICY_REFUSED not in health.open_codes
    for title in ("It cannot be used", "Nor can this"):
        with pytest.raises(AgentError):
            policy.reload()
        assert health.detail(HealthCode.POLICY_REFUSED) == f"{title}."
        assert health.detail(HealthCode.POLICY_UNSIGNED) == "Test, version 1."
    policy.reload()
    assert HealthCode.POLICY_REFUSED not in health.open_codes


def test_health_names_the_unsigned_policy_that_is_in_force():
    loads = [_loaded("1"), _loaded("2"), _loaded("3", origin=PolicyOrigin.PACKAGED)]
    health = RecordingHealth()
    policy = PolicyInForce(lambda: loads.pop(0), health)
    assert health.detail(HealthCode.POLICY_UNSIGNED) == "Test, version 1."
    policy.reload()
    assert health.detail(HealthCode.POLICY_UNSIGNED) == "Test, version 2."
    policy.reload()
    assert health.open_codes == frozenset()


def test_a_slow_reload_never_takes_the_place_of_a_newer_one():
    on_disk = ["1"]
    has_read, may_finish, is_second_done = threading.Event(), threading.Event(), threading.Event()

    def load() -> LoadedPolicy:
        version = on_disk[0]
        if version == "2":
            has_read.set()
            assert may_finish.wait(10)
        return _loaded(version)

    policy = PolicyInForce(load, RecordingHealth())

    def reload_again() -> None:
        policy.reload()
        is_second_done.set()

    on_disk[0] = "2"
    slow = threading.Thread(target=policy.reload)
    slow.start()
    assert has_read.wait(10)
    on_disk[0] = "3"
    second = threading.Thread(target=reload_again)
    second.start()
    overtook = is_second_done.wait(0.2)
    may_finish.set()
    slow.join(10)
    second.join(10)
    assert (overtook, policy.facts.version) == (False, "3")
