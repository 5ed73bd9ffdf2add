"""Ends of paths."""

from __future__ import annotations

import pytest

from agent.core.gestures import Destination, DestinationKind
from agent.destinations.paths import index_paths, is_windows_path, plain_path


def named(name: str) -> Destination:
    return Destination(destination_id=name, name=name, vendor="", kind=DestinationKind.ASSISTANT)


INDEX = index_paths(
    (pattern, named(pattern)) for pattern in ("tool", "a/tool", "a/*/tool", "a/b/*", "b/*", "x/y", ".local/bin/goose")
)


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("tool", "tool"),
        ("/usr/bin/tool", "tool"),
        ("/a/tool", "a/tool"),
        ("/a/c/tool", "a/*/tool"),
        ("/a/b/1.0", "a/b/*"),
        ("/c/b/1.0", "b/*"),
        ("/home/ada/.local/bin/goose", ".local/bin/goose"),
        ("a/tool", "a/tool"),
        ("/x/y/z", None),
        ("/y", None),
        ("y", None),
        ("", None),
        ("/", None),
        ("/usr/bin/tools", None),
        ("/tool/", None),
        ("/go/bin/goose", None),
    ],
)
def test_finds_the_longest_end_that_fits(path: str, pattern: str | None):
    found = INDEX.match(path)
    assert (found.destination_id if found else None) == pattern


@pytest.mark.parametrize(
    ("path", "plain"),
    [
        (r"C:\Users\Ada\Tool.exe", "c:/users/ada/tool.exe"),
        ("Tool.EXE", "tool.exe"),
        ("/Users/Ada/Tool", "/Users/Ada/Tool"),
        ("", ""),
    ],
)
def test_writes_paths_of_windows_as_they_are_compared(path: str, plain: str):
    assert plain_path(path) == plain
    assert is_windows_path(path) is (path != plain)


def test_keeps_the_end_of_an_endless_path():
    assert plain_path("/a" * 100_000 + "/tool").endswith("/tool")
