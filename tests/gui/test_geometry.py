"""Windows come back where they were."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from gui.views.geometry import Geometry


def test_size_is_remembered_in_the_file(tmp_path: Path):
    path = tmp_path / "cordon" / "tray.ini"
    first, second = QWidget(), QWidget()
    first.resize(411, 307)
    Geometry(path).save(first, "status")
    Geometry(path).restore(second, "status")
    assert (second.width(), second.height()) == (411, 307)
    assert path.exists()
    first.deleteLater()
    second.deleteLater()


def test_unknown_window_and_unreadable_file_change_nothing(tmp_path: Path):
    path = tmp_path / "tray.ini"
    path.write_bytes(b"\x00\xff[geometry\nstatus=1")
    window = QWidget()
    window.resize(300, 200)
    Geometry(path).restore(window, "history")
    Geometry(path).restore(window, "status")
    assert (window.width(), window.height()) == (300, 200)
    window.deleteLater()


def test_theme_setting_is_read(tmp_path: Path):
    path = tmp_path / "tray.ini"
    assert Geometry(path).theme is None
    path.write_text("[General]\ntheme=dark\n")
    assert Geometry(path).theme == "dark"
