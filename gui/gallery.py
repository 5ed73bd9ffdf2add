"""Every window on sample data, without an agent: `python -m gui.gallery`.

With `--out DIR` each is rendered to a PNG, named after what it shows and the theme; without, all are opened on the
screen. A picture is taken of the same widgets that the tray shows, so that what is ugly here is ugly there.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import msgspec
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from agent.core.health import HealthCode
from agent.core.sync import SyncTrouble
from agent.core.verdicts import Action, Mode
from agent.ipc.app_messages import AppListResult
from agent.ipc.prompt_messages import AppNotice
from gui.client.connection import RequestError
from gui.itemmodels.app_list import AppList
from gui.itemmodels.history_model import HistoryModel, HistorySource
from gui.samples import (
    SampleApps,
    SampleHistory,
    sample_apps,
    sample_events,
    sample_governed_status,
    sample_prompt,
    sample_secret_prompt,
    sample_status,
)
from gui.viewmodels.apps_view import app_notice
from gui.viewmodels.history_view import HistoryFilter, Period
from gui.viewmodels.link import Link, LinkState
from gui.viewmodels.protection import Tone
from gui.viewmodels.status_view import status_state
from gui.viewmodels.tray_menu import tray_menu
from gui.viewmodels.warning import notice, redacted_notice, warning_state
from gui.views.apps_page import AppsPage
from gui.views.geometry import Geometry
from gui.views.history_window import HistoryWindow
from gui.views.icons import shield_pixmap
from gui.views.status_window import StatusPage, StatusWindow
from gui.views.stop_question import StopQuestion
from gui.views.theme import Theme, apply_theme, tokens
from gui.views.toast import Toast
from gui.views.tray import fill_menu
from gui.views.warning_dialog import WarningDialog

__all__ = ["main", "render"]

_NOW = datetime(2026, 3, 12, 15, 42, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Exhibit:
    name: str
    widget: QWidget


def main(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m gui.gallery", description=__doc__)
    parser.add_argument("--out", type=Path, help="render to PNG files in this folder instead of showing windows")
    parser.add_argument("--theme", choices=[*Theme, "both"], default="both")
    options = parser.parse_args(arguments)
    themes = list(Theme) if options.theme == "both" else [Theme(options.theme)]
    app = QApplication([])
    if options.out is not None:
        for path in render(app, options.out, themes):
            print(path)  # noqa: T201 - the command's output
        return 0
    apply_theme(app, themes[0])
    exhibits = list(_exhibits(themes[0], Geometry(Path("/dev/null"))))
    for exhibit in exhibits:
        exhibit.widget.show()
    return app.exec()


def render(app: QApplication, folder: Path, themes: Sequence[Theme]) -> list[Path]:
    """Write every exhibit in these themes; returns the files."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with TemporaryDirectory() as scratch:
        for theme in themes:
            apply_theme(app, theme)
            for exhibit in _exhibits(theme, Geometry(Path(scratch) / "tray.ini")):
                path = folder / f"{exhibit.name}-{theme}.png"
                _picture(exhibit.widget, theme).save(str(path))
                written.append(path)
                exhibit.widget.deleteLater()
                # Each exhibit is really gone before the next one, whoever runs the event loop.
                QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return written


def _picture(widget: QWidget, theme: Theme) -> QPixmap:
    """Return the widget as it looks on the page's color, at twice its size for sharp text."""
    widget.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    widget.show()
    QApplication.processEvents()
    ratio = 2.0
    canvas = QPixmap(widget.size() * ratio)
    canvas.setDevicePixelRatio(ratio)
    canvas.fill(tokens(theme).page)
    widget.render(canvas)
    widget.hide()
    return canvas


def _exhibits(theme: Theme, geometry: Geometry) -> Iterator[_Exhibit]:
    yield _Exhibit(name="tray-icons", widget=_Shields(theme))
    yield from _menus()
    yield from _status_windows(theme, geometry)
    yield from _apps_pages(theme, geometry)
    yield from _history_windows(theme, geometry)
    redact = msgspec.structs.replace(sample_prompt(_NOW), action=Action.REDACT)
    prompts = {"warning": sample_prompt(_NOW), "warning-redact": redact, "warning-block": sample_secret_prompt(_NOW)}
    for name, prompt in prompts.items():
        dialog = WarningDialog(theme=theme)
        dialog.render_state(warning_state(prompt))
        yield _Exhibit(name=name, widget=dialog)
    yield from _toasts(theme)
    yield _Exhibit(name="stop", widget=StopQuestion())


def _menus() -> Iterator[_Exhibit]:
    for name, link in (("menu", _connected()), ("menu-lost", Link(state=LinkState.LOST))):
        menu = QMenu()
        fill_menu(menu, tray_menu(link, (sample_prompt(_NOW),) if link.status else ()), lambda _: None)
        menu.adjustSize()
        yield _Exhibit(name=name, widget=menu)


def _connected(*issues: HealthCode, mode: Mode = Mode.ENFORCE, is_blind: bool = False) -> Link:
    status = sample_status(_NOW, issues=issues, mode=mode, is_blind=is_blind)
    return Link(state=LinkState.CONNECTED, status=status)


def _governed(*issues: HealthCode, trouble: SyncTrouble | None = None) -> Link:
    return Link(state=LinkState.CONNECTED, status=sample_governed_status(_NOW, issues=issues, trouble=trouble))


def _status_windows(theme: Theme, geometry: Geometry) -> Iterator[_Exhibit]:
    states = (
        ("status", _connected(), StatusPage.OVERVIEW, True),
        (
            "status-issues",
            _connected(HealthCode.NO_KEYRING, HealthCode.CLIPBOARD_OWNER_SILENT),
            StatusPage.OVERVIEW,
            True,
        ),
        ("status-errors", _connected(HealthCode.HISTORY_UNAVAILABLE), StatusPage.OVERVIEW, True),
        (
            "status-unsigned",
            _connected(HealthCode.POLICY_UNSIGNED, HealthCode.POLICY_REFUSED),
            StatusPage.OVERVIEW,
            True,
        ),
        ("status-governed", _governed(), StatusPage.OVERVIEW, True),
        (
            "status-unavailable",
            _governed(HealthCode.POLICY_MISSING, HealthCode.SYNC_REFUSED, trouble=SyncTrouble.FORGED),
            StatusPage.OVERVIEW,
            True,
        ),
        ("status-no-tray", _connected(mode=Mode.MONITOR), StatusPage.OVERVIEW, False),
        ("status-lost", Link(state=LinkState.LOST), StatusPage.OVERVIEW, True),
        ("status-coverage", _connected(), StatusPage.COVERAGE, True),
        ("status-privacy", _connected(), StatusPage.PRIVACY, True),
        ("status-privacy-governed", _governed(), StatusPage.PRIVACY, True),
        ("status-about", _connected(), StatusPage.ABOUT, True),
    )
    for name, link, page, has_tray in states:
        window = _status_window(theme, geometry, SampleApps(None))
        window.render_state(status_state(link, tray_version="0.1.0", now=_NOW), has_tray=has_tray)
        window.show_page(page)
        yield _Exhibit(name=name, widget=window)


def _status_window(theme: Theme, geometry: Geometry, source: SampleApps) -> StatusWindow:
    apps = AppList(source)
    window = StatusWindow(theme=theme, geometry=geometry, apps=AppsPage(apps, theme=theme, clock=lambda: _NOW))
    apps.setParent(window)
    return window


def _apps_pages(theme: Theme, geometry: Geometry) -> Iterator[_Exhibit]:
    sources = (
        ("apps", SampleApps(sample_apps(_NOW))),
        ("apps-blind", SampleApps(sample_apps(_NOW).with_fields({"sees_processes": False}))),
        ("apps-empty", SampleApps(AppListResult(apps=()))),
        ("apps-error", SampleApps(None, error=RequestError("The connection to Cordon's agent closed"))),
        ("apps-loading", SampleApps(None)),
    )
    for name, source in sources:
        window = _status_window(theme, geometry, source)
        window.render_state(status_state(_connected(), tray_version="0.1.0", now=_NOW), has_tray=True)
        window.show_page(StatusPage.APPS)
        yield _Exhibit(name=name, widget=window)


def _history_windows(theme: Theme, geometry: Geometry) -> Iterator[_Exhibit]:
    closed = RequestError("The connection to Cordon's agent closed")
    sources: tuple[tuple[str, HistorySource, HistoryFilter], ...] = (
        ("history", SampleHistory(sample_events(_NOW)), HistoryFilter()),
        ("history-empty", SampleHistory(()), HistoryFilter(period=Period.ALL)),
        ("history-quiet", SampleHistory(()), HistoryFilter()),
        ("history-no-hit", SampleHistory(()), HistoryFilter(label="internal")),
        ("history-error", SampleHistory((), error=closed), HistoryFilter()),
        ("history-loading", SampleHistory((), answers=False), HistoryFilter()),
    )
    for name, source, chosen in sources:
        model = HistoryModel(source, clock=lambda: _NOW)
        model.reload(chosen)
        window = HistoryWindow(model, theme=theme, geometry=geometry, clock=lambda: _NOW)
        yield _Exhibit(name=name, widget=window)
    broken = SampleHistory(sample_events(_NOW), page_limit=8)
    model = HistoryModel(broken, clock=lambda: _NOW)
    window = HistoryWindow(model, theme=theme, geometry=geometry, clock=lambda: _NOW)
    model.reload()
    broken.error = closed
    model.fetchMore()
    yield _Exhibit(name="history-broken-off", widget=window)


def _toasts(theme: Theme) -> Iterator[_Exhibit]:
    asking = notice(sample_prompt(_NOW))
    yield _Exhibit(name="toast", widget=Toast(asking, Tone.CAUTION, theme=theme, asks=True, stays_ms=1))
    started = AppNotice(destination_id="ollama", destination_name="Ollama", alternative="LM Studio")
    yield _Exhibit(
        name="toast-app", widget=Toast(app_notice(started), Tone.CAUTION, theme=theme, asks=True, stays_ms=1)
    )
    for name, is_done, tone in (("toast-done", True, Tone.GOOD), ("toast-failed", False, Tone.BAD)):
        told = redacted_notice(is_done=is_done)
        yield _Exhibit(name=name, widget=Toast(told, tone, theme=theme, asks=False, stays_ms=1))


class _Shields(QWidget):
    """The tray icon in every tone and size."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedSize(360, 200)

    def paintEvent(self, _event: object) -> None:  # noqa: N802 - Qt's name
        """Qt: draw them all."""
        painter = QPainter(self)
        for row, tone in enumerate((Tone.GOOD, Tone.CAUTION, Tone.BAD, Tone.NEUTRAL)):
            left = 16
            for size in (16, 22, 32, 48):
                painter.drawPixmap(left, 8 + row * 48 + (48 - size) // 2, shield_pixmap(tone, self._theme, size, 2.0))
                left += size + 24
        painter.end()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
