"""Assignments from a file: CSV in UTF-8, a first line with the columns' names, all of it or nothing.

    account,device,user,team,groups
    jdoe,3f2a...,jane.doe@example.org,berlin,Sales;Works council

`account` and `device` (the id that `cordon enroll` shows) go together, or both are empty: then the line is about the
user only. `team` may be empty: the device's counts. `groups` are separated by semicolons. Columns may be in any order,
`groups` and `team` may be missing, and then stay as they are. What one user is, every line about them says alike.
Users, accounts and groups that the file does not name stay as they are.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from server.storage import audit
from server.storage.errors import ImportRefusedError, RuleBrokenError
from server.storage.people import assign_account, set_user
from server.storage.roles import Actor
from server.storage.tables import Device, Team, User

__all__ = ["IMPORT_LIMIT_BYTES", "ImportLine", "ImportResult", "import_assignments", "parse_assignments"]

IMPORT_LIMIT_BYTES: Final = 16 << 20
_MOST_LINES: Final = 2_000
"""All of it is one transaction, and nobody else writes meanwhile: 8 ms a line."""
_COLUMNS: Final = ("account", "device", "user", "team", "groups")
_NAME: Final = re.compile(r"[^\x00-\x1f\x7f-\x9f]{1,100}")
_DEVICE: Final = re.compile(r"[0-9a-f]{32}")
_TEAM: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportLine:
    """One line.

    Attributes:
        number: in the file, from 1.
        team: None for none, where the file has the column.
        groups: None where the file does not have the column.
    """

    number: int
    account: str
    device: str
    user: str
    team: str | None
    groups: tuple[str, ...] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportResult:
    """What was imported."""

    lines: int
    users: int
    accounts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parsed:
    lines: tuple[ImportLine, ...]
    has_team: bool


def parse_assignments(untrusted: bytes) -> tuple[ImportLine, ...]:
    """Return the lines of a file.

    Raises:
        ImportRefusedError: it is too large, no such file, or a line is wrong: says which.
    """
    return _parse(untrusted).lines


def import_assignments(session: Session, now: datetime, actor: Actor, untrusted: bytes) -> ImportResult:
    """Import a file.

    Raises:
        ImportRefusedError: something is wrong with it, or it names a device or a team that is not known.
    """
    parsed = _parse(untrusted)
    devices = _known_devices(session, {line.device for line in parsed.lines if line.device})
    teams = set(session.scalars(select(Team.name)))
    for line in parsed.lines:
        if line.device and line.device not in devices:
            raise _wrong(line.number, "There is no such device.")
        if line.team is not None and line.team not in teams:
            raise _wrong(line.number, "There is no such team.", f"Add it first: `cordon server team add {line.team}`.")
    users = {line.user: line for line in parsed.lines}
    kept_teams = {} if parsed.has_team else _teams_of(session, users)
    for line in users.values():
        team = line.team if parsed.has_team else kept_teams.get(line.user)
        with _at(line):
            set_user(session, now, actor, line.user, team=team, groups=line.groups)
    accounts = 0
    for line in parsed.lines:
        if line.device:
            accounts += 1
            with _at(line):
                assign_account(session, now, actor, device_id=line.device, account=line.account, user=line.user)
    audit.record(session, now, actor, "import", "assignments", f"{len(users)} users, {accounts} accounts")
    return ImportResult(lines=len(parsed.lines), users=len(users), accounts=accounts)


def _parse(untrusted: bytes) -> _Parsed:
    if len(untrusted) > IMPORT_LIMIT_BYTES:
        raise ImportRefusedError("The file is too large", detail=f"At most {IMPORT_LIMIT_BYTES >> 20} MB.")
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        line = untrusted[: exc.start].count(b"\n") + 1
        raise _wrong(line, "It is not UTF-8.", "Save the file as CSV in UTF-8.") from None
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = [name.strip().lower() for name in next(reader, [])]
        if unknown := [name for name in header if name not in _COLUMNS]:
            raise _wrong(1, f"{len(unknown)} columns are not known.", f"They are {', '.join(_COLUMNS)}.")
        if len(set(header)) != len(header) or not {"account", "device", "user"} <= set(header):
            raise _wrong(1, "The columns account, device and user are needed, each once.")
        lines = tuple(_lines(reader, header))
    except csv.Error as exc:
        raise _wrong(reader.line_num, "It is no CSV.") from exc
    _check_that_lines_agree(lines)
    return _Parsed(lines=lines, has_team="team" in header)


def _lines(reader: Iterator[list[str]], header: list[str]) -> Iterator[ImportLine]:
    for row in reader:
        number: int = reader.line_num  # type: ignore[attr-defined] # of csv.reader, which has no name as a type
        if not row:
            continue
        if number > _MOST_LINES:
            raise _wrong(number, f"There are more than {_MOST_LINES} lines.", "Import it in parts.")
        if len(row) != len(header):
            raise _wrong(number, f"It has {len(row)} fields instead of {len(header)}.")
        yield _line(number, {name: value.strip() for name, value in zip(header, row, strict=True)})


def _line(number: int, given: Mapping[str, str]) -> ImportLine:
    account, device, user, team = (given.get(name, "") for name in ("account", "device", "user", "team"))
    if _NAME.fullmatch(user) is None:
        raise _wrong(number, "The user's name is missing or too long.")
    if bool(account) != bool(device):
        raise _wrong(number, "An account needs its device, and a device its account.")
    if account and _NAME.fullmatch(account) is None:
        raise _wrong(number, "The account's name is too long.")
    if device and _DEVICE.fullmatch(device) is None:
        raise _wrong(number, "The device is no device's id.", "`cordon sync status` shows it: 32 digits from 0 to f.")
    if team and _TEAM.fullmatch(team) is None:
        raise _wrong(number, "The team is no team's name.", "Small letters, digits, - and _; at most 60.")
    groups = None
    if "groups" in given:
        groups = tuple(sorted({group for part in given["groups"].split(";") if (group := part.strip())}))
        if any(_NAME.fullmatch(group) is None for group in groups):
            raise _wrong(number, "A group's name is too long.")
    return ImportLine(number=number, account=account, device=device, user=user, team=team or None, groups=groups)


def _check_that_lines_agree(lines: tuple[ImportLine, ...]) -> None:
    of_user: dict[str, ImportLine] = {}
    of_account: dict[tuple[str, str], ImportLine] = {}
    for line in lines:
        first = of_user.setdefault(line.user, line)
        if (first.team, first.groups) != (line.team, line.groups):
            raise _wrong(line.number, f"Team or groups of this user are others than in line {first.number}.")
        if line.device:
            first = of_account.setdefault((line.device, line.account), line)
            if first.user != line.user:
                raise _wrong(line.number, f"This account is somebody else's in line {first.number}.")


def _known_devices(session: Session, names: set[str]) -> set[str]:
    found: set[str] = set()
    wanted = sorted(names)
    for start in range(0, len(wanted), 500):  # what one statement may hold
        part = wanted[start : start + 500]
        found.update(session.scalars(select(Device.id).where(Device.id.in_(part))))
    return found


def _teams_of(session: Session, users: Mapping[str, ImportLine]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    names = sorted(users)
    for start in range(0, len(names), 500):
        part = names[start : start + 500]
        found.update((user.name, user.team) for user in session.scalars(select(User).where(User.name.in_(part))))
    return found


@contextmanager
def _at(line: ImportLine) -> Iterator[None]:
    try:
        yield
    except RuleBrokenError as exc:
        raise _wrong(line.number, f"{exc.title}.", exc.hint) from exc


def _wrong(number: int, detail: str, hint: str = "") -> ImportRefusedError:
    return ImportRefusedError(f"Line {number} cannot be imported", detail=detail, hint=hint or "Nothing was imported.")
