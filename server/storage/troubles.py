"""What the signer cannot do now: a step of its work, or the assignment of a device."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from server.storage.tables import SignerTrouble

__all__ = ["count_by_code", "find_troubles", "forget_all", "keep"]


def keep(session: Session, now: datetime, subject: str, code: str | None) -> None:
    """Keep what is wrong with something; None for nothing any more."""
    row = session.get(SignerTrouble, subject)
    if code is None:
        if row is not None:
            session.delete(row)
    elif row is None:
        session.add(SignerTrouble(subject=subject, code=code[:60], since=now))
    else:
        row.code = code[:60]
    session.flush()


def forget_all(session: Session) -> None:
    """Forget what was wrong when another signer worked."""
    session.execute(delete(SignerTrouble))


def find_troubles(session: Session) -> Mapping[str, str]:
    """Return the code of what is wrong, by its subject; at most 1000 of them."""
    rows = session.execute(
        select(SignerTrouble.subject, SignerTrouble.code).order_by(SignerTrouble.subject).limit(1000)
    )
    return {subject: code for subject, code in rows}  # noqa: C416 - rows are no pairs to mypy


def count_by_code(session: Session) -> Mapping[str, int]:
    """Return how many things are wrong, by code."""
    rows = session.execute(select(SignerTrouble.code, func.count()).group_by(SignerTrouble.code))
    return {code: number for code, number in rows}  # noqa: C416 - as above
