"""Whether a publication is published already: a signer that died between publishing and saying so finds out here."""

from __future__ import annotations

from typing import Any

from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.publication import parse_publication

__all__ = ["receipt_of_published"]


def receipt_of_published(folder: RepositoryFolder, content: bytes) -> dict[str, Any] | None:
    """Return what is known of a publication all of whose roles are what is published now; None where they are not.

    Raises:
        PublicationRefusedError: it cannot be read.
        RepositoryError: the repository is damaged.
    """
    publication = parse_publication(content)
    if folder.is_empty():
        return None
    state = folder.state()
    for role, metadata in publication.roles.items():
        if state.version_of(role) != metadata.signed.version:
            return None
        try:
            published = folder.metadata(role)
        except RepositoryError:  # nobody delegates to it
            return None
        if published.signed != metadata.signed:
            return None
    return {
        "author": publication.author_owner,
        "signers": [publication.author_owner],
        "versions": {role: metadata.signed.version for role, metadata in publication.roles.items()},
        "folders": sorted({path.rpartition("/")[0] for path in publication.files}),
        "notes": ["The signer was interrupted; this was found published when it came back."],
        "summary": publication.summary,
    }
