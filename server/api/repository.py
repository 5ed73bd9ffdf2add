"""The repository's files, for installations without a file host of their own.

Metadata and public targets are for anybody, other targets for enrolled devices.

nginx serves the same folder and asks `/internal/authorize` for the latter (docs/server.md). Files are named by their
hash or version and never change, `timestamp.json` excepted.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path as FilePath
from typing import Annotated, Any, Final

from fastapi import APIRouter, Path, Request
from fastapi.responses import FileResponse, Response

from agent.fleet.targets import is_another_device_s, is_public
from server.api.context import Context, ServerContext
from server.api.problems import responses
from server.api.signed import SIGNATURE_SCHEME, SignedRequest, serve_signed, verify_device
from server.storage.errors import NotFoundError

__all__ = ["router"]

router: Final = APIRouter(tags=["repository"])
_METADATA_NAME: Final = re.compile(r"timestamp\.json|[1-9][0-9]{0,8}\.[a-z0-9][a-z0-9_-]{0,80}\.json")
_TARGET_NAME: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,99}){0,2}/[0-9a-f]{64}\.[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
)
_TARGETS_PREFIX: Final = "/repository/targets/"
_OPTIONAL_SIGNATURE: Final[dict[str, Any]] = {"security": [{}, {SIGNATURE_SCHEME: []}]}
_FILE: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {"application/octet-stream": {}}, "description": "The file."},
    304: {"description": "As before."},
}
_FOREVER: Final = "public, max-age=31536000, immutable"
_PRIVATE: Final = "private, no-store"


@router.head("/repository/metadata/{name}", include_in_schema=False)
@router.get(
    "/repository/metadata/{name}",
    response_class=Response,
    responses={**_FILE, **responses(404, 422)},
    summary="A role's metadata",
)
def read_metadata(request: Request, context: Context, name: Annotated[str, Path(max_length=120)]) -> Response:
    """`timestamp.json` changes; all others have their version in their name."""
    _require_serving(context)
    if _METADATA_NAME.fullmatch(name) is None:
        raise NotFoundError("There is no such file")
    file = context.repository.metadata_folder / name
    if name == "timestamp.json":
        return _changing(request, file)
    return _serve(request, file, _FOREVER)


@router.head(_TARGETS_PREFIX + "{path:path}", include_in_schema=False)
@router.get(
    _TARGETS_PREFIX + "{path:path}",
    response_class=Response,
    responses={**_FILE, **responses(401, 404, 422)},
    openapi_extra=_OPTIONAL_SIGNATURE,
    summary="A target file",
)
async def read_target(request: Request, context: Context, path: str) -> Response:
    """Public ones (catalogue, models) to anybody; others to devices that sign their request."""
    _require_serving(context)
    return await serve_signed(request, lambda signed: _read_target(context, request, signed, path))


@router.get(
    "/internal/authorize",
    status_code=204,
    responses=responses(401, 404),
    openapi_extra=_OPTIONAL_SIGNATURE,
    summary="Whether a file host may hand out a target file",
    include_in_schema=False,
)
async def authorize(request: Request, context: Context) -> Response:
    """For nginx' `auth_request`: `X-Original-URI` and `X-Original-Method` say what is asked for."""
    return await serve_signed(request, lambda signed: _authorize(context, signed))


def _read_target(context: ServerContext, request: Request, signed: SignedRequest, path: str) -> Response:
    if _TARGET_NAME.fullmatch(path) is None:
        raise NotFoundError("There is no such file")
    is_open = is_public(path)
    if not is_open:
        _require_reader(verify_device(context, signed), path)
    return _serve(request, context.repository.targets_folder / path, _FOREVER if is_open else _PRIVATE)


def _authorize(context: ServerContext, signed: SignedRequest) -> Response:
    target = signed.headers.get("X-Original-URI", "")
    path = target.partition("?")[0]
    if not path.startswith(_TARGETS_PREFIX) or _TARGET_NAME.fullmatch(path.removeprefix(_TARGETS_PREFIX)) is None:
        raise NotFoundError("There is no such file")
    if not is_public(name := path.removeprefix(_TARGETS_PREFIX)):
        method = signed.headers.get("X-Original-Method", "GET")
        original = SignedRequest(method=method, target=target, headers=signed.headers, body=b"")
        _require_reader(verify_device(context, original), name)
    return Response(status_code=204)


def _require_reader(device_id: str, path: str) -> None:
    if is_another_device_s(path, device_id):
        raise NotFoundError("There is no such file")


def _require_serving(context: ServerContext) -> None:
    if not context.settings.serves_repository:
        raise NotFoundError("The repository's files are served elsewhere")


def _changing(request: Request, file: FilePath) -> Response:
    """A file that is replaced by a rename: read whole, so that content and tag are of one version."""
    try:
        content = file.read_bytes()
    except OSError as exc:
        raise NotFoundError("There is no such file") from exc
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if _is_same(request, tag):
        return Response(status_code=304, headers=headers)
    return Response(content, media_type="application/json", headers=headers)


def _serve(request: Request, file: FilePath, caching: str) -> Response:
    tag = f'"{file.name}"'
    headers = {"ETag": tag, "Cache-Control": caching}
    try:
        found = file.stat()
    except OSError as exc:
        raise NotFoundError("There is no such file") from exc
    if _is_same(request, tag):
        return Response(status_code=304, headers=headers)
    return FileResponse(file, stat_result=found, media_type="application/octet-stream", headers=headers)


def _is_same(request: Request, tag: str) -> bool:
    given = request.headers.get("If-None-Match", "")
    return given == "*" or tag in (part.strip().removeprefix("W/") for part in given.split(","))
