"""The table of the history window: how its cells are drawn, and what its keys do."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from gui.itemmodels.history_model import Column, HistoryModel
from gui.viewmodels.history_view import HistoryRow
from gui.viewmodels.wording import Text, tr
from gui.views.theme import Theme, tokens

__all__ = ["history_table"]

_ROW_HEIGHT = 40
_COLUMN_WIDTHS = {Column.WHEN: 136, Column.DESTINATION: 104, Column.LABEL: 116, Column.ACTION: 88, Column.OUTCOME: 116}


class _RowDelegate(QStyledItemDelegate):
    """Draws cells; the label as a pill in its tone, and remarks in a quieter color than the finding."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Qt: rows have one height."""
        return QSize(super().sizeHint(option, index).width(), _ROW_HEIGHT)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: draw one cell."""
        row = index.data(Qt.ItemDataRole.UserRole)
        column = Column(index.column())
        if column is Column.LABEL and isinstance(row, HistoryRow):
            self._paint_label(painter, option, row)
            return
        styled = QStyleOptionViewItem(option)
        # The whole row is the unit of choice: no box around one cell.
        styled.state &= ~QStyle.StateFlag.State_HasFocus
        super().paint(painter, styled, index)

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Qt: colors and weight of one cell."""
        super().initStyleOption(option, index)
        column = Column(index.column())
        if column is Column.WHAT:
            option.font.setWeight(QFont.Weight.Medium)
        if column is Column.WHEN:
            option.palette.setColor(option.palette.ColorRole.Text, QColor(tokens(self._theme).muted))

    def _paint_label(self, painter: QPainter, option: QStyleOptionViewItem, row: HistoryRow) -> None:
        colors = tokens(self._theme)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect = option.rect
        is_selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, QColor(colors.selection if is_selected else colors.surface))
        painter.fillRect(QRectF(rect.left(), rect.bottom(), rect.width(), 1), QColor(colors.line))
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.85)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        metrics = painter.fontMetrics()
        text = metrics.elidedText(row.label, Qt.TextElideMode.ElideRight, rect.width() - 38)
        pill = QRectF(rect.left() + 10, 0, metrics.horizontalAdvance(text) + 18, metrics.height() + 5)
        pill.moveTop(rect.center().y() - pill.height() / 2)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colors.tints[row.label_tone]))
        painter.drawRoundedRect(pill, pill.height() / 2, pill.height() / 2)
        painter.setPen(QColor(colors.tones[row.label_tone]))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)
        painter.restore()


class _Table(QTableView):
    """A table whose copy gives the rows as text."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Qt: copy the chosen rows, one line each."""
        if not event.matches(QKeySequence.StandardKey.Copy):
            super().keyPressEvent(event)
            return
        rows = sorted({index.row() for index in self.selectedIndexes()})
        model = self.model()
        lines = ("\t".join(str(model.index(row, each).data()) for each in Column) for row in rows)
        QGuiApplication.clipboard().setText("\n".join(lines))


def history_table(model: HistoryModel, theme: Theme) -> QTableView:
    """Return the table over a model."""
    table = _Table()
    table.setModel(model)
    table.setAccessibleName(tr(Text.HISTORY_TITLE))
    table.setItemDelegate(_RowDelegate(theme, table))
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setWordWrap(False)
    table.verticalHeader().hide()
    table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
    header = table.horizontalHeader()
    header.setHighlightSections(False)
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    for column in Column:
        header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
        table.setColumnWidth(column, _COLUMN_WIDTHS.get(column, 100))
    header.setSectionResizeMode(Column.WHAT, QHeaderView.ResizeMode.Stretch)
    return table
