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
    POLICY_MISSING = "policy_missing"
    POLICY_STALE = "policy_stale"
    POLICY_OUTDATED = "policy_outdated"
    SYNC_UNREACHABLE = "sync_unreachable"
    SYNC_PROXY = "sync_proxy"
    SYNC_UNTRUSTED = "sync_untrusted"
    SYNC_SERVER_FAILED = "sync_server_failed"
    SYNC_REFUSED = "sync_refused"
    SYNC_EXPIRED = "sync_expired"
    SYNC_STORE = "sync_store"
    SYNC_BROKEN = "sync_broken"
    CLOCK_BEHIND = "clock_behind"
    DEVICE_NOT_KNOWN = "device_not_known"
    DEVICE_RETIRED = "device_retired"
    MACHINE_SERVICE_AWAY = "machine_service_away"
    PROCESSES_UNREADABLE = "processes_unreadable"
    LISTENERS_UNREADABLE = "listeners_unreadable"


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
        HealthCode.POLICY_MISSING: HealthIssueKind(
            severity=Severity.ERROR,
            title="Your organization's policy is missing",
            text="None that it has signed can be used, so a strict one is in force: confidential data stays here.",
            hint="Run `cordon sync now`. If this stays, ask IT; the device may have to be enrolled again.",
        ),
        HealthCode.POLICY_STALE: HealthIssueKind(
            severity=Severity.WARNING,
            title="The policy may be old",
            text="You are protected by the last one that arrived. For some time the server has confirmed no newer one.",
            hint="Connect to a network that reaches your organization's server.",
            depends_on=(HealthCode.POLICY_OUTDATED, HealthCode.POLICY_MISSING),
        ),
        HealthCode.POLICY_OUTDATED: HealthIssueKind(
            severity=Severity.ERROR,
            title="The policy was not renewed for too long",
            text="As your organization wants it, channels that fail closed hold back everything until it is renewed.",
            hint="Connect to a network that reaches your organization's server, then run `cordon sync now`.",
        ),
        HealthCode.SYNC_UNREACHABLE: HealthIssueKind(
            severity=Severity.INFO,
            title="Your organization's server does not answer",
            text="The policy in force stays in force; a newer one would not arrive.",
            hint="Nothing to do if this device is offline. Cordon tries again by itself.",
            time_to_visible_s=3600.0,
        ),
        HealthCode.SYNC_PROXY: HealthIssueKind(
            severity=Severity.WARNING,
            title="The proxy does not let Cordon through",
            text="Your organization's server cannot be reached. The policy in force stays in force.",
            hint="Ask IT for the proxy's address and account; docs/sync.md says where Cordon takes them from.",
            time_to_visible_s=60.0,
        ),
        HealthCode.SYNC_UNTRUSTED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The server's certificate is not trusted",
            text="Nobody whom this device trusts has signed it, so nothing was sent. The policy in force stays.",
            hint="An inspecting proxy's CA must be installed on this device, or stand in the enrolment token.",
            time_to_visible_s=60.0,
        ),
        HealthCode.SYNC_SERVER_FAILED: HealthIssueKind(
            severity=Severity.INFO,
            title="Your organization's server does not work as it should",
            text="It answers with an error. The policy in force stays in force.",
            hint="Cordon tries again by itself. Tell IT if this stays.",
            time_to_visible_s=3600.0,
        ),
        HealthCode.SYNC_REFUSED: HealthIssueKind(
            severity=Severity.ERROR,
            title="What the server offers was refused",
            text="It is not what your organization has signed, or cannot be used. The policy before it stays in force.",
            hint="Tell IT; `cordon sync status` says what was refused.",
        ),
        HealthCode.SYNC_EXPIRED: HealthIssueKind(
            severity=Severity.WARNING,
            title="The server offers nothing fresh",
            text="What it signed last has run out: it stands still, or somebody holds things back. The policy stays.",
            hint="Tell IT if this stays for more than a day.",
            time_to_visible_s=3600.0,
        ),
        HealthCode.SYNC_STORE: HealthIssueKind(
            severity=Severity.WARNING,
            title="A policy cannot be kept on this device",
            text="What was fetched could not be written. The policy in force stays in force.",
            hint="Check free space and permissions of the state folder (`cordon doctor` names it).",
        ),
        HealthCode.SYNC_BROKEN: HealthIssueKind(
            severity=Severity.WARNING,
            title="Syncing fails",
            text="The program that talks to the server ended without a result. The policy in force stays.",
            hint="Cordon tries again by itself. Restart Cordon if this stays, and tell IT.",
            time_to_visible_s=600.0,
        ),
        HealthCode.CLOCK_BEHIND: HealthIssueKind(
            severity=Severity.WARNING,
            title="This device's clock is behind",
            text="It shows a time before one that your server has signed. Cordon counts from the latter.",
            hint="Set the clock, or let the system set it by the network.",
        ),
        HealthCode.DEVICE_NOT_KNOWN: HealthIssueKind(
            severity=Severity.WARNING,
            title="The server does not know this device",
            text="It was removed there, or enrolled with another server. The policy in force stays in force.",
            hint="Ask IT for an enrolment token, then run `cordon enroll --replace`.",
        ),
        HealthCode.DEVICE_RETIRED: HealthIssueKind(
            severity=Severity.INFO,
            title="This device was taken out of service",
            text="Your organization has retired it. Its last policy stays in force.",
            hint="Ask IT if you still work with it.",
        ),
        HealthCode.MACHINE_SERVICE_AWAY: HealthIssueKind(
            severity=Severity.WARNING,
            title="The machine service does not run",
            text="It fetches this device's policy. The one that it verified last stays in force.",
            hint="Ask IT, or as an administrator run `systemctl start cordon-machine`.",
            time_to_visible_s=60.0,
        ),
        HealthCode.PROCESSES_UNREADABLE: HealthIssueKind(
            severity=Severity.WARNING,
            title="Running AI apps cannot be seen",
            text="This system does not let Cordon read which programs run. AI apps are known by their windows only.",
            hint="Run `cordon doctor`; in a container or sandbox, /proc must be that of its own processes.",
            time_to_visible_s=5.0,
        ),
        HealthCode.LISTENERS_UNREADABLE: HealthIssueKind(
            severity=Severity.INFO,
            title="Local model servers are not all seen",
            text="This system does not tell who listens on which port. Model servers are known by their program only.",
            hint="Nothing to do; macOS tells it to administrators only.",
            depends_on=(HealthCode.PROCESSES_UNREADABLE,),
            time_to_visible_s=60.0,
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
