"""A PostgreSQL of Debian's, started for one run of the tests: an unprivileged user, a socket in a folder, no port."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.waiting import wait_until

__all__ = ["PostgreSql", "postgresql_programs", "running_postgresql"]

_SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=", "max_connections=60")


def postgresql_programs() -> Path | None:
    """The newest version's folder of programs; None where there is none."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda file: int(file.parts[4]))
    return found[-1].parent if found else None


class PostgreSql:
    """A running one."""

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._count = 0

    def new_database(self, template: str = "template1") -> str:
        """The address of a new database."""
        self._count += 1
        name = f"cordon_{self._count}"
        self.psql(f"CREATE DATABASE {name} TEMPLATE {template}")
        return f"postgresql://cordon@/{name}?host={self._folder}"

    def psql(self, statement: str) -> None:
        """Run a statement."""
        command = [str(self._programs / "psql"), "-qX", "-h", str(self._folder), "-U", "cordon", "-c", statement]
        subprocess.run([*command, "postgres"], check=True, capture_output=True, timeout=30)


@contextmanager
def running_postgresql() -> Iterator[PostgreSql]:
    """Start one, and end it."""
    programs = postgresql_programs()
    assert programs is not None
    folder = Path(tempfile.mkdtemp(prefix="cordon-pg-"))
    # PostgreSQL refuses to run as root.
    who = pwd.getpwnam("nobody") if os.geteuid() == 0 else pwd.getpwuid(os.geteuid())
    os.chown(folder, who.pw_uid, who.pw_gid)
    data = folder / "data"
    as_user: dict[str, Any] = {"user": who.pw_uid, "group": who.pw_gid, "extra_groups": ()} if os.geteuid() == 0 else {}
    environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "HOME": str(folder)}
    try:
        subprocess.run(
            [programs / "initdb", "-D", data, "-U", "cordon", "-A", "trust", "-E", "UTF8", "--no-sync"],
            check=True,
            capture_output=True,
            timeout=60,
            cwd=folder,
            env=environment,
            **as_user,
        )
        options = [option for setting in _SETTINGS for option in ("-c", setting)]
        with (
            (folder / "log").open("wb") as log,
            subprocess.Popen(
                [programs / "postgres", "-D", data, "-k", folder, *options],
                stdout=log,
                stderr=log,
                cwd=folder,
                env=environment,
                **as_user,
            ) as process,
        ):
            try:
                wait_until(lambda: _answers(programs, folder), what="PostgreSQL", timeout_s=30)
                yield PostgreSql(folder, programs)
            finally:
                process.terminate()
                process.wait(20)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _answers(programs: Path, folder: Path) -> bool:
    ready = [str(programs / "pg_isready"), "-q", "-h", str(folder), "-U", "cordon"]
    return subprocess.run(ready, check=False, timeout=10).returncode == 0
