"""What goes wrong while a publication is looked at is a reason to refuse it, whatever it is.

Whoever hands one in chooses its bytes, so that libraries below may fail in ways that nobody has thought of; a
publication that is neither published nor refused would stand in the way of all that follow. Not its fault, and passed
on, is what another try may get over: a disk that cannot be read, a repository that somebody else writes to, a signing
key that does not sign.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from agent.core.errors import AgentError
from server.repository.errors import PublicationRefusedError, RepositoryBusyError, SigningKeyError

__all__ = ["refusing_what_fails"]


@contextmanager
def refusing_what_fails(title: str) -> Iterator[None]:
    """Look at a publication in this block.

    Args:
        title: of the refusal. Its detail names the kind of error, or says what ours say; never what it met.

    Raises:
        PublicationRefusedError: it was refused in the block, or something else went wrong there.
        RepositoryError: the disk cannot be read.
        RepositoryBusyError, SigningKeyError: as they were.
    """
    try:
        yield
    except (PublicationRefusedError, RepositoryBusyError, SigningKeyError):
        raise
    except AgentError as exc:
        if isinstance(exc.__cause__, OSError):
            raise
        raise PublicationRefusedError(title, detail=f"{exc.title}.") from exc
    except Exception as exc:
        raise PublicationRefusedError(title, detail=f"{type(exc).__name__}.") from exc
