"""Cordon as a person has it: built as a wheel and installed into an environment of its own.

Not the editable install of the checkout: a file that is missing from the wheel (the default policy, an icon) must fail
here. The dependencies are those of the test environment, already locked and installed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.e2e.desktop import Desktop
from tests.e2e.screen import VisibleWindow
from tests.waiting import wait_until

__all__ = ["TRAY", "Cordon", "install_cordon", "warnings_on_screen"]

TRAY = "gui.cli:main"
"""Tells the tray's process by its command line."""

_ROOT = Path(__file__).parents[2]
_COMMAND_TIMEOUT_S = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A command that has ended."""

    exit_code: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cordon:
    """The installed `cordon`, in one environment (folders, display).

    Attributes:
        program: path of the console script.
        env: the whole environment it runs in.
    """

    program: Path
    env: Mapping[str, str]

    def call(self, *arguments: str, stdin: str = "") -> Finished:
        """Run a command to its end."""
        done = subprocess.run(
            (str(self.program), *arguments),
            env=dict(self.env),
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
            timeout=_COMMAND_TIMEOUT_S,
        )
        return Finished(exit_code=done.returncode, stdout=done.stdout, stderr=done.stderr)

    def json(self, *arguments: str, stdin: str = "") -> dict[str, Any]:
        """Run a command with `--format json` and return what it prints.

        Raises:
            AssertionError: it failed.
        """
        done = self.call(*arguments, "--format", "json", stdin=stdin)
        assert done.exit_code == 0, done.stderr
        parsed: dict[str, Any] = json.loads(done.stdout)
        return parsed

    def is_running(self) -> bool:
        """Whether an agent answers."""
        return self.call("status").exit_code == 0

    def wait_running(self, *, with_tray: bool) -> dict[str, Any]:
        """Wait for the agent, and for its tray to be able to warn. Returns the status."""

        def ready() -> dict[str, Any] | None:
            done = self.call("status", "--format", "json")
            if done.exit_code != 0:
                return None
            status: dict[str, Any] = json.loads(done.stdout)
            return status if status["tray_connected"] or not with_tray else None

        status = wait_until(ready, what="Cordon to be ready", timeout_s=20.0, every_s=0.2)
        assert status is not None
        return status

    def events(self) -> list[dict[str, Any]]:
        """The history, newest first."""
        events: list[dict[str, Any]] = self.json("history", "list")["events"]
        return events


def warnings_on_screen(desktop: Desktop) -> tuple[VisibleWindow, ...]:
    """Notifications of the desktop's service, and Cordon's own toasts where that does not answer in time."""
    return desktop.windows_of_class("xfce4-notifyd") + desktop.windows_of_class("cordon")


def install_cordon(folder: Path) -> Path:
    """Build the wheel from this checkout, install it below `folder`, and return the console script."""
    wheels = folder / "wheels"
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    subprocess.run(
        (*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(wheels), str(_ROOT)),
        check=True,
        timeout=120,
    )
    target = folder / "env"
    venv.create(target, with_pip=False, symlinks=True)
    interpreter = target / "bin" / "python"
    site = target / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    # A plain path: the .pth files in there, and with them the editable install of the checkout, are not followed.
    (site / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (wheel,) = wheels.glob("cordon-*.whl")
    subprocess.run(
        (*pip, "--python", str(interpreter), "install", "--no-deps", "--no-index", "--ignore-installed", str(wheel)),
        check=True,
        timeout=120,
    )
    return target / "bin" / "cordon"
