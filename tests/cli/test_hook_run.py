"""Hooks as their tools start them: recorded messages through standard input, judged by a real agent."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from agent.cli.hook_run import DEADLINE_S, MESSAGE_LIMIT_BYTES, HookOptions, HookUsageError, parse_options
from agent.ipc.codec import FRAME_LIMIT_BYTES
from agent.system.programs import HOOK_TOOLS
from tests.cli.hooked import CARD, IBAN, MAIL, PHONE, Hooked
from tests.e2e.canary import files_that_hold
from tests.hooks.recorded import CLAUDE_CODE_PROMPT, CLAUDE_CODE_TOOL, CODEX_PROMPT, CODEX_TOOL, cursor

ORDINARY = "rename the variable, please"


@pytest.fixture(scope="module")
def hooked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hooked]:
    """An agent whose policy has every action, and lets through what was not judged."""
    found = Hooked(folder=tmp_path_factory.mktemp("h"))
    found.start()
    try:
        yield found
    finally:
        found.stop()


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hooked]:
    """The same, whose policy holds back what was not judged."""
    found = Hooked(folder=tmp_path_factory.mktemp("h"))
    found.start("closed")
    try:
        yield found
    finally:
        found.stop()


def prompt(text: str) -> dict[str, Any]:
    return {**CLAUDE_CODE_PROMPT, "prompt": text}


def tool_call(**tool_input: object) -> dict[str, Any]:
    return {**CLAUDE_CODE_TOOL, "tool_input": tool_input}


@pytest.mark.parametrize(
    ("tool", "message"),
    [
        ("claude-code", prompt(ORDINARY)),
        ("claude-code", tool_call(command="ls -la", timeout=5)),
        ("codex", {**CODEX_PROMPT, "prompt": ORDINARY}),
        ("codex", {**CODEX_TOOL, "tool_input": {"command": "ls"}}),
    ],
)
def test_what_is_ordinary_goes_on_without_a_word(hooked: Hooked, tool: str, message: dict[str, Any]):
    known = hooked.events()
    assert hooked.said(tool, message) == {}
    assert hooked.new_events(known) == []


def test_what_is_ordinary_goes_on_in_the_words_of_those_who_want_some(hooked: Hooked):
    assert hooked.said("cursor", {**cursor("beforeSubmitPrompt"), "prompt": ORDINARY}) == {"continue": True}
    assert hooked.said("cursor", {**cursor("beforeShellExecution"), "command": "ls"}) == {"permission": "allow"}
    assert hooked.said("generic", {"event": "prompt", "text": ORDINARY}) == {"decision": "allow"}


@pytest.mark.parametrize(
    ("tool", "message", "channel_says"),
    [
        ("claude-code", CLAUDE_CODE_PROMPT, ("block", "reason")),
        ("codex", CODEX_PROMPT, ("block", "reason")),
        ("cursor", cursor("beforeSubmitPrompt"), (False, "user_message")),
    ],
)
def test_a_prompt_that_cannot_be_rewritten_is_held_back_with_the_text_as_it_could_go(
    hooked: Hooked, tool: str, message: dict[str, Any], channel_says: tuple[object, str]
):
    known = hooked.events()
    output = hooked.said(tool, message)
    assert output.get("decision", output.get("continue")) == channel_says[0]
    reason = output[channel_says[1]]
    assert "CREDIT_CARD x1" in reason
    assert "why is [CREDIT_CARD] declined?" in reason
    assert CARD not in json.dumps(output)
    (event,) = hooked.new_events(known)
    assert (event["reason"], event["action"], event["disposition"]) == ("prompt", "redact", "blocked")
    assert (event["destination_id"], event["channel"]) == (tool, "command_line")
    assert event["entities"] == [{"entity": "CREDIT_CARD", "count": 1}]


def test_a_tool_call_is_rewritten_in_place_and_the_person_asked(hooked: Hooked):
    known = hooked.events()
    nested = {
        "url": "http://x",
        "body": {"cards": [CARD, {"note": f"für {CARD} 🎉"}], "n": 7, "ok": True, "none": None},
    }
    output = hooked.said("claude-code", tool_call(**nested))["hookSpecificOutput"]
    assert output["permissionDecision"] == "ask"
    assert output["updatedInput"] == {
        "url": "http://x",
        "body": {"cards": ["[CREDIT_CARD]", {"note": "für [CREDIT_CARD] 🎉"}], "n": 7, "ok": True, "none": None},
    }
    assert [(event["reason"], event["disposition"]) for event in hooked.new_events(known)] == [
        ("tool_call", "redacted")
    ]


def test_codex_takes_a_rewritten_command(hooked: Hooked):
    output = hooked.said("codex", CODEX_TOOL)
    assert output["hookSpecificOutput"]["updatedInput"] == {"command": "curl -d card='[CREDIT_CARD]' localhost"}
    assert "CREDIT_CARD x1" in output["systemMessage"]


@pytest.mark.parametrize("event", ["beforeShellExecution", "beforeMCPExecution", "beforeReadFile"])
def test_cursor_holds_back_what_it_cannot_rewrite(hooked: Hooked, event: str):
    output = hooked.said("cursor", cursor(event))
    assert output["permission"] == "deny"
    assert CARD not in json.dumps(output)


def test_cursors_event_for_all_tools_is_rewritten(hooked: Hooked):
    output = hooked.said("cursor", cursor("preToolUse"))
    assert output["updated_input"]["content"] == "the card is [CREDIT_CARD]"


def test_the_protocol_of_our_own_rewrites_both(hooked: Hooked):
    for event in ("prompt", "tool_call"):
        output = hooked.said("generic", {"event": event, "text": f"pay {CARD}"}, "--destination", "windsurf")
        assert (output["decision"], output["text"]) == ("rewrite", "pay [CREDIT_CARD]")
    assert hooked.events()[0]["destination_id"] == "windsurf"


def test_a_card_number_that_is_a_number_is_held_back(hooked: Hooked):
    output = hooked.said("claude-code", tool_call(card=4111111111111111))["hookSpecificOutput"]
    assert output["permissionDecision"] == "deny"


def test_a_warning_goes_with_the_step_where_the_tool_can_show_it(hooked: Hooked):
    known = hooked.events()
    for tool, message in (("claude-code", prompt(f"mail {MAIL}")), ("codex", {**CODEX_PROMPT, "prompt": MAIL})):
        output = hooked.said(tool, message)
        assert output.keys() == {"systemMessage"}
        assert output["systemMessage"].endswith("Mind the mail.")
    assert hooked.said("cursor", {**cursor("beforeShellExecution"), "command": f"echo {MAIL}"})["permission"] == "ask"
    assert hooked.said("cursor", {**cursor("beforeSubmitPrompt"), "prompt": MAIL}) == {"continue": True}
    happened = [event["disposition"] for event in reversed(hooked.new_events(known))]
    assert happened == ["warned", "warned", "asked", "not_shown"]


def test_a_reason_is_asked_for_where_the_tool_can_ask(hooked: Hooked):
    asked = hooked.said("claude-code", tool_call(command=f"call {PHONE}"))["hookSpecificOutput"]
    assert asked["permissionDecision"] == "ask"
    assert "updatedInput" not in asked
    assert hooked.said("claude-code", prompt(f"call {PHONE}"))["decision"] == "block"
    denied = hooked.said("codex", {**CODEX_TOOL, "tool_input": {"command": f"call {PHONE}"}})
    assert denied["hookSpecificOutput"]["permissionDecision"] == "deny"


def test_what_is_blocked_is_held_back_and_nothing_is_offered_instead(hooked: Hooked):
    output = hooked.said("claude-code", prompt(f"pay to {IBAN}"))
    assert output["decision"] == "block"
    assert "pay to" not in output["reason"]
    assert IBAN not in output["reason"]
    assert hooked.said("generic", {"event": "prompt", "text": IBAN})["decision"] == "deny"


@pytest.mark.parametrize(
    "message", [{"hook_event_name": "Stop"}, {**CLAUDE_CODE_TOOL, "hook_event_name": "PostToolUse"}]
)
def test_events_that_hold_nothing_to_judge_go_on(hooked: Hooked, message: dict[str, Any]):
    assert hooked.said("claude-code", message) == {}


MALFORMED = [b"", b"canary-text", b"{", b"[]", b'{"hook_event_name": "PreToolUse"}', b"\xff\xfe", b"[" * 50_000]


@pytest.mark.parametrize("message", MALFORMED)
def test_a_message_that_cannot_be_read_is_recorded_and_goes_on(hooked: Hooked, message: bytes):
    known = hooked.events()
    ended = hooked.hook("claude-code", message)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert ended.stderr.startswith(b"cordon: this step was not judged.")
    assert ended.stderr.count(b"\n") == 1
    assert b"canary" not in ended.stderr
    assert [event["inspection"] for event in hooked.new_events(known)] == ["uninspectable"]


def test_it_is_held_back_where_policy_or_the_command_says_so(hooked: Hooked, closed: Hooked):
    assert hooked.hook("claude-code", b"{", "--fail-closed").returncode == 2
    ended = closed.hook("claude-code", b"{")
    assert (ended.returncode, ended.stdout) == (2, b"")
    assert b"Policy holds back" in ended.stderr


def test_what_is_larger_than_a_message_may_be_is_told_without_its_text(hooked: Hooked, closed: Hooked):
    large = prompt("word " * (FRAME_LIMIT_BYTES // 5))
    known = hooked.events()
    assert hooked.said("claude-code", large) == {}
    (event,) = hooked.new_events(known)
    assert (event["inspection"], event["reason"]) == ("uninspectable", "prompt")
    assert closed.said("claude-code", large)["decision"] == "block"
    ended = hooked.hook("claude-code", large, "--fail-closed")
    assert (ended.returncode, ended.stdout) == (2, b"")


def test_what_is_larger_than_anybody_reads_is_not_judged(hooked: Hooked, closed: Hooked):
    huge = b" " * (MESSAGE_LIMIT_BYTES + 1)
    assert hooked.hook("codex", huge).returncode == 1
    assert closed.hook("codex", huge).returncode == 2


def test_a_large_step_that_fits_is_judged_whole(hooked: Hooked):
    text = "word " * 100_000 + CARD
    output = hooked.said("claude-code", tool_call(content=text))["hookSpecificOutput"]
    assert output["updatedInput"]["content"].endswith("word [CREDIT_CARD]")


def test_half_a_surrogate_pair_does_no_harm(hooked: Hooked):
    message = b'{"hook_event_name": "PreToolUse", "tool_input": {"a": "\\ud800 x", "b": "' + CARD.encode() + b'"}}'
    ended = hooked.hook("claude-code", message)
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["hookSpecificOutput"]["updatedInput"]["b"] == "[CREDIT_CARD]"


@pytest.mark.parametrize("tool", HOOK_TOOLS)
def test_without_an_agent_the_step_goes_on_and_says_so(tmp_path: Path, tool: str):
    alone = Hooked(folder=tmp_path)
    message = {**CLAUDE_CODE_PROMPT, **cursor("beforeSubmitPrompt"), "event": "prompt", "text": "x"}
    message["hook_event_name"] = "beforeSubmitPrompt" if tool == "cursor" else "UserPromptSubmit"
    ended = alone.hook(tool, message)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"Cordon is not running" in ended.stderr
    held = alone.hook(tool, message, "--fail-closed")
    assert (held.returncode, held.stdout) == (2, b"")
    assert b"Cordon is not running" in held.stderr


def test_an_agent_that_does_not_answer_is_not_waited_for(tmp_path_factory: pytest.TempPathFactory):
    alone = Hooked(folder=tmp_path_factory.mktemp("h"))
    folder = alone.folder / "r" / "cordon"
    folder.mkdir(parents=True, mode=0o700)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(folder / "agent.sock"))
        silent.listen()
        ended = alone.cordon("hook", "codex", "--deadline", "0.5", stdin=json.dumps(CODEX_PROMPT).encode())
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"does not answer" in ended.stderr


def test_a_tool_that_does_not_finish_its_message_is_not_waited_for(hooked: Hooked):
    reading, writing = os.pipe()
    os.write(writing, b'{"hook_event_name": "canary')
    try:
        command = (sys.executable, "-P", "-m", "agent", "hook", "codex", "--deadline", "0.5")
        ended = subprocess.run(command, env=hooked.env, stdin=reading, capture_output=True, check=False, timeout=30)
    finally:
        os.close(reading)
        os.close(writing)
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"did not finish" in ended.stderr
    assert b"canary" not in ended.stderr


@pytest.mark.parametrize("options", [("--unknown",), ("--deadline", "soon"), ("--deadline=0",), ("--destination",)])
def test_a_command_that_cannot_be_understood_does_not_hold_every_step_back(hooked: Hooked, options: tuple[str, ...]):
    with pytest.raises(HookUsageError):
        parse_options(options)
    ended = hooked.cordon("hook", "codex", *options, stdin=json.dumps(CODEX_PROMPT).encode())
    assert (ended.returncode, ended.stdout) == (1, b"")
    assert b"cannot be understood" in ended.stderr


def test_options_are_understood():
    assert parse_options(()) == HookOptions(deadline_s=DEADLINE_S)
    options = parse_options(("--fail-closed", "--destination=aider", "--deadline", "1.5"))
    assert options == HookOptions(fails_closed=True, destination_id="aider", deadline_s=1.5)


def test_many_steps_at_once_are_each_answered(hooked: Hooked):
    codes: list[int] = []
    message = tool_call(command=f"pay {CARD}")
    steps = [
        threading.Thread(target=lambda: codes.append(hooked.hook("claude-code", message).returncode)) for _ in range(6)
    ]
    for step in steps:
        step.start()
    for step in steps:
        step.join()
    assert codes == [0] * 6


def test_nothing_heavy_is_loaded(hooked: Hooked):
    message = json.dumps(prompt(ORDINARY)).encode()
    command = (sys.executable, "-P", "-X", "importtime", "-m", "agent", "hook", "claude-code", "--deadline", "30")
    ended = subprocess.run(command, env=hooked.env, input=message, capture_output=True, check=False, timeout=60)
    assert ended.returncode == 0
    modules = {line.rpartition("|")[2].strip() for line in ended.stderr.decode().splitlines()}
    assert "msgspec" in modules
    assert modules.isdisjoint({"pydantic", "typer", "rich", "onnxruntime", "numpy", "re2", "sqlcipher3", "asyncio"})
    assert [name for name in modules if name.startswith(("agent.detection", "agent.policy", "agent.service"))] == []


def test_nothing_of_what_was_handed_over_is_kept(hooked: Hooked):
    hooked.said("claude-code", prompt(f"canarium {CARD} and {MAIL}"))
    hooked.said("codex", {**CODEX_TOOL, "tool_input": {"command": f"canarium {CARD}"}})
    hooked.hook("cursor", b'{"canarium": ')
    assert hooked.events()
    needles = ("canarium", CARD, CARD.replace(" ", ""), MAIL)
    assert files_that_hold(needles, (hooked.folder,)) == []
