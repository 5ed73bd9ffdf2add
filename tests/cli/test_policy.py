"""`cordon policy` lists its commands."""

from __future__ import annotations

from tests.cli.conftest import Home


def test_help_names_every_command(home: Home):
    shown = home.run("policy", "--help").stdout.decode()
    assert all(command in shown for command in ("lint", "test"))
