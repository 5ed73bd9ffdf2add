"""Whether a publication that this signer has begun is published: one that died before it could say so finds out here.

Only what was begun is asked about (`server.storage.publications.begin`): then all of it was verified, and what was kept
of it says who has signed. Of any other, what it says of itself is believed by nobody.
"""

from __future__ import annotations

from server.repository.errors import RepositoryError
from server.repository.folder import RepositoryFolder
from server.repository.publication import parse_publication

__all__ = ["is_published"]


def is_published(folder: RepositoryFolder, content: bytes) -> bool:
    """Whether all roles of a publication are what is published now.

    Raises:
        PublicationRefusedError: it cannot be read.
    """
    publication = parse_publication(content)
    if folder.is_empty():
        return False
    try:
        state = folder.state()
        return all(
            state.version_of(role) == metadata.signed.version and folder.metadata(role).signed == metadata.signed
            for role, metadata in publication.roles.items()
        )
    except RepositoryError:
        return False  # nobody delegates to one of them, or it was cut off in the middle: publishing it completes it
