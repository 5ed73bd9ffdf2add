"""`apps.list` → what the page of AI tools shows; an app that was started → what a notification says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.gestures import DestinationStatus
from agent.ipc.app_messages import AppListResult, AppModel
from agent.ipc.prompt_messages import AppNotice
from gui.viewmodels.app_wording import AppText
from gui.viewmodels.names import joined, local_time
from gui.viewmodels.protection import Tone
from gui.viewmodels.warning import NOTICE_LIMIT, Notice
from gui.viewmodels.wording import tr

__all__ = ["AppRow", "AppsState", "app_notice", "apps_state"]

_TONES = {
    DestinationStatus.APPROVED: Tone.GOOD,
    DestinationStatus.TOLERATED: Tone.INFO,
    DestinationStatus.UNAPPROVED: Tone.BAD,
    DestinationStatus.UNKNOWN: Tone.NEUTRAL,
}
_NAME_LIMIT = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class AppRow:
    """One tool.

    Attributes:
        now: that it runs or is installed; empty where neither.
        history: when it was first seen and last used.
        spoken: all of it, for a screen reader.
    """

    app_id: str
    name: str
    subtitle: str
    status: str
    status_tone: Tone
    now: str
    is_running: bool
    history: str
    known_by: str
    spoken: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AppsState:
    """The whole page.

    Attributes:
        note: what cannot be seen here; empty where everything can.
    """

    rows: tuple[AppRow, ...]
    count: str
    note: str = ""


def apps_state(result: AppListResult, *, now: datetime) -> AppsState:
    """Return the page; `now` is aware and in the local time zone."""
    count = len(result.apps)
    return AppsState(
        rows=tuple(_row(each, now) for each in result.apps),
        count=tr(AppText.COUNT_ONE) if count == 1 else tr(AppText.COUNT, count=count),
        note="" if result.sees_processes else tr(AppText.BLIND),
    )


def app_notice(started: AppNotice) -> Notice:
    """Return what a notification says of a tool that is not approved."""
    name = started.destination_name[:_NAME_LIMIT]
    text = tr(AppText.NOTICE_TEXT)
    if started.alternative:
        longer = tr(AppText.NOTICE_TEXT_ALTERNATIVE, alternative=started.alternative[:_NAME_LIMIT])
        text = longer if len(longer) <= NOTICE_LIMIT else text
    return Notice(title=tr(AppText.NOTICE_TITLE, name=name), text=text)


def _row(app: AppModel, now: datetime) -> AppRow:
    status = tr(AppText[f"STATUS_{app.status.name}"])
    state = tr(AppText.RUNNING) if app.running else tr(AppText.INSTALLED) if app.installed else ""
    parts = [tr(AppText.FIRST_SEEN, at=local_time(app.first_seen_at, now))] if app.first_seen_at is not None else []
    used_at = app.last_used_at
    parts.append(tr(AppText.LAST_USED, at=local_time(used_at, now)) if used_at is not None else tr(AppText.NOT_USED))
    history = " · ".join(parts)
    return AppRow(
        app_id=app.id,
        name=app.name,
        subtitle=tr(AppText.SUBTITLE, vendor=app.vendor, kind=tr(AppText[f"KIND_{app.kind.name}"])),
        status=status,
        status_tone=_TONES[app.status],
        now=state,
        is_running=app.running,
        history=history,
        known_by=tr(AppText.KNOWN_BY, what=joined([tr(AppText[f"EVIDENCE_{each.name}"]) for each in app.evidence])),
        spoken=tr(AppText.ROW, name=app.name, status=status, now=f"{state}." if state else "", text=history),
    )
