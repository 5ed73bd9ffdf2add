"""A stand-in for an AI assistant: a real window with a prompt field. Run: `python -m tests.e2e.chat_window`.

Its title is what Cordon knows an assistant by; the rest is our own drawing.
"""

from __future__ import annotations

import argparse
import signal
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QVBoxLayout, QWidget

_STYLE = """
QWidget { background: #ffffff; color: #1f2328; font-family: "Inter", "Noto Sans", sans-serif; font-size: 14px; }
QLabel#greeting { font-size: 24px; font-weight: 600; }
QLabel#note { color: #6b7280; font-size: 12px; }
QPlainTextEdit { border: 1px solid #d0d5dd; border-radius: 14px; padding: 10px; background: #f9fafb; }
"""


def main() -> int:
    """Show the window until it is closed or ended by a signal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--title", default="ChatGPT")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    app = QApplication([])
    app.setStyleSheet(_STYLE)
    window = QWidget()
    window.setWindowTitle(arguments.title)
    greeting, note, prompt = QLabel("What can I help with?"), QLabel(), QPlainTextEdit()
    greeting.setObjectName("greeting")
    note.setObjectName("note")
    note.setText("A stand-in for an AI assistant; the title makes it one.")
    prompt.setPlaceholderText("Message the assistant")
    prompt.setFixedHeight(120)
    layout = QVBoxLayout(window)
    layout.setContentsMargins(48, 32, 48, 32)
    layout.addStretch(2)
    for widget in (greeting, prompt, note):
        layout.addWidget(
            widget, alignment=Qt.AlignmentFlag.AlignHCenter if widget is not prompt else Qt.AlignmentFlag(0)
        )
    layout.addStretch(3)
    window.resize(760, 520)
    window.show()
    prompt.setFocus()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
