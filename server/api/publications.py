"""Publications: handed in as bytes, decided by the signer; the web process opens none."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime
from typing import IO, Annotated, Any, Final

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from server.api.administrators import PublicationReader, Publisher
from server.api.context import Context, ServerContext
from server.api.messages import Answer
from server.api.problems import responses
from server.storage import publications
from server.storage.errors import RuleBrokenError
from server.storage.roles import Actor
from server.storage.tables import Publication, PublicationState

__all__ = ["router"]

router: Final = APIRouter(prefix="/v1/publications", tags=["publications"])
PublicationId = Annotated[str, Path(pattern=r"^[0-9a-f]{32}$", description="A publication's id.")]
_BYTES: Final = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


class PublicationEntry(Answer):
    """A publication and what became of it.

    Attributes:
        receipt: of a published one: author, signers, versions, folders, notes, summary.
        error_title, error_detail: of a refused one.
    """

    publication_id: str
    state: PublicationState
    submitted_at: datetime
    submitted_by: str
    size_bytes: int
    sha256: str
    decided_at: datetime | None
    error_title: str
    error_detail: str
    receipt: dict[str, Any] | None

    @classmethod
    def of(cls, row: Publication) -> PublicationEntry:
        """Return a row's."""
        names = set(cls.model_fields) - {"publication_id"}
        return cls(publication_id=row.id, **{name: getattr(row, name) for name in names})


@router.post(
    "", status_code=202, responses=responses(401, 403, 409, 422), openapi_extra=_BYTES, summary="Hand in a publication"
)
async def submit(actor: Publisher, request: Request, response: Response, context: Context) -> PublicationEntry:
    """The signer publishes or refuses it within seconds; ask for its state."""
    with tempfile.SpooledTemporaryFile(max_size=publications.PART_BYTES) as spooled:
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
            await run_in_threadpool(spooled.write, chunk)
        if not size:
            raise RuleBrokenError("The publication is empty")
        entry = await run_in_threadpool(_submit, context, actor, spooled)
    response.headers["Location"] = f"/v1/publications/{entry.publication_id}"
    return entry


@router.get("", responses=responses(401, 403, 422), summary="Publications, the newest first")
def list_publications(
    _actor: PublicationReader, context: Context, limit: Annotated[int, Query(ge=1, le=500)] = 100
) -> list[PublicationEntry]:
    """With what became of them."""
    with context.database.reading() as session:
        return [PublicationEntry.of(row) for row in publications.find_publications(session, limit=limit)]


@router.get("/{publication_id}", responses=responses(401, 403, 404, 422), summary="One publication")
def read_publication(_actor: PublicationReader, context: Context, publication_id: PublicationId) -> PublicationEntry:
    """What became of it."""
    with context.database.reading() as session:
        return PublicationEntry.of(publications.get_publication(session, publication_id))


def _submit(context: ServerContext, actor: Actor, spooled: IO[bytes]) -> PublicationEntry:
    spooled.seek(0)

    def parts() -> Iterator[bytes]:
        while part := spooled.read(publications.PART_BYTES):
            yield part

    with context.database.writing() as session:
        return PublicationEntry.of(publications.submit(session, context.clock(), actor, parts()))
