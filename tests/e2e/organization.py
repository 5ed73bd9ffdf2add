"""An organization of a test: its server as a real process, its people's keys, and what they do on the command line.

Everything goes through the installed `cordon`; what a person would do in two places with two keys is done here with
two keys.
"""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.installed import Cordon, Finished
from tests.processes import OwnedProcess
from tests.waiting import wait_until

__all__ = ["Organization", "running_organization"]

_LISTENING = "Listening at "
_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Organization:
    """One that runs.

    Attributes:
        cordon: as its people run it.
        folder: keys, drafts and the server's data lie here.
        address: of the server.
    """

    cordon: Cordon
    folder: Path
    address: str

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    @property
    def _passphrase(self) -> tuple[str, str]:
        return "--passphrase-file", str(self.folder / "passphrase")

    def key(self, name: str) -> Path:
        """Return a signing key's file: of those the server's folder began with, or of `make_keys`."""
        given = self.folder / "data" / "keys" / f"{name}.pem"
        return given if given.exists() else self.folder / "keys" / f"{name}.pem"

    def run(self, *arguments: str) -> Finished:
        """Run a command that has to succeed."""
        done = self.cordon.call(*arguments)
        assert done.exit_code == 0, f"{' '.join(arguments)}: {done.stderr}{done.stdout}"
        return done

    def make_keys(self, *owners: str) -> None:
        """Make a key for each person."""
        (self.folder / "keys").mkdir(mode=0o700, exist_ok=True)
        for owner in owners:
            folder = ("--folder", str(self.folder / "keys"))
            self.run("policy", "keys", "create", owner, "--owner", owner, *folder, *self._passphrase)

    def add_team(self, team: str, owner: str) -> None:
        """Have the server know a team, and have one of its people sign its policies."""
        self.run("server", "team", "add", team, "--data", self._data)
        public = str(self.key(owner)).replace(".pem", ".pub.json")
        draft = self.folder / f"team-{team}.publication"
        alone = ("--threshold", "1", "--one-person")
        self.sign("team", "add", team, "--team-key", public, *alone, "--out", str(draft), by="policy-author")
        for approver in ("policy-approver", owner):
            self.approve(draft, by=approver)
        self.publish(draft)

    def sign(self, *arguments: str, by: str) -> Finished:
        """Run one of the signing commands with somebody's key."""
        repository = ("--repository", f"{self._data}/repository")
        return self.run("policy", *arguments, *repository, "--key", str(self.key(by)), *self._passphrase)

    def approve(self, draft: Path, *, by: str) -> None:
        """Add somebody's signature."""
        self.sign("sign", "--approve", str(draft), "--yes", by=by)

    def publish(self, draft: Path) -> None:
        """Hand it to the server."""
        self.run(
            "policy", "publish", str(draft), "--server", self.address, "--api-key-file", str(self.api_key("author"))
        )

    def publish_policy(self, text: str, *, author: str, approver: str = "", layer: str = "global") -> None:
        """Sign a policy, approve it where that takes a second person, and publish it."""
        name = layer.replace(":", "-")
        file, draft = self.folder / f"{name}.yaml", self.folder / f"{name}.publication"
        file.write_text(text, encoding="utf-8")
        draft.unlink(missing_ok=True)
        self.sign("sign", str(file), "--layer", layer, "--out", str(draft), by=author)
        if approver:
            self.approve(draft, by=approver)
        self.publish(draft)

    def api_key(self, role: str) -> Path:
        """Return the file of a key with this role, of a person who has no other."""
        file = self.folder / f"{role}.key"
        if not file.exists():
            self.run(
                "server", "key", "create", str(file), "--owner", f"the {role}", "--role", role, "--data", self._data
            )
        return file

    def token(self, team: str) -> Path:
        """Make a token for one device of a team."""
        file = self.folder / f"{team}.token"
        file.unlink(missing_ok=True)
        self.run(
            *("server", "token", "create", str(file), "--server", self.address, "--team", team, "--data", self._data)
        )
        return file

    def ask(self, method: str, path: str, *, role: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask the server as a program with a key does."""
        secret = self.api_key(role).read_text(encoding="utf-8").strip()
        request = urllib.request.Request(  # noqa: S310 - our own server
            f"{self.address}{path}",
            method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {secret}", "Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=_TIMEOUT_S) as reply:  # noqa: S310 - as above
            return json.loads(reply.read() or b"null")


@contextmanager
def running_organization(program: Path, folder: Path) -> Iterator[Organization]:
    """Yield an organization whose server runs; it is gone afterwards."""
    home = folder / "home"
    home.mkdir(parents=True)
    env = {"HOME": str(home), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "XDG_RUNTIME_DIR": str(home)}
    passphrase = folder / "passphrase"
    passphrase.write_text("a passphrase of a test\n", encoding="utf-8")
    passphrase.chmod(0o600)
    cordon = Cordon(program=program, env=env)
    found = cordon.call("server", "init", "--data", str(folder / "data"), "--passphrase-file", str(passphrase))
    assert found.exit_code == 0, found.stderr
    log = folder / "server.log"
    arguments = (str(program), "server", "run", "--data", str(folder / "data"), "--port", "0")
    with OwnedProcess.start(arguments, env=env, log=log):
        address = wait_until(lambda: _address(log), what="the server", timeout_s=_TIMEOUT_S)
        assert address is not None
        yield Organization(cordon=cordon, folder=folder, address=address)


def _address(log: Path) -> str | None:
    for line in log.read_text(encoding="utf-8").splitlines():
        if line.startswith(_LISTENING):
            return line.removeprefix(_LISTENING).strip()
    return None
