"""Where each tool keeps its hooks, and the texts of such files with and without Cordon's.

| tool | file, for the user | file, for a project | form |
|---|---|---|---|
| Claude Code | `~/.claude/settings.json` | `.claude/settings.local.json` | event → groups → handlers |
| Cursor | `~/.cursor/hooks.json` | `.cursor/hooks.json` | event → handlers, and a version |
| Codex | `~/.codex/hooks.json` | `.codex/hooks.json` | event → groups → handlers |

Rules kept here: a handler is Cordon's by the command that it runs, whatever else stands around it; nobody else's is
touched; a file of another form is refused. Pure: texts come in and go out.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, Final

from agent.hooks import claude_code, cursor
from agent.hooks.json_text import Node, SettingsTextError, added_item, added_member, parse_text, removed

__all__ = ["SETTINGS", "ToolSettings", "commands_in", "with_hooks", "without_hooks"]

_TIMEOUT_S: Final = 10
"""After which the tool gives up on a hook; the hook itself answers earlier."""
_MARK: Final = "\ufeff"


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolSettings:
    """How one tool keeps its hooks.

    Attributes:
        folder: in the home folder, or in a project's.
        variable: the environment variable that names another folder for the user; empty for none.
        user_file: name of the user's file.
        project_file: name of a project's.
        events: what is asked about.
        has_groups: whether an event has groups of handlers, and not handlers.
        version: what `version` must say; None where there is none.
        note: what a person has to know after it was installed.
    """

    folder: str
    variable: str
    user_file: str
    project_file: str
    events: tuple[str, ...]
    has_groups: bool
    version: int | None = None
    note: str = ""


_TWO_EVENTS: Final = (claude_code.PROMPT_EVENT, claude_code.TOOL_EVENT)
SETTINGS: Final = {
    "claude-code": ToolSettings(
        folder=".claude",
        variable="CLAUDE_CONFIG_DIR",
        user_file="settings.json",
        project_file="settings.local.json",
        events=_TWO_EVENTS,
        has_groups=True,
    ),
    "cursor": ToolSettings(
        folder=".cursor",
        variable="",
        user_file="hooks.json",
        project_file="hooks.json",
        # Not `preToolUse`, which is asked about the same steps once more.
        events=tuple(event for event in cursor.EVENTS if event != "preToolUse"),
        has_groups=False,
        version=1,
    ),
    "codex": ToolSettings(
        folder=".codex",
        variable="CODEX_HOME",
        user_file="hooks.json",
        project_file="hooks.json",
        events=_TWO_EVENTS,
        has_groups=True,
        note="Codex runs it once you have reviewed and trusted it: type /hooks in Codex.",
    ),
}


def with_hooks(text: str, tool: str, command: Sequence[str], *, fails_closed: bool) -> str:
    """Return a file's text with Cordon's hooks in it; others of Cordon's that were there are taken out.

    Args:
        text: of the file; empty for a new one.
        tool: one of `SETTINGS`.
        command: how the hook is started.
        fails_closed: whether the tool shall hold back what a broken hook was asked about, where it can.

    Raises:
        SettingsTextError: the text is not in the form of the tool's hooks.
    """
    settings, line = SETTINGS[tool], shlex.join(command)
    if text.strip() and commands_in(text, tool) == dict.fromkeys(settings.events, line):
        return text
    mark, text = _without_mark(without_hooks(text, tool) if text.strip() else "{}\n")
    if settings.version is not None:
        root = _root(text)
        if "version" not in root.members:
            text = added_member(text, root, "version", settings.version)
        elif root.value["version"] != settings.version:
            raise _other_form("its version is not one that Cordon knows")
    entry = _entry(settings, line, fails_closed=fails_closed)
    for event in settings.events:
        root = _root(text)
        hooks = _hooks(root)
        if hooks is None:
            text = added_member(text, root, "hooks", {event: [entry]})
        elif event in hooks.members:
            text = added_item(text, _list(hooks.members[event]), entry)
        else:
            text = added_member(text, hooks, event, [entry])
    return mark + text


def without_hooks(text: str, tool: str) -> str:
    """Return a file's text without Cordon's hooks, and without the lists that nothing else is in.

    Raises:
        SettingsTextError: the text is not in the form of the tool's hooks.
    """
    mark, text = _without_mark(text)
    while (found := next(_ours(text, tool), None)) is not None:
        _, path = found
        # The outermost that nothing else is in.
        innermost_shared = next((each for each in path if len(each[0].parts) > 1), path[-1])
        text = removed(text, *innermost_shared)
    return mark + text


def commands_in(text: str, tool: str) -> Mapping[str, str]:
    """Return the command of Cordon's hook for each event that has one.

    Raises:
        SettingsTextError: the text is not in the form of the tool's hooks.
    """
    _, text = _without_mark(text)
    found: dict[str, str] = {}
    for event, path in _ours(text, tool):
        _, handler = path[0]
        found[event] = handler.value["command"]
    return found


def _entry(settings: ToolSettings, command: str, *, fails_closed: bool) -> dict[str, Any]:
    if settings.has_groups:
        return {"hooks": [{"type": "command", "command": command, "timeout": _TIMEOUT_S}]}
    return {"command": command, "timeout": _TIMEOUT_S} | ({"failClosed": True} if fails_closed else {})


def _ours(text: str, tool: str) -> Iterator[tuple[str, list[tuple[Node, Node]]]]:
    """The event of each handler of Cordon's, and where it is: in what, innermost first."""
    settings, root = SETTINGS[tool], _root(text)
    hooks = _hooks(root)
    if hooks is None:
        return
    for name, event in hooks.members.items():
        around = [(hooks, event), (root, root.members["hooks"])]
        for entry in _list(event).items:
            if not settings.has_groups:
                if _is_ours(entry, tool):
                    yield name, [(event, entry), *around]
                continue
            handlers = entry.members.get("hooks")
            for handler in _list(handlers).items if handlers is not None else ():
                if handlers is not None and _is_ours(handler, tool):
                    # A group holds more than its handlers, and is nothing without any.
                    yield name, [(handlers, handler), (event, entry), *around]


def _is_ours(handler: Node, tool: str) -> bool:
    command = handler.value.get("command") if isinstance(handler.value, dict) else None
    if not isinstance(command, str):
        return False
    try:
        parts = shlex.split(command)
    except ValueError:
        return False
    return any(
        parts[at : at + 2] == ["hook", tool]
        and (parts[max(at - 2, 0) : at] == ["-m", "agent"] or PurePath(parts[at - 1]).name == "cordon")
        for at in range(1, len(parts))
    )


def _root(text: str) -> Node:
    root = parse_text(text)
    if not isinstance(root.value, dict):
        raise _other_form("it is no JSON object")
    return root


def _hooks(root: Node) -> Node | None:
    hooks = root.members.get("hooks")
    if hooks is not None and not isinstance(hooks.value, dict):
        raise _other_form("hooks is no JSON object")
    return hooks


def _list(node: Node) -> Node:
    if not isinstance(node.value, list):
        raise _other_form("the hooks of an event are no list")
    return node


def _without_mark(text: str) -> tuple[str, str]:
    return (_MARK, text.removeprefix(_MARK)) if text.startswith(_MARK) else ("", text)


def _other_form(why: str) -> SettingsTextError:
    return SettingsTextError(
        "The file has another form than the tool's hooks, so it is left alone",
        detail=f"{why[0].upper()}{why[1:]}.",
        hint="Correct it, or add the hook by hand (docs/hooks.md).",
    )
