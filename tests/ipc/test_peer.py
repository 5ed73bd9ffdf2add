"""Who is at the other end, as the kernel says."""

from __future__ import annotations

import os
import socket

import pytest

from agent.ipc.peer import Actor, PeerRefusedError, peer_of, verify_peer
from tests.ipc.foreign_user import NOBODY, as_nobody, needs_root


def test_our_own_process_is_let_in():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert verify_peer(ours) == Actor(uid=os.getuid(), pid=os.getpid())


@needs_root
def test_another_user_is_refused_by_number():
    with as_nobody():
        ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(PeerRefusedError) as refused:
        verify_peer(ours)
    assert str(NOBODY) in refused.value.detail


def test_a_socket_without_a_peer_is_refused():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as unconnected, pytest.raises(PeerRefusedError):
        verify_peer(unconnected)


def test_a_socket_that_is_closed_is_refused():
    closed = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    closed.close()
    with pytest.raises(PeerRefusedError):
        verify_peer(closed)


def test_a_peer_across_the_network_is_refused():
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        socket.create_connection(listener.getsockname()) as connection,
        pytest.raises(PeerRefusedError),
    ):
        verify_peer(connection)


def test_whoever_it_is_can_be_told_without_being_let_in():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert peer_of(ours) == Actor(uid=os.getuid(), pid=os.getpid())


@needs_root
def test_another_user_is_told_by_number():
    with as_nobody():
        ours, theirs = socket.socketpair()
    with ours, theirs:
        assert peer_of(ours).uid == NOBODY
        assert verify_peer(ours, {NOBODY}).uid == NOBODY


def test_only_those_who_are_named_are_let_in():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        assert verify_peer(ours, {os.getuid()}).uid == os.getuid()
        with pytest.raises(PeerRefusedError):
            verify_peer(ours, {os.getuid() + 1})
        with pytest.raises(PeerRefusedError):
            verify_peer(ours, set())
