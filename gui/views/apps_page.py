"""The page of AI tools on this device: which run, which are installed, and what the organization thinks of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from gui.itemmodels.app_list import AppList, AppListPhase, AppListState
from gui.viewmodels.app_wording import AppText
from gui.viewmodels.apps_view import AppRow, AppsState, apps_state
from gui.viewmodels.protection import Tone
from gui.viewmodels.wording import tr
from gui.views.pieces import EmptyState, badge, card, clear, icon_label, label, line, set_role
from gui.views.theme import Theme, tokens

__all__ = ["AppsPage"]


class AppsPage(QWidget):
    """Shows an `AppList`, and has it kept up to date while it is on view."""

    def __init__(self, apps: AppList, *, theme: Theme, clock: Callable[[], datetime]) -> None:
        super().__init__()
        self._apps = apps
        self._theme = theme
        self._clock = clock
        column = QVBoxLayout(self)
        column.setContentsMargins(28, 26, 28, 20)
        column.setSpacing(10)
        column.addLayout(self._head())
        self._note = self._banner()
        column.addWidget(self._note)
        self._rows, self._listed = _scrolled()
        self._place = 0
        """Where to go back to, until rows that were made anew are as high as they will be."""
        bar = self._listed.verticalScrollBar()
        bar.rangeChanged.connect(self._go_back)
        bar.actionTriggered.connect(self._stay_here)
        self._empty = EmptyState("apps", tr(AppText.EMPTY), tr(AppText.EMPTY_TEXT), theme=theme)
        self._loading = EmptyState("refresh", tr(AppText.LOADING), "", theme=theme)
        self._failed = EmptyState("alert", tr(AppText.FAILED), "", theme=theme, action=tr(AppText.RETRY))
        if self._failed.action is not None:
            self._failed.action.clicked.connect(apps.reload)
        self._stack = QStackedWidget()
        for each in (self._listed, self._empty, self._loading, self._failed):
            self._stack.addWidget(each)
        column.addWidget(self._stack, 1)
        apps.changed.connect(self._render)
        self._render(apps.state)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: somebody looks."""
        super().showEvent(event)
        self._apps.watch(is_watched=True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: nobody looks any more."""
        self._apps.watch(is_watched=False)
        super().hideEvent(event)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(label(tr(AppText.HEADING), "title"))
        words.addWidget(label(tr(AppText.TEXT), "muted"))
        row.addLayout(words, 1)
        self._count = label("", "muted", wraps=False)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _banner(self) -> QFrame:
        strip = QFrame()
        set_role(strip, "banner", Tone.CAUTION)
        row = QHBoxLayout(strip)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(12)
        row.addWidget(icon_label("alert", tokens(self._theme).tones[Tone.CAUTION], 18))
        self._note_text = label("")
        row.addWidget(self._note_text, 1)
        return strip

    def _render(self, state: AppListState) -> None:
        shown = apps_state(state.result, now=self._clock()) if state.result is not None else None
        self._note.setVisible(shown is not None and bool(shown.note))
        self._count.setText(shown.count if shown is not None and shown.rows else "")
        if shown is None:
            self._failed.say(state.problem)
            self._stack.setCurrentWidget(self._failed if state.phase is AppListPhase.FAILED else self._loading)
            return
        self._note_text.setText(shown.note)
        self._stack.setCurrentWidget(self._listed if shown.rows else self._empty)
        self._render_rows(shown)

    def _go_back(self, _minimum: int, maximum: int) -> None:
        if 0 < self._place <= maximum:
            self._listed.verticalScrollBar().setValue(self._place)

    def _stay_here(self) -> None:
        self._place = 0

    def _render_rows(self, shown: AppsState) -> None:
        self._place = self._listed.verticalScrollBar().value()
        clear(self._rows)
        column = QVBoxLayout()
        column.setSpacing(12)
        for index, row in enumerate(shown.rows):
            if index:
                column.addWidget(line())
            column.addWidget(_row(row))
        self._rows.addWidget(card(column))
        self._rows.addStretch()


def _scrolled() -> tuple[QVBoxLayout, QScrollArea]:
    content = QWidget()
    set_role(content, "scrolled")
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # Nothing in it takes the focus, so that the arrow keys would reach no further than what is on view.
    area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    area.setAccessibleName(tr(AppText.HEADING))
    area.setWidget(content)
    return column, area


def _row(row: AppRow) -> QFrame:
    frame = QFrame()
    frame.setAccessibleName(row.spoken)
    across = QHBoxLayout(frame)
    across.setContentsMargins(0, 0, 0, 0)
    across.setSpacing(12)
    words = QVBoxLayout()
    words.setSpacing(3)
    name = QHBoxLayout()
    name.setSpacing(8)
    name.addWidget(label(row.name, "strong", wraps=False))
    name.addWidget(label(row.subtitle, "muted"), 1)
    words.addLayout(name)
    history = label(row.history, "caption")
    history.setToolTip(row.known_by)
    words.addWidget(history)
    across.addLayout(words, 1)
    if row.now:
        across.addWidget(badge(row.now, Tone.INFO if row.is_running else Tone.NEUTRAL))
    across.addWidget(badge(row.status, row.status_tone))
    return frame
