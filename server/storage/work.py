"""What the signer has to do: devices whose assignment has changed since it was published, and what it is now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from agent.fleet.exceptions import ExceptionState
from server.storage import audit
from server.storage.assignments import PendingAssignment, assignments_of
from server.storage.roles import Actor
from server.storage.tables import Device, ExceptionRow, Publication, PublicationState

__all__ = [
    "PendingAssignment",
    "due_revisions",
    "has_work",
    "known_devices",
    "mark_published",
    "pending_assignments",
    "reassign_all",
]


def has_work(session: Session, now: datetime) -> bool:
    """Whether there is anything to sign. Cheap: it is asked every second."""
    due = or_(
        select(Device.id).where(Device.revision > Device.published_revision).limit(1).exists(),
        select(Publication.id).where(Publication.state == PublicationState.PENDING.value).limit(1).exists(),
        select(ExceptionRow.id)
        .where(ExceptionRow.state == ExceptionState.GRANTED.value, ExceptionRow.expires_at <= now)
        .limit(1)
        .exists(),
    )
    return bool(session.scalar(select(due)))


def due_revisions(session: Session, *, after: str = "", limit: int = 2000) -> Mapping[str, int]:
    """Return devices whose assignment is not published yet, by id, with their revisions; at most so many."""
    query = select(Device.id, Device.revision).where(Device.revision > Device.published_revision, Device.id > after)
    return {device_id: revision for device_id, revision in session.execute(query.order_by(Device.id).limit(limit))}  # noqa: C416 - rows are no pairs to mypy


def pending_assignments(
    session: Session, now: datetime, *, device_ids: Sequence[str] | None = None, limit: int = 2000
) -> Sequence[PendingAssignment]:
    """Return assignments that are not published yet, at most so many.

    Args:
        session: that sees one moment.
        now: the time.
        device_ids: of these devices only, where their assignments are not published yet.
        limit: how many, where it is not said which.
    """
    query = select(Device).where(Device.revision > Device.published_revision)
    if device_ids is None:
        return assignments_of(session, now, session.scalars(query.order_by(Device.id).limit(limit)).all())
    devices: list[Device] = []
    for start in range(0, len(device_ids), 500):  # what one statement may hold
        devices += session.scalars(query.where(Device.id.in_(device_ids[start : start + 500])))
    return assignments_of(session, now, devices)


def mark_published(session: Session, revisions: Mapping[str, int]) -> None:
    """Keep which revisions of which devices are published."""
    for device_id, revision in revisions.items():
        session.execute(
            update(Device)
            .where(Device.id == device_id, Device.published_revision < revision)
            .values(published_revision=revision),
            execution_options={"synchronize_session": False},
        )


def known_devices(session: Session) -> frozenset[str]:
    """Return the ids of all devices, retired ones, too."""
    return frozenset(session.scalars(select(Device.id)))


def reassign_all(session: Session, now: datetime, actor: Actor) -> int:
    """Let the signer publish every assignment again, whatever is published. Returns how many devices there are."""
    changed = session.execute(
        update(Device).values(published_revision=0).returning(Device.id),
        execution_options={"synchronize_session": False},
    ).all()
    audit.record(session, now, actor, "device.reassign", "devices", f"{len(changed)} devices")
    return len(changed)
