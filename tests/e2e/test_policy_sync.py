"""From a signed policy to what two employees of different teams may paste; and one who is granted an exception."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from urllib.error import HTTPError

import pytest

from tests.e2e.desktop import Desktop, running_desktop
from tests.e2e.installed import Cordon
from tests.e2e.organization import Organization, running_organization
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

GLOBAL = """\
name: Acme
version: "{version}"
mode: enforce
labels:
  - name: public
  - name: confidential
    any_of: [{{entity: PROJECT}}]
destinations: {{chatgpt: {{status: unapproved}}}}
dictionaries:
  - {{id: projects, entity: PROJECT, title: a project name, terms: [Osprey]}}
rules:
  - {{id: projects, when: {{label: confidential}}, action: warn, message: Leave the name out.}}
exceptions:
  - {{rules: [projects], max_label: confidential, down_to: audit, max_days: 7}}
reporting: {{daily_counts: true}}
tests:
  - {{name: a project is worth a warning, text: about Osprey, destination: chatgpt, action: warn}}
  - {{name: nothing is not, text: about birds, destination: chatgpt, action: allow}}
"""
TEAM = """\
name: {team}
version: "1"
layer: team
mode: enforce
dictionaries:
  - {{id: {team}-words, entity: {entity}, title: a word of {team}, terms: [{term}]}}
rules:
  - {{id: {team}, when: {{entity: {entity}}}, action: warn, message: Leave that word out.}}
tests:
  - {{name: the word of {team}, text: about {term}, destination: chatgpt, action: warn}}
  - {{name: another, text: about birds, destination: chatgpt, action: allow}}
"""


@pytest.fixture(name="organization")
def _organization(cordon_program: Path, tmp_path: Path) -> Iterator[Organization]:
    with running_organization(cordon_program, tmp_path / "organization") as running:
        yield running


class _Employee:
    """Somebody at a desktop, with an enrolled Cordon."""

    def __init__(self, desktop: Desktop, program: Path, token: Path) -> None:
        self._desktop = desktop
        self.cordon = Cordon(program=program, env=desktop.env)
        enrolled = self.cordon.call("enroll", "--token-file", str(token))
        assert enrolled.exit_code == 0, enrolled.stderr
        desktop.start(str(program), "run")
        self.cordon.wait_running(with_tray=True)
        self._editor, self._chat = desktop.open_window("Notes"), desktop.open_window("ChatGPT")

    def sync(self) -> None:
        """Have the agent look now."""
        done = self.cordon.call("sync", "now")
        assert done.exit_code == 0, done.stderr

    def layers(self) -> list[str]:
        """Return the versions of the layers in force."""
        return [f"{each['name']} {each['version']}" for each in self.cordon.json("status")["policy_layers"]]

    def bring(self, text: str) -> str:
        """Copy a text, go to the AI app with it, and return what policy answers."""
        before = len(self.cordon.events())
        self._desktop.focus(self._editor)
        self._desktop.copy(text)
        self._desktop.focus(self._chat)
        events = wait_until(
            lambda: found if len(found := self.cordon.events()) > before else None, what=f"the event of {text!r}"
        )
        assert events is not None
        action: str = events[0]["action"]
        return action


def test_each_team_gets_its_own_layer_within_one_refresh_and_an_exception_is_granted(
    cordon_program: Path, organization: Organization, tmp_path: Path
):
    organization.make_keys("di", "flo")
    organization.add_team("berlin", "di")
    organization.add_team("paris", "flo")
    organization.publish_policy(GLOBAL.format(version=1), author="policy-author", approver="policy-approver")
    berlin_policy = TEAM.format(team="berlin", entity="BERLIN_WORD", term="Kestrel")
    organization.publish_policy(berlin_policy, author="di", layer="team:berlin")

    with ExitStack() as stack:
        berlin, paris = (
            _Employee(
                stack.enter_context(running_desktop(tmp_path / team, tint2=True, notifications=True, keyring=True)),
                cordon_program,
                organization.token(team),
            )
            for team in ("berlin", "paris")
        )
        assert berlin.layers() == ["Acme 1", "berlin 1"]
        assert paris.layers() == ["Acme 1"]
        assert berlin.bring("the kestrel flies") == "warn"
        assert paris.bring("the osprey flies") == "warn"

        paris_policy = TEAM.format(team="paris", entity="PARIS_WORD", term="Peregrine")
        organization.publish_policy(paris_policy, author="flo", layer="team:paris")
        organization.publish_policy(GLOBAL.format(version=2), author="policy-author", approver="policy-approver")
        with ThreadPoolExecutor() as pool:
            for synced in [pool.submit(employee.sync) for employee in (berlin, paris)]:
                synced.result()
        assert berlin.layers() == ["Acme 2", "berlin 1"]
        assert paris.layers() == ["Acme 2", "paris 1"]
        assert paris.bring("the peregrine flies") == "warn"

        _an_exception_is_granted(organization, paris)


def _an_exception_is_granted(organization: Organization, paris: _Employee) -> None:
    wanted = ("--rule", "projects", "--destination", "chatgpt", "--label", "confidential")
    asked = paris.cordon.call("exception", "request", *wanted, "--days", "3", "--reason", "approved_project")
    assert asked.exit_code == 0, asked.stderr
    beyond = paris.cordon.call("exception", "request", *wanted, "--days", "30", "--reason", "urgent")
    assert beyond.exit_code == 0, beyond.stderr

    def are_pending() -> dict[int, str] | None:
        pending = organization.ask("GET", "/v1/admin/exceptions?state=pending", role="approver")["items"]
        return {each["days"]: each["id"] for each in pending} if len(pending) == 2 else None

    ids = wait_until(are_pending, what="both requests", timeout_s=60.0, every_s=1.0)
    assert ids is not None
    assert set(ids) == {3, 30}
    with pytest.raises(HTTPError) as refused:
        organization.ask("POST", f"/v1/admin/exceptions/{ids[30]}/approve", role="approver", body={})
    with refused.value as reply:
        assert json.loads(reply.read())["code"] == "needs_offline_approver"
    organization.ask("POST", f"/v1/admin/exceptions/{ids[3]}/approve", role="approver", body={})

    def is_granted() -> bool:
        paris.sync()
        states = json.loads(paris.cordon.call("exception", "list", "--format", "json").stdout)["exceptions"]
        return "granted" in {each["state"] for each in states}

    wait_until(is_granted, what="the grant", timeout_s=60.0)
    assert paris.bring("another osprey flies") == "audit"
    assert paris.bring("another peregrine flies") == "warn"  # of that the exception says nothing
    _the_history_is_whole_and_its_head_deposited(organization, paris)


def _the_history_is_whole_and_its_head_deposited(organization: Organization, paris: _Employee) -> None:
    verified = paris.cordon.call("history", "verify", "--format", "json")
    assert verified.exit_code == 0, verified.stdout
    newest = int(json.loads(verified.stdout)["head"].partition(":")[0])

    def is_deposited() -> bool:
        paris.sync()
        devices = organization.ask("GET", "/v1/admin/devices", role="operator")["items"]
        sessions = [
            session
            for device in devices
            for session in organization.ask("GET", f"/v1/admin/devices/{device['id']}", role="operator")["sessions"]
        ]
        assert {session["history_trouble"] for session in sessions} == {None}
        return newest in {session["history_sequence"] for session in sessions}

    wait_until(is_deposited, what="the head of the history", timeout_s=60.0)
