"""Runs the signing commands as people do, in a folder with their keys."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import typer
from typer.testing import CliRunner, Result

from agent.core.errors import AgentError
from server.repository.commands import register

__all__ = ["Desk", "make_app"]

PASSPHRASE = "correct horse battery"


def make_app() -> typer.Typer:
    """`cordon policy` with the signing commands only."""
    app = typer.Typer(pretty_exceptions_enable=False)
    register(app)
    return app


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A folder in which somebody works.

    Attributes:
        folder: with keys, policies and publications.
    """

    folder: Path

    @property
    def repository(self) -> Path:
        """The repository's folder."""
        return self.folder / "repository"

    def key(self, owner: str, name: str = "") -> Path:
        """Make a key, and return its private half."""
        self.run("keys", "create", name or owner, "--owner", owner, "--folder", self.folder, *self.passphrase())
        return self.folder / f"{name or owner}.pem"

    def passphrase(self) -> tuple[str, str]:
        """The options that open every key here."""
        file = self.folder / "passphrase"
        if not file.exists():
            file.touch(mode=0o600)
            file.write_text(f"{PASSPHRASE}\n")
        return "--passphrase-file", str(file)

    def write(self, name: str, text: str | bytes) -> Path:
        """A file in the folder."""
        file = self.folder / name
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return file

    def run(self, *arguments: object, stdin: str = "") -> str:
        """Run a command that has to work, and return what it says."""
        result = self.try_out(*arguments, stdin=stdin)
        assert result.exit_code == 0, (result.output, result.exception)
        return result.output

    def refused(self, *arguments: object, stdin: str = "") -> AgentError:
        """Run a command that has to be refused, and return why."""
        result = self.try_out(*arguments, stdin=stdin)
        assert isinstance(result.exception, AgentError), (result.output, result.exception)
        return result.exception

    def try_out(self, *arguments: object, stdin: str = "") -> Result:
        """Run a command."""
        return CliRunner().invoke(make_app(), [*map(str, arguments)], input=stdin)

    def with_repository(self) -> Desk:
        """Keys of Ada, Bo, Cy and the server, and what they sign in the beginning."""
        for owner in ("ada", "bo", "cy", "online"):
            self.key(owner)
        public = {owner: self.folder / f"{owner}.pub.json" for owner in ("ada", "bo", "cy", "online")}
        out = self.folder / "first.publication"
        root = [part for owner in ("ada", "bo", "cy") for part in ("--root-key", public[owner])]
        targets = [part for owner in ("ada", "bo") for part in ("--targets-key", public[owner])]
        self.run(
            *("create", *root, *targets, "--online-key", public["online"], "--bin-bits", 1),
            *("--key", self.folder / "ada.pem", *self.passphrase(), "--out", out),
        )
        self.approve(out, "bo")
        self.publish(out)
        return self

    def sign(self, policy: Path, key: str, *more: object) -> Path:
        """Sign a policy."""
        out = self.folder / f"{policy.stem}.publication"
        out.unlink(missing_ok=True)
        self.run("sign", policy, *self.by(key), "--out", out, *more)
        return out

    def approve(self, publication: Path, key: str) -> str:
        """Add a signature."""
        repository = ("--repository", self.repository) if self.repository.exists() else ()
        return self.run(
            *("sign", "--approve", publication, "--yes", *repository),
            *("--key", self.folder / f"{key}.pem", *self.passphrase()),
        )

    def publish(self, publication: Path) -> str:
        """Publish into the folder."""
        return self.run(*self.publishing(publication))

    def publishing(self, publication: Path, key: str = "online") -> tuple[object, ...]:
        """The command that publishes into the folder."""
        online = ("--online-key", self.folder / f"{key}.pem")
        return "publish", publication, "--repository", self.repository, *online, *self.passphrase()

    def by(self, *keys: str) -> tuple[object, ...]:
        """Options: in this repository, with these keys."""
        signing = (part for key in keys for part in ("--key", self.folder / f"{key}.pem"))
        return "--repository", self.repository, *signing, *self.passphrase()


def copy_of(desk: Desk, folder: Path) -> Desk:
    """The same desk in another folder, so that a prepared one serves many tests."""
    shutil.copytree(desk.folder, folder, dirs_exist_ok=True)
    return Desk(folder=folder)
