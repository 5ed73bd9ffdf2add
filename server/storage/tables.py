"""The tables. Rows are records: no behavior, no lazy loading, and their `repr` says nothing.

There is no column for content, a window title, a file's path or the text of a justification. Secrets are kept as the
SHA-256 of 256 random bits. The names of accounts and users stand here and in assignments only.
"""

from __future__ import annotations

import enum
from datetime import UTC, date, datetime
from typing import Any, Final

from sqlalchemy import (
    JSON,
    BigInteger,
    DateTime,
    Dialect,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    String,
    TypeDecorator,
    text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column

__all__ = [
    "DEVICE_ITSELF",
    "ApiKey",
    "AuditEntry",
    "AuditHead",
    "Base",
    "ConsoleSession",
    "DailyCountRow",
    "Device",
    "DeviceAccount",
    "DeviceSession",
    "ExceptionRow",
    "Group",
    "Lease",
    "Membership",
    "OpenIssue",
    "Publication",
    "PublicationPart",
    "PublicationState",
    "SignerTrouble",
    "Team",
    "Token",
    "User",
    "UtcInstant",
]

DEVICE_ITSELF: Final = ""
"""In place of a session's id: what the device itself says."""


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant; SQLite keeps no time zone, so it is always UTC there."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - its interface
        """Write in UTC."""
        return value.astimezone(UTC) if value is not None else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - as above
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(MappedAsDataclass, DeclarativeBase, kw_only=True, repr=False, eq=False):
    """What they have in common."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {datetime: UtcInstant(), dict[str, Any]: JSON(), list[Any]: JSON()}  # noqa: RUF012 - its interface


_SLUG = String(60)
_NAME = String(100)
_ID = String(32)
_SHA256 = String(64)


class Team(Base):
    """A team that devices and users can be of."""

    __tablename__ = "teams"

    name: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    created_at: Mapped[datetime]


class Device(Base):
    """A device that has enrolled.

    Attributes:
        sequence: of its newest check-in.
        revision: goes up whenever its assignment changes.
        published_revision: of the assignment that the signer has published.
    """

    __tablename__ = "devices"
    __table_args__ = (
        Index(
            "ix_devices_unpublished",
            "id",
            sqlite_where=text("revision > published_revision"),
            postgresql_where=text("revision > published_revision"),
        ),
    )

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    public_key: Mapped[str] = mapped_column(String(44), unique=True)
    team: Mapped[str | None] = mapped_column(_SLUG, ForeignKey("teams.name"), index=True)
    os: Mapped[str] = mapped_column(_NAME)
    os_version: Mapped[str] = mapped_column(_NAME)
    agent_version: Mapped[str] = mapped_column(_NAME, index=True)
    token_id: Mapped[str] = mapped_column(_ID, index=True)
    enrolled_at: Mapped[datetime]
    last_seen_at: Mapped[datetime | None] = mapped_column(default=None, index=True)
    sequence: Mapped[int] = mapped_column(BigInteger, default=0)
    has_machine_service: Mapped[bool] = mapped_column(default=False)
    metadata_versions: Mapped[dict[str, Any]] = mapped_column(default_factory=dict)
    health_digest: Mapped[str] = mapped_column(_SHA256, default="")
    is_retired: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    published_revision: Mapped[int] = mapped_column(default=0)


class DeviceSession(Base):
    """The newest of what one person's agent says of itself.

    Attributes:
        policy_version: the versions of its layers with `+` between.
        head_sequence: of the newest link of its history that was deposited.
        head_trouble: `went_back` or `differs`, once it was seen; an administrator takes it away again.
        digest: of what it said, so that what has not changed is not written again.
    """

    __tablename__ = "device_sessions"

    device_id: Mapped[str] = mapped_column(_ID, ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    agent_version: Mapped[str] = mapped_column(_NAME)
    policy_version: Mapped[str] = mapped_column(String(310), index=True)
    layers: Mapped[list[Any]]
    channels: Mapped[list[Any]]
    seen_at: Mapped[datetime]
    digest: Mapped[str] = mapped_column(_SHA256)
    head_sequence: Mapped[int | None] = mapped_column(BigInteger, default=None)
    head_mac: Mapped[str | None] = mapped_column(_SHA256, default=None)
    head_trouble: Mapped[str | None] = mapped_column(String(20), default=None, index=True)
    head_trouble_at: Mapped[datetime | None] = mapped_column(default=None)


class OpenIssue(Base):
    """A health issue that is open on a device (`DEVICE_ITSELF`) or in a session."""

    __tablename__ = "open_issues"

    device_id: Mapped[str] = mapped_column(_ID, ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    code: Mapped[str] = mapped_column(_SLUG, primary_key=True, index=True)
    since: Mapped[datetime]


class DailyCountRow(Base):
    """How many gestures of one kind a session had on one day."""

    __tablename__ = "daily_counts"

    device_id: Mapped[str] = mapped_column(_ID, ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True)
    session_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True, index=True)
    destination_id: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    label: Mapped[str] = mapped_column(_NAME, primary_key=True)
    channel: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    disposition: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    count: Mapped[int] = mapped_column(BigInteger)


class User(Base):
    """Somebody of the organization, as it names them."""

    __tablename__ = "users"

    name: Mapped[str] = mapped_column(_NAME, primary_key=True)
    team: Mapped[str | None] = mapped_column(_SLUG, ForeignKey("teams.name"), index=True, default=None)


class DeviceAccount(Base):
    """Who works with an account of a device."""

    __tablename__ = "device_accounts"

    device_id: Mapped[str] = mapped_column(_ID, ForeignKey("devices.id", ondelete="CASCADE"), primary_key=True)
    account: Mapped[str] = mapped_column(_NAME, primary_key=True)
    user: Mapped[str] = mapped_column(_NAME, ForeignKey("users.name", ondelete="CASCADE"), index=True)


class Group(Base):
    """A group of the organization's directory (SCIM `displayName`)."""

    __tablename__ = "groups"

    name: Mapped[str] = mapped_column(_NAME, primary_key=True)


class Membership(Base):
    """A user is in a group."""

    __tablename__ = "memberships"

    group: Mapped[str] = mapped_column(_NAME, ForeignKey("groups.name", ondelete="CASCADE"), primary_key=True)
    user: Mapped[str] = mapped_column(_NAME, ForeignKey("users.name", ondelete="CASCADE"), primary_key=True, index=True)


class Token(Base):
    """What lets devices enrol.

    Attributes:
        allows_any_team: whether a device may ask for another team than this one.
    """

    __tablename__ = "tokens"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(_NAME)
    secret_sha256: Mapped[str] = mapped_column(_SHA256, unique=True)
    team: Mapped[str | None] = mapped_column(_SLUG, ForeignKey("teams.name"))
    allows_any_team: Mapped[bool]
    uses_left: Mapped[int]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(_NAME)
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class ExceptionRow(Base):
    """A request for an exception, and what became of it."""

    __tablename__ = "exceptions"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    device_id: Mapped[str] = mapped_column(_ID, ForeignKey("devices.id", ondelete="CASCADE"), index=True)
    account: Mapped[str] = mapped_column(_NAME)
    rule_ids: Mapped[list[Any]]
    destination_id: Mapped[str] = mapped_column(_SLUG)
    label: Mapped[str] = mapped_column(_NAME)
    down_to: Mapped[str] = mapped_column(_SLUG)
    days: Mapped[int]
    reason: Mapped[str] = mapped_column(_SLUG)
    state: Mapped[str] = mapped_column(_SLUG, index=True)
    requested_at: Mapped[datetime] = mapped_column(index=True)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    decided_by: Mapped[str | None] = mapped_column(_NAME, default=None)
    granted_at: Mapped[datetime | None] = mapped_column(default=None)
    expires_at: Mapped[datetime | None] = mapped_column(default=None, index=True)


class PublicationState(enum.StrEnum):
    """What became of a publication."""

    PENDING = "pending"
    PUBLISHED = "published"
    REFUSED = "refused"


class Publication(Base):
    """What somebody has handed in to be published; its bytes are in parts until that is decided.

    Attributes:
        receipt: when published: author, signers, versions, folders, notes. While it is pending, the one that it will
            have: then it was verified, and publishing it was begun.
    """

    __tablename__ = "publications"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    state: Mapped[str] = mapped_column(_SLUG, index=True)
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    submitted_by: Mapped[str] = mapped_column(_NAME)
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(_SHA256)
    decided_at: Mapped[datetime | None] = mapped_column(default=None)
    error_title: Mapped[str] = mapped_column(String(500), default="")
    error_detail: Mapped[str] = mapped_column(String(4000), default="")
    receipt: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True), default=None)


class PublicationPart(Base):
    """A megabyte of a publication."""

    __tablename__ = "publication_parts"

    publication_id: Mapped[str] = mapped_column(_ID, primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)

    __table_args__ = (ForeignKeyConstraint(["publication_id"], ["publications.id"], ondelete="CASCADE"),)


class ApiKey(Base):
    """What an administrator or a program of theirs shows.

    Attributes:
        owner: the person behind it; nobody approves their own request.
        role: of `server.storage.roles`.
    """

    __tablename__ = "api_keys"

    id: Mapped[str] = mapped_column(_ID, primary_key=True)
    name: Mapped[str] = mapped_column(_NAME, unique=True)
    owner: Mapped[str] = mapped_column(_NAME)
    role: Mapped[str] = mapped_column(_SLUG)
    secret_sha256: Mapped[str] = mapped_column(_SHA256, unique=True)
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(_NAME)
    revoked_at: Mapped[datetime | None] = mapped_column(default=None)


class AuditEntry(Base):
    """Who did what to what; each holds the digest of the one before."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    actor: Mapped[str] = mapped_column(_NAME, index=True)
    action: Mapped[str] = mapped_column(_SLUG, index=True)
    object: Mapped[str] = mapped_column(_NAME)
    detail: Mapped[str] = mapped_column(String(500))
    previous: Mapped[str] = mapped_column(_SHA256)
    digest: Mapped[str] = mapped_column(_SHA256)


class AuditHead(Base):
    """The newest entry of the audit log; whoever adds one holds this row."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[str] = mapped_column(_SHA256)


class Lease(Base):
    """Who does something that only one may do, until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    holder: Mapped[str] = mapped_column(_ID)
    expires_at: Mapped[datetime]


class SignerTrouble(Base):
    """Something that the signer cannot do now.

    Attributes:
        subject: a step of its work, or the id of a device whose assignment cannot be published.
        code: of the error.
    """

    __tablename__ = "signer_troubles"

    subject: Mapped[str] = mapped_column(_SLUG, primary_key=True)
    code: Mapped[str] = mapped_column(_SLUG)
    since: Mapped[datetime]


class ConsoleSession(Base):
    """Somebody is signed in to the console; the browser's cookie holds the secret."""

    __tablename__ = "console_sessions"

    secret_sha256: Mapped[str] = mapped_column(_SHA256, primary_key=True)
    key_id: Mapped[str] = mapped_column(_ID, ForeignKey("api_keys.id", ondelete="CASCADE"), index=True)
    began_at: Mapped[datetime]
    seen_at: Mapped[datetime]
