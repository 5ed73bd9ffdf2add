"""What is said of a publication that was published: of what was verified only, nothing of what it says of itself.

The one exception is the author's line about it, which is the author's word.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from server.persons import person_of
from server.repository.bins import succinct_of
from server.repository.verification import Candidate

__all__ = ["PublicationReceipt", "empties_bins", "receipt_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationReceipt:
    """What was published.

    Attributes:
        author: owner of the key whose holder wrote it.
        signers: owners of all keys that signed, the author's first.
        versions: of the roles that are new.
        folders: of target files in which something changed.
        notes: what is worth knowing and stopped nothing.
        summary: the author's one line.
        empties_bins: whether an online key went: what it has signed of devices is gone, and has to be assigned again.
    """

    author: str
    signers: tuple[str, ...]
    versions: Mapping[str, int]
    folders: tuple[str, ...]
    notes: tuple[str, ...]
    summary: str
    empties_bins: bool


def receipt_of(candidate: Candidate, notes: tuple[str, ...]) -> PublicationReceipt:
    """Return what will be said of a publication that was verified."""
    author = candidate.author or ""  # verified: there is one
    signers = {person_of(author): author}
    for owner in (owner for count in candidate.counts.values() for owner in count.owners):
        signers.setdefault(person_of(owner), owner)
    return PublicationReceipt(
        author=author,
        signers=tuple(signers.values()),
        versions={role: metadata.signed.version for role, metadata in candidate.publication.roles.items()},
        folders=tuple(sorted(candidate.changed_folders())),
        notes=notes,
        summary=candidate.publication.summary,
        empties_bins=empties_bins(candidate),
    )


def empties_bins(candidate: Candidate) -> bool:
    """Whether a key that has signed bins does not any more."""
    return candidate.before is not None and not set(succinct_of(candidate.before).keyids) <= set(
        candidate.succinct.keyids
    )
