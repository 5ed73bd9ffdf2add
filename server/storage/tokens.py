"""Enrolment tokens: counted, expiring, revocable. Of a secret only its hash is kept.

Using one is a single statement that takes one use if there is one: of two devices that use the last one at the same
time, one gets it. Why a token is refused is said to nobody, since it would help whoever guesses; metrics count them.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.errors import ConflictError, DeniedError, NotFoundError, RuleBrokenError
from server.storage.people import require_team
from server.storage.roles import Actor
from server.storage.tables import Token

__all__ = [
    "LONGEST",
    "MOST_USES",
    "NewToken",
    "create_token",
    "find_tokens",
    "hash_secret",
    "revoke_token",
    "use_token",
]

LONGEST: Final = timedelta(days=366)
MOST_USES: Final = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class NewToken:
    """What a token is to be.

    Attributes:
        name: for people, as "rollout berlin".
        uses: so many devices.
        lasts: from now on.
        team: of devices that enrol with it.
        allows_any_team: whether they may ask for another one.
    """

    name: str
    uses: int = 1
    lasts: timedelta = timedelta(days=7)
    team: str | None = None
    allows_any_team: bool = False


def hash_secret(secret: str) -> str:
    """Return what is kept of a secret. It has 256 random bits, so nothing slower than SHA-256 is needed."""
    return hashlib.sha256(secret.encode()).hexdigest()


def create_token(session: Session, now: datetime, actor: Actor, wanted: NewToken) -> tuple[Token, str]:
    """Make a token; the secret is returned once.

    Raises:
        RuleBrokenError: it would last too long, or be good for too many devices.
        NotFoundError: there is no such team.
    """
    if not timedelta(0) < wanted.lasts <= LONGEST:
        raise RuleBrokenError("A token lasts at most a year", hint="Make a new one when it is needed.")
    if not 1 <= wanted.uses <= MOST_USES:
        raise RuleBrokenError("A token is good for one device up to a million")
    if wanted.team is not None:
        require_team(session, wanted.team)
    secret = secrets.token_urlsafe(32)
    token = Token(
        id=secrets.token_hex(8),
        name=wanted.name,
        secret_sha256=hash_secret(secret),
        team=wanted.team,
        allows_any_team=wanted.allows_any_team,
        uses_left=wanted.uses,
        created_at=now,
        created_by=actor.name,
        expires_at=now + wanted.lasts,
    )
    session.add(token)
    session.flush()
    audit.record(session, now, actor, "token.create", token.id, f"uses {wanted.uses}, team {wanted.team or '-'}")
    return token, secret


def find_tokens(session: Session, *, after: str = "", limit: int = 100) -> Sequence[Token]:
    """Return tokens by id."""
    return session.scalars(select(Token).where(Token.id > after).order_by(Token.id).limit(limit)).all()


def revoke_token(session: Session, now: datetime, actor: Actor, token_id: str) -> Token:
    """Let no more devices enrol with a token. Doing it again changes nothing.

    Raises:
        NotFoundError: there is no such token.
    """
    token = session.get(Token, token_id)
    if token is None:
        raise NotFoundError("There is no such token")
    if token.revoked_at is None:
        token.revoked_at = now
        session.flush()
        audit.record(session, now, actor, "token.revoke", token_id)
    return token


def use_token(session: Session, now: datetime, secret: str) -> Token:
    """Take one use of a token.

    Raises:
        DeniedError: there is none with this secret that is good now.
    """
    # The database compares hashes of the secret: how long that takes says nothing about the secret itself.
    used = session.execute(
        update(Token)
        .where(
            Token.secret_sha256 == hash_secret(secret),
            Token.uses_left > 0,
            Token.expires_at > now,
            Token.revoked_at.is_(None),
        )
        .values(uses_left=Token.uses_left - 1)
        .returning(Token.id)
    ).first()
    if used is None:
        raise DeniedError(
            "The enrolment token is not good", hint="It may be used up, expired or revoked: ask for a new one."
        )
    token = session.get(Token, used[0])
    if token is None:
        raise ConflictError("The token is gone")
    return token
