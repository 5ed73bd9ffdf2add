"""What the status window shows: protection, open issues, what is in force, coverage, and what an employer can see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.health import Coverage, Severity
from agent.core.in_force import PolicyOrigin
from agent.core.sync import SyncTrouble
from agent.ipc.codec import PROTOCOL_VERSION
from agent.ipc.messages import StatusResult
from agent.ipc.sync_messages import SyncModel
from gui.viewmodels.link import Link
from gui.viewmodels.names import channel_name, coverage_name, coverage_text, local_time, mode_name
from gui.viewmodels.protection import Protection, Tone, protection
from gui.viewmodels.wording import Text, tr

__all__ = [
    "CoverageRow",
    "Fact",
    "IssueRow",
    "PrivacyState",
    "StatusState",
    "about_facts",
    "coverage_legend",
    "privacy_state",
    "status_state",
]

_SEVERITY_TONES = {Severity.INFO: Tone.INFO, Severity.WARNING: Tone.CAUTION, Severity.ERROR: Tone.BAD}
_SEVERITY_ORDER = (Severity.ERROR, Severity.WARNING, Severity.INFO)
_COVERAGE_TONES = {Coverage.HELD: Tone.GOOD, Coverage.SEEN: Tone.CAUTION, Coverage.BLIND: Tone.BAD}
_POLICIES = {
    PolicyOrigin.PACKAGED: Text.FACT_POLICY_VALUE,
    PolicyOrigin.FILE: Text.FACT_POLICY_UNSIGNED,
    PolicyOrigin.SIGNED: Text.FACT_POLICY_SIGNED,
    PolicyOrigin.UNAVAILABLE: Text.FACT_POLICY_UNAVAILABLE,
}
_GOVERNED = {PolicyOrigin.SIGNED, PolicyOrigin.UNAVAILABLE}
"""By an organization, whether or not anybody knows its server right now."""
_TROUBLES = {
    SyncTrouble.UNREACHABLE: Text.SYNC_UNREACHABLE,
    SyncTrouble.PROXY_REFUSED: Text.SYNC_PROXY,
    SyncTrouble.UNTRUSTED_SERVER: Text.SYNC_UNTRUSTED,
    SyncTrouble.NOT_KNOWN: Text.SYNC_NOT_KNOWN,
    SyncTrouble.SERVER_FAILED: Text.SYNC_SERVER_FAILED,
    SyncTrouble.FORGED: Text.SYNC_REFUSED,
    SyncTrouble.ROLLED_BACK: Text.SYNC_REFUSED,
    SyncTrouble.EXPIRED: Text.SYNC_EXPIRED,
    SyncTrouble.TOO_LARGE: Text.SYNC_REFUSED,
    SyncTrouble.UNUSABLE: Text.SYNC_REFUSED,
    SyncTrouble.STORE_FAILED: Text.SYNC_STORE,
}
_BACKENDS = {"x11": Text.BACKEND_X11, "polling": Text.BACKEND_POLLING, "none": Text.BACKEND_NONE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A name and its value."""

    name: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IssueRow:
    """An open health issue. `text` holds its detail, too; `hint` is the next step."""

    tone: Tone
    title: str
    text: str
    hint: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """A channel: what Cordon can do about it here, what that means, and why."""

    tone: Tone
    channel: str
    coverage: str
    meaning: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyState:
    """Answer to "what can my employer see"."""

    heading: str
    text: str
    recorded: tuple[str, ...]
    never: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusState:
    """The whole window.

    Attributes:
        is_known: the agent told its status; False while there is none to ask.
    """

    protection: Protection
    is_known: bool
    issues: tuple[IssueRow, ...] = ()
    facts: tuple[Fact, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    privacy: PrivacyState
    about: tuple[Fact, ...] = ()


def status_state(link: Link, *, tray_version: str, now: datetime) -> StatusState:
    """Return what the status window shows.

    Args:
        link: what is known about the agent.
        tray_version: of this program.
        now: the present instant (aware, local time zone).
    """
    status = link.status
    about = about_facts(status, tray_version=tray_version)
    if status is None:
        return StatusState(protection=protection(link), is_known=False, privacy=privacy_state(None), about=about)
    issues = sorted(status.health, key=lambda issue: _SEVERITY_ORDER.index(issue.severity))
    return StatusState(
        protection=protection(link),
        is_known=True,
        issues=tuple(
            IssueRow(
                tone=_SEVERITY_TONES[issue.severity],
                title=issue.title,
                text=" ".join(part for part in (issue.text, issue.detail) if part),
                hint=issue.hint,
                since=local_time(issue.since, now),
            )
            for issue in issues
        ),
        facts=_facts(status, now),
        coverage=tuple(
            CoverageRow(
                tone=_COVERAGE_TONES[row.coverage],
                channel=channel_name(row.channel),
                coverage=coverage_name(row.coverage),
                meaning=coverage_text(row.coverage),
                why=row.why,
            )
            for row in status.coverage
        ),
        privacy=privacy_state(status),
        about=about,
    )


def _facts(status: StatusResult, now: datetime) -> tuple[Fact, ...]:
    policy = tr(_POLICIES[status.policy_origin], name=status.policy_name, version=status.policy_version)
    backend = _BACKENDS.get(status.clipboard_backend)
    return (
        Fact(name=tr(Text.FACT_POLICY), value=policy),
        *_sync_facts(status.sync, now),
        Fact(name=tr(Text.FACT_MODE), value=mode_name(status.mode)),
        Fact(name=tr(Text.FACT_CLIPBOARD), value=tr(backend) if backend else status.clipboard_backend),
        Fact(name=tr(Text.FACT_RUNNING), value=local_time(status.started_at, now)),
    )


def _sync_facts(sync: SyncModel | None, now: datetime) -> tuple[Fact, ...]:
    """Who governs the device, and when they were last heard of; nothing where nobody does."""
    if sync is None:
        return ()
    if sync.succeeded_at is None:
        heard = tr(Text.SYNC_NOT_YET)
    else:
        heard = tr(Text.SYNC_AT, at=local_time(sync.succeeded_at, now))
    if sync.trouble is not None:
        heard = tr(Text.SYNC_TROUBLE, heard=heard, trouble=tr(_TROUBLES[sync.trouble]))
    return (
        Fact(name=tr(Text.FACT_SERVER), value=sync.server),
        Fact(name=tr(Text.FACT_SYNC), value=heard),
    )


def about_facts(status: StatusResult | None, *, tray_version: str) -> tuple[Fact, ...]:
    """Return versions and the license."""
    agent = tr(Text.NOT_CONNECTED) if status is None else tr(Text.VERSION, version=status.agent_version)
    return (
        Fact(name=tr(Text.ABOUT_TRAY), value=tr(Text.VERSION, version=tray_version)),
        Fact(name=tr(Text.ABOUT_AGENT), value=agent),
        Fact(name=tr(Text.ABOUT_PROTOCOL), value=str(PROTOCOL_VERSION)),
        Fact(name=tr(Text.ABOUT_LICENSE), value=tr(Text.ABOUT_LICENSE_VALUE)),
    )


def coverage_legend() -> str:
    """Return what held, seen and blind mean, in one line."""
    return tr(
        Text.COVERAGE_LEGEND,
        **{str(each): coverage_name(each) for each in Coverage},
        **{f"{each}_text": coverage_text(each) for each in Coverage},
    )


def privacy_state(status: StatusResult | None) -> PrivacyState:
    """Return what an employer can see: where one governs the device, what a check-in says."""
    if status is None:
        heading, text = tr(Text.PRIVACY_HEADING_UNKNOWN), tr(Text.PRIVACY_TEXT_UNKNOWN)
    elif status.sync is None and status.policy_origin not in _GOVERNED:
        heading, text = tr(Text.PRIVACY_HEADING), tr(Text.PRIVACY_TEXT)
    else:
        heading = tr(Text.PRIVACY_HEADING_GOVERNED)
        server = status.sync.server if status.sync is not None else tr(Text.PRIVACY_SERVER)
        text = tr(Text.PRIVACY_TEXT_GOVERNED, server=server)
    return PrivacyState(
        heading=heading,
        text=text,
        recorded=(tr(Text.PRIVACY_RECORDED_1), tr(Text.PRIVACY_RECORDED_2), tr(Text.PRIVACY_RECORDED_3)),
        never=(tr(Text.PRIVACY_NEVER_1), tr(Text.PRIVACY_NEVER_2), tr(Text.PRIVACY_NEVER_3)),
    )
