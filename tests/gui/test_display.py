"""Looking for a screen before Qt does."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from gui.display import has_display, no_display_text


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ""},
        {"DISPLAY": "nonsense"},
        {"DISPLAY": ":4711"},
        {"DISPLAY": "unix:4711.0"},
        {"DISPLAY": "localhost:4711"},
        {"WAYLAND_DISPLAY": "wayland-9", "XDG_RUNTIME_DIR": "/nonexistent"},
        {"WAYLAND_DISPLAY": "wayland-9"},
    ],
)
def test_no_screen(environment: dict[str, str]):
    assert not has_display(environment)


@pytest.mark.parametrize(
    ("environment", "text"),
    [
        ({}, "Neither DISPLAY nor WAYLAND_DISPLAY names one."),
        ({"DISPLAY": ""}, "Neither DISPLAY nor WAYLAND_DISPLAY names one."),
        ({"DISPLAY": ":4711"}, "No display answers (DISPLAY is ':4711')."),
        (
            {"DISPLAY": ":4711", "WAYLAND_DISPLAY": "wayland-9"},
            "No display answers (WAYLAND_DISPLAY is 'wayland-9', DISPLAY is ':4711').",
        ),
    ],
)
def test_says_whether_none_is_named_or_none_answers(environment: dict[str, str], text: str):
    assert no_display_text(environment) == text


def test_platform_asked_for_by_name_needs_none():
    assert has_display({"QT_QPA_PLATFORM": "offscreen"})


def test_wayland_socket_that_answers(tmp_path: Path):
    with socket.socket(socket.AF_UNIX) as compositor:
        compositor.bind(str(tmp_path / "wayland-7"))
        compositor.listen()
        assert has_display({"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)})


def test_remote_x_server_that_answers():
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - 6000
        assert has_display({"DISPLAY": f"127.0.0.1:{number}.0"})
