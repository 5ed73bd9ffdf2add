"""The table of tools, and that it is the same everywhere."""

from __future__ import annotations

import pytest

from agent.destinations import packaged_catalogue
from agent.hooks.protocols import PROTOCOLS
from agent.hooks.settings import SETTINGS
from agent.system.programs import HOOK_TOOLS


def test_every_tool_that_can_be_started_is_spoken():
    assert tuple(PROTOCOLS) == HOOK_TOOLS
    assert PROTOCOLS.keys() - SETTINGS.keys() == {"generic"}


@pytest.mark.parametrize("tool", SETTINGS)
def test_every_tool_is_in_the_catalogue(tool: str):
    found = packaged_catalogue().find(PROTOCOLS[tool].destination_id)
    assert found is not None
    assert found.kind == "coding_agent"
