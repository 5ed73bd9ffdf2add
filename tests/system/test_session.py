"""Which kind of session an environment describes."""

from __future__ import annotations

import pytest

from agent.system.session import Session, SessionKind, detect_session

X11, WAYLAND, NATIVE, NONE = SessionKind.X11, SessionKind.WAYLAND, SessionKind.NATIVE, SessionKind.NONE

CASES = [
    ("x11", "linux", {"DISPLAY": ":0"}, Session(kind=X11, display=":0")),
    (
        "x11_with_its_desktop",
        "linux",
        {"DISPLAY": ":1.0", "XDG_CURRENT_DESKTOP": "KDE"},
        Session(kind=X11, display=":1.0", desktop="kde"),
    ),
    ("wayland", "linux", {"WAYLAND_DISPLAY": "wayland-0"}, Session(kind=WAYLAND)),
    (
        "wayland_that_has_x_programs_too",
        "linux",
        {"WAYLAND_DISPLAY": "wayland-0", "DISPLAY": ":0", "XDG_CURRENT_DESKTOP": "ubuntu:GNOME"},
        Session(kind=WAYLAND, desktop="ubuntu:gnome"),
    ),
    ("console", "linux", {"TERM": "xterm"}, Session(kind=NONE)),
    ("empty_names", "linux", {"DISPLAY": "", "WAYLAND_DISPLAY": ""}, Session(kind=NONE)),
    ("windows", "win32", {}, Session(kind=NATIVE)),
    ("macos_with_an_x_server", "darwin", {"DISPLAY": "/private/tmp/x:0"}, Session(kind=NATIVE)),
]


@pytest.mark.parametrize(
    ("platform", "environ", "session"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_the_environment_says_what_shows_windows(platform: str, environ: dict[str, str], session: Session):
    assert detect_session(environ, platform) == session


@pytest.mark.parametrize("kind", SessionKind)
def test_only_a_console_shows_no_windows(kind: SessionKind):
    assert Session(kind=kind).is_graphical is (kind is not NONE)
