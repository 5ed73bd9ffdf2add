"""Administrators' keys: a name, the person behind it, one role. Of a secret only its hash is kept."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.errors import ConflictError, NotFoundError, RuleBrokenError
from server.storage.roles import Actor, Role
from server.storage.tables import ApiKey
from server.storage.tokens import hash_secret

__all__ = ["KEY_PREFIX", "actor_of", "create_key", "find_keys", "has_keys", "revoke_key"]

KEY_PREFIX: Final = "cordon_"
"""So that scanners of source code recognize one that was left somewhere."""

_NAME: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{1,100}")
"""A grant carries the name of its approver's key to the device (`agent.fleet.message.Name`)."""


def create_key(
    session: Session, now: datetime, actor: Actor, *, name: str, owner: str, role: Role
) -> tuple[ApiKey, str]:
    """Make a key; the secret is returned once.

    Raises:
        RuleBrokenError: the name or the owner cannot be used.
        ConflictError: the name is taken; names stay taken, since the audit log has them.
    """
    if _NAME.fullmatch(name) is None or _NAME.fullmatch(owner) is None:
        raise RuleBrokenError(
            "A key or its owner cannot have this name", hint="One line of at most 100 characters, none of control."
        )
    if session.scalar(select(ApiKey.id).where(ApiKey.name == name)) is not None:
        raise ConflictError(
            "There is a key of this name already", hint="Names are not used twice: the audit log has them."
        )
    secret = KEY_PREFIX + secrets.token_urlsafe(32)
    key = ApiKey(
        id=secrets.token_hex(8),
        name=name,
        owner=owner,
        role=role.value,
        secret_sha256=hash_secret(secret),
        created_at=now,
        created_by=actor.name,
    )
    session.add(key)
    session.flush()
    audit.record(session, now, actor, "key.create", key.id, f"{name}: {role.value}")
    return key, secret


def find_keys(session: Session, *, after: str = "", limit: int = 100) -> Sequence[ApiKey]:
    """Return keys by id."""
    return session.scalars(select(ApiKey).where(ApiKey.id > after).order_by(ApiKey.id).limit(limit)).all()


def has_keys(session: Session) -> bool:
    """Whether there has ever been one."""
    return bool(session.scalar(select(func.count()).select_from(ApiKey)))


def revoke_key(session: Session, now: datetime, actor: Actor, key_id: str) -> ApiKey:
    """Let a key be good for nothing. Doing it again changes nothing.

    Raises:
        NotFoundError: there is no such key.
    """
    key = session.get(ApiKey, key_id)
    if key is None:
        raise NotFoundError("There is no such key")
    if key.revoked_at is None:
        key.revoked_at = now
        session.flush()
        audit.record(session, now, actor, "key.revoke", key_id, key.name)
    return key


def actor_of(session: Session, secret: str) -> Actor | None:
    """Return whose key a secret is; None for nobody's."""
    key = session.scalar(select(ApiKey).where(ApiKey.secret_sha256 == hash_secret(secret), ApiKey.revoked_at.is_(None)))
    return Actor(name=key.name, owner=key.owner, role=Role(key.role)) if key is not None else None
