"""`cordon server reassign`."""

from __future__ import annotations

from pathlib import Path

from server.cli_options import OptionError
from server.storage import devices
from tests.server.command_line import invoke
from tests.server.world import World


def test_every_device_is_due_again(world: World, tmp_path: Path):
    clients = [world.device() for _ in range(3)]
    world.sign()
    result = invoke("reassign", "--database", f"sqlite:///{tmp_path / 'server.db'}")
    assert (result.exit_code, "3 devices" in result.output) == (0, True), result.output
    with world.database.reading() as session:
        assert {devices.get_device(session, each.device_id).published_revision for each in clients} == {0}
    world.sign()
    with world.database.reading() as session:
        assert {devices.get_device(session, each.device_id).published_revision for each in clients} == {1}


def test_it_says_what_is_missing():
    assert isinstance(invoke("reassign").exception, OptionError)
