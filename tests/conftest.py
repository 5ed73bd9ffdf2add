"""How the suite shares a machine's cores, with `make test`: one process for each, and then what needs a quiet machine.

Tests of a file stay together, since they share what they set up. What drives real desktops, clipboards and processes
waits as long as a person would, and is run by itself afterwards.
"""

from __future__ import annotations

import pytest

_QUIET = ("tests/e2e/", "tests/sensors/")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test, and those that need a quiet machine."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(item.nodeid.partition("::")[0]))
        if item.nodeid.startswith(_QUIET):
            item.add_marker(pytest.mark.quiet)
