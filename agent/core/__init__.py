"""The vocabulary every floor shares: frozen dataclasses, enums, errors and ports. Standard library only.

The words are those of docs/architecture.md; each enum value reaches disk or wire and never changes.
"""

from agent.core.content import ActiveWindow, Content, ContentKind, ContentProblem
from agent.core.errors import (
    AgentError,
    BugError,
    EnvironmentProblemError,
    SecretStoreError,
    SecretStoreLockedError,
)
from agent.core.events import EntityCount, Event, EventPage, EventQuery
from agent.core.findings import (
    CONTEXT,
    Assessment,
    Category,
    Entity,
    Explanation,
    Finding,
    Inspection,
    ModelReading,
    ModelState,
    ScoreStep,
    removable,
    sensitive,
)
from agent.core.gestures import (
    AnalysisRequest,
    Channel,
    Destination,
    DestinationKind,
    DestinationStatus,
    Reason,
)
from agent.core.scope import OperatingSystem, Scope
from agent.core.verdicts import (
    Action,
    Disposition,
    FailMode,
    Label,
    Layer,
    Mode,
    Offer,
    OfflineMode,
    TriggeredRule,
    Verdict,
)

__all__ = [
    "CONTEXT",
    "Action",
    "ActiveWindow",
    "AgentError",
    "AnalysisRequest",
    "Assessment",
    "BugError",
    "Category",
    "Channel",
    "Content",
    "ContentKind",
    "ContentProblem",
    "Destination",
    "DestinationKind",
    "DestinationStatus",
    "Disposition",
    "Entity",
    "EntityCount",
    "EnvironmentProblemError",
    "Event",
    "EventPage",
    "EventQuery",
    "Explanation",
    "FailMode",
    "Finding",
    "Inspection",
    "Label",
    "Layer",
    "Mode",
    "ModelReading",
    "ModelState",
    "Offer",
    "OfflineMode",
    "OperatingSystem",
    "Reason",
    "Scope",
    "ScoreStep",
    "SecretStoreError",
    "SecretStoreLockedError",
    "TriggeredRule",
    "Verdict",
    "removable",
    "sensitive",
]
