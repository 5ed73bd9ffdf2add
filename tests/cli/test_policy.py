"""`cordon policy` lists its commands."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Home

WRITING = ("init", "lint", "test", "explain", "diff", "simulate", "show", "reload", "schema")
SIGNING = ("create", "sign", "publish", "status", "revoke", "rotate-key", "renew", "keys", "team")
"""Added by the server's package."""
COMMANDS = (*WRITING, *SIGNING)


def test_help_names_every_command_in_the_order_of_their_use(home: Home):
    shown = home.run("policy", "--help").stdout.decode()
    assert tuple(re.findall(r"^│ ([a-z][a-z-]*) ", shown, re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_has_examples(home: Home, command: str):
    shown = home.run("policy", command, "--help").stdout.decode()
    assert "Example" in shown
    assert f"cordon policy {command}" in shown
