"""A person edits the policy and reloads it while an AI app has the focus: what is on the clipboard is judged anew."""

from __future__ import annotations

import pytest

from tests.e2e.desktop import Desktop
from tests.e2e.installed import Cordon
from tests.waiting import wait_until

pytestmark = pytest.mark.e2e

POLICY = """\
name: Acme
version: "{version}"
mode: enforce
labels:
  - name: public
  - name: restricted
    any_of: [{{entity: PROJECT}}]
rules:
  - {{id: restricted, when: {{label: restricted, destination_status: unapproved}}, action: warn, message: Ask first.}}
destinations: {{chatgpt: {{status: unapproved}}, perplexity: {{status: unapproved}}}}
dictionaries:
  - {{id: projects, entity: PROJECT, title: a project name, terms: [{term}]}}
"""


def test_a_reload_judges_what_is_on_the_clipboard_once(desktop: Desktop, cordon: Cordon):
    file = desktop.home / "policy.yaml"
    file.write_text(POLICY.format(version=1, term="Osprey"))
    desktop.start(str(cordon.program), "run", "--policy", str(file))
    cordon.wait_running(with_tray=True)
    editor = desktop.open_window("Notes")
    chat = desktop.open_window("ChatGPT")
    desktop.focus(editor)
    desktop.copy("the kestrel flies in March")
    desktop.focus(chat)

    file.write_text(POLICY.format(version=2, term="Kestrel"))
    assert cordon.call("policy", "reload").exit_code == 0
    (event,) = wait_until(cordon.events, what="the event")
    assert (event["destination_id"], event["destination_status"]) == ("chatgpt", "unapproved")
    assert event["policy_version"] == "2"

    file.write_text(POLICY.format(version=3, term="Kestrel"))
    assert cordon.call("policy", "reload").exit_code == 0
    # What comes after it was judged after it: another AI app, whose event must be the only one under the third.
    other = desktop.open_window("Perplexity")
    desktop.focus(other)
    wait_until(lambda: len(cordon.events()) > 1, what="the other event")
    found = [(each["destination_id"], each["policy_version"]) for each in cordon.events()]
    assert found == [("perplexity", "3"), ("chatgpt", "2")]
