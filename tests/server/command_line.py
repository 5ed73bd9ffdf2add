"""`cordon server` as it is run: in this process for what ends at once, in one of its own for what stays."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from server.cli import register
from tests.waiting import wait_until

__all__ = ["PASSPHRASE", "ServerFolder", "invoke", "running"]

ROOT = Path(__file__).parents[2]
PASSPHRASE = "four words are enough"
# Without the entry point, which a checkout under test may not have installed.
_PROGRAM = (
    "import sys, typer; from server.cli import register; from agent.cli.output import fail;"
    "from agent.core.errors import AgentError\n"
    "app = typer.Typer(pretty_exceptions_enable=False); app.callback()(lambda: None); register(app)\n"
    "try:\n    app()\nexcept AgentError as exc:\n    fail(exc); sys.exit(5)\n"
)
_ADDRESS = re.compile(r"Listening at (https?://\S+)")


def invoke(*arguments: str) -> Result:
    """Run a command that ends."""
    app = typer.Typer(pretty_exceptions_enable=False)
    app.callback()(lambda: None)
    register(app)
    return CliRunner().invoke(app, ["server", *arguments])


class ServerFolder:
    """A folder that `cordon server init` has made ready."""

    def __init__(self, path: Path) -> None:
        self.path = path / "data"
        self.passphrase_file = path / "passphrase"
        self.passphrase_file.write_text(PASSPHRASE + "\n")
        self.passphrase_file.chmod(0o600)

    @property
    def data(self) -> tuple[str, str]:
        """The option."""
        return ("--data", str(self.path))

    def init(self) -> Result:
        """Make it ready."""
        return invoke("init", *self.data, "--passphrase-file", str(self.passphrase_file))

    @property
    def key(self) -> str:
        """The first operator's."""
        return (self.path / "first-operator.key").read_text().strip()


class Running:
    """A process of `cordon server`."""

    def __init__(self, process: subprocess.Popen[bytes], log: Path) -> None:
        self.process = process
        self._log = log

    @property
    def said(self) -> str:
        """All output so far."""
        return self._log.read_text()

    @property
    def address(self) -> str:
        """Where it listens."""

        def look() -> str:
            assert self.process.poll() is None, self.said
            found = _ADDRESS.search(self.said)
            return found[1] if found else ""

        return wait_until(look, what="the server", timeout_s=40)


@contextmanager
def running(log: Path, *arguments: str) -> Iterator[Running]:
    """Run a command that stays, and end it."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"}
    command = [sys.executable, "-P", "-c", _PROGRAM, "server", *arguments]
    with (
        log.open("wb") as output,
        subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, env=environment, cwd=log.parent
        ) as process,
    ):
        try:
            yield Running(process, log)
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
