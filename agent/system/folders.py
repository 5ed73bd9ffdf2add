"""Where this user's Cordon keeps its files.

Rules kept here:

- Folders follow the XDG base directory specification, from a given environment, so that HOME or XDG_* isolate an
  instance completely. Two homes never share a folder: without XDG_RUNTIME_DIR the runtime folder lies in the state
  folder, not in a temporary folder that everybody has. Relative values are ignored, as the specification asks.
- Every folder is 0700 and belongs to the user who runs Cordon. One that somebody else owns or may write to is refused.
- Error texts name folders by what they are for, never by their path.

platformdirs decides the same, but only for the environment of the running process. Nothing is created before `prepare`.
"""

from __future__ import annotations

import errno
import os
import pwd
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from agent.core.errors import EnvironmentProblemError

__all__ = ["FolderError", "Folders", "xdg_folders"]

_APP = "cordon"
_PRIVATE = 0o700
_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH
_SOCKET_PATH_LIMIT_BYTES = 107
"""sizeof(sockaddr_un.sun_path) less the closing zero."""


class FolderError(EnvironmentProblemError):
    """A folder cannot be used; `folder` says which ("state", "runtime", …)."""

    code = "folder"

    def __init__(self, title: str, *, folder: str, detail: str = "", hint: str = "") -> None:
        super().__init__(title, detail=detail, hint=hint)
        self.folder = folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Folders:
    """The folders of one instance.

    Attributes:
        state: written by Cordon and kept: the history, the vault and their keys.
        config: written by the person.
        cache: may be deleted at any time.
        log: log files.
        runtime: sockets and locks; gone after a restart of the machine.
    """

    state: Path
    config: Path
    cache: Path
    log: Path
    runtime: Path

    @property
    def agent_socket(self) -> Path:
        """Where the agent answers its own programs."""
        return self.runtime / "agent.sock"

    @property
    def agent_lock(self) -> Path:
        """Held by the one agent of this instance."""
        return self.runtime / "agent.lock"

    @property
    def history_file(self) -> Path:
        """The encrypted history."""
        return self.state / "history.db"

    @property
    def vault_file(self) -> Path:
        """The encrypted vault of redacted values."""
        return self.state / "vault.db"

    @property
    def key_file(self) -> Path:
        """The key of the history, where no keyring keeps it."""
        return self.state / "history.key"

    def prepare(self) -> tuple[FolderError, ...]:
        """Create the folders that are missing, and return what cannot be created or used: a read-only or full disk.

        The agent goes on without these; only the runtime folder is needed to run at all.

        Raises:
            FolderError: somebody else owns a folder or may write to it, the runtime folder cannot be made, or its path
                is too long for a socket.
        """
        if len(os.fsencode(self.agent_socket)) > _SOCKET_PATH_LIMIT_BYTES:
            raise FolderError(
                "The path of the runtime folder is too long for a socket",
                folder="runtime",
                detail=f"The limit is {_SOCKET_PATH_LIMIT_BYTES} bytes.",
                hint="Set XDG_RUNTIME_DIR to a shorter path.",
            )
        unusable = []
        for name in ("state", "config", "cache", "log"):
            try:
                _prepare_folder(name, getattr(self, name))
            except OSError as exc:
                unusable.append(_unusable(name, exc))
        try:
            _prepare_folder("runtime", self.runtime)
        except OSError as exc:
            raise _unusable("runtime", exc) from exc
        return tuple(unusable)


def xdg_folders(environ: Mapping[str, str]) -> Folders:
    """Return the folders for an environment.

    Raises:
        FolderError: neither HOME nor the user database names a home folder.
    """
    state = _base(environ, "XDG_STATE_HOME", ".local/state")
    runtime = environ.get("XDG_RUNTIME_DIR", "")
    return Folders(
        state=state,
        config=_base(environ, "XDG_CONFIG_HOME", ".config"),
        cache=_base(environ, "XDG_CACHE_HOME", ".cache"),
        log=state / "log",
        runtime=Path(runtime) / _APP if Path(runtime).is_absolute() else state / "run",
    )


def _base(environ: Mapping[str, str], variable: str, below_home: str) -> Path:
    chosen = environ.get(variable, "")
    if Path(chosen).is_absolute():
        return Path(chosen) / _APP
    return _home(environ) / below_home / _APP


def _home(environ: Mapping[str, str]) -> Path:
    home = Path(environ.get("HOME", ""))
    if home.is_absolute():
        return home
    try:
        return Path(pwd.getpwuid(os.getuid()).pw_dir)
    except KeyError:
        raise FolderError(
            "There is no home folder", folder="state", hint="Set HOME to the absolute path of a folder of yours."
        ) from None


def _prepare_folder(name: str, folder: Path) -> None:
    _make(folder)
    # Of a symbolic link both ends must be the user's own: who owns the link chooses where it leads.
    link, target = folder.lstat(), folder.stat()
    if not link.st_uid == target.st_uid == os.geteuid():
        raise FolderError(
            f"The {name} folder belongs to another user",
            folder=name,
            hint="`cordon doctor` names it; move it away, or take it over with `chown`.",
        )
    if target.st_mode & _OTHERS_WRITE:
        raise FolderError(
            f"The {name} folder can be written by other users",
            folder=name,
            hint="`cordon doctor` names it; look through it, then run `chmod 700` on it.",
        )
    if stat.S_IMODE(target.st_mode) != _PRIVATE:
        folder.chmod(_PRIVATE)
    if not os.access(folder, os.W_OK | os.X_OK, effective_ids=True):
        # A folder that is there was "created" above, also on a disk that has become read-only.
        is_read_only = os.statvfs(folder).f_flag & os.ST_RDONLY
        reason = errno.EROFS if is_read_only else errno.EACCES
        raise OSError(reason, os.strerror(reason))


def _make(folder: Path) -> None:
    if not folder.parent.exists():
        _make(folder.parent)
    # Parents as well: the specification asks for 0700 where a base folder has to be created.
    folder.mkdir(mode=_PRIVATE, exist_ok=True)


def _unusable(name: str, exc: OSError) -> FolderError:
    return FolderError(
        f"The {name} folder cannot be created or written",
        folder=name,
        detail=f"{exc.strerror}.",
        hint="Check free space and permissions"
        + ("; XDG_RUNTIME_DIR may name another folder for sockets." if name == "runtime" else "."),
    )
