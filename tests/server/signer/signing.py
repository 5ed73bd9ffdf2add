"""A signer's work as tests hand it in, and repositories that misbehave."""

from __future__ import annotations

import io
import secrets
import zipfile
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from pathlib import Path

from agent.fleet.assignment import Assignment
from agent.fleet.targets import device_path
from server.repository.errors import RepositoryBusyError, RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.online import OnlineRepository, PublicationReceipt
from server.repository.rekeying import ONLINE, KeyChange, change_keys
from server.storage import devices, people, publications, troubles
from server.storage.roles import COMMAND_LINE
from server.storage.tables import ExceptionRow
from tests.server.repository.organization import Device, person, policy_text, public
from tests.server.world import World

LIMITS = b"""\
exceptions:
  - {rules: [no-cards], max_label: closed, down_to: audit, max_days: 7}
"""


class Interrupted(OnlineRepository):
    """A signer that dies after it wrote and before it could say so."""

    def publish(
        self, publication: bytes, *, begin: Callable[[PublicationReceipt], None] | None = None
    ) -> PublicationReceipt:
        """Write, and die."""
        super().publish(publication, begin=begin)
        raise KeyboardInterrupt

    def assign_from(self, read: Callable[[], Mapping[str, bytes | None]]) -> int:
        """Write, and die."""
        super().assign_from(read)
        raise KeyboardInterrupt


class Busy:
    """A repository that somebody else writes to."""

    def __init__(self, folder: RepositoryFolder) -> None:
        self.folder = folder

    def publish(
        self,
        publication: bytes,  # noqa: ARG002 - as the port has it
        *,
        begin: Callable[[PublicationReceipt], None] | None = None,  # noqa: ARG002 - as above
    ) -> PublicationReceipt:
        """Write nothing."""
        raise RepositoryBusyError("Somebody else writes")

    def assign_from(self, read: Callable[[], Mapping[str, bytes | None]]) -> int:  # noqa: ARG002 - as above
        """Write nothing."""
        raise RepositoryBusyError("Somebody else writes")

    def keep_devices(self, known: Callable[[], Collection[str]]) -> int:  # noqa: ARG002 - as above
        """Write nothing."""
        raise RepositoryBusyError("Somebody else writes")

    def renew(self, now: datetime) -> bool:  # noqa: ARG002 - as above
        """Write nothing."""
        raise RepositoryBusyError("Somebody else writes")


def read_assignment(world: World, tmp_path: Path, device_id: str) -> Assignment | None:
    """What the device would get."""
    device = Device(repository=world.organization.path, store=tmp_path / device_id, now=world.now)
    content = device.read(device_path(device_id))
    return Assignment.model_validate_json(content) if content is not None else None


def submit(world: World, content: bytes) -> str:
    """Hand in a publication."""
    with world.database.writing() as session:
        return publications.submit(session, world.now, COMMAND_LINE, [content]).id


def state_of(world: World, publication_id: str) -> str:
    """What became of it."""
    with world.database.reading() as session:
        return publications.get_publication(session, publication_id).state


def global_policy(world: World, version: str = "2") -> bytes:
    """A publication that two have signed."""
    organization = world.organization
    return organization.approved(organization.draft_global(policy_text(version)), organization.bo).to_bytes()


class Full(OnlineRepository):
    """Its disk takes no publication."""

    def publish(
        self,
        publication: bytes,  # noqa: ARG002 - as the port has it
        *,
        begin: Callable[[PublicationReceipt], None] | None = None,  # noqa: ARG002 - as above
    ) -> PublicationReceipt:
        """Write nothing."""
        raise RepositoryError("The repository cannot be written")


class Overtaken(OnlineRepository):
    """Just before it may write, something else happens."""

    def __init__(self, world: World, happens: Callable[[], None]) -> None:
        super().__init__(world.organization.folder, world.organization.online_key, lambda: world.now)
        self._happens = happens

    def assign_from(self, read: Callable[[], Mapping[str, bytes | None]]) -> int:
        """Be late."""
        self._happens()
        return super().assign_from(read)


def troubles_of(world: World) -> dict[str, str]:
    """What the figures say of the signer."""
    with world.database.reading() as session:
        return dict(troubles.find_troubles(session))


def published_revision(world: World, device_id: str) -> int:
    """Which of its assignments is published."""
    with world.database.reading() as session:
        return devices.get_device(session, device_id).published_revision


def packed(entries: Mapping[str, bytes], packing: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A publication, whatever is in it."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", packing) as archive:
        for name, each in entries.items():
            archive.writestr(name, each)
    return content.getvalue()


def unpacked(publication: bytes) -> dict[str, bytes]:
    """The files in one."""
    with zipfile.ZipFile(io.BytesIO(publication)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rotation(world: World) -> bytes:
    """A publication that replaces the online key; the world's signers have the new one from now on."""
    organization = world.organization
    new = person("new server")
    change = KeyChange(added=public(new), removed=[organization.online_key.public_key.keyid])
    draft = change_keys(organization.folder.state(), ONLINE, change, organization.author(organization.ada))
    content = organization.approved(draft, organization.bo).to_bytes()
    organization.online_key = new
    return content


def add_grant(world: World, device_id: str, approved_by: str) -> None:
    """An exception, as an older server may have let somebody grant it."""
    with world.database.writing() as session:
        session.add(
            ExceptionRow(
                id=secrets.token_hex(16),
                device_id=device_id,
                account="jdoe",
                rule_ids=["no-cards"],
                destination_id="chatgpt",
                label="closed",
                down_to="audit",
                days=3,
                reason="urgent",
                state="granted",
                requested_at=world.now,
                decided_by=approved_by,
                decided_at=world.now,
                granted_at=world.now,
                expires_at=world.now + timedelta(days=3),
            )
        )
        people.touch_device(session, device_id)
