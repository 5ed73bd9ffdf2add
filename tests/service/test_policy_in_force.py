"""The policy in force is swapped whole, or stays."""

from __future__ import annotations

import pytest

from agent.core import Action, ActiveWindow, Channel, Content, ContentKind, Mode
from agent.core.errors import AgentError
from agent.core.in_force import PolicyFacts, PolicyOrigin
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from tests.fakes.engines import CHATGPT, SENSITIVE, ScriptedEngines

CONTENT = Content(kind=ContentKind.TEXT, text=SENSITIVE, size_bytes=len(SENSITIVE))


def _loaded(version: str, engines: ScriptedEngines) -> LoadedPolicy:
    facts = PolicyFacts(name="Test", version=version, mode=Mode.ENFORCE, origin=PolicyOrigin.FILE, documents=())
    return LoadedPolicy(facts=facts, engines=engines.engines)


def test_whoever_holds_the_engines_uses_those_in_force():
    first, second = ScriptedEngines(), ScriptedEngines()
    loads = [_loaded("1", first), _loaded("2", second)]
    policy = PolicyInForce(lambda: loads.pop(0))
    engines = policy.engines
    assert engines.evaluate(engines.assess(CONTENT), CHATGPT, Channel.CLIPBOARD).action is Action.WARN
    assert engines.match(ActiveWindow(window_id=1, title="ChatGPT")) == CHATGPT
    changes: list[str] = []
    policy.set_listener(lambda: changes.append(policy.facts.version))
    assert policy.reload().version == "2"
    engines.assess(CONTENT)
    assert (len(first.assessed), len(second.assessed), changes) == (1, 1, ["2"])


def test_one_that_cannot_be_used_changes_nothing():
    engines = ScriptedEngines()
    loads = [_loaded("1", engines)]

    def load() -> LoadedPolicy:
        if not loads:
            raise AgentError("It cannot be used")
        return loads.pop(0)

    policy = PolicyInForce(load)
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
        PolicyInForce(load)
