"""What only some modules may touch: Qt, and the question which operating system this is."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.architecture.sources import dotted_uses, imported_modules, modules, parse

QT_FOLDERS = ("gui/app.py", "gui/gallery.py", "gui/client", "gui/itemmodels", "gui/views")

WHICH_SYSTEM = {"sys.platform", "os.name", "platform.system"}
# A package asks once, in select.py. Anything else needs a reason.
MAY_ASK_WHICH_SYSTEM = {
    "agent/cli/context.py": "a composition root: it passes the answer down as a value",
}


def _uses_qt(tree: ast.AST) -> bool:
    return any(name.split(".")[0] == "PySide6" for name in imported_modules(tree))


def _asks_which_system(tree: ast.AST) -> bool:
    return not WHICH_SYSTEM.isdisjoint([*dotted_uses(tree), *imported_modules(tree)])


def test_qt_is_used_where_windows_are_made_and_nowhere_else():
    elsewhere = [
        str(path)
        for path in modules("agent", "gui", "server")
        if _uses_qt(parse(path)) and not any(path.is_relative_to(folder) for folder in QT_FOLDERS)
    ]
    assert elsewhere == []


def test_only_select_modules_ask_which_system_this_is():
    asking = [
        path
        for path in modules("agent", "gui", "server")
        if path.name != "select.py" and _asks_which_system(parse(path))
    ]
    assert [str(path) for path in asking if str(path) not in MAY_ASK_WHICH_SYSTEM] == []


def test_every_exemption_is_still_needed():
    assert [name for name in MAY_ASK_WHICH_SYSTEM if not _asks_which_system(parse(Path(name)))] == []


@pytest.mark.parametrize("line", ["import PySide6", "from PySide6 import QtCore", "from PySide6.QtCore import QObject"])
def test_qt_is_recognized(line: str):
    assert _uses_qt(ast.parse(f"def late():\n    {line}\n"))
    assert not _uses_qt(ast.parse("import sys\nfrom agent.core import Event\n"))


@pytest.mark.parametrize(
    "line", ["sys.platform == 'linux'", "os.name", "platform.system()", "from sys import platform"]
)
def test_asking_which_system_this_is_is_recognized(line: str):
    assert _asks_which_system(ast.parse(line))
    assert not _asks_which_system(ast.parse("sys.executable; platform.python_version()"))
