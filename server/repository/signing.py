"""Signatures on metadata, and how many persons have made them.

TUF counts keys; here persons are counted as well: two keys of one owner are one, however the name is spelled. So what
two have to sign, one cannot publish, even with two keys.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from securesystemslib.signer import Signer
from tuf.api.metadata import Key, Metadata, Role, Root, Targets

from server.persons import person_of
from server.repository.errors import SigningKeyError
from server.repository.hardware import sign_bytes
from server.repository.keys import owner_of

__all__ = ["SignatureCount", "count_signatures", "delegation_keys", "sign_metadata", "signed_by"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureCount:
    """Who has signed a role's metadata.

    Attributes:
        threshold: so many persons have to.
        owners: of the keys that have, each once.
        holders: ids of these keys, each with its owner.
        missing: owners of the role's other keys.
    """

    threshold: int
    owners: tuple[str, ...]
    holders: Mapping[str, str]
    missing: tuple[str, ...]

    @property
    def is_enough(self) -> bool:
        """Whether that is enough: keys, and persons."""
        return len(self.owners) >= self.threshold


def sign_metadata(metadata: Metadata[Any], signers: Iterable[Signer]) -> Metadata[Any]:
    """Return metadata with more signatures.

    Raises:
        SigningKeyError: a token does not sign.
    """
    payload = metadata.signed_bytes
    signatures = dict(metadata.signatures)
    for signer in signers:
        signature = sign_bytes(signer, payload)
        if signature.keyid != signer.public_key.keyid:
            raise SigningKeyError("A key signs as another one")
        signatures[signature.keyid] = signature
    return Metadata(copy.copy(metadata.signed), signatures, dict(metadata.unrecognized_fields))


def count_signatures(delegator: Root | Targets, role: str, metadata: Metadata[Any]) -> SignatureCount:
    """Return who has signed a role's metadata validly, of those whom a delegator asks.

    Raises:
        ValueError: it does not delegate to that role.
    """
    result = delegator.get_verification_result(role, metadata.signed_bytes, metadata.signatures)
    holders = {key_id: owner_of(key) for key_id, key in result.signed.items()}
    persons = _by_person(result.signed.values())
    others = _by_person(result.unsigned.values())
    return SignatureCount(
        threshold=result.threshold,
        owners=tuple(persons.values()),
        holders=holders,
        missing=tuple(owner for person, owner in others.items() if person not in persons),
    )


def delegation_keys(delegator: Root | Targets, role: str) -> tuple[Role, Sequence[Key]]:
    """Return a delegation and its keys.

    Raises:
        ValueError: there is none, or a key is missing.
    """
    delegation = delegator.get_delegated_role(role)
    return delegation, [delegator.get_key(key_id) for key_id in delegation.keyids]


def _by_person(keys: Iterable[Key]) -> dict[str, str]:
    """Owners, the first spelling of each."""
    found: dict[str, str] = {}
    for owner in map(owner_of, keys):
        found.setdefault(person_of(owner), owner)
    return found


def signed_by(metadata: Metadata[Any]) -> frozenset[str]:
    """Return ids of keys that claim to have signed."""
    return frozenset(metadata.signatures)
