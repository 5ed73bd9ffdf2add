"""What the status window shows: protection, open issues, what is in force, coverage, and what an employer can see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from agent.core.health import Coverage, Severity
from agent.core.in_force import PolicyOrigin
from agent.ipc.codec import PROTOCOL_VERSION
from agent.ipc.messages import StatusResult
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
    about: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PrivacyState:
    """Answer to "what can my employer see"."""

    heading: str
    text: str
    recorded: tuple[str, ...]
    never: tuple[str, ...]


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
        return StatusState(protection=protection(link), is_known=False, about=about)
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
        about=about,
    )


def _facts(status: StatusResult, now: datetime) -> tuple[Fact, ...]:
    is_signed = status.policy_origin is not PolicyOrigin.FILE
    value = Text.FACT_POLICY_VALUE if is_signed else Text.FACT_POLICY_UNSIGNED
    policy = tr(value, name=status.policy_name, version=status.policy_version)
    backend = _BACKENDS.get(status.clipboard_backend)
    return (
        Fact(name=tr(Text.FACT_POLICY), value=policy),
        Fact(name=tr(Text.FACT_MODE), value=mode_name(status.mode)),
        Fact(name=tr(Text.FACT_CLIPBOARD), value=tr(backend) if backend else status.clipboard_backend),
        Fact(name=tr(Text.FACT_RUNNING), value=local_time(status.started_at, now)),
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


def privacy_state() -> PrivacyState:
    """Return what an employer can see. Nothing is configurable yet: no server exists that could be told anything."""
    return PrivacyState(
        heading=tr(Text.PRIVACY_HEADING),
        text=tr(Text.PRIVACY_TEXT),
        recorded=(tr(Text.PRIVACY_RECORDED_1), tr(Text.PRIVACY_RECORDED_2), tr(Text.PRIVACY_RECORDED_3)),
        never=(tr(Text.PRIVACY_NEVER_1), tr(Text.PRIVACY_NEVER_2), tr(Text.PRIVACY_NEVER_3)),
    )
