"""An organization with its people, keys and repository, and a device that follows it: real keys, files and client."""

from __future__ import annotations

import dataclasses
import hashlib
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from securesystemslib.signer import CryptoSigner, Key, Signer, SSlibKey
from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface, Updater

from agent.core.verdicts import Layer
from agent.fleet.assignment import Assignment
from agent.fleet.targets import layer_folder
from server.repository.creation import RepositoryPlan, create_repository
from server.repository.drafts import Author, approve, draft_files
from server.repository.files import Files
from server.repository.folder import RepositoryFolder
from server.repository.keys import with_owner
from server.repository.layout import TARGETS
from server.repository.online import OnlineRepository, PublicationReceipt
from server.repository.publication import Publication
from server.repository.rekeying import add_team
from server.repository.verification import examine_publication

NOW = datetime(2027, 3, 1, 12, 0, tzinfo=UTC)
"""After this machine's clock or before it: whoever reads takes the time from here."""

POLICY = """\
name: Global
version: "{version}"
mode: enforce
labels:
  - name: open
  - name: closed
    any_of: [{{entity: CREDIT_CARD}}]
rules:
  - {{id: no-cards, when: {{label: closed}}, action: {action}}}
tests:
  - {{name: cards, destination: chatgpt, entities: {{CREDIT_CARD: 1}}, action: {action}}}
"""
TEAM_POLICY = """\
name: Team
version: "1"
layer: team
mode: enforce
rules:
  - {id: team-cards, when: {label: closed}, action: block}
tests:
  - {name: cards, destination: chatgpt, entities: {CREDIT_CARD: 1}, action: block}
"""


def policy_text(version: str = "1", action: str = "warn") -> bytes:
    """A small global policy with its test."""
    return POLICY.format(version=version, action=action).encode()


def person(owner: str) -> CryptoSigner:
    """A new key of somebody."""
    private = Ed25519PrivateKey.generate()
    return CryptoSigner(private, with_owner(SSlibKey.from_crypto(private.public_key()), owner))


def public(*signers: Signer) -> tuple[Key, ...]:
    """Public halves."""
    return tuple(signer.public_key for signer in signers)


@dataclass(kw_only=True)
class Organization:
    """Ada, Bo and Cy hold root's keys, Ada and Bo sign the global policy, Di and Ed that of the team of berlin."""

    path: Path
    now: datetime = NOW
    ada: CryptoSigner = field(default_factory=lambda: person("ada"))
    bo: CryptoSigner = field(default_factory=lambda: person("bo"))
    cy: CryptoSigner = field(default_factory=lambda: person("cy"))
    di: CryptoSigner = field(default_factory=lambda: person("di"))
    ed: CryptoSigner = field(default_factory=lambda: person("ed"))
    online_key: CryptoSigner = field(default_factory=lambda: person("server"))

    @property
    def plan(self) -> RepositoryPlan:
        """Four bins, so that tests are quick."""
        return RepositoryPlan(
            root_keys=public(self.ada, self.bo, self.cy),
            targets_keys=public(self.ada, self.bo),
            online_key=self.online_key.public_key,
            bin_bits=2,
        )

    @property
    def folder(self) -> RepositoryFolder:
        """As somebody reads it who has not read it before."""
        return RepositoryFolder(self.path)

    def create(self) -> Organization:
        """Found the repository."""
        create_repository(self.folder, self.plan, [self.ada, self.bo], self.online_key, lambda: self.now)
        return self

    def copied(self, path: Path) -> Organization:
        """The same organization, with a copy of its repository."""
        shutil.copytree(self.path, path)
        return dataclasses.replace(self, path=path)

    def online(self, files: Files | None = None, retiring: Signer | None = None) -> OnlineRepository:
        """Its online part."""
        return OnlineRepository(self.folder, self.online_key, lambda: self.now, retiring=retiring, files=files)

    def author(self, *signers: Signer, summary: str = "A change") -> Author:
        """Somebody who writes a publication."""
        return Author(signers=signers, now=self.now, days=365, summary=summary)

    def approved(self, publication: Publication, *signers: Signer) -> Publication:
        """The publication with the signatures of others."""
        for signer in signers:
            before = None if self.folder.is_empty() else self.folder.state()
            publication = approve(examine_publication(publication, before, self.now), signer)
        return publication

    def publish(self, publication: Publication) -> PublicationReceipt:
        """Publish it."""
        return self.online().publish(publication.to_bytes())

    def draft_global(self, text: bytes, files: Mapping[str, bytes] | None = None) -> Publication:
        """Ada writes a global policy."""
        changes = {f"policy/{name}": content for name, content in {"policy.json": text, **(files or {})}.items()}
        return draft_files(self.folder.state(), TARGETS, changes, self.author(self.ada))

    def publish_global(self, text: bytes, files: Mapping[str, bytes] | None = None) -> PublicationReceipt:
        """Ada writes it, Bo approves it."""
        return self.publish(self.approved(self.draft_global(text, files), self.bo))

    def add_team(self, team: str = "berlin", keys: Sequence[Signer] = ()) -> PublicationReceipt:
        """Give a team a role."""
        holders = tuple(keys) or (self.di, self.ed)
        draft = add_team(self.folder.state(), team, public(*holders), 2, self.author(self.ada))
        return self.publish(self.approved(draft, self.bo, *holders))

    def draft_team(self, text: bytes = TEAM_POLICY.encode(), team: str = "berlin") -> Publication:
        """Di writes the team's policy."""
        path = f"{layer_folder(Layer.TEAM, team)}/policy.json"
        return draft_files(self.folder.state(), f"team-{team}", {path: text}, self.author(self.di))

    def publish_team(self, text: bytes = TEAM_POLICY.encode()) -> PublicationReceipt:
        """Di writes it, Ed approves it."""
        return self.publish(self.approved(self.draft_team(text), self.ed))


def assignment(device_id: str, team: str | None = None) -> bytes:
    """A device's assignment."""
    return Assignment(device_id=device_id, team=team, issued_at=NOW).to_bytes()


def device_id(number: int) -> str:
    """The id of a device."""
    return hashlib.sha256(str(number).encode()).hexdigest()[:32]


class FolderFetcher(FetcherInterface):
    """Reads a repository's files from its folder, as a web server would hand them out."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self._folder = folder

    def _fetch(self, url: str) -> Iterator[bytes]:
        file = self._folder / url.removeprefix("repo://")
        if not file.exists():
            raise DownloadHTTPError("not there", 404)
        yield file.read_bytes()


@dataclass(kw_only=True)
class Device:
    """A TUF client with a store of its own; it trusts the first root that it was given."""

    repository: Path
    store: Path
    now: datetime = NOW

    def updater(self) -> Updater:
        """A new client on the device's store, refreshed."""
        (self.store / "targets").mkdir(parents=True, exist_ok=True)
        first = (self.repository / "metadata" / "1.root.json").read_bytes()
        made = Updater(
            str(self.store),
            "repo://metadata/",
            str(self.store / "targets"),
            "repo://targets/",
            FolderFetcher(self.repository),
            bootstrap=first,
        )
        # The client asks the system's clock; tests have one of their own.
        made._trusted_set.reference_time = self.now
        made.refresh()
        return made

    def read(self, path: str) -> bytes | None:
        """What the device gets; None for nothing."""
        updater = self.updater()
        target = updater.get_targetinfo(path)
        return None if target is None else Path(updater.download_target(target)).read_bytes()


def later(organization: Organization, **by: float) -> Organization:
    """The same, after a while."""
    return dataclasses.replace(organization, now=organization.now + timedelta(**by))
