"""`cordon policy` lists its commands."""

from __future__ import annotations

import re

import pytest

from tests.cli.conftest import Home

COMMANDS = ("init", "lint", "test", "explain", "diff", "simulate", "show", "reload", "schema")


def test_help_names_every_command_in_the_order_of_their_use(home: Home):
    shown = home.run("policy", "--help").stdout.decode()
    assert tuple(re.findall(r"^│ ([a-z]+) ", shown, re.MULTILINE)) == COMMANDS


@pytest.mark.parametrize("command", COMMANDS)
def test_each_has_examples(home: Home, command: str):
    shown = home.run("policy", command, "--help").stdout.decode()
    assert "Example" in shown
    assert f"cordon policy {command}" in shown
