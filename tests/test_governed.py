"""The organization's policy, made ready: what is in force when, and what stands in for it."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from importlib import resources
from pathlib import Path

import pytest

from agent.core import (
    Action,
    ActiveWindow,
    Assessment,
    Channel,
    DestinationKind,
    DestinationStatus,
    Layer,
    OfflineMode,
    Scope,
)
from agent.core.errors import AgentError
from agent.core.findings import Explanation, Finding
from agent.core.gestures import Destination
from agent.core.health import HealthCode
from agent.core.in_force import LayerFacts, PolicyOrigin
from agent.engines import Engineering
from agent.fleet.assignment import AssignedUser, Assignment, Grant, OfflineExceptions
from agent.governed import GovernedPolicies
from agent.service.freshness import PolicyFreshness
from agent.service.policy_in_force import LoadedPolicy, PolicyInForce
from agent.sync.manifest import current_link, sync_folder
from agent.system.trusted_file import UntrustedFileError
from tests.fakes.clock import FakeClock
from tests.fakes.health import RecordingHealth
from tests.fakes.policy_sets import DEVICE_ID, VERIFIED_AT, StoredSets, policy_of

CHATGPT = Destination(destination_id="chatgpt", name="ChatGPT", vendor="OpenAI", kind=DestinationKind.ASSISTANT)
MAIL = Finding(
    entity="EMAIL", start=0, end=1, confidence=0.9, recognizer="test", explanation=Explanation(summary="test")
)


def _grant(**changes: object) -> Grant:
    fields = {
        "exception_id": "granted",
        "rule_ids": ("global-mail",),
        "down_to": Action.AUDIT,
        "granted_at": VERIFIED_AT - timedelta(days=1),
        "expires_at": VERIFIED_AT + timedelta(days=1),
        "approved_by": "an approver",
    }
    return Grant.model_validate(fields | changes)


class Setting:
    """A state folder, a clock, and whoever reads."""

    def __init__(self, folder: Path) -> None:
        self.health = RecordingHealth()
        self.clock = FakeClock()
        self.clock.now = VERIFIED_AT
        self.elapsed_s = 0.0
        self.sets = StoredSets(folder / "state")
        self.freshness = PolicyFreshness(self.health, clock=self.clock, elapsed_s=lambda: self.elapsed_s)
        self.policies = self.reader()

    def reader(self) -> GovernedPolicies:
        """Another agent's."""
        scope = Scope(user="jane", groups=frozenset({"staff"}), at=VERIFIED_AT)
        engineering = Engineering(classifier=None, scope=lambda: scope, language="en")
        return GovernedPolicies(self.sets.state, "jane", engineering, self.freshness, self.health)

    def load(self) -> LoadedPolicy:
        """What is there now."""
        return self.policies.load()


def _action(loaded: LoadedPolicy, *, channel: Channel = Channel.CLIPBOARD) -> Action:
    return loaded.engines.evaluate(Assessment(findings=(MAIL,)), CHATGPT, channel).action


@pytest.fixture
def setting(tmp_path: Path) -> Setting:
    return Setting(tmp_path)


def test_what_is_signed_is_in_force(setting: Setting):
    setting.sets.put(policy_of(action="block"))
    loaded = setting.load()
    facts = loaded.facts
    assert (facts.name, facts.version, facts.origin) == ("Acme", "1", PolicyOrigin.SIGNED)
    assert _action(loaded) is Action.BLOCK
    assert setting.health.open_codes == frozenset()
    assert setting.policies.in_force is not None


def test_the_account_s_layers_count_and_no_others(setting: Setting):
    users = (
        AssignedUser(account="jane", user="jane@example.com", team="sales"),
        AssignedUser(account="john", user="john@example.com"),
    )
    assignment = Assignment(device_id=DEVICE_ID, users=users, issued_at=VERIFIED_AT)
    setting.sets.put(
        policy_of(),
        policy_of(Layer.TEAM, name="Sales", version="2", action="redact"),
        policy_of(Layer.USER, name="Jane", version="3", action="block"),
        assignment=assignment,
    )
    loaded = setting.load()
    assert loaded.facts.layers == (
        LayerFacts(layer=Layer.GLOBAL, name="Acme", version="1"),
        LayerFacts(layer=Layer.TEAM, name="Sales", version="2"),
        LayerFacts(layer=Layer.USER, name="Jane", version="3"),
    )
    assert _action(loaded) is Action.BLOCK
    assert "jane@example.com" not in repr(loaded.facts)


def test_rules_see_team_groups_device_and_account(setting: Setting):
    rules = policy_of().decode() + (
        "  - {id: all, when: {team: sales, group: Pilots, device: " + DEVICE_ID + ", user: jane}, action: block}\n"
        "  - {id: own, when: {group: staff}, action: audit}\n"
    )
    user = AssignedUser(account="jane", user="u", team="sales", groups=("Pilots",))
    setting.sets.put(rules.encode(), assignment=Assignment(device_id=DEVICE_ID, users=(user,), issued_at=VERIFIED_AT))
    loaded = setting.load()
    verdict = loaded.engines.evaluate(Assessment(findings=(MAIL,)), CHATGPT, Channel.CLIPBOARD)
    assert {rule.rule_id for rule in verdict.triggered_rules} == {"global-mail", "all", "own"}
    assert verdict.destination_status is DestinationStatus.UNKNOWN


@pytest.mark.parametrize("trouble", ["nothing", "no link", "changed file", "missing file", "extra bytes", "no policy"])
def test_without_a_usable_set_a_strict_policy_stands_in(setting: Setting, trouble: str):
    folder = setting.sets.put(policy_of())
    file = folder / "targets" / "policy" / "policy.json"
    match trouble:
        case "nothing":
            shutil.rmtree(sync_folder(setting.sets.state))
        case "no link":
            current_link(setting.sets.state).unlink()
        case "changed file":
            file.write_bytes(file.read_bytes().replace(b"warn", b"audi"))
        case "missing file":
            file.unlink()
        case "extra bytes":
            file.write_bytes(file.read_bytes() + b" ")
        case _:
            setting.sets.put(files={"a.txt": b"a"})
    loaded = setting.load()
    assert loaded.facts.origin is PolicyOrigin.UNAVAILABLE
    assert setting.health.open_codes == {HealthCode.POLICY_MISSING}
    assert setting.policies.in_force is None
    # Stricter than the packaged default, which only records a mail address.
    assert _action(loaded) is Action.WARN
    setting.sets.put(policy_of())
    assert setting.load().facts.origin is PolicyOrigin.SIGNED
    assert setting.health.open_codes == frozenset()


def test_a_policy_that_does_not_compile_is_not_half_in_force(setting: Setting):
    setting.sets.put(policy_of(more="dictionaries: [{id: a, entity: A, title: a, file: missing.txt}]\n"))
    assert setting.load().facts.origin is PolicyOrigin.UNAVAILABLE


def test_what_cannot_be_used_leaves_what_was_in_force(setting: Setting):
    setting.sets.put(policy_of())
    in_force = PolicyInForce(setting.load, setting.health)
    shutil.rmtree(sync_folder(setting.sets.state))
    with pytest.raises(AgentError):
        in_force.reload()
    assert in_force.facts.origin is PolicyOrigin.SIGNED
    assert setting.health.open_codes == {HealthCode.POLICY_REFUSED}
    setting.sets.put(policy_of(version="2"))
    assert in_force.reload().version == "2"
    assert setting.health.open_codes == frozenset()


def test_files_that_others_may_write_to_are_not_believed(setting: Setting):
    folder = setting.sets.put(policy_of())
    setting.load()
    (folder / "targets" / "policy" / "policy.json").chmod(0o666)
    with pytest.raises(UntrustedFileError):
        setting.load()


def test_a_folder_that_others_may_write_to_is_not_believed(setting: Setting):
    folder = setting.sets.put(policy_of())
    setting.load()
    (folder / "targets").chmod(0o777)
    with pytest.raises(UntrustedFileError):
        setting.load()


@pytest.mark.parametrize("is_online", [True, False])
def test_an_exception_loosens_until_it_expires_and_a_clock_set_back_does_not_revive_it(
    setting: Setting, is_online: bool
):
    limits = "exceptions: [{rules: global-mail, max_label: internal, down_to: audit, max_days: 30}]\n"
    grants = (_grant(),)
    setting.sets.put(
        policy_of(more=limits),
        assignment=Assignment(device_id=DEVICE_ID, grants=grants if is_online else (), issued_at=VERIFIED_AT),
        exceptions=None if is_online else OfflineExceptions(grants=grants),
    )
    loaded = setting.load()
    assert _action(loaded) is Action.AUDIT
    setting.elapsed_s += 86_399
    setting.clock.advance(86_399)
    assert _action(loaded) is Action.AUDIT
    setting.elapsed_s += 1
    setting.clock.advance(-30 * 86_400)
    assert _action(loaded) is Action.WARN


def test_a_set_that_was_verified_after_the_end_of_an_exception_ends_it_whatever_the_clock_says(setting: Setting):
    grants = (_grant(),)
    setting.sets.put(
        policy_of(), exceptions=OfflineExceptions(grants=grants), verified_at=VERIFIED_AT + timedelta(days=2)
    )
    setting.clock.now = VERIFIED_AT
    assert _action(setting.load()) is Action.WARN


def test_an_online_grant_beyond_its_cap_loosens_nothing(setting: Setting):
    limits = "exceptions: [{rules: global-mail, max_label: internal, down_to: audit, max_days: 1}]\n"
    assignment = Assignment(device_id=DEVICE_ID, grants=(_grant(),), issued_at=VERIFIED_AT)
    setting.sets.put(policy_of(more=limits), assignment=assignment)
    assert _action(setting.load()) is Action.WARN


def test_an_exception_of_another_account_loosens_nothing(setting: Setting):
    setting.sets.put(policy_of(), exceptions=OfflineExceptions(grants=(_grant(accounts=("john",)),)))
    assert _action(setting.load()) is Action.WARN


@pytest.mark.parametrize(
    ("then", "channel", "action"),
    [
        ("fail_closed", Channel.BROWSER, Action.BLOCK),
        ("fail_closed", Channel.CLIPBOARD, Action.WARN),
        ("keep", Channel.BROWSER, Action.WARN),
    ],
)
def test_after_the_grace_a_policy_does_as_it_says(setting: Setting, then: str, channel: Channel, action: Action):
    more = f"fail: {{browser: closed}}\noffline: {{grace_days: 3, then: {then}}}\n"
    setting.sets.put(policy_of(more=more))
    loaded = setting.load()
    assert (loaded.facts.offline_mode, loaded.facts.grace) == (OfflineMode(then), timedelta(days=3))
    setting.elapsed_s += 4 * 86_400 - 1
    assert _action(loaded, channel=channel) is Action.WARN
    setting.elapsed_s += 1
    assert _action(loaded, channel=channel) is action
    setting.freshness.look()
    assert HealthCode.POLICY_STALE in setting.health.open_codes
    assert (HealthCode.POLICY_OUTDATED in setting.health.open_codes) is (then == "fail_closed")
    setting.freshness.renewed(VERIFIED_AT + timedelta(days=9))
    assert _action(loaded, channel=channel) is Action.WARN
    assert setting.health.open_codes == frozenset()


def test_an_old_set_is_stale_from_the_start(setting: Setting):
    setting.sets.put(policy_of(more="offline: {grace_days: 1, then: fail_closed}\nfail: {clipboard: closed}\n"))
    setting.clock.now = datetime(2027, 1, 1, tzinfo=UTC)
    assert _action(setting.load()) is Action.BLOCK
    assert setting.health.open_codes == {HealthCode.POLICY_STALE, HealthCode.POLICY_OUTDATED}


def test_a_retired_device_goes_on_and_says_so(setting: Setting):
    retired = Assignment(device_id=DEVICE_ID, is_retired=True, issued_at=VERIFIED_AT)
    setting.sets.put(policy_of(), assignment=retired)
    assert _action(setting.load()) is Action.WARN
    assert setting.health.open_codes == {HealthCode.DEVICE_RETIRED}
    setting.sets.put(policy_of())
    setting.load()
    assert setting.health.open_codes == frozenset()


def _catalogue(**changes: object) -> bytes:
    packaged = json.loads(resources.files("agent.destinations").joinpath("catalogue.json").read_bytes())
    (entry,) = [each for each in packaged["entries"] if each["id"] == "chatgpt"]
    return json.dumps(packaged | {"entries": [entry | changes]}).encode()


def test_the_organization_s_catalogue_says_what_is_an_ai_tool(setting: Setting):
    window = ActiveWindow(window_id=1, title="ChatGPT", app_class="xterm")
    setting.sets.put(policy_of())
    packaged = setting.load().engines.match(window)
    assert packaged is not None
    setting.sets.put(policy_of(), catalogue=_catalogue(name="Acme Chat"))
    found = setting.load().engines.match(window)
    assert found is not None
    assert (packaged.name, found.name) == ("ChatGPT", "Acme Chat")


def test_a_catalogue_that_cannot_be_read_leaves_what_was_in_force(setting: Setting):
    setting.sets.put(policy_of())
    setting.load()
    setting.sets.put(policy_of(version="2"), catalogue=b"{}")
    with pytest.raises(AgentError):
        setting.load()


def test_another_set_is_seen_once_and_the_one_that_was_loaded_is_none(setting: Setting):
    assert not setting.policies.has_another()
    setting.sets.put(policy_of(version="1"))
    assert setting.policies.has_another()
    assert not setting.policies.has_another()
    setting.load()
    assert not setting.policies.has_another()
    setting.sets.put(policy_of(version="2"))
    assert setting.policies.has_another()


def test_a_set_that_only_proves_anew_what_is_in_force_renews_it(setting: Setting):
    setting.sets.put(policy_of())
    setting.load()
    later = VERIFIED_AT + timedelta(days=3)
    setting.clock.now = later
    setting.freshness.look()
    assert HealthCode.POLICY_STALE in setting.health.open_codes
    setting.sets.put(policy_of(), verified_at=later)
    assert not setting.policies.has_another()
    assert setting.freshness.fresh_until == later + timedelta(days=1)
    assert HealthCode.POLICY_STALE not in setting.health.open_codes


def test_what_could_not_be_used_is_looked_at_again_when_it_was_replaced(setting: Setting):
    setting.sets.put(policy_of())
    setting.load()
    (setting.sets.put(policy_of(version="2")) / "set.json").write_text("{")
    assert setting.policies.has_another()
    with pytest.raises(AgentError):
        setting.load()
    assert not setting.policies.has_another()
    setting.sets.put(policy_of())
    assert setting.policies.has_another()
