"""Makes a server's folder ready on one machine: keys, a repository with the packaged policy, and the first key to it.

For trying it out, and as a start: whoever has this folder has every key in it. Before it counts, the keys of root,
author and approver go to different people and places (docs/signing.md), and come off this machine.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from agent.core.verdicts import Layer
from agent.fleet.targets import POLICY_FILE, layer_folder
from agent.policy import parse_policy
from agent.policy.document.canonical import canonical_json
from agent.policy.packaged import packaged_text
from server.repository.creation import OFFLINE_DAYS, RepositoryPlan, create_repository
from server.repository.drafts import Author, approve, draft_files
from server.repository.errors import RepositoryError
from server.repository.files import write_private_file
from server.repository.folder import RepositoryFolder
from server.repository.keys import create_key, load_signer
from server.repository.layout import TARGETS
from server.repository.online import OnlineRepository
from server.repository.verification import examine_publication

__all__ = ["ONLINE_KEY", "ONLINE_PASSPHRASE", "Founded", "found_repository", "is_founded"]

ONLINE_KEY: Final = "online.pem"
ONLINE_PASSPHRASE: Final = "online.passphrase"  # noqa: S105 - a file's name

_ROOT_HOLDERS: Final = ("root-1", "root-2", "root-3")
_AUTHOR: Final = "policy-author"
_APPROVER: Final = "policy-approver"
_ONLINE: Final = "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """What was made.

    Attributes:
        root_sha256: what enrolment tokens carry.
        keys: files of the private keys that people are to hold.
    """

    root_sha256: str
    keys: tuple[Path, ...]


def is_founded(repository: Path) -> bool:
    """Whether there is a repository in a folder."""
    return not RepositoryFolder(repository).is_empty()


def found_repository(
    repository: Path, keys: Path, passphrase: bytes, clock: Callable[[], datetime], *, bin_bits: int = 8
) -> Founded:
    """Make keys and a repository, and publish the packaged policy.

    Args:
        repository: an empty folder, or none yet.
        keys: as above.
        passphrase: of the keys that people are to hold; the online key's is random, in a file beside it.
        clock: the time, aware.
        bin_bits: how many roles devices are spread over, as a power of two.

    Raises:
        RepositoryError: there is something there already, or it cannot be written.
    """
    if keys.exists() and any(keys.iterdir()):
        raise RepositoryError(
            "There are keys in this folder already", detail=str(keys.name), hint="Nothing is ever made over keys."
        )
    keys.mkdir(mode=0o700, parents=True, exist_ok=True)
    people = {name: create_key(keys, name, name, passphrase) for name in (*_ROOT_HOLDERS, _AUTHOR, _APPROVER)}
    online_passphrase = secrets.token_urlsafe(32).encode()
    write_private_file(keys / ONLINE_PASSPHRASE, online_passphrase + b"\n")
    online_key = create_key(keys, _ONLINE, "server", online_passphrase)

    signers = {name: load_signer(keys / f"{name}.pem", lambda _: passphrase) for name in people}
    online = load_signer(keys / ONLINE_KEY, lambda _: online_passphrase)
    plan = RepositoryPlan(
        root_keys=tuple(people[name].public for name in _ROOT_HOLDERS),
        targets_keys=(people[_AUTHOR].public, people[_APPROVER].public),
        online_key=online_key.public,
        bin_bits=bin_bits,
    )
    folder = RepositoryFolder(repository)
    holders = [signers[name] for name in (_ROOT_HOLDERS[0], _ROOT_HOLDERS[1], _AUTHOR, _APPROVER)]
    create_repository(folder, plan, holders, online, clock)
    author = Author(signers=(signers[_AUTHOR],), now=clock(), days=OFFLINE_DAYS, summary="The packaged policy")
    changes = {f"{layer_folder(Layer.GLOBAL)}/{POLICY_FILE}": canonical_json(parse_policy(packaged_text()))}
    draft = draft_files(folder.state(), TARGETS, changes, author)
    publication = approve(examine_publication(draft, folder.state(), clock()), signers[_APPROVER])
    OnlineRepository(folder, online, clock).publish(publication.to_bytes())
    return Founded(root_sha256=folder.root_fingerprint(), keys=tuple(sorted(keys / f"{name}.pem" for name in people)))
