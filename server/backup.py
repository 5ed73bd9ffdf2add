"""A backup: one file with everything that the database says, table by table, and the repository's files.

It goes from SQLite to PostgreSQL and back. No signing key is in it: those are kept where keys are kept. The database
comes first and the repository after it, since what the repository has more is signed again or found published; what it
had less would be missing. Restoring checks the whole file before it writes, and writes only where nothing is.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy import Column, Date, LargeBinary, Table, func, insert, select, update
from sqlalchemy.orm import Session

from agent import __version__
from agent.core.errors import EnvironmentProblemError
from server.repository.folder import RepositoryFolder
from server.repository.layout import METADATA_FOLDER, TARGETS_FOLDER
from server.storage.database import Database
from server.storage.migrating import newest_version
from server.storage.tables import Base, ConsoleSession, Device, Lease, SignerTrouble, UtcInstant

__all__ = ["BackupError", "BackupSummary", "read_backup", "restore_backup", "write_backup"]

_FORMAT: Final = "cordon-backup-1"
_MANIFEST: Final = "backup.json"
_MANIFEST_LIMIT_BYTES: Final = 64 << 20
_ROWS: Final = 1000
_CHUNK: Final = 1 << 20
_TIMESTAMP: Final = "timestamp.json"
_SKIPPED: Final = frozenset({Lease.__tablename__, ConsoleSession.__tablename__, SignerTrouble.__tablename__})
"""A lease and its troubles are of a process that will not be there; who was signed in signs in again."""


class BackupError(EnvironmentProblemError):
    """A backup cannot be written, read or restored."""

    code = "backup"


class _Manifest(BaseModel):
    """What is in a backup."""

    model_config = ConfigDict(frozen=True)

    format: Literal["cordon-backup-1"] = _FORMAT
    version: str
    schema_version: str
    created_at: datetime
    rows: dict[str, int]
    sha256: dict[str, Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupSummary:
    """What a backup holds."""

    created_at: datetime
    version: str
    rows: int
    files: int


def write_backup(database: Database, repository: Path | None, file: Path, now: datetime) -> BackupSummary:
    """Write a backup into a new file that only its owner can read.

    Args:
        database: of this version.
        repository: its folder; None to leave it out.
        file: the new file.
        now: the time.

    Raises:
        BackupError: the file is there already, or cannot be written; there is none, then.
        StorageError: the database does not answer.
    """
    draft = file.with_name(f"{file.name}.draft")
    if file.exists():
        raise BackupError(f"{file.name} exists already", hint="Choose another name.")
    try:
        draft.unlink(missing_ok=True)  # of an attempt that was killed, or somebody else's
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        try:
            with os.fdopen(descriptor, "wb") as opened:
                with zipfile.ZipFile(opened, "w", zipfile.ZIP_DEFLATED) as archive:
                    summary = _write(archive, database, repository, now)
                opened.flush()
                os.fsync(opened.fileno())
            draft.rename(file)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    except OSError as exc:
        raise BackupError("The backup cannot be written", detail=f"{exc.strerror or type(exc).__name__}.") from exc
    return summary


def read_backup(file: Path) -> BackupSummary:
    """Check a backup from end to end.

    Raises:
        BackupError: it is none, damaged, or of another version.
    """
    with _opened(file) as archive:
        return _summary(_checked(archive))


def restore_backup(database: Database, repository: Path | None, file: Path) -> BackupSummary:
    """Put back what a backup holds: all of it, or nothing.

    Args:
        database: with the tables of this version, and empty.
        repository: an empty folder, or none yet; None to leave the repository out.
        file: the backup.

    Raises:
        BackupError: as for `read_backup`, or something is there already.
        StorageError: the database does not answer.
    """
    with _opened(file) as archive:
        manifest = _checked(archive)
        if repository is not None and not RepositoryFolder(repository).is_empty():
            raise BackupError("There is a repository already", hint="Restore into an empty folder.")
        with database.writing() as session:
            for table in _tables():
                if session.scalar(select(func.count()).select_from(table)):
                    raise BackupError("The database is not empty", hint="Restore into an empty one.")
            for table in _tables():
                for rows in _read_rows(archive, table):
                    session.execute(insert(table), rows)
            # What the signer has published since is not in this: it says all of it again.
            session.execute(update(Device).values(published_revision=0))
            if repository is not None:
                _restore_files(archive, manifest, repository)  # if this fails, the database stays empty, too
    return _summary(manifest)


def _write(archive: zipfile.ZipFile, database: Database, repository: Path | None, now: datetime) -> BackupSummary:
    rows: dict[str, int] = {}
    sha256: dict[str, str] = {}
    with database.snapshot() as session:
        for table in _tables():
            name = f"tables/{table.name}.jsonl"
            rows[table.name], sha256[name] = _write_table(archive, session, table, name)
    if repository is not None:
        for name, content in _repository_files(repository):
            sha256[name] = hashlib.sha256(content).hexdigest()
            archive.writestr(name, content)
    manifest = _Manifest(version=__version__, schema_version=newest_version(), created_at=now, rows=rows, sha256=sha256)
    archive.writestr(_MANIFEST, manifest.model_dump_json())
    return _summary(manifest)


def _write_table(archive: zipfile.ZipFile, session: Session, table: Table, name: str) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    with archive.open(name, "w", force_zip64=True) as entry:
        found = session.execute(select(table).order_by(*table.primary_key).execution_options(yield_per=_ROWS))
        for row in found.mappings():
            line = json.dumps({key: _to_json(value) for key, value in row.items()}, ensure_ascii=False).encode() + b"\n"
            digest.update(line)
            entry.write(line)
            count += 1
    return count, digest.hexdigest()


def _repository_files(repository: Path) -> Iterator[tuple[str, bytes]]:
    """The timestamp first: whatever a writer adds meanwhile, what this one names is there."""
    folder = RepositoryFolder(repository)
    if folder.is_empty():
        return
    yield f"repository/{METADATA_FOLDER}/{_TIMESTAMP}", folder.read_metadata(_TIMESTAMP)
    for kind in (METADATA_FOLDER, TARGETS_FOLDER):
        for file in sorted((repository / kind).rglob("*")):
            if file.is_file() and file.name != _TIMESTAMP and not file.name.endswith(".draft"):
                try:
                    content = file.read_bytes()
                except FileNotFoundError:  # an old version that was pruned meanwhile
                    continue
                yield f"repository/{file.relative_to(repository).as_posix()}", content


class _opened:  # noqa: N801 - reads as the function that it is
    def __init__(self, file: Path) -> None:
        self._file = file
        self._archive: zipfile.ZipFile | None = None

    def __enter__(self) -> zipfile.ZipFile:
        try:
            self._archive = zipfile.ZipFile(self._file)
        except (OSError, zipfile.BadZipFile) as exc:
            raise BackupError(f"{self._file.name} is no backup, or damaged") from exc
        return self._archive

    def __exit__(self, *_error: object) -> None:
        if self._archive is not None:
            self._archive.close()


def _checked(archive: zipfile.ZipFile) -> _Manifest:
    try:
        names = archive.namelist()
        if len(set(names)) != len(names) or archive.getinfo(_MANIFEST).file_size > _MANIFEST_LIMIT_BYTES:
            raise BackupError("The backup is damaged")
        manifest = _Manifest.model_validate_json(archive.read(_MANIFEST))
        if manifest.schema_version != newest_version():
            raise BackupError(
                "The backup is of another version",
                detail=f"It was made by {manifest.version}.",
                hint="Restore it with that version, and run `cordon server migrate` afterwards.",
            )
        if set(names) != {_MANIFEST, *manifest.sha256}:
            raise BackupError("The backup is damaged", detail="Files are missing, or there are others.")
        for name, expected in manifest.sha256.items():
            if _digest(archive, name) != expected:
                raise BackupError("The backup is damaged", detail=f"{name} is another one.")
    except (OSError, KeyError, zipfile.BadZipFile, zlib.error, ValidationError, EOFError) as exc:
        raise BackupError("The backup is damaged") from exc
    return manifest


def _digest(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as entry:
        while part := entry.read(_CHUNK):
            digest.update(part)
    return digest.hexdigest()


def _read_rows(archive: zipfile.ZipFile, table: Table) -> Iterator[list[dict[str, Any]]]:
    rows: list[dict[str, Any]] = []
    try:
        with archive.open(f"tables/{table.name}.jsonl") as entry:
            for line in entry:
                said: dict[str, Any] = json.loads(line)
                rows.append({column.name: _from_json(column, said[column.name]) for column in table.columns})
                if len(rows) == _ROWS:
                    yield rows
                    rows = []
    except (KeyError, ValueError) as exc:
        raise BackupError("The backup is damaged", detail=f"Table {table.name}.") from exc
    if rows:
        yield rows


def _restore_files(archive: zipfile.ZipFile, manifest: _Manifest, repository: Path) -> None:
    names = sorted(
        (name for name in manifest.sha256 if name.startswith("repository/")), key=lambda name: name.endswith(_TIMESTAMP)
    )
    for name in names:
        steps = name.split("/")[1:]
        if any(step in {"", ".", ".."} for step in steps) or steps[0] not in {METADATA_FOLDER, TARGETS_FOLDER}:
            raise BackupError("The backup is damaged", detail="A file would lie elsewhere.")
        file = repository.joinpath(*steps)
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(name) as entry, file.open("wb") as opened:
                while part := entry.read(_CHUNK):
                    opened.write(part)
                opened.flush()
                os.fsync(opened.fileno())
        except OSError as exc:
            raise BackupError("The repository cannot be restored", detail=f"{exc.strerror}.") from exc


def _tables() -> list[Table]:
    return [table for table in Base.metadata.sorted_tables if table.name not in _SKIPPED]


def _to_json(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _from_json(column: Column[Any], value: Any) -> object:  # noqa: ANN401 - of any column
    if value is None:
        return None
    if isinstance(column.type, LargeBinary):
        return base64.b64decode(value)
    if isinstance(column.type, UtcInstant):
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value


def _summary(manifest: _Manifest) -> BackupSummary:
    files: Mapping[str, str] = manifest.sha256
    return BackupSummary(
        created_at=manifest.created_at,
        version=manifest.version,
        rows=sum(manifest.rows.values()),
        files=sum(name.startswith("repository/") for name in files),
    )
