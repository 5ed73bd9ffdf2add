"""Whether the server lives and can serve, and its figures."""

from __future__ import annotations

from typing import Final

from fastapi import APIRouter
from fastapi.responses import Response

from server.api.administrators import MetricsReader
from server.api.context import Context
from server.api.messages import Answer
from server.api.metrics import METRICS_TYPE
from server.api.problems import responses
from server.repository.errors import RepositoryError
from server.storage import troubles
from server.storage.errors import StorageError
from server.storage.reports import summarize

__all__ = ["router"]

router: Final = APIRouter(tags=["operations"])


class HealthAnswer(Answer):
    """What is well."""

    status: str


@router.get("/health/live", responses=responses(), summary="Whether the process lives")
async def live() -> HealthAnswer:
    """Asks nothing of anybody else."""
    return HealthAnswer(status="live")


@router.get("/health/ready", responses=responses(), summary="Whether it can serve")
def ready(context: Context) -> HealthAnswer:
    """Asks the database and the repository's folder; 503 where one of them is not there."""
    context.database.check()
    if context.repository.is_empty():
        raise StorageError(
            "The repository has no policy yet",
            hint="Publish one: `cordon policy publish`. Devices cannot enrol before.",
        )
    return HealthAnswer(status="ready")


@router.get(
    "/metrics",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}, "description": "Prometheus' text format."}, **responses(401, 403)},
    summary="Figures for Prometheus",
)
def metrics(_actor: MetricsReader, context: Context) -> Response:
    """With a key of an operator or an auditor (`authorization:` in Prometheus' configuration)."""
    now = context.clock()
    with context.database.reading() as session:
        summary = summarize(session, now)
        signer_troubles = troubles.count_by_code(session)
    try:
        expiries = {} if context.repository.is_empty() else context.repository.expiries()
    except RepositoryError as exc:
        raise StorageError("The repository cannot be read", detail=f"{exc.title}.") from exc
    rendered = context.metrics.render(
        summary, {role: (at - now).total_seconds() for role, at in expiries.items()}, signer_troubles
    )
    return Response(rendered, media_type=METRICS_TYPE)
