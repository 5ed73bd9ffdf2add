"""The capability matrix: what Cordon can do about each channel on this very session, and why; pure."""

from __future__ import annotations

from collections.abc import Collection

from agent.core import Channel
from agent.core.health import HEALTH_ISSUES, ChannelCoverage, Coverage, HealthCode

__all__ = ["channel_coverage"]

_CLIPBOARD_NEEDS = (
    HealthCode.NO_DISPLAY,
    HealthCode.DISPLAY_LOST,
    HealthCode.CLIPBOARD_BLIND,
    HealthCode.ACTIVE_WINDOW_BLIND,
)

_NOT_BUILT = {
    Channel.PRIMARY_SELECTION: "Text pasted with the middle mouse button is not watched yet.",
    Channel.DRAG_AND_DROP: "Text and files dragged into AI windows are not watched yet.",
    Channel.BROWSER: "There is no browser extension yet: AI sites are known by their window title, for the clipboard.",
    Channel.FILE_UPLOAD: "Files chosen for upload are not watched yet.",
}


def channel_coverage(*, health: Collection[HealthCode], backend: str, can_warn: bool) -> tuple[ChannelCoverage, ...]:
    """Return one row per channel.

    Args:
        health: codes of the open issues.
        backend: of the clipboard sensor: "x11", "polling" or "none".
        can_warn: whether a tray is there.
    """
    rows = {channel: _blind(channel, why) for channel, why in _NOT_BUILT.items()}
    rows[Channel.AI_APP] = _blind(Channel.AI_APP, _ai_app(health))
    rows[Channel.CLIPBOARD] = _clipboard(health, backend, can_warn=can_warn)
    rows[Channel.COMMAND_LINE] = ChannelCoverage(
        channel=Channel.COMMAND_LINE,
        coverage=Coverage.SEEN,
        why="What coding agents hand over by `cordon hook`, and what is piped through `cordon scan`.",
    )
    return tuple(rows[channel] for channel in Channel)


def _clipboard(health: Collection[HealthCode], backend: str, *, can_warn: bool) -> ChannelCoverage:
    missing = next((code for code in _CLIPBOARD_NEEDS if code in health), None)
    if missing is not None:
        return _blind(Channel.CLIPBOARD, f"{HEALTH_ISSUES[missing].title}: {HEALTH_ISSUES[missing].text}")
    if backend == "none":
        return _blind(Channel.CLIPBOARD, "This session shows the clipboard to no background program.")
    how = "Every copy is judged" if backend == "x11" else "Copied text is looked at twice a second"
    then = (
        "you are warned when an AI app gets the focus" if can_warn else "the tray is not running, so nobody is warned"
    )
    return ChannelCoverage(
        channel=Channel.CLIPBOARD, coverage=Coverage.SEEN, why=f"{how}; {then}. The paste itself is not held yet."
    )


def _ai_app(health: Collection[HealthCode]) -> str:
    if HealthCode.PROCESSES_UNREADABLE in health:
        return f"{HEALTH_ISSUES[HealthCode.PROCESSES_UNREADABLE].title}: they are known by their windows only."
    return (
        "AI apps that run or are installed are known (`cordon apps list`); what they read by themselves is not watched."
    )


def _blind(channel: Channel, why: str) -> ChannelCoverage:
    return ChannelCoverage(channel=channel, coverage=Coverage.BLIND, why=why)
