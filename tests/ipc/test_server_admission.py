"""Who may connect to a socket that is for more than one user, and how many of each."""

from __future__ import annotations

import asyncio
import contextlib
import os
import stat
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from agent.ipc.codec import Request, Response
from agent.ipc.peer import peer_of
from agent.ipc.server import Admission, IpcServer
from tests.fakes.ipc_methods import FakeMethods
from tests.ipc.foreign_user import NOBODY, as_nobody, needs_root, open_folder
from tests.ipc.raw_client import RawClient, hello
from tests.ipc.samples import STATUS

pytestmark = pytest.mark.asyncio

STATUS_GET = Request(id=1, method="status.get")
OPEN = Admission(verify=peer_of, mode=0o666, limit=4, limit_per_share=2)


@contextlib.asynccontextmanager
async def _serving(path: Path, admission: Admission = OPEN) -> AsyncIterator[FakeMethods]:
    methods = FakeMethods(STATUS)
    server = IpcServer(path, methods, admission=admission)
    await server.start()
    try:
        yield methods
    finally:
        await server.stop()


async def test_everybody_may_open_the_file(tmp_path: Path):
    async with _serving(tmp_path / "s"):
        assert (tmp_path / "s").stat().st_mode == stat.S_IFSOCK | 0o666


async def test_methods_are_told_who_asks(tmp_path: Path):
    async with _serving(tmp_path / "s") as methods, RawClient.connected(tmp_path / "s") as client:
        assert isinstance(await client.ask(STATUS_GET), Response)
        assert [(each.uid, each.pid) for each in methods.actors] == [(os.getuid(), os.getpid())]


@needs_root
async def test_another_user_is_let_in_and_called_by_number():
    with open_folder() as folder:
        async with _serving(folder / "s") as methods:
            with as_nobody():
                connecting = RawClient.connected(folder / "s", greets=False)
                client = await connecting.__aenter__()
            try:
                assert isinstance(await client.ask(hello()), Response)
            finally:
                await connecting.__aexit__(None, None, None)
            assert [each.uid for each in methods.actors] == [NOBODY]


async def test_one_user_cannot_take_every_place(tmp_path: Path):
    path = tmp_path / "s"
    async with (
        _serving(path),
        RawClient.connected(path),
        RawClient.connected(path),
        RawClient.connected(path, greets=False) as third,
    ):
        assert await third.refusal() == "ipc_handshake"


@needs_root
async def test_users_who_have_one_share_together_have_no_more_places_than_one():
    together = replace(OPEN, share=lambda _: "everybody")
    with open_folder() as folder:
        path = folder / "s"
        async with _serving(path, together), RawClient.connected(path):
            with as_nobody():
                connecting = RawClient.connected(path)
                await connecting.__aenter__()
            async with RawClient.connected(path, greets=False) as third:
                assert await third.refusal() == "ipc_handshake"
            await connecting.__aexit__(None, None, None)


async def test_a_place_is_free_again_once_somebody_has_left(tmp_path: Path):
    path = tmp_path / "s"
    async with asyncio.timeout(10), _serving(path), RawClient.connected(path):
        async with RawClient.connected(path):
            pass
        while not await _is_let_in(path):  # the server has yet to notice
            pass


async def _is_let_in(path: Path) -> bool:
    async with RawClient.connected(path, greets=False) as client:
        return isinstance(await client.ask(hello()), Response)
