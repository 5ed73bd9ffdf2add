"""The question before Cordon is stopped."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout

from gui.viewmodels.wording import Text, tr
from gui.views.pieces import button, label

__all__ = ["StopQuestion"]


class StopQuestion(QDialog):
    """Accepted when Cordon shall stop. The button that keeps protection is the default; so is closing."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(tr(Text.APP_NAME))
        self.setAccessibleDescription(tr(Text.STOP_TEXT))
        column = QVBoxLayout(self)
        column.setContentsMargins(26, 24, 26, 20)
        column.setSpacing(8)
        column.addWidget(label(tr(Text.STOP_TITLE), "title"))
        column.addWidget(label(tr(Text.STOP_TEXT)))
        column.addSpacing(14)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addStretch()
        stop = button(tr(Text.MENU_STOP))
        stop.clicked.connect(self.accept)
        keep = button(tr(Text.STOP_CANCEL), "primary")
        keep.setDefault(True)
        keep.clicked.connect(self.reject)
        row.addWidget(stop)
        row.addWidget(keep)
        column.addLayout(row)
        self.setFixedWidth(420)
        keep.setFocus()
