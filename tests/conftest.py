"""How the suite shares a machine's cores, with `make test`: one process for each.

Tests of a file stay together, since they share what they set up. What drives installed programs on desktops stays
together, too: two of those at once would wait for each other's windows longer than a person does.
"""

from __future__ import annotations

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Name the group of each test."""
    for item in items:
        is_end_to_end = item.get_closest_marker("e2e") is not None
        item.add_marker(pytest.mark.xdist_group("e2e" if is_end_to_end else item.nodeid.partition("::")[0]))
