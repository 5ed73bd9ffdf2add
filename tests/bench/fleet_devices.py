"""Simulated devices: keys, requests as real ones send them, and a connection for each, as a device that wakes up makes.

Every request is really signed and really travels over TLS; only TUF's verification is left out, which costs a device
and not the server.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr

from agent import __version__
from agent.core.gestures import Channel
from agent.core.health import Coverage
from agent.core.verdicts import Layer
from agent.fleet.check_in import CHECK_IN_PATH, ChannelState, CheckIn, LayerVersion, Session
from agent.fleet.enrolment import ENROLMENT_PATH, EnrolmentReply, EnrolmentRequest, EnrolmentToken
from agent.fleet.request_signature import public_key_text, sign_request
from agent.fleet.targets import device_path

__all__ = ["Device", "Reply", "Server", "ServerError"]

_DEADLINE_S = 30.0


class ServerError(Exception):
    """The server answered with something else than it should have."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Server:
    """Where requests go: one connection for each, closed after the answer.

    Args:
        address: "https://127.0.0.1:8443", say.
        authority: certificate that the server's is signed by, in PEM; empty for plain HTTP.
    """

    def __init__(self, address: str, authority: str = "") -> None:
        parts = urlsplit(address)
        self._host, self._port = parts.hostname or "", parts.port or 443
        self._tls = ssl.create_default_context(cadata=authority) if authority else None

    async def ask(self, method: str, target: str, body: bytes = b"", headers: Mapping[str, str] | None = None) -> Reply:
        """Send a request and return the reply.

        Raises:
            ServerError: nobody answers in HTTP.
            TimeoutError: nobody answers in time.
        """
        async with asyncio.timeout(_DEADLINE_S):
            reader, writer = await asyncio.open_connection(
                self._host, self._port, ssl=self._tls, server_hostname=self._host if self._tls else None
            )
            try:
                lines = [f"{method} {target} HTTP/1.1", f"Host: {self._host}:{self._port}", "Connection: close"]
                lines += [f"{name}: {value}" for name, value in (headers or {}).items()]
                lines += [f"Content-Length: {len(body)}"] if body else []
                writer.write("\r\n".join((*lines, "", "")).encode() + body)
                await writer.drain()
                return _parsed(await reader.read(-1))
            finally:
                writer.close()


def _parsed(data: bytes) -> Reply:
    head, separator, body = data.partition(b"\r\n\r\n")
    status, *lines = head.decode("latin-1").split("\r\n")
    if not separator or not status.startswith("HTTP/1.1 "):
        raise ServerError("this is no answer")
    headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
    return Reply(status=int(status.split()[1]), headers=headers, body=body)


@dataclass(slots=True)
class Device:
    """One device.

    Attributes:
        address: under which it comes, as a proxy in front of the server says: limits are by address.
        etag: of the newest timestamp that it has seen.
    """

    address: str
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    device_id: str = ""
    sequence: int = 0
    etag: str = ""

    async def enroll(self, server: Server, token: EnrolmentToken) -> None:
        """Become a device that the server knows."""
        key_id = public_key_text(self.key.public_key())
        request = EnrolmentRequest(
            secret=SecretStr(token.secret.get_secret_value()),
            public_key=key_id,
            os="linux",
            os_version="12",
            agent_version=__version__,
        )
        reply = await self._signed(server, "POST", ENROLMENT_PATH, request.to_bytes(), key_id)
        _expect(reply, 200, 201)
        self.device_id = EnrolmentReply.model_validate_json(reply.body).device_id

    async def peek(self, server: Server) -> bool:
        """Look whether there is anything new; returns whether there was."""
        headers = {"If-None-Match": self.etag} if self.etag else {}
        reply = await self._ask(server, "/repository/metadata/timestamp.json", headers)
        _expect(reply, 200, 304)
        self.etag = reply.headers.get("etag", self.etag)
        return reply.status == 200

    async def refresh(self, server: Server) -> None:
        """Fetch what a device fetches after a change of its own assignment: four metadata files and the assignment."""
        timestamp = json.loads(_expect(await self._ask(server, "/repository/metadata/timestamp.json"), 200).body)
        version = timestamp["signed"]["meta"]["snapshot.json"]["version"]
        snapshot = json.loads(
            _expect(await self._ask(server, f"/repository/metadata/{version}.snapshot.json"), 200).body
        )
        meta = {name: each["version"] for name, each in snapshot["signed"]["meta"].items()}
        bins = sorted(name for name in meta if name.startswith("devices-"))
        for name in ("targets.json", "devices.json", bins[hash(self.device_id) % len(bins)]):
            _expect(await self._ask(server, f"/repository/metadata/{meta[name]}.{name}"), 200)
        target = f"/repository/targets/{device_path(self.device_id)}"
        # Without the hash in its name nothing is found: what is measured is verifying who asks.
        _expect(await self._signed(server, "GET", target, b"", self.device_id), 200, 404)

    async def check_in(self, server: Server) -> None:
        """Say how this device is."""
        self.sequence += 1
        told = CheckIn(
            sequence=self.sequence,
            agent_version=__version__,
            os="linux",
            os_version="12",
            has_machine_service=True,
            metadata_versions={"root": 1, "targets": 3, "snapshot": 900, "timestamp": 1200},
            sessions=(
                Session(
                    session_id=self.device_id,
                    agent_version=__version__,
                    layers=(LayerVersion(layer=Layer.GLOBAL, version="2026-11-01"),),
                    channels=tuple(ChannelState(channel=each, coverage=Coverage.SEEN) for each in Channel),
                ),
            ),
        )
        reply = await self._signed(server, "POST", CHECK_IN_PATH, told.to_bytes(), self.device_id)
        _expect(reply, 200)

    async def _signed(self, server: Server, method: str, target: str, body: bytes, key_id: str) -> Reply:
        headers = sign_request(self.key, key_id, method=method, target=target, body=body, at=datetime.now(UTC))
        if body:
            headers["Content-Type"] = "application/json"
        return await server.ask(method, target, body, headers | self._from)

    async def _ask(self, server: Server, target: str, headers: Mapping[str, str] | None = None) -> Reply:
        return await server.ask("GET", target, headers={**(headers or {}), **self._from})

    @property
    def _from(self) -> dict[str, str]:
        return {"X-Forwarded-For": self.address}


def _expect(reply: Reply, *statuses: int) -> Reply:
    if reply.status not in statuses:
        raise ServerError(f"{reply.status} instead of {' or '.join(map(str, statuses))}")
    return reply
