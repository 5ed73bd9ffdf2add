"""What the tray's menu offers."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import dataclass

from agent.ipc.prompt_messages import Prompt
from gui.viewmodels.app_wording import AppText
from gui.viewmodels.link import Link
from gui.viewmodels.protection import protection
from gui.viewmodels.warning import notice
from gui.viewmodels.wording import Text, tr

__all__ = ["Command", "CommandKind", "MenuEntry", "tray_menu"]


class CommandKind(enum.Enum):
    """What the person can ask of the tray application."""

    WARNING = enum.auto()
    HISTORY = enum.auto()
    STATUS = enum.auto()
    APPS = enum.auto()
    PRIVACY = enum.auto()
    ABOUT = enum.auto()
    START = enum.auto()
    STOP = enum.auto()
    QUIT = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """One wish; `prompt_id` says which warning."""

    kind: CommandKind
    prompt_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """A line of the menu. Without a command it is only read; without a text it is a separator."""

    text: str = ""
    command: Command | None = None


def tray_menu(link: Link, prompts: Sequence[Prompt]) -> tuple[MenuEntry, ...]:
    """Return the menu.

    Args:
        link: what is known about the agent.
        prompts: warnings that wait for an answer.
    """
    state = protection(link)
    entries = [MenuEntry(text=f"{tr(Text.APP_NAME)}: {state.headline}"), MenuEntry()]
    for prompt in prompts:
        text = tr(Text.MENU_OPEN_WARNING, what=notice(prompt).title)
        entries.append(_entry(text, CommandKind.WARNING, prompt_id=prompt.prompt_id))
    if prompts:
        entries.append(MenuEntry())
    entries += [
        _entry(tr(Text.MENU_HISTORY), CommandKind.HISTORY),
        _entry(tr(Text.MENU_STATUS), CommandKind.STATUS),
        _entry(tr(AppText.MENU), CommandKind.APPS),
        _entry(tr(Text.MENU_PRIVACY), CommandKind.PRIVACY),
        _entry(tr(Text.MENU_ABOUT), CommandKind.ABOUT),
        MenuEntry(),
    ]
    if state.can_start:
        entries.append(_entry(tr(Text.MENU_START), CommandKind.START))
    # Only without an agent: a running one would start the tray again at once.
    entries.append(
        _entry(tr(Text.MENU_STOP), CommandKind.STOP) if state.can_stop else _entry(tr(Text.MENU_QUIT), CommandKind.QUIT)
    )
    return tuple(entries)


def _entry(text: str, kind: CommandKind, *, prompt_id: str = "") -> MenuEntry:
    return MenuEntry(text=text, command=Command(kind=kind, prompt_id=prompt_id))
