"""A publication: what people have signed offline and the repository is to have next, in one file.

A zip with `publication.json`, `metadata/ROLE.json` (each role's next version, with the signatures that it has so far)
and `targets/PATH` (files that are new). It goes from author to approvers to the server. Nothing in it is believed until
`verification` has looked at it; here it is only taken apart, within limits: of the ways in which a zip packs files two
are read, and metadata is what can be written again as it was read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Annotated, Any, Final, Literal

from pydantic import Field
from tuf.api.metadata import Metadata
from tuf.api.serialization import DeserializationError, SerializationError

from agent.fleet.message import Instant, Message, MessageRefusedError, parse_message
from server.repository.errors import PublicationRefusedError
from server.repository.layout import is_offline_role, is_target_path

__all__ = ["PUBLICATION_LIMIT_BYTES", "PUBLICATION_SUFFIX", "Publication", "parse_publication"]

PUBLICATION_SUFFIX: Final = ".publication"
PUBLICATION_LIMIT_BYTES: Final = 256 << 20
"""Packed, and unpacked: indexes of exact data are the largest that it holds."""

_MOST_ENTRIES: Final = 2000
_HEADER: Final = "publication.json"
_HEADER_LIMIT_BYTES: Final = 64 << 10
_METADATA_LIMIT_BYTES: Final = 5_000_000
"""Devices refuse more (tuf.ngclient)."""
_METADATA_FOLDER: Final = "metadata/"
_PACKED: Final = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)

KeyId = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
OneLine = Annotated[str, Field(pattern=r"^[^\x00-\x1f\x7f-\x9f]{0,500}$")]


class _Header(Message):
    """`publication.json`."""

    format: Literal["cordon-publication-1"] = "cordon-publication-1"
    author: KeyId
    author_owner: OneLine
    created_at: Instant
    summary: OneLine = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What is to be published.

    Attributes:
        author: id of the key of whoever wrote it.
        author_owner: who that says they are; what counts is the owner in the role's delegation.
        created_at: when, by the author's clock.
        summary: one line for those who approve it and for the audit log.
        roles: next versions, by name.
        files: by path.
    """

    author: str
    author_owner: str
    created_at: datetime
    summary: str
    roles: Mapping[str, Metadata[Any]]
    files: Mapping[str, bytes] = field(repr=False)

    def to_bytes(self) -> bytes:
        """Return it as a file; equal publications are equal bytes."""
        header = _Header(
            author=self.author, author_owner=self.author_owner, created_at=self.created_at, summary=self.summary
        )
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            _put(archive, _HEADER, header.to_bytes())
            for role in sorted(self.roles):
                _put(archive, f"metadata/{role}.json", self.roles[role].to_bytes())
            for path in sorted(self.files):
                _put(archive, f"targets/{path}", self.files[path])
        return packed.getvalue()

    def with_roles(self, roles: Mapping[str, Metadata[Any]]) -> Publication:
        """Return the same with other metadata."""
        return replace(self, roles=roles)


def parse_publication(untrusted: bytes) -> Publication:
    """Return the publication in a file.

    Raises:
        PublicationRefusedError: it is none, is damaged, or is too large.
    """
    if len(untrusted) > PUBLICATION_LIMIT_BYTES:
        raise _refused(f"It is larger than {PUBLICATION_LIMIT_BYTES >> 20} MB.")
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            entries = _unpack(archive)
        return _parse(entries)
    except PublicationRefusedError:
        raise
    except Exception as exc:  # whatever damaged or made-up bytes make zipfile, zlib, json and TUF say
        raise _refused(f"It is no such file, or damaged on its way: {type(exc).__name__}.") from exc


def _parse(entries: dict[str, bytes]) -> Publication:
    if _HEADER not in entries:
        raise _refused("publication.json is missing.")
    try:
        header = parse_message(_Header, entries.pop(_HEADER), _HEADER_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise _refused(f"publication.json: {exc.detail}") from exc
    roles: dict[str, Metadata[Any]] = {}
    files: dict[str, bytes] = {}
    for name, content in entries.items():
        kind, _, rest = name.partition("/")
        role = rest.removesuffix(".json")
        if kind == "metadata" and role != rest and is_offline_role(role):
            roles[role] = _metadata(role, content)
        elif kind == "targets" and is_target_path(rest):
            files[rest] = content
        else:
            raise _refused("It holds a file that does not belong into one.")
    if not roles:
        raise _refused("It changes nothing.")
    return Publication(
        author=header.author,
        author_owner=header.author_owner,
        created_at=header.created_at,
        summary=header.summary,
        roles=roles,
        files=files,
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o600 << 16
    archive.writestr(entry, content)


def _unpack(archive: zipfile.ZipFile) -> dict[str, bytes]:
    infos = archive.infolist()
    if len(infos) > _MOST_ENTRIES:
        raise _refused(f"It holds more than {_MOST_ENTRIES} files.")
    left = PUBLICATION_LIMIT_BYTES
    entries: dict[str, bytes] = {}
    for info in infos:
        if info.filename in entries:
            raise _refused("It holds a file twice.")
        if info.compress_type not in _PACKED:
            raise _refused("It is packed in a way that is not read here: Stored and Deflated are.")
        limit = min(left, _METADATA_LIMIT_BYTES) if info.filename.startswith(_METADATA_FOLDER) else left
        with archive.open(info) as opened:
            content = opened.read(limit + 1)  # what the archive says of its sizes is not believed
        if len(content) > limit < left:
            raise _refused("The metadata of a role is larger than devices accept.")
        left -= len(content)
        if left < 0:
            raise _refused(f"Unpacked, it is larger than {PUBLICATION_LIMIT_BYTES >> 20} MB.")
        entries[info.filename] = content
    return entries


def _metadata(role: str, content: bytes) -> Metadata[Any]:
    try:
        found: Metadata[Any] = Metadata.from_bytes(content)
        found.to_bytes()
        found.signed_bytes  # noqa: B018 - fails for what has no canonical form, as fractions
    except (DeserializationError, SerializationError) as exc:
        raise _refused(f"The metadata of {role} cannot be read.") from exc
    wanted = "root" if role == "root" else "targets"
    if found.signed.type != wanted:
        raise _refused(f"The metadata of {role} is of another kind.")
    return found


def _refused(detail: str) -> PublicationRefusedError:
    return PublicationRefusedError("The publication cannot be read", detail=detail)
