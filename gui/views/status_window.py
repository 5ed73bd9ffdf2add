"""The status window: how well the person is protected, AI tools, what Cordon sees, what an employer sees, versions.

It renders a `StatusState`. Where the desktop shows no tray icons this window stands in for the tray, so it offers the
tray's actions, too.
"""

from __future__ import annotations

import enum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from gui.viewmodels.app_wording import AppText
from gui.viewmodels.protection import Protection
from gui.viewmodels.status_view import CoverageRow, Fact, IssueRow, PrivacyState, StatusState, coverage_legend
from gui.viewmodels.wording import Text, tr
from gui.views.apps_page import AppsPage
from gui.views.geometry import Geometry
from gui.views.icons import icon, shield, shield_pixmap, tone_icon_name
from gui.views.pieces import EmptyState, badge, button, card, clear, icon_label, label, line, set_role
from gui.views.theme import Theme, tokens

__all__ = ["StatusPage", "StatusWindow"]


class StatusPage(enum.IntEnum):
    """The pages, in the order of the navigation."""

    OVERVIEW = 0
    APPS = 1
    COVERAGE = 2
    PRIVACY = 3
    ABOUT = 4


_NAVIGATION: dict[StatusPage, tuple[Text | AppText, str]] = {
    StatusPage.OVERVIEW: (Text.PAGE_OVERVIEW, "overview"),
    StatusPage.APPS: (AppText.PAGE, "apps"),
    StatusPage.COVERAGE: (Text.PAGE_COVERAGE, "matrix"),
    StatusPage.PRIVACY: (Text.PAGE_PRIVACY, "eye"),
    StatusPage.ABOUT: (Text.PAGE_ABOUT, "info"),
}


class StatusWindow(QWidget):
    """Shows a `StatusState`; says which action the person chose.

    Signals:
        history_wanted, start_wanted, stop_wanted: the button was pressed.
    """

    history_wanted = Signal()
    start_wanted = Signal()
    stop_wanted = Signal()

    def __init__(self, *, theme: Theme, geometry: Geometry, apps: AppsPage) -> None:
        super().__init__()
        self._theme = theme
        self._geometry = geometry
        set_role(self, "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(tr(Text.STATUS_TITLE))
        self.setMinimumSize(660, 440)
        self.resize(840, 580)

        self._pages = QStackedWidget()
        self._overview, overview = _column()
        self._coverage, coverage = _column()
        self._privacy, privacy = _column()
        self._shown_privacy: PrivacyState | None = None
        self._about, about = _column()
        for page in (overview, apps, coverage, privacy, about):
            self._pages.addWidget(page)

        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._navigation())
        row.addWidget(self._pages, 1)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Close), self, self.close)
        self.show_page(StatusPage.OVERVIEW)
        geometry.restore(self, "status")

    def show_page(self, page: StatusPage) -> None:
        """Turn to a page."""
        self._pages.setCurrentIndex(page)
        self._nav_buttons[page].setChecked(True)

    @property
    def page(self) -> StatusPage:
        """The page on view."""
        return StatusPage(self._pages.currentIndex())

    def render_state(self, state: StatusState, *, has_tray: bool) -> None:
        """Show a state; without a tray host, say how to come back here."""
        self.setWindowIcon(shield(state.protection.tone, self._theme))
        self._no_tray.setVisible(not has_tray)
        self._stop.setVisible(state.protection.can_stop)
        self._render_overview(state)
        clear(self._coverage)
        _heading(self._coverage, tr(Text.COVERAGE_HEADING), tr(Text.COVERAGE_TEXT))
        if state.coverage:
            self._coverage.addWidget(_coverage_card(state.coverage))
            self._coverage.addWidget(label(coverage_legend(), "caption"))
        else:
            self._coverage.addWidget(self._unknown())
        self._coverage.addStretch()
        self._render_privacy(state.privacy)
        self._render_about(state.about)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: remember the place and hide; the tray application lives on."""
        self._geometry.save(self, "status")
        super().closeEvent(event)

    def _navigation(self) -> QFrame:
        side = QFrame()
        set_role(side, "side")
        side.setFixedWidth(218)
        column = QVBoxLayout(side)
        column.setContentsMargins(14, 20, 14, 16)
        column.setSpacing(2)
        name = label(tr(Text.APP_NAME), "title")
        name.setContentsMargins(12, 0, 0, 12)
        column.addWidget(name)
        group = QButtonGroup(self)
        self._nav_buttons: dict[StatusPage, QPushButton] = {}
        for page, (text, icon_name) in _NAVIGATION.items():
            nav = button(tr(text), "nav")
            nav.setIcon(icon(icon_name, tokens(self._theme).muted))
            nav.setCheckable(True)
            nav.clicked.connect(lambda _=False, page=page: self.show_page(page))
            group.addButton(nav)
            column.addWidget(nav)
            self._nav_buttons[page] = nav
        column.addStretch()
        self._no_tray = label(tr(Text.NO_TRAY_HOST), "caption")
        self._no_tray.setContentsMargins(12, 0, 4, 8)
        column.addWidget(self._no_tray)
        history = button(tr(Text.MENU_HISTORY))
        history.setIcon(icon("history", tokens(self._theme).muted))
        history.clicked.connect(self.history_wanted)
        self._stop = button(tr(Text.MENU_STOP))
        self._stop.clicked.connect(self.stop_wanted)
        column.setSpacing(4)
        column.addWidget(history)
        column.addWidget(self._stop)
        return side

    def _render_overview(self, state: StatusState) -> None:
        clear(self._overview)
        self._overview.addWidget(self._hero(state.protection))
        self._overview.addSpacing(6)
        if not state.is_known:
            self._overview.addWidget(self._unknown(), 1)
            return
        if state.issues:
            self._overview.addWidget(label(tr(Text.ISSUES_HEADING), "overline"))
            for issue in state.issues:
                self._overview.addWidget(_issue_card(issue, self._theme))
        else:
            self._overview.addWidget(_all_well(self._theme))
        self._overview.addSpacing(6)
        self._overview.addWidget(label(tr(Text.FACTS_HEADING), "overline"))
        self._overview.addWidget(_facts_card(state.facts))
        self._overview.addStretch()

    def _hero(self, protection: Protection) -> QFrame:
        frame = QFrame()
        set_role(frame, "banner", protection.tone)
        row = QHBoxLayout(frame)
        row.setContentsMargins(20, 18, 20, 18)
        row.setSpacing(18)
        picture = QLabel()
        picture.setPixmap(shield_pixmap(protection.tone, self._theme, 52, 2.0))
        picture.setFixedSize(52, 52)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(label(protection.headline, "display"))
        words.addWidget(label(protection.text))
        if protection.hint:
            words.addWidget(label(protection.hint, "muted"))
        row.addLayout(words, 1)
        if protection.can_start:
            start = button(tr(Text.MENU_START), "primary")
            start.clicked.connect(self.start_wanted)
            row.addWidget(start)
        frame.setAccessibleName(f"{protection.headline}. {protection.text}")
        return frame

    def _render_privacy(self, state: PrivacyState) -> None:
        if state == self._shown_privacy:  # so that the button keeps the focus
            return
        self._shown_privacy = state
        clear(self._privacy)
        _heading(self._privacy, state.heading, state.text)
        self._privacy.addWidget(_points(tr(Text.PRIVACY_RECORDED), state.recorded, "check", self._theme))
        self._privacy.addWidget(_points(tr(Text.PRIVACY_NEVER), state.never, "cross", self._theme))
        see = button(tr(Text.PRIVACY_SEE), icon_name="history", theme=self._theme)
        see.clicked.connect(self.history_wanted)
        self._privacy.addWidget(see, 0, Qt.AlignmentFlag.AlignLeft)
        self._privacy.addStretch()

    def _render_about(self, facts: tuple[Fact, ...]) -> None:
        clear(self._about)
        _heading(self._about, tr(Text.APP_NAME), tr(Text.SLOGAN))
        self._about.addWidget(_facts_card(facts))
        self._about.addWidget(label(tr(Text.ABOUT_QT), "caption"))
        self._about.addStretch()

    def _unknown(self) -> EmptyState:
        return EmptyState("inbox", tr(Text.ISSUES_UNKNOWN), tr(Text.ISSUES_UNKNOWN_TEXT), theme=self._theme)


def _column() -> tuple[QVBoxLayout, QScrollArea]:
    """Return a column that scrolls when the window is small."""
    content = QWidget()
    set_role(content, "scrolled")
    column = QVBoxLayout(content)
    column.setContentsMargins(28, 26, 28, 26)
    column.setSpacing(10)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    # The page is scrolled with the wheel and by moving the focus; a stop of its own would only be in the way.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return column, area


def _heading(column: QVBoxLayout, title: str, text: str) -> None:
    column.addWidget(label(title, "title"))
    column.addWidget(label(text, "muted"))
    column.addSpacing(8)


def _issue_card(issue: IssueRow, theme: Theme) -> QFrame:
    row = QHBoxLayout()
    row.setSpacing(14)
    picture = icon_label(tone_icon_name(issue.tone), tokens(theme).tones[issue.tone], 22)
    row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(4)
    top = QHBoxLayout()
    top.addWidget(label(issue.title, "strong"), 1)
    top.addWidget(label(issue.since, "caption", wraps=False), 0, Qt.AlignmentFlag.AlignTop)
    words.addLayout(top)
    words.addWidget(label(issue.text))
    if issue.hint:
        words.addWidget(label(issue.hint, "muted"))
    row.addLayout(words, 1)
    return card(row)


def _all_well(theme: Theme) -> QFrame:
    row = QHBoxLayout()
    row.setSpacing(14)
    row.addWidget(icon_label("check", tokens(theme).muted, 22), 0, Qt.AlignmentFlag.AlignTop)
    words = QVBoxLayout()
    words.setSpacing(2)
    words.addWidget(label(tr(Text.ISSUES_NONE), "strong"))
    words.addWidget(label(tr(Text.ISSUES_NONE_TEXT), "muted"))
    row.addLayout(words, 1)
    return card(row)


def _facts_card(facts: tuple[Fact, ...]) -> QFrame:
    grid = QGridLayout()
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(10)
    for index, fact in enumerate(facts):
        grid.addWidget(label(fact.name, "muted", wraps=False), index, 0, Qt.AlignmentFlag.AlignTop)
        value = label(fact.value)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        grid.addWidget(value, index, 1)
    grid.setColumnMinimumWidth(0, 120)
    grid.setColumnStretch(1, 1)
    return card(grid)


def _coverage_card(rows: tuple[CoverageRow, ...]) -> QFrame:
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(12)
    for index, row in enumerate(rows):
        if index:
            grid.addWidget(line(), 2 * index - 1, 0, 1, 3)
        grid.addWidget(label(row.channel, "strong", wraps=False), 2 * index, 0, Qt.AlignmentFlag.AlignTop)
        pill = badge(row.coverage, row.tone)
        pill.setMinimumWidth(56)
        pill.setToolTip(row.meaning)
        pill.setAccessibleName(f"{row.channel}: {row.coverage}, {row.meaning}")
        grid.addWidget(pill, 2 * index, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(row.why), 2 * index, 2)
    grid.setColumnStretch(2, 1)
    return card(grid)


def _points(heading: str, points: tuple[str, ...], icon_name: str, theme: Theme) -> QFrame:
    column = QVBoxLayout()
    column.setSpacing(9)
    column.addWidget(label(heading, "strong"))
    for point in points:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(icon_label(icon_name, tokens(theme).muted, 16), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(label(point), 1)
        column.addLayout(row)
    return card(column)
