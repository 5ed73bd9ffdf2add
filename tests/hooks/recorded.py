"""Messages as the tools send them, with every field that their references give them.

Claude Code: code.claude.com/docs/en/hooks, "Common input fields", "UserPromptSubmit input", "PreToolUse input".
Codex: openai/codex, codex-rs/hooks/schema/generated, user-prompt-submit and pre-tool-use, input.
Cursor: cursor.com/docs/hooks, "Input (all hooks)" and each event.
"""

from __future__ import annotations

import json
from typing import Any

__all__ = ["CARD", "CLAUDE_CODE_PROMPT", "CLAUDE_CODE_TOOL", "CODEX_PROMPT", "CODEX_TOOL", "bytes_of", "cursor"]

CARD = "4111 1111 1111 1111"

_CLAUDE_CODE = {
    "session_id": "00893aaf-19fa-41d2-8238-13269b9b3ca0",
    "transcript_path": "/home/jane/.claude/projects/shop/00893aaf.jsonl",
    "cwd": "/home/jane/shop",
    "permission_mode": "default",
}
CLAUDE_CODE_PROMPT: dict[str, Any] = {
    **_CLAUDE_CODE,
    "hook_event_name": "UserPromptSubmit",
    "prompt": f"why is {CARD} declined?",
}
CLAUDE_CODE_TOOL: dict[str, Any] = {
    **_CLAUDE_CODE,
    "hook_event_name": "PreToolUse",
    "tool_name": "Bash",
    "tool_input": {"command": f"curl -d card='{CARD}' localhost", "description": "Charge it", "timeout": 120000},
    "tool_use_id": "toolu_01ABC123",
}

_CODEX = {
    "session_id": "0199a213-81c0-7800-8aa1-bbab2a035a53",
    "turn_id": "turn-1",
    "transcript_path": None,
    "cwd": "/home/jane/shop",
    "model": "gpt-5-codex",
    "permission_mode": "default",
}
CODEX_PROMPT: dict[str, Any] = {
    **_CODEX,
    "hook_event_name": "UserPromptSubmit",
    "prompt": f"why is {CARD} declined?",
}
CODEX_TOOL: dict[str, Any] = {
    **_CODEX,
    "hook_event_name": "PreToolUse",
    "tool_name": "Bash",
    "tool_input": {"command": f"curl -d card='{CARD}' localhost"},
    "tool_use_id": "call_1",
}

_CURSOR_FIELDS: dict[str, dict[str, Any]] = {
    "beforeSubmitPrompt": {"prompt": f"why is {CARD} declined?", "attachments": []},
    "beforeShellExecution": {"command": f"curl -d card='{CARD}' localhost", "cwd": "/home/jane/shop", "sandbox": False},
    "beforeMCPExecution": {
        "tool_name": "charge",
        "tool_input": json.dumps({"card": CARD, "amount": 5}),
        "url": "http://localhost:3000",
    },
    "beforeReadFile": {"file_path": "/home/jane/shop/.env", "content": f"CARD={CARD}\n", "attachments": []},
    "preToolUse": {
        "tool_name": "Write",
        "tool_input": {"file_path": "/home/jane/shop/notes", "content": f"the card is {CARD}"},
        "tool_use_id": "abc123",
        "cwd": "/home/jane/shop",
        "agent_message": "Writing it down.",
    },
}


def cursor(event: str) -> dict[str, Any]:
    """A message of Cursor's."""
    return {
        "conversation_id": "c1",
        "generation_id": "g1",
        "model": "some-model",
        "hook_event_name": event,
        "cursor_version": "2.4.21",
        "workspace_roots": ["/home/jane/shop"],
        "user_email": None,
        "transcript_path": None,
        **_CURSOR_FIELDS[event],
    }


def bytes_of(message: object) -> bytes:
    """A message as a tool writes it."""
    return json.dumps(message).encode()
