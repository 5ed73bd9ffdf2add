"""Who is at the other end of a socket, as the operating system says."""

from __future__ import annotations

import os
import socket
import struct
from collections.abc import Collection
from dataclasses import dataclass

from agent.core.errors import AgentError

__all__ = ["Actor", "PeerRefusedError", "peer_of", "verify_peer"]

_UCRED = struct.Struct("3i")
"""struct ucred: pid, uid, gid (unix(7), SO_PEERCRED)."""


class PeerRefusedError(AgentError):
    """The other end belongs to somebody else."""

    code = "ipc_peer_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """A peer that the operating system vouches for. The pid is for logs only: it may be reused."""

    uid: int
    pid: int


def peer_of(connection: socket.socket) -> Actor:
    """Return the peer, whoever it is.

    Raises:
        PeerRefusedError: the system does not tell.
    """
    try:
        credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _UCRED.size)
    except (OSError, AttributeError) as exc:
        raise PeerRefusedError("The system does not tell who is calling") from exc
    pid, uid, _gid = _UCRED.unpack(credentials)
    if pid <= 0:  # a socket of another kind, for which the kernel knows nobody
        raise PeerRefusedError("The system does not tell who is calling")
    return Actor(uid=uid, pid=pid)


def verify_peer(connection: socket.socket, uids: Collection[int] | None = None) -> Actor:
    """Return the peer if it is one of some users; left out, this user or root.

    Raises:
        PeerRefusedError: it is somebody else, or the system does not tell.
    """
    peer = peer_of(connection)
    if peer.uid not in ({os.getuid(), 0} if uids is None else uids):
        raise PeerRefusedError(
            "Only this user's own programs may talk to the agent", detail=f"The other end's uid: {peer.uid}."
        )
    return peer
