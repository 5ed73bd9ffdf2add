"""The files in which coding agents keep their hooks: read, changed in one step, and put back as they were.

Rules kept here: what cannot be understood, belongs to somebody else, or is no ordinary file is left alone. A link stays
a link, permissions stay, and the new content is there whole or not at all. What the file was before lies in Cordon's
own state folder until it is put back: byte for byte where nobody has changed the file since, and else by taking out
Cordon's hooks and nothing more.
"""

from __future__ import annotations

import base64
import hashlib
import os
import stat
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from agent.core.errors import EnvironmentProblemError
from agent.hooks.settings import SETTINGS, commands_in, with_hooks, without_hooks
from agent.system.state_file import StateFile
from agent.system.whole_files import PRIVATE_FILE, PRIVATE_FOLDER, make_folder, replace_file

__all__ = ["HookChange", "HookFile", "HookFileError", "settings_path"]

_LIMIT_BYTES = 1 << 20


class HookFileError(EnvironmentProblemError):
    """A tool's file of hooks cannot be read or changed; it is as it was."""

    code = "hook_file"


@dataclass(frozen=True, slots=True, kw_only=True)
class HookChange:
    """What would become of a file.

    Attributes:
        before: its content; None where there is none.
        after: the content that it would have; None where it would be deleted.
    """

    before: bytes | None = field(repr=False)
    after: bytes | None = field(repr=False)

    @property
    def is_none(self) -> bool:
        """Whether nothing would be different."""
        return self.before == self.after


def settings_path(tool: str, environ: Mapping[str, str], project: Path | None) -> Path:
    """Return the file in which a tool keeps its hooks.

    Args:
        tool: one of `SETTINGS`.
        environ: names the user's home.
        project: a project's folder, or None for the user's own file.
    """
    settings = SETTINGS[tool]
    if project is not None:
        return project / settings.folder / settings.project_file
    chosen = Path(environ.get(settings.variable, ""))
    folder = chosen if chosen.is_absolute() else Path(environ.get("HOME") or Path.home()) / settings.folder
    return folder / settings.user_file


class HookFile:
    """One such file.

    Args:
        tool: whose it is.
        path: where it is, or would be.
        state: Cordon's state folder.
    """

    def __init__(self, tool: str, path: Path, state: Path) -> None:
        self._tool = tool
        self.path = path
        name = hashlib.sha256(os.fsencode(path)).hexdigest()[:32]
        self._record = StateFile(state / "hooks" / f"{name}.json")
        self._record_path = state / "hooks" / f"{name}.json"

    def commands(self) -> Mapping[str, str]:
        """Return the command of Cordon's hook for each event that has one.

        Raises:
            HookFileError, SettingsTextError: the file cannot be understood.
        """
        content = self._read()
        return commands_in(_text(content), self._tool) if content and content.strip() else {}

    def plan_install(self, command: Sequence[str], *, fails_closed: bool) -> HookChange:
        """Return what the file would be with Cordon's hook in it.

        Raises:
            HookFileError, SettingsTextError: the file cannot be understood.
        """
        content = self._read()
        after = with_hooks(_text(content or b""), self._tool, command, fails_closed=fails_closed)
        return HookChange(before=content, after=after.encode())

    def plan_uninstall(self) -> HookChange:
        """Return what the file would be without Cordon's hook.

        Raises:
            HookFileError, SettingsTextError: the file cannot be understood.
        """
        content = self._read()
        if content is None:
            return HookChange(before=None, after=None)
        known, before = self._known_before(content)
        if known:
            return HookChange(before=content, after=before)
        after = without_hooks(_text(content), self._tool).encode() if content.strip() else content
        return HookChange(before=content, after=after)

    def install(self, change: HookChange) -> None:
        """Carry out what `plan_install` returned, and keep what the file was before.

        Raises:
            HookFileError: it cannot be written, or is not as it was; nothing has changed.
            StateFileError: what it was before cannot be kept; nothing has changed.
        """
        if change.is_none or change.after is None:
            return
        original = change.before
        if original is not None and (known := self._known_before(original))[0]:
            original = known[1]  # another command takes the place of ours: before it is before ours
        elif original is not None and original.strip():
            original = without_hooks(_text(original), self._tool).encode()
        kept = base64.b64encode(original).decode() if original is not None else None
        made_folder = not self.path.parent.exists() or (self._record.load() or {}).get("made_folder") is True
        digest = hashlib.sha256(change.after).hexdigest()
        self._record.save({"before": kept, "installed_sha256": digest, "made_folder": made_folder})
        self._replace(change)

    def uninstall(self, change: HookChange) -> None:
        """Carry out what `plan_uninstall` returned.

        Raises:
            HookFileError: it cannot be written, or is not as it was; nothing has changed.
        """
        made_folder = (self._record.load() or {}).get("made_folder") is True
        if not change.is_none:
            self._replace(change)
        try:
            if change.after is None and made_folder and not any(self.path.parent.iterdir()):
                self.path.parent.rmdir()
            self._record_path.unlink(missing_ok=True)
        except OSError as exc:
            raise _failed("cleared up after", exc) from exc

    def _known_before(self, content: bytes) -> tuple[bool, bytes | None]:
        """Whether the file is as it was left, and what it was before that; None for no file."""
        record = self._record.load() or {}
        if record.get("installed_sha256") != hashlib.sha256(content).hexdigest():
            return False, None
        before = record.get("before")
        if before is None:
            return True, None
        try:
            return True, base64.b64decode(str(before), validate=True)
        except ValueError:
            return False, None

    def _read(self) -> bytes | None:
        try:
            # Non-blocking, so that a FIFO in its place cannot hold us.
            descriptor = os.open(self.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except FileNotFoundError:
            return None
        except OSError as exc:
            raise _failed("read", exc) from exc
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
                raise HookFileError(
                    "The tool's file of hooks is not an ordinary file of yours, so it is left alone",
                    hint="Look what lies there; `cordon hook status` names it.",
                )
            with os.fdopen(descriptor, "rb", closefd=False) as file:
                content = file.read(_LIMIT_BYTES + 1)
        except OSError as exc:
            raise _failed("read", exc) from exc
        finally:
            os.close(descriptor)
        if len(content) > _LIMIT_BYTES:
            raise HookFileError("The tool's file of hooks is too large", detail=f"The limit is {_LIMIT_BYTES} bytes.")
        return content

    def _replace(self, change: HookChange) -> None:
        if self._read() != change.before:
            raise HookFileError("The tool's file of hooks was changed meanwhile", hint="Try again.")
        target = Path(os.path.realpath(self.path))  # a link stays one: what it leads to is replaced
        try:
            if change.after is None:
                target.unlink()
                return
            make_folder(target.parent, PRIVATE_FOLDER)
            mode = stat.S_IMODE(target.stat().st_mode) if change.before is not None else PRIVATE_FILE
            replace_file(target, change.after, mode=mode)
        except OSError as exc:
            raise _failed("changed", exc) from exc


def _text(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise HookFileError(
            "The tool's file of hooks is no text in UTF-8, so it is left alone", hint="Convert it first."
        ) from None


def _failed(what: str, exc: OSError) -> HookFileError:
    return HookFileError(
        f"The tool's file of hooks cannot be {what}",
        detail=f"{exc.strerror}.",
        hint="`cordon hook status` names it; check its permissions and the free space.",
    )
