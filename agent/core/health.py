"""Named degraded states.

Adapters report a code; the text lives here, once, so that status, doctor and the tray say the same thing. An issue
whose cause is another open issue is hidden behind it (`depends_on`), and one that often heals by itself becomes
visible only after `time_to_visible_s`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

__all__ = ["HEALTH_ISSUES", "ChannelCoverage", "Coverage", "HealthCode", "HealthIssue", "HealthIssueKind", "Severity"]


class Severity(enum.StrEnum):
    """How much protection is missing."""

    INFO = "info"
    WARNING = "warning"
    """Protection works; something about it is weaker or less convenient."""
    ERROR = "error"
    """A channel or the record is not protected."""


class HealthCode(enum.StrEnum):
    """One code per degraded state; crosses IPC."""

    NO_DISPLAY = "no_display"
    DISPLAY_LOST = "display_lost"
    CLIPBOARD_BLIND = "clipboard_blind"
    CLIPBOARD_POLLING = "clipboard_polling"
    ACTIVE_WINDOW_BLIND = "active_window_blind"
    CLIPBOARD_OWNER_SILENT = "clipboard_owner_silent"
    NO_KEYRING = "no_keyring"
    KEYRING_LOCKED = "keyring_locked"
    HISTORY_CORRUPT = "history_corrupt"
    HISTORY_UNAVAILABLE = "history_unavailable"
    HISTORY_EVENTS_LOST = "history_events_lost"
    GUI_NOT_RUNNING = "gui_not_running"
    LOG_UNAVAILABLE = "log_unavailable"
    ASSESSMENT_LATE = "assessment_late"
    NOT_HARDENED = "not_hardened"
    POLICY_UNSIGNED = "policy_unsigned"
    POLICY_REFUSED = "policy_refused"
    CLASSIFIER_REFUSED = "classifier_refused"
    CLASSIFIER_FAILED = "classifier_failed"
    CLASSIFIER_NOT_CONFINED = "classifier_not_confined"
    MODEL_REFUSED = "model_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthIssueKind:
    """What a code means.

    Attributes:
        title: short, no full stop.
        text: what it means for the person.
        hint: the next step.
        depends_on: codes that explain this one while they are open.
        time_to_visible_s: seconds an issue may stay open before anybody is shown it.
    """

    severity: Severity
    title: str
    text: str
    hint: str
    depends_on: tuple[HealthCode, ...] = ()
    time_to_visible_s: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthIssue:
    """An open issue.

    Attributes:
        code: which.
        since: when it was first reported (aware UTC).
        detail: numbers or names that are safe to show; may be empty.
    """

    code: HealthCode
    since: datetime
    detail: str = ""

    @property
    def kind(self) -> HealthIssueKind:
        """What the code means."""
        return HEALTH_ISSUES[self.code]


HEALTH_ISSUES = MappingProxyType(
    {
        HealthCode.NO_DISPLAY: HealthIssueKind(
            severity=Severity.ERROR,
            title="No display",
            text="Cordon sees neither the clipboard nor the active window without a graphical session.",
            hint="Start it from your desktop session, or set DISPLAY.",
        ),
        HealthCode.DISPLAY_LOST: HealthIssueKind(
            severity=Severity.ERROR,
            title="The display closed the connection",
            text="Cordon cannot see the clipboard until the display is back.",
            hint="It tries again by itself. Restart Cordon if this stays.",
            time_to_visible_s=3.0,
        ),
        HealthCode.CLIPBOARD_BLIND: HealthIssueKind(
            severity=Severity.ERROR,
            title="The clipboard cannot be seen",
            text="Nothing that is copied on this session is checked.",
            hint="Run `cordon doctor` to see what this session lacks.",
            depends_on=(HealthCode.NO_DISPLAY, HealthCode.DISPLAY_LOST),
        ),
        HealthCode.CLIPBOARD_POLLING: HealthIssueKind(
            severity=Severity.WARNING,
            title="The clipboard is polled",
            text="This session tells nobody when the clipboard changes, so Cordon looks twice a second, at text only.",
            hint="Nothing to do; checks may come up to half a second late.",
            depends_on=(HealthCode.NO_DISPLAY,),
        ),
        HealthCode.ACTIVE_WINDOW_BLIND: HealthIssueKind(
            severity=Severity.ERROR,
            title="The active window cannot be seen",
            text="Cordon cannot tell when an AI app has the focus, so it cannot warn.",
            hint="Use a window manager that follows EWMH (_NET_ACTIVE_WINDOW).",
            depends_on=(HealthCode.NO_DISPLAY, HealthCode.DISPLAY_LOST),
            time_to_visible_s=5.0,
        ),
        HealthCode.CLIPBOARD_OWNER_SILENT: HealthIssueKind(
            severity=Severity.INFO,
            title="An app does not hand over what it copied",
            text="The app that owns the clipboard did not answer in time, so its content could not be checked.",
            hint="Copy again if you rely on the check.",
        ),
        HealthCode.NO_KEYRING: HealthIssueKind(
            severity=Severity.WARNING,
            title="No system keyring",
            text="The key of the encrypted history lies in a file that only you can read, instead of in a keyring.",
            hint="Install and start GNOME Keyring or KWallet; Cordon moves the key there at its next start.",
        ),
        HealthCode.KEYRING_LOCKED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The system keyring is locked",
            text="History is kept in memory until the keyring is unlocked.",
            hint="Unlock your keyring; Cordon tries again every few seconds.",
            time_to_visible_s=10.0,
        ),
        HealthCode.HISTORY_CORRUPT: HealthIssueKind(
            severity=Severity.WARNING,
            title="The history file was damaged",
            text="It was set aside unchanged and a new one was started.",
            hint="Keep the set-aside file if you need it for evidence.",
        ),
        HealthCode.HISTORY_UNAVAILABLE: HealthIssueKind(
            severity=Severity.ERROR,
            title="History cannot be written",
            text="Events are kept in memory and written as soon as the disk takes them.",
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
            depends_on=(HealthCode.KEYRING_LOCKED,),
        ),
        HealthCode.HISTORY_EVENTS_LOST: HealthIssueKind(
            severity=Severity.ERROR,
            title="History is incomplete",
            text="History could not be written for so long that the oldest waiting events were given up.",
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
        ),
        HealthCode.GUI_NOT_RUNNING: HealthIssueKind(
            severity=Severity.ERROR,
            title="The tray is not running",
            text="Cordon records, but cannot warn.",
            hint="Run `cordon gui`.",
            depends_on=(HealthCode.NO_DISPLAY,),
            time_to_visible_s=5.0,
        ),
        HealthCode.LOG_UNAVAILABLE: HealthIssueKind(
            severity=Severity.INFO,
            title="The log file cannot be written",
            text="Messages are lost until the log file can be written again; errors also go to standard error.",
            hint="Check free space and permissions of the state folder.",
        ),
        HealthCode.ASSESSMENT_LATE: HealthIssueKind(
            severity=Severity.INFO,
            title="A check took too long",
            text="What was copied could not be checked in time, and was judged by what was known of it by then.",
            hint="Nothing to do if this was a single large copy, or the first one in a while.",
        ),
        HealthCode.NOT_HARDENED: HealthIssueKind(
            severity=Severity.WARNING,
            title="Cordon's memory is not shielded",
            text="This system did not let Cordon switch off core dumps and debuggers for itself.",
            hint="Nothing to do on this system; other programs of yours could read what Cordon holds.",
        ),
        HealthCode.POLICY_UNSIGNED: HealthIssueKind(
            severity=Severity.WARNING,
            title="An unsigned policy is in force",
            text="It was read from a file on this device: whoever can write to that file decides what is allowed.",
            hint="Start Cordon without --policy for the one that comes with it.",
        ),
        HealthCode.POLICY_REFUSED: HealthIssueKind(
            severity=Severity.WARNING,
            title="A policy was refused",
            text="It was read again and cannot be used. The one before stays in force.",
            hint="Correct it (`cordon policy lint` says where), then run `cordon policy reload`.",
        ),
        HealthCode.CLASSIFIER_REFUSED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The model cannot be used",
            text="Names and addresses in sentences are not recognized; numbers, keys and patterns still are.",
            hint="Install Cordon again. A file of the model is missing or was changed.",
        ),
        HealthCode.CLASSIFIER_FAILED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The model did not answer",
            text="The last text was checked without it: for numbers, keys and patterns, not for names in sentences.",
            hint="It starts anew with the next text. Restart Cordon if this stays.",
            depends_on=(HealthCode.CLASSIFIER_REFUSED,),
        ),
        HealthCode.CLASSIFIER_NOT_CONFINED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The model's process is not locked in",
            text="This system cannot take network and files away from it. It uses neither; nothing enforces that.",
            hint="A kernel with seccomp (Linux 3.17 or newer) can.",
        ),
        HealthCode.MODEL_REFUSED: HealthIssueKind(
            severity=Severity.WARNING,
            title="A delivered model was refused",
            text="It does not work on this device as it should. The one before goes on reading.",
            hint="Whoever publishes models for your organization can take it back or repair it.",
        ),
    }
)


class Coverage(enum.StrEnum):
    """What Cordon can do about a channel on this very session."""

    HELD = "held"
    """Content waits for the verdict."""
    SEEN = "seen"
    """Content is judged and the person is warned; it is not held."""
    BLIND = "blind"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelCoverage:
    """One row of the capability matrix.

    Attributes:
        channel: a `Channel` value.
        coverage: what Cordon can do about it here.
        why: one sentence.
    """

    channel: str
    coverage: Coverage
    why: str
