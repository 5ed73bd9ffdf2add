"""A server as devices and administrators meet it: real HTTP on a loopback port, a real repository and signer."""

# ruff: noqa: ANN401 - what tests send and get is JSON of any shape

from __future__ import annotations

import json
import secrets
import socket
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Self

import urllib3
import uvicorn
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from pydantic import SecretStr

from agent.fleet.check_in import CheckIn
from agent.fleet.enrolment import EnrolmentRequest
from agent.fleet.exceptions import ExceptionReason, ExceptionRequest
from agent.fleet.request_signature import public_key_text, sign_request
from server.app import create_app
from server.settings import RateLimits, ServerSettings
from server.signer.loop import Signer
from server.storage import keys, people, tokens
from server.storage.database import Database, parse_database_url
from server.storage.migrating import migrate
from server.storage.roles import COMMAND_LINE, Role
from tests.server.repository.organization import NOW, Organization
from tests.waiting import wait_until

__all__ = ["Answer", "DeviceClient", "RunningApp", "World", "check_in"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)


class RunningApp:
    """An application behind uvicorn, in a thread of its own."""

    def __init__(self, app: Any) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        config = uvicorn.Config(
            app, log_config=None, access_log=False, lifespan="on", server_header=False, timeout_graceful_shutdown=2
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="uvicorn")

    def __enter__(self) -> Self:
        self._thread.start()
        wait_until(lambda: self._server.started, what="uvicorn")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Serve no more. Doing it again changes nothing."""
        self._server.should_exit = True
        self._thread.join(10)
        self._socket.close()


def ask(pool: urllib3.PoolManager, method: str, url: str, body: bytes | None, headers: Mapping[str, str]) -> Answer:
    """Ask once."""
    answer = pool.request(method, url, body=body, headers=dict(headers), retries=False, timeout=10, redirect=False)
    return Answer(status=answer.status, headers=answer.headers, body=answer.data)


@dataclass(kw_only=True)
class DeviceClient:
    """A device, as far as the server sees it."""

    world: World
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    device_id: str = ""

    @property
    def public_key(self) -> str:
        """As messages have it."""
        return public_key_text(self.key.public_key())

    def send(self, method: str, target: str, body: bytes = b"", **changes: Any) -> Answer:
        """Send a signed request; `changes` are to what is signed: `at`, `key_id`, `key`, `signed_body`."""
        headers = sign_request(
            changes.get("key", self.key),
            changes.get("key_id", self.device_id or self.public_key),
            method=method,
            target=changes.get("signed_target", target),
            body=changes.get("signed_body", body),
            at=changes.get("at", self.world.now),
        )
        return ask(self.world.pool, method, self.world.address + target, body or None, headers)

    def enrol(self, secret: str, team: str | None = None) -> Answer:
        """Enrol with a token's secret."""
        message = EnrolmentRequest(
            secret=SecretStr(secret), public_key=self.public_key, os="linux", agent_version="1.0", team=team
        )
        answer = self.send("POST", "/v1/devices", message.to_bytes())
        if answer.status == 201:
            self.device_id = answer.json["device_id"]
        return answer

    def check_in(self, sequence: int, **fields: Any) -> Answer:
        """Check in."""
        return self.send("POST", "/v1/check-ins", check_in(sequence, **fields).to_bytes())

    def ask_for_exception(self, **changes: Any) -> tuple[str, Answer]:
        """Ask for an exception; returns its id, too."""
        asked = ExceptionRequest(
            **{
                "request_id": secrets.token_hex(16),
                "rule_ids": ("no-cards",),
                "destination_id": "chatgpt",
                "account": "jdoe",
                "label": "closed",
                "days": 3,
                "reason": ExceptionReason.URGENT,
                **changes,
            }
        )
        return asked.request_id, self.send("POST", "/v1/exceptions", asked.to_bytes())


def check_in(sequence: int, **fields: Any) -> CheckIn:
    """A device that says little."""
    return CheckIn(
        **{"sequence": sequence, "agent_version": "1.0", "os": "linux", "has_machine_service": True, **fields}
    )


class World:
    """A running server.

    Args:
        organization: whose it is, with its repository.
        database_url: of an empty database.
        rate_limits: other ones.
    """

    def __init__(
        self,
        organization: Organization,
        database_url: str,
        *,
        rate_limits: RateLimits | None = None,
        wrap: Callable[[Any], Any] = lambda app: app,
    ) -> None:
        self.organization = organization
        self.now: datetime = NOW
        self.database = Database(parse_database_url(database_url))
        migrate(self.database)
        self.settings = ServerSettings(
            database=SecretStr(database_url),
            repository=organization.path,
            rate_limits=rate_limits or RateLimits(device=(1000.0, 1000), administrator=(1000.0, 10_000)),
        )
        self.app = create_app(self.settings, clock=lambda: self.now)
        self._running = RunningApp(wrap(self.app))
        self.pool = urllib3.PoolManager(maxsize=8)
        self.keys: dict[Role, str] = {}

    def __enter__(self) -> Self:
        self._running.__enter__()
        return self

    def __exit__(self, *error: object) -> None:
        self._running.stop()
        self.pool.clear()
        self.database.close()

    @property
    def address(self) -> str:
        """Where it listens."""
        return self._running.address

    def later(self, **by: float) -> None:
        """Let time go by."""
        self.now += timedelta(**by)
        self.organization.now = self.now

    def secret_of(self, role: Role) -> str:
        """A key of somebody with a role."""
        if role not in self.keys:
            with self.database.writing() as session:
                _, self.keys[role] = keys.create_key(
                    session, self.now, COMMAND_LINE, name=f"{role.value}-key", owner=f"{role.value}-person", role=role
                )
        return self.keys[role]

    def admin(
        self,
        role: Role,
        method: str,
        target: str,
        body: Any = None,
        *,
        content_type: str = "application/json",
    ) -> Answer:
        """Ask as an administrator."""
        content = body if isinstance(body, bytes) or body is None else json.dumps(body).encode()
        headers = {"Authorization": f"Bearer {self.secret_of(role)}"}
        if content is not None:
            headers["Content-Type"] = content_type
        return ask(self.pool, method, self.address + target, content, headers)

    def anybody(self, method: str, target: str, body: bytes | None = None, **headers: str) -> Answer:
        """Ask as nobody in particular."""
        return ask(
            self.pool, method, self.address + target, body, {name.replace("_", "-"): v for name, v in headers.items()}
        )

    def add_team(self, team: str) -> None:
        """Add a team."""
        with self.database.writing() as session:
            people.add_team(session, self.now, COMMAND_LINE, team)

    def token(self, **wanted: Any) -> str:
        """The secret of a new token."""
        with self.database.writing() as session:
            made = tokens.NewToken(**{"name": "test", **wanted})
            return tokens.create_token(session, self.now, COMMAND_LINE, made)[1]

    def device(self, team: str | None = None) -> DeviceClient:
        """A device that has enrolled."""
        client = DeviceClient(world=self)
        assert client.enrol(self.token(team=team)).status == 201
        return client

    def signer(self) -> Signer:
        """A new signer."""
        return Signer(self.database, self.organization.online(), lambda: self.now)

    def sign(self) -> None:
        """Let a signer do everything there is to do."""
        signer = self.signer()
        while signer.run_once():
            pass
        signer.release()
