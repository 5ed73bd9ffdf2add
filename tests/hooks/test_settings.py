"""Files of hooks with and without Cordon's."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from agent.hooks.json_text import SettingsTextError
from agent.hooks.settings import SETTINGS, commands_in, with_hooks, without_hooks
from tests.hooks.json_texts import objects, texts

TOOLS = sorted(SETTINGS)
GROUPED = [tool for tool in TOOLS if SETTINGS[tool].has_groups]


def command(tool: str, *options: str) -> tuple[str, ...]:
    return ("/opt/with blank/python", "-P", "-m", "agent", "hook", tool, *options)


def installed(text: str, tool: str, *options: str) -> str:
    return with_hooks(text, tool, command(tool, *options), fails_closed=bool(options))


def others(tool: str) -> st.SearchStrategy[dict[str, Any]]:
    """A file with hooks of other people's, none of them in an empty list."""
    handlers = st.lists(st.builds(lambda name: {"type": "command", "command": name}, st.text()), min_size=1, max_size=2)
    groups = st.lists(st.builds(lambda each: {"matcher": "Bash", "hooks": each}, handlers), min_size=1, max_size=2)
    lists = groups if SETTINGS[tool].has_groups else handlers
    hooks = st.dictionaries(st.sampled_from([*SETTINGS[tool].events, "Stop"]), lists, min_size=1)
    return st.builds(lambda more, found: {**more, "version": 1, "hooks": found}, objects, hooks)


@pytest.mark.parametrize("tool", TOOLS)
def test_a_new_file_has_a_hook_for_every_event(tool: str):
    text = installed("", tool)
    assert set(commands_in(text, tool)) == set(SETTINGS[tool].events)
    assert json.loads(text)["hooks"].keys() == set(SETTINGS[tool].events)
    assert text.endswith("}\n")


@pytest.mark.parametrize("tool", TOOLS)
@given(data=st.data())
def test_taking_out_undoes_putting_in_byte_for_byte(tool: str, data: st.DataObject):
    text = data.draw(texts(others(tool)))
    longer = installed(text, tool)
    assert without_hooks(longer, tool) == text
    assert installed(longer, tool) == longer


@pytest.mark.parametrize("tool", TOOLS)
@given(data=st.data())
def test_nothing_else_is_changed(tool: str, data: st.DataObject):
    text = data.draw(texts())
    before = json.loads(text)
    assume("hooks" not in before)
    assume("version" not in before)
    after = json.loads(installed(text, tool))
    after.pop("hooks")
    after.pop("version", None)
    assert after == before


@pytest.mark.parametrize("tool", TOOLS)
def test_another_command_takes_the_place_of_the_one_before(tool: str):
    closed = installed(installed("", tool), tool, "--fail-closed")
    found = commands_in(closed, tool)
    assert set(found.values()) == {f"'/opt/with blank/python' -P -m agent hook {tool} --fail-closed"}
    assert len(json.loads(closed)["hooks"][SETTINGS[tool].events[0]]) == 1


def test_cursor_itself_holds_back_what_a_broken_hook_was_asked_about():
    entries = json.loads(installed("", "cursor", "--fail-closed"))["hooks"]["beforeReadFile"]
    assert entries[0]["failClosed"] is True
    assert "failClosed" not in json.loads(installed("", "cursor"))["hooks"]["beforeReadFile"][0]


@pytest.mark.parametrize("tool", GROUPED)
def test_a_handler_that_somebody_put_beside_ours_stays(tool: str):
    event = SETTINGS[tool].events[0]
    changed = json.loads(installed("", tool))
    changed["hooks"][event][0]["hooks"].append({"type": "command", "command": "mine"})
    left = json.loads(without_hooks(json.dumps(changed), tool))
    assert left == {"hooks": {event: [{"hooks": [{"type": "command", "command": "mine"}]}]}}


@pytest.mark.parametrize(
    ("line", "is_ours"),
    [
        ("/usr/bin/cordon hook claude-code", True),
        ("cordon hook claude-code --fail-closed", True),
        ("/x/python -P -m agent hook claude-code", True),
        ("cordon hook cursor", False),
        ("my-cordon hook claude-code", False),
        ("/x/python -m other hook claude-code", False),
        ("echo hook claude-code", False),
        ("hook claude-code", False),
        ("cordon hook 'unfinished", False),
        ("cordon scan", False),
    ],
)
def test_a_handler_is_ours_by_its_command(line: str, *, is_ours: bool):
    text = json.dumps({"hooks": {"PreToolUse": [{"hooks": [{"type": "command", "command": line}]}]}})
    assert bool(commands_in(text, "claude-code")) is is_ours
    assert (without_hooks(text, "claude-code") == text) is not is_ours


@pytest.mark.parametrize("tool", TOOLS)
@pytest.mark.parametrize(
    "text", ["[]", '"x"', '{"hooks": []}', '{"hooks": "x"}', '{"hooks": {"Stop": {}}}', '{"a": 1,}', '{"hooks": null}']
)
def test_a_file_of_another_form_is_refused(tool: str, text: str):
    with pytest.raises(SettingsTextError):
        installed(text, tool)


def test_a_version_of_cursors_that_is_not_known_is_refused():
    with pytest.raises(SettingsTextError, match="version"):
        installed('{"version": 2, "hooks": {}}', "cursor")


def test_a_byte_order_mark_stays():
    text = '\ufeff{"a": 1}'
    longer = installed(text, "claude-code")
    assert longer.startswith('\ufeff{"a": 1,')
    assert without_hooks(longer, "claude-code") == text


@pytest.mark.parametrize("odd", [None, 5, "x", {}, {"hooks": None}, {"command": 5}])
def test_entries_that_nobody_understands_stay(odd: object):
    text = json.dumps({"hooks": {"PreToolUse": [odd]}})
    if odd == {"hooks": None}:
        with pytest.raises(SettingsTextError):
            installed(text, "claude-code")
        return
    assert without_hooks(installed(text, "claude-code"), "claude-code") == text
