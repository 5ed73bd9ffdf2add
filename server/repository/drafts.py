"""What people sign: the next version of a role, as a publication with its author's signature, and others' approval.

Pure but for the signatures. Versions follow on what is published now, so that of two publications from one state the
second is refused instead of undoing the first.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.metadata import Key, Metadata, Root, TargetFile, Targets

from server.persons import person_of
from server.repository.errors import PublicationRefusedError
from server.repository.keys import owner_of
from server.repository.layout import AUTHOR_FIELD, ROOT, TARGETS
from server.repository.publication import Publication
from server.repository.signing import delegation_keys, sign_metadata
from server.repository.state import RepositoryState
from server.repository.verification import Candidate

__all__ = [
    "Author",
    "approve",
    "draft_files",
    "draft_renewal",
    "new_team",
    "next_root",
    "next_targets",
    "signed_publication",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Author:
    """Who writes a publication.

    Attributes:
        signers: their keys: the first one says who they are; more where one is replaced by another.
        now: aware.
        days: what they sign is good for so long.
        summary: one line about it.
    """

    signers: Sequence[Signer]
    now: datetime
    days: int
    summary: str

    @property
    def key_id(self) -> str:
        """Of the first key."""
        key_id: str = self.signers[0].public_key.keyid
        return key_id

    @property
    def expires_at(self) -> datetime:
        """When what they sign expires."""
        return (self.now + timedelta(days=self.days)).astimezone(UTC).replace(microsecond=0)


def draft_files(state: RepositoryState, role: str, changes: Mapping[str, bytes | None], author: Author) -> Publication:
    """Return a publication that puts files in place, and takes others out (None).

    Raises:
        PublicationRefusedError: nothing would change, or the author holds no key of the role.
        RepositoryError: there is no such role.
    """
    signed = next_targets(state, role, author)
    before = dict(signed.targets)
    files: dict[str, bytes] = {}
    for path, content in changes.items():
        if content is None:
            signed.targets.pop(path, None)
            continue
        target = TargetFile(len(content), {"sha256": hashlib.sha256(content).hexdigest()}, path)
        if path not in before or before[path].hashes != target.hashes:
            signed.targets[path] = target
            files[path] = content
    if signed.targets == before:
        raise PublicationRefusedError("Nothing would change", detail="The repository has exactly that already.")
    return signed_publication(state, {role: signed}, files, author)


def draft_renewal(state: RepositoryState, roles: Iterable[str], author: Author) -> Publication:
    """Return a publication that changes nothing but when roles expire.

    Raises:
        PublicationRefusedError, RepositoryError: as above.
    """
    following: dict[str, Root | Targets] = {
        role: next_root(state, author) if role == ROOT else next_targets(state, role, author) for role in roles
    }
    return signed_publication(state, following, {}, author)


def next_root(state: RepositoryState, author: Author) -> Root:
    """Return root's next version, to be changed."""
    signed = copy.deepcopy(state.root.signed)
    _stamp(signed, signed.version, author)
    return signed


def next_targets(state: RepositoryState, role: str, author: Author) -> Targets:
    """Return the next version of a role below root, to be changed.

    Raises:
        RepositoryError: there is no such role.
    """
    found = state.role(role).signed
    signed = Targets(
        version=found.version,
        expires=found.expires,
        targets=dict(found.targets),
        delegations=copy.deepcopy(found.delegations),
        unrecognized_fields=copy.deepcopy(found.unrecognized_fields),
    )
    _stamp(signed, found.version, author)
    return signed


def new_team(state: RepositoryState, role: str, author: Author) -> Targets:
    """Return the metadata of a team that signs nothing yet; it goes on counting where the team was there before."""
    signed = Targets(expires=author.expires_at)
    _stamp(signed, state.version_of(role), author)
    return signed


def signed_publication(
    state: RepositoryState | None, roles: Mapping[str, Root | Targets], files: Mapping[str, bytes], author: Author
) -> Publication:
    """Return a publication of these roles, signed with the author's keys wherever they count.

    Raises:
        PublicationRefusedError: the author's first key counts nowhere.
        SigningKeyError: a token does not sign.
    """
    unsigned = {role: Metadata[Any](signed) for role, signed in roles.items()}
    keys = _keys_of(unsigned, state)
    author_key = next((found[author.key_id] for found in keys.values() if author.key_id in found), None)
    if author_key is None:
        raise _no_holder(roles, keys)
    signed_roles = {
        role: sign_metadata(metadata, [each for each in author.signers if each.public_key.keyid in keys[role]])
        for role, metadata in unsigned.items()
    }
    return Publication(
        author=author.key_id,
        author_owner=owner_of(author_key),
        created_at=author.now,
        summary=author.summary,
        roles=signed_roles,
        files=files,
    )


def approve(candidate: Candidate, signer: Signer) -> Publication:
    """Return a publication with one more signature.

    Args:
        candidate: of `examine_publication`: what the signature is for.
        signer: of another person than the author.

    Raises:
        PublicationRefusedError: the key is not asked, is the author's or of the same owner, or has signed already.
        SigningKeyError: a token does not sign.
    """
    publication = candidate.publication
    keys = _keys_of(publication.roles, candidate.before)
    key_id = signer.public_key.keyid
    asked = [role for role, found in keys.items() if key_id in found]
    if not asked:
        raise _no_holder(publication.roles, keys)
    author = candidate.author
    if author is None:
        raise PublicationRefusedError("The author has not signed", detail="Nobody approves what nobody answers for.")
    if _persons_of(key_id, keys) & {person_of(author), *_persons_of(publication.author, keys)}:
        raise PublicationRefusedError(
            "The author cannot approve their own publication",
            detail=f"It was written by {author}.",
            hint="Another person signs it, with a key of their own.",
        )
    open_roles = [role for role in asked if key_id not in publication.roles[role].signatures]
    if not open_roles:
        raise PublicationRefusedError("This key has signed the publication already")
    return publication.with_roles(
        {
            role: sign_metadata(metadata, [signer]) if role in open_roles else metadata
            for role, metadata in publication.roles.items()
        }
    )


def _stamp(signed: Root | Targets, version: int, author: Author) -> None:
    signed.version = version + 1
    signed.expires = author.expires_at
    signed.unrecognized_fields[AUTHOR_FIELD] = author.key_id


def _keys_of(roles: Mapping[str, Metadata[Any]], state: RepositoryState | None) -> dict[str, dict[str, Key]]:
    """The keys whose signatures count, by role: under the delegations that there will be, and under those before.

    Root has to be signed by both. What else is signed by both, no device refuses in the middle of the change.
    """
    root: Root = roles[ROOT].signed if ROOT in roles else _required(state).root.signed
    targets: Targets = roles[TARGETS].signed if TARGETS in roles else _required(state).targets.signed
    found: dict[str, dict[str, Key]] = {}
    for role in roles:
        is_top = role in {ROOT, TARGETS}
        try:
            found[role] = {key.keyid: key for key in delegation_keys(root if is_top else targets, role)[1]}
        except ValueError as exc:
            raise PublicationRefusedError("Nobody has this role", detail=role) from exc
        if state is not None and (is_top or state.version_of(role)):
            before = state.root.signed if is_top else state.targets.signed
            with suppress(ValueError):  # a team that comes back: nobody signed for it just now
                found[role].update({key.keyid: key for key in delegation_keys(before, role)[1]})
    return found


def _persons_of(key_id: str, keys: Mapping[str, Mapping[str, Key]]) -> set[str]:
    """Who holds a key, by every role that knows it."""
    return {person_of(owner_of(found[key_id])) for found in keys.values() if key_id in found}


def _required(state: RepositoryState | None) -> RepositoryState:
    if state is None:
        raise PublicationRefusedError("There is no repository yet", hint="`cordon policy create` makes one.")
    return state


def _no_holder(roles: Iterable[str], keys: Mapping[str, Mapping[str, Key]]) -> PublicationRefusedError:
    owners = dict.fromkeys(owner_of(key) for found in keys.values() for key in found.values())
    return PublicationRefusedError(
        "This key may not sign that",
        detail=f"{', '.join(roles)}: signed by {', '.join(owners)}.",
        hint="Who holds which key, `cordon policy status` shows.",
    )
