"""The sentences about AI tools on this device; `wording` has the rules, and the translate function."""

from __future__ import annotations

import enum

__all__ = ["AppText"]


class AppText(enum.StrEnum):
    """The catalogue. Braces are filled in by `tr`."""

    MENU = "AI tools on this device…"
    PAGE = "AI tools"
    HEADING = "AI tools on this device"
    TEXT = "Running, installed, or seen in a window. The list stays on this device."
    LOADING = "Loading…"
    EMPTY = "No AI tool was seen yet"
    EMPTY_TEXT = "One that you start or have installed is listed here within a minute."
    FAILED = "The list cannot be read right now"
    RETRY = "Try again"
    BLIND = "This system does not let Cordon see which programs run, so more of them may be running."
    COUNT_ONE = "1 tool"
    COUNT = "{count} tools"
    SUBTITLE = "{vendor}, {kind}"
    RUNNING = "Running"
    INSTALLED = "Installed"
    FIRST_SEEN = "First seen: {at}"
    LAST_USED = "Last used: {at}"
    NOT_USED = "Not seen in use"
    KNOWN_BY = "Known by: {what}"
    ROW = "{name}: {status}. {now} {text}"

    STATUS_APPROVED = "Approved"
    STATUS_TOLERATED = "Tolerated"
    STATUS_UNAPPROVED = "Not approved"
    STATUS_UNKNOWN = "Not reviewed"

    KIND_ASSISTANT = "assistant"
    KIND_CODING_AGENT = "coding agent"
    KIND_IDE_PLUGIN = "editor plug-in"
    KIND_MEETING_RECORDER = "meeting recorder"
    KIND_MEDIA_GENERATOR = "picture, video or voice tool"
    KIND_LOCAL_RUNNER = "runs models on this device"
    KIND_API = "service for programs"

    EVIDENCE_EXECUTABLE = "its program"
    EVIDENCE_COMMAND = "what an interpreter runs"
    EVIDENCE_PARENT = "the program that started it"
    EVIDENCE_LISTENING_PORT = "its local port"
    EVIDENCE_INSTALLED = "what is installed"
    EVIDENCE_EDITOR_EXTENSION = "an editor's plug-in"
    EVIDENCE_WINDOW = "its window"

    NOTICE_TITLE = "{name} is not approved"
    NOTICE_TEXT = "Your organization has not approved it. Nothing was stopped."
    NOTICE_TEXT_ALTERNATIVE = "Your organization has not approved it; {alternative} is approved. Nothing was stopped."
