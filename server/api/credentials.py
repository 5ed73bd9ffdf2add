"""Enrolment tokens and administrators' keys. A secret is in one answer, when it is made, and nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Annotated, Final

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from agent.fleet.message import Name, Slug
from server.api.administrators import KeyChanger, KeyReader, TokenChanger, TokenReader
from server.api.context import Context
from server.api.messages import After, Answer, Limit, Page
from server.api.problems import responses
from server.storage import keys, tokens
from server.storage.roles import Role
from server.storage.tables import ApiKey, Token

__all__ = ["router"]

router: Final = APIRouter(prefix="/v1/admin", tags=["credentials"])
IdParameter = Annotated[str, Path(pattern=r"^[0-9a-f]{16}$")]


class TokenWish(BaseModel):
    """A token that is to be made.

    Attributes:
        allows_any_team: whether devices may ask for another team.
    """

    model_config = ConfigDict(extra="forbid")

    name: Name
    uses: Annotated[int, Field(ge=1, le=tokens.MOST_USES)] = 1
    expires_in_s: Annotated[int, Field(ge=60, le=int(tokens.LONGEST.total_seconds()))] = 7 * 86_400
    team: Slug | None = None
    allows_any_team: bool = False


class TokenEntry(Answer):
    """A token, without its secret."""

    id: str
    name: str
    team: str | None
    allows_any_team: bool
    uses_left: int
    created_at: datetime
    created_by: str
    expires_at: datetime
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: Token) -> TokenEntry:
        """Return a row's."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class NewToken(TokenEntry):
    """A token that was made.

    Attributes:
        secret: is shown once.
        root_sha256: of the repository's first root; both belong into the token's file.
    """

    secret: Annotated[str, Field(repr=False)]
    root_sha256: str


class KeyWish(BaseModel):
    """A key that is to be made."""

    model_config = ConfigDict(extra="forbid")

    name: Name
    owner: Name
    role: Role


class KeyEntry(Answer):
    """A key, without its secret."""

    id: str
    name: str
    owner: str
    role: Role
    created_at: datetime
    created_by: str
    revoked_at: datetime | None

    @classmethod
    def of(cls, row: ApiKey) -> KeyEntry:
        """Return a row's."""
        return cls(**{name: getattr(row, name) for name in cls.model_fields})


class NewKey(KeyEntry):
    """A key that was made; its secret is shown once."""

    secret: Annotated[str, Field(repr=False)]


@router.get("/tokens", responses=responses(401, 403, 422), summary="Enrolment tokens")
def list_tokens(_actor: TokenReader, context: Context, after: After = "", limit: Limit = 100) -> Page[TokenEntry]:
    """By id; used up, expired and revoked ones, too."""
    with context.database.reading() as session:
        rows = tokens.find_tokens(session, after=after, limit=limit)
    return Page(items=[TokenEntry.of(row) for row in rows], next=rows[-1].id if len(rows) == limit else None)


@router.post("/tokens", status_code=201, responses=responses(401, 403, 404, 422, 503), summary="Make a token")
def create_token(actor: TokenChanger, context: Context, wish: TokenWish) -> NewToken:
    """The secret is shown once. `cordon server token create` writes the whole file for devices."""
    fingerprint = context.root_fingerprint()
    with context.database.writing() as session:
        row, secret = tokens.create_token(
            session,
            context.clock(),
            actor,
            tokens.NewToken(
                name=wish.name,
                uses=wish.uses,
                lasts=timedelta(seconds=wish.expires_in_s),
                team=wish.team,
                allows_any_team=wish.allows_any_team,
            ),
        )
    return NewToken(**TokenEntry.of(row).model_dump(), secret=secret, root_sha256=fingerprint)


@router.delete("/tokens/{token_id}", responses=responses(401, 403, 404, 422), summary="Revoke a token")
def revoke_token(actor: TokenChanger, context: Context, token_id: IdParameter) -> TokenEntry:
    """No device enrols with it from then on; those that have stay."""
    with context.database.writing() as session:
        return TokenEntry.of(tokens.revoke_token(session, context.clock(), actor, token_id))


@router.get("/keys", responses=responses(401, 403, 422), summary="Administrators' keys")
def list_keys(_actor: KeyReader, context: Context, after: After = "", limit: Limit = 100) -> Page[KeyEntry]:
    """By id; revoked ones, too."""
    with context.database.reading() as session:
        rows = keys.find_keys(session, after=after, limit=limit)
    return Page(items=[KeyEntry.of(row) for row in rows], next=rows[-1].id if len(rows) == limit else None)


@router.post("/keys", status_code=201, responses=responses(401, 403, 409, 422), summary="Make a key")
def create_key(actor: KeyChanger, context: Context, wish: KeyWish) -> NewKey:
    """The secret is shown once."""
    with context.database.writing() as session:
        row, secret = keys.create_key(session, context.clock(), actor, name=wish.name, owner=wish.owner, role=wish.role)
    return NewKey(**KeyEntry.of(row).model_dump(), secret=secret)


@router.delete("/keys/{key_id}", responses=responses(401, 403, 404, 422), summary="Revoke a key")
def revoke_key(actor: KeyChanger, context: Context, key_id: IdParameter) -> KeyEntry:
    """It is good for nothing from then on; its name stays taken."""
    with context.database.writing() as session:
        return KeyEntry.of(keys.revoke_key(session, context.clock(), actor, key_id))
