"""Where windows were and how large, remembered in `tray.ini` in the person's configuration folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings
from PySide6.QtWidgets import QWidget

__all__ = ["Geometry"]


class Geometry:
    """Saves and restores window places, and knows the other settings of the tray, which are read only."""

    def __init__(self, path: Path) -> None:
        """Use the file at `path`; a folder that cannot be written only means that nothing is remembered."""
        self._settings = QSettings(str(path), QSettings.Format.IniFormat)

    @property
    def theme(self) -> str | None:
        """The `theme` setting as it stands in the file; None when there is none."""
        self._settings.sync()
        value = self._settings.value("theme")
        return value if isinstance(value, str) else None

    def restore(self, window: QWidget, name: str) -> None:
        """Put a window where it was; nothing happens the first time."""
        saved = self._settings.value(f"geometry/{name}")
        if isinstance(saved, QByteArray):
            window.restoreGeometry(saved)

    def save(self, window: QWidget, name: str) -> None:
        """Remember where a window is."""
        self._settings.setValue(f"geometry/{name}", window.saveGeometry())
        self._settings.sync()
