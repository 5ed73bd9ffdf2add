"""Who is signed in to the console: a session lasts 8 hours at most, and 30 minutes without a page.

It is as good as the key that it began with: a revoked key ends all of its sessions. Of a session's secret only the hash
is kept, so that every replica knows it and a copy of the database opens none.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.errors import DeniedError
from server.storage.roles import Actor, Role
from server.storage.tables import ApiKey, ConsoleSession
from server.storage.tokens import hash_secret

__all__ = ["IDLE", "LONGEST", "MOST_OF_A_KEY", "Signed", "find_session", "sign_in", "sign_out", "touch_session"]

LONGEST: Final = timedelta(hours=8)
IDLE: Final = timedelta(minutes=30)
MOST_OF_A_KEY: Final = 10
"""At a time; the oldest ends."""

_TOUCHED_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """Somebody who is signed in.

    Attributes:
        actor: whose key it is.
        ends_at: whatever they do.
        is_due: whether `touch_session` should be called.
    """

    actor: Actor
    ends_at: datetime
    is_due: bool


def sign_in(session: Session, now: datetime, key_secret: str) -> tuple[Actor, str]:
    """Begin a session with a key. Returns whose it is, and the session's secret.

    Raises:
        DeniedError: it is no key that is good.
    """
    key = session.scalar(
        select(ApiKey).where(ApiKey.secret_sha256 == hash_secret(key_secret), ApiKey.revoked_at.is_(None))
    )
    if key is None:
        raise DeniedError("The key is not good", hint="It may be revoked, or not whole: it begins with cordon_.")
    actor = Actor(name=key.name, owner=key.owner, role=Role(key.role))
    session.execute(
        delete(ConsoleSession).where(
            or_(ConsoleSession.began_at <= now - LONGEST, ConsoleSession.seen_at <= now - IDLE)
        )
    )
    kept = session.scalars(
        select(ConsoleSession.secret_sha256)
        .where(ConsoleSession.key_id == key.id)
        .order_by(ConsoleSession.seen_at.desc())
        .limit(MOST_OF_A_KEY - 1)
    ).all()
    session.execute(
        delete(ConsoleSession).where(ConsoleSession.key_id == key.id, ConsoleSession.secret_sha256.not_in(kept))
    )
    secret = secrets.token_urlsafe(32)
    session.add(ConsoleSession(secret_sha256=hash_secret(secret), key_id=key.id, began_at=now, seen_at=now))
    session.flush()
    audit.record(session, now, actor, "console.sign_in", key.id)
    return actor, secret


def find_session(session: Session, now: datetime, secret: str) -> Signed | None:
    """Return who is signed in with a session's secret; None for nobody."""
    row = session.execute(
        select(ConsoleSession.began_at, ConsoleSession.seen_at, ApiKey.name, ApiKey.owner, ApiKey.role)
        .join(ApiKey, ApiKey.id == ConsoleSession.key_id)
        .where(
            ConsoleSession.secret_sha256 == hash_secret(secret),
            ConsoleSession.began_at > now - LONGEST,
            ConsoleSession.seen_at > now - IDLE,
            ApiKey.revoked_at.is_(None),
        )
    ).first()
    if row is None:
        return None
    began_at, seen_at, name, owner, role = row
    return Signed(
        actor=Actor(name=name, owner=owner, role=Role(role)),
        ends_at=began_at + LONGEST,
        is_due=now - seen_at >= _TOUCHED_EVERY,
    )


def touch_session(session: Session, now: datetime, secret: str) -> None:
    """Note that a page was asked for."""
    session.execute(
        update(ConsoleSession).where(ConsoleSession.secret_sha256 == hash_secret(secret)).values(seen_at=now),
        execution_options={"synchronize_session": False},
    )


def sign_out(session: Session, now: datetime, actor: Actor, secret: str) -> None:
    """End a session. Doing it again changes nothing."""
    ended = session.execute(
        delete(ConsoleSession)
        .where(ConsoleSession.secret_sha256 == hash_secret(secret))
        .returning(ConsoleSession.key_id)
    ).first()
    if ended is not None:
        audit.record(session, now, actor, "console.sign_out", ended[0])
