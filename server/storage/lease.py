"""A lease: of all who could do something, one does it, until it stops saying that it still does."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.orm import Session

from server.storage.tables import Lease

__all__ = ["give_back", "take"]


def take(session: Session, now: datetime, name: str, holder: str, lasts: timedelta) -> bool:
    """Take or keep a lease. Returns whether it is the holder's now.

    Args:
        session: that writes.
        now: the time; those who share a database have clocks that agree within a few seconds.
        name: of what only one may do.
        holder: who asks; random.
        lasts: from now on, unless it is kept again.
    """
    held = session.execute(
        update(Lease)
        .where(Lease.name == name, or_(Lease.holder == holder, Lease.expires_at <= now))
        .values(holder=holder, expires_at=now + lasts)
        .returning(Lease.name)
    ).first()
    if held is not None:
        return True
    if session.get(Lease, name) is not None:
        return False
    session.add(Lease(name=name, holder=holder, expires_at=now + lasts))
    session.flush()
    return True


def give_back(session: Session, name: str, holder: str) -> None:
    """Let somebody else have it at once."""
    session.execute(delete(Lease).where(Lease.name == name, Lease.holder == holder))
