"""The audit log over HTTP."""

from __future__ import annotations

import csv
import io
import json

from server.api import auditing
from server.storage import audit
from server.storage.roles import COMMAND_LINE, Role
from tests.server.world import World


def fill(world: World, count: int = 5) -> None:
    """Do something so many times."""
    for number in range(count):
        with world.database.writing() as session:
            audit.record(session, world.now, COMMAND_LINE, "test.done", f"=thing-{number}")


def test_pages_follow_each_other(world: World):
    fill(world)
    first = world.admin(Role.AUDITOR, "GET", "/v1/admin/audit?action=test.done&limit=3").json
    last = world.admin(
        Role.AUDITOR, "GET", f"/v1/admin/audit?action=test.done&limit=3&before={first['next_before']}"
    ).json
    seen = [item["object"] for item in first["items"] + last["items"]]
    assert (seen, last["next_before"]) == ([f"=thing-{number}" for number in (4, 3, 2, 1, 0)], None)


def test_the_whole_log_is_exported(world: World):
    world.secret_of(Role.AUDITOR)
    fill(world)
    lines = world.admin(Role.AUDITOR, "GET", "/v1/admin/audit/export").body.splitlines()
    assert [json.loads(line)["number"] for line in lines] == [6, 5, 4, 3, 2, 1]
    table = world.admin(Role.AUDITOR, "GET", "/v1/admin/audit/export?format=csv").body.decode()
    rows = list(csv.DictReader(io.StringIO(table)))
    assert len(rows) == 6
    assert rows[0]["object"] == "'=thing-4"  # no spreadsheet runs it


def test_the_chain_is_checked(world: World):
    fill(world)
    said = world.admin(Role.AUDITOR, "GET", "/v1/admin/audit/check").json
    assert (said["entries"], said["broken_at"]) == (6, None)
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE audit_entries SET actor = 'other' WHERE number = 3")
    assert world.admin(Role.AUDITOR, "GET", "/v1/admin/audit/check").json["broken_at"] == 3


def test_other_formats_are_refused(world: World):
    assert world.admin(Role.AUDITOR, "GET", "/v1/admin/audit/export?format=pdf").status == 422
    assert auditing.router.prefix == "/v1/admin/audit"
