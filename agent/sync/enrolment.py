"""What enrolment leaves behind: whom this device obeys, and how it gets there. Written once, whole, readable to nobody.

That the file is there is what makes a device governed (`agent.system.enrolment`). It is damaged or missing for whoever
cannot read it, never taken for an invitation to go back to the packaged policy.
"""

from __future__ import annotations

import enum
import os
import stat
from pathlib import Path
from typing import Annotated, Final, Literal
from urllib.parse import unquote, urlsplit

from pydantic import Field, SecretStr, StringConstraints, field_serializer

from agent.core.errors import EnvironmentProblemError
from agent.fleet.enrolment import ServerAddress
from agent.fleet.message import DeviceId, Instant, Message, MessageRefusedError, parse_message
from agent.system.enrolment import ENROLMENT_FILE
from agent.system.whole_files import PRIVATE_FILE, replace_file

__all__ = [
    "ENROLMENT_LIMIT_BYTES",
    "Enrolment",
    "EnrolmentProblem",
    "EnrolmentProblemError",
    "ProxySettings",
    "load_enrolment",
    "parse_proxy",
    "save_enrolment",
]

ENROLMENT_LIMIT_BYTES: Final = 128 << 10

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class EnrolmentProblem(enum.StrEnum):
    """Why there is no enrolment to read."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    """It is there, and damaged, or somebody else's."""


class EnrolmentProblemError(EnvironmentProblemError):
    """What enrolment left behind cannot be used; `problem` says why."""

    code = "enrolment"

    def __init__(self, title: str, *, problem: EnrolmentProblem, detail: str = "", hint: str = "") -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.problem = problem


class ProxySettings(Message):
    """A proxy that is used whatever the environment says.

    Attributes:
        address: `http://host:port`.
        user: empty where the proxy asks nobody.
    """

    address: Annotated[str, StringConstraints(pattern=r"^http://[A-Za-z0-9._\-\[\]:]{1,255}$")]
    user: Annotated[str, Field(max_length=200, repr=False)] = ""
    password: SecretStr = SecretStr("")

    @field_serializer("password", when_used="json")
    def _write_password(self, password: SecretStr) -> str:
        return password.get_secret_value()


class Enrolment(Message):
    """Whom a device obeys.

    Attributes:
        server: where it checks in.
        repository: where metadata and targets are.
        root_sha256: of the repository's first root metadata, from the token's file.
        device_id: what the server knows it by.
        ca_pem: certificates that it trusts beside the system's.
        proxy: None: as the environment says.
    """

    schema_version: Literal[1] = 1
    server: ServerAddress
    repository: ServerAddress
    root_sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
    device_id: DeviceId
    ca_pem: Annotated[str, Field(max_length=60_000, repr=False)] = ""
    proxy: ProxySettings | None = None
    enrolled_at: Instant


def parse_proxy(text: str) -> ProxySettings:
    """Return the proxy in a line like `http://user:password@host:port`.

    Raises:
        ValueError: it is none; says nothing of what it is.
    """
    try:
        parts = urlsplit(text.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ValueError("no address of a proxy") from None
    if parts.scheme != "http" or not host or parts.path not in {"", "/"} or parts.query or parts.fragment:
        raise ValueError("no address of a proxy")
    shown = f"[{host}]" if ":" in host else host
    return ProxySettings(
        address=f"http://{shown}:{port or 80}",
        user=unquote(parts.username or ""),
        password=SecretStr(unquote(parts.password or "")),
    )


def load_enrolment(state: Path) -> Enrolment:
    """Return what enrolment left in a state folder.

    Raises:
        EnrolmentProblemError: there is nothing, or it is not to be used.
    """
    try:
        descriptor = os.open(state / ENROLMENT_FILE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        with os.fdopen(descriptor, "rb") as file:
            _check_owner(os.fstat(descriptor))
            untrusted = file.read(ENROLMENT_LIMIT_BYTES + 1)
    except FileNotFoundError as exc:
        raise EnrolmentProblemError(
            "This device is not enrolled",
            problem=EnrolmentProblem.MISSING,
            hint="Run `cordon enroll --token-file FILE` with the file from your administrator.",
        ) from exc
    except OSError as exc:
        raise _unreadable(f"{exc.strerror}.") from exc
    try:
        return parse_message(Enrolment, untrusted, ENROLMENT_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise _unreadable(exc.detail) from exc


def save_enrolment(state: Path, enrolment: Enrolment) -> None:
    """Write it; it is on the disk when this returns.

    Raises:
        OSError: it is not, and what was there before is still there.
    """
    replace_file(state / ENROLMENT_FILE, enrolment.to_bytes(), mode=PRIVATE_FILE)


def _check_owner(found: os.stat_result) -> None:
    if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & _OTHERS:
        raise _unreadable("It belongs to somebody else, or others can read it.")


def _unreadable(detail: str) -> EnrolmentProblemError:
    return EnrolmentProblemError(
        "What enrolment left on this device cannot be used",
        problem=EnrolmentProblem.UNREADABLE,
        detail=detail,
        hint="Ask your administrator for a new enrolment file, and run `cordon enroll --replace --token-file FILE`.",
    )
