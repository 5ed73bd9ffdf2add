"""What administrators get: rows of the database as JSON, field by field, so that a new column does not leak out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Query
from pydantic import BaseModel, ConfigDict

from server.storage.tables import Device, DeviceAccount, DeviceSession, OpenIssue

__all__ = [
    "AccountEntry",
    "After",
    "Answer",
    "Counts",
    "DeviceDetail",
    "DeviceEntry",
    "IssueEntry",
    "Limit",
    "Page",
    "SessionEntry",
    "Summary",
]

_T = TypeVar("_T")
After = Annotated[str, Query(max_length=100, description="`next` of the page before.")]
Limit = Annotated[int, Query(ge=1, le=1000)]


class Answer(BaseModel):
    """What they have in common."""

    model_config = ConfigDict(frozen=True)


class Page(Answer, Generic[_T]):
    """A part of a list.

    Attributes:
        next: what to ask for with `after`; null on the last page.
    """

    items: list[_T]
    next: str | None = None


class DeviceEntry(Answer):
    """A device.

    Attributes:
        is_published: whether devices get its newest assignment already.
    """

    id: str
    team: str | None
    os: str
    os_version: str
    agent_version: str
    token_id: str
    enrolled_at: datetime
    last_seen_at: datetime | None
    has_machine_service: bool
    is_retired: bool
    is_published: bool

    @classmethod
    def of(cls, row: Device) -> DeviceEntry:
        """Return a row's."""
        return cls(**_device(row))


class IssueEntry(Answer):
    """An open health issue."""

    code: str
    since: datetime


class SessionEntry(Answer):
    """What one person's agent has said last; which person, the server does not know."""

    session_id: str
    agent_version: str
    policy_version: str
    layers: list[dict[str, Any]]
    channels: list[dict[str, Any]]
    health: list[IssueEntry]
    seen_at: datetime
    history_sequence: int | None
    history_trouble: str | None
    history_trouble_at: datetime | None


class AccountEntry(Answer):
    """Who works with an account of a device."""

    account: str
    user: str


class DeviceDetail(DeviceEntry):
    """Everything about a device.

    Attributes:
        accounts: null where the key may not read people.
    """

    metadata_versions: dict[str, int]
    health: list[IssueEntry]
    sessions: list[SessionEntry]
    accounts: list[AccountEntry] | None

    @classmethod
    def build(
        cls,
        row: Device,
        sessions: Sequence[DeviceSession],
        issues: Sequence[OpenIssue],
        accounts: Sequence[DeviceAccount] | None,
    ) -> DeviceDetail:
        """Put it together."""

        def health(session_id: str) -> list[IssueEntry]:
            return [IssueEntry(code=each.code, since=each.since) for each in issues if each.session_id == session_id]

        return cls(
            **_device(row),
            metadata_versions=row.metadata_versions,
            health=health(""),
            sessions=[
                SessionEntry(
                    session_id=each.session_id,
                    agent_version=each.agent_version,
                    policy_version=each.policy_version,
                    layers=each.layers,
                    channels=each.channels,
                    health=health(each.session_id),
                    seen_at=each.seen_at,
                    history_sequence=each.head_sequence,
                    history_trouble=each.head_trouble,
                    history_trouble_at=each.head_trouble_at,
                )
                for each in sessions
            ],
            accounts=None
            if accounts is None
            else [AccountEntry(account=each.account, user=each.user) for each in accounts],
        )


class Summary(Answer):
    """The fleet in numbers; `server.storage.reports.FleetSummary` says what each is."""

    devices: int
    retired: int
    silent: int
    waiting: int
    by_agent_version: dict[str, int]
    by_team: dict[str, int]
    by_policy_version: dict[str, int]
    by_issue: dict[str, int]
    history_troubles: int
    exceptions_pending: int
    publications_pending: int


class Counts(Answer):
    """Gestures of one kind on one day."""

    day: date
    destination_id: str
    label: str
    channel: str
    disposition: str
    count: int
    devices: int


def _device(row: Device) -> dict[str, Any]:
    names = (
        "id",
        "team",
        "os",
        "os_version",
        "agent_version",
        "token_id",
        "enrolled_at",
        "last_seen_at",
        "has_machine_service",
        "is_retired",
    )
    return {**{name: getattr(row, name) for name in names}, "is_published": row.published_revision >= row.revision}
