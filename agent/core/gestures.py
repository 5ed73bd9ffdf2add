"""A gesture: content that is on its way through a channel to a destination."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from datetime import datetime

from agent.core.content import Content

__all__ = ["AnalysisRequest", "Channel", "Destination", "DestinationKind", "DestinationStatus", "Reason"]


class Channel(enum.StrEnum):
    """How data would leave."""

    CLIPBOARD = "clipboard"
    PRIMARY_SELECTION = "primary_selection"
    DRAG_AND_DROP = "drag_and_drop"
    BROWSER = "browser"
    FILE_UPLOAD = "file_upload"
    AI_APP = "ai_app"
    COMMAND_LINE = "command_line"


class Reason(enum.StrEnum):
    """The gesture that caused a request."""

    FOCUS = "focus"
    """An AI destination got the focus while the clipboard held the content."""
    PASTE = "paste"
    """The destination asked for the clipboard's content."""
    SCAN = "scan"
    """A person or a program asked `cordon scan`."""
    PROMPT = "prompt"
    """A coding agent is about to send what the person wrote."""
    TOOL_CALL = "tool_call"
    """A coding agent is about to run a command, call a tool or read a file."""


class DestinationKind(enum.StrEnum):
    """What sort of AI tool a destination is."""

    ASSISTANT = "assistant"
    """Answers, writes, searches or translates for a person."""
    CODING_AGENT = "coding_agent"
    """Works on a project: an editor or a command-line tool."""
    IDE_PLUGIN = "ide_plugin"
    """Runs inside an editor that is not itself an AI app."""
    MEETING_RECORDER = "meeting_recorder"
    """Listens to meetings or dictation and writes down what was said."""
    MEDIA_GENERATOR = "media_generator"
    """Makes pictures, video, voices or music."""
    LOCAL_RUNNER = "local_runner"
    """Runs models on this device."""
    API = "api"
    """A host that programs talk to."""


class DestinationStatus(enum.StrEnum):
    """What the organization thinks of a destination."""

    APPROVED = "approved"
    TOLERATED = "tolerated"
    UNAPPROVED = "unapproved"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """The AI app or site that would receive the content.

    Attributes:
        destination_id: stable id from the catalogue ("chatgpt").
        name: as its vendor writes it ("ChatGPT").
        vendor: who runs it.
        kind: what sort of tool it is.
        status: the organization's verdict on the tool itself.
    """

    destination_id: str
    name: str
    vendor: str
    kind: DestinationKind
    status: DestinationStatus = DestinationStatus.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisRequest:
    """One thing to judge.

    Attributes:
        request_id: unique.
        user_action_id: shared by all requests of one gesture, so that the person is asked once.
        channel: how the data would leave.
        reason: the gesture.
        destination: who would receive it.
        content: what it is.
        expires_at: when an answer is worth nothing any more (aware UTC).
    """

    request_id: str
    user_action_id: str
    channel: Channel
    reason: Reason
    destination: Destination
    content: Content
    expires_at: datetime
