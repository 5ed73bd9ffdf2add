"""What comes from people and devices is text, whatever it looks like; times are machine-readable."""

from __future__ import annotations

from datetime import timedelta

import pytest
from jinja2 import UndefinedError

from server.console.pages import _ENVIRONMENT, ICON, STYLE, asset_address
from server.storage import people
from server.storage.roles import COMMAND_LINE, Role
from server.storage.tables import Device, Publication
from tests.server.console.browser import signed_in
from tests.server.console.conftest import HOSTILE
from tests.server.console.fleet_of_world import Full
from tests.server.repository.organization import NOW


def test_hostile_names_are_text_on_every_page(full: Full):
    world = full.world
    with world.database.writing() as session:
        people.set_user(session, world.now, COMMAND_LINE, HOSTILE, team=None, groups=None)
        people.assign_account(session, world.now, COMMAND_LINE, device_id=full.device_id, account=HOSTILE, user=HOSTILE)
        device = session.get_one(Device, full.device_id)
        device.os, device.agent_version = HOSTILE, HOSTILE
        session.add(
            Publication(
                id="0" * 32,
                state="refused",
                submitted_at=world.now,
                submitted_by=HOSTILE,
                size_bytes=1,
                sha256="0" * 64,
                error_title=HOSTILE,
                error_detail=HOSTILE,
            )
        )
    full.clients[0].ask_for_exception(account=HOSTILE)
    browser = signed_in(world, Role.AUDITOR)
    for address in ("", "devices", f"devices/{full.device_id}", "policies", "exceptions", "audit"):
        page = browser.open(f"/console/{address}")
        assert page.status == 200
        assert "<script" not in page.html
        assert (HOSTILE in page.text) or address == "audit"


def test_what_an_address_says_is_text_too(full: Full):
    browser = signed_in(full.world, Role.AUDITOR)
    for address in ("devices?id=", "devices?issue=", "devices?policy=", "audit?actor=", "activity?team=", "?done="):
        page = browser.open(f"/console/{address}%3Cscript%3E%22")
        assert page.status == 200
        assert "<script" not in page.html
        assert page.root.all("h1")


@pytest.mark.parametrize(
    ("by", "said"),
    [
        (timedelta(seconds=5), "a moment ago"),
        (timedelta(minutes=1), "1 minute ago"),
        (timedelta(hours=5), "5 hours ago"),
        (timedelta(days=8), "8 days ago"),
        (-timedelta(days=2), "in 2 days"),
    ],
)
def test_how_long_ago_something_was_is_said_in_words(by: timedelta, said: str):
    assert _ENVIRONMENT.filters["ago"](NOW - by, NOW) == said


def test_times_are_for_programs_too():
    assert _ENVIRONMENT.filters["moment"](NOW) == '<time datetime="2027-03-01T12:00:00Z">2027-03-01 12:00</time>'
    assert "never" in _ENVIRONMENT.filters["moment"](None)


def test_a_template_that_uses_what_is_not_there_fails():
    with pytest.raises(UndefinedError):
        _ENVIRONMENT.from_string("{{ nothing }}").render()


def test_a_changed_file_has_another_address():
    assert asset_address("a", STYLE) != asset_address("a", ICON)
    assert b"http" not in STYLE
    assert b"@import" not in STYLE


def _luminance(color: str) -> float:
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _colors(text: str) -> dict[str, str]:
    found = (part.split(":") for line in text.splitlines() if "--" in line for part in line.split(";") if "#" in part)
    return {name.strip(): value.strip() for name, value in found}


@pytest.mark.parametrize("is_dark", [False, True])
@pytest.mark.parametrize(
    ("ink", "ground"),
    [
        ("--ink", "--ground"),
        ("--ink", "--sheet"),
        ("--quiet", "--ground"),
        ("--quiet", "--sheet"),
        ("--quiet", "--raised"),
        ("--accent", "--sheet"),
        ("--accent", "--raised"),
        ("--accent-ink", "--accent"),
        ("--rail-ink", "--rail"),
        ("--rail-ink", "--rail-mark"),
        ("--good", "--good-ground"),
        ("--warn", "--warn-ground"),
        ("--bad", "--bad-ground"),
        ("--bad", "--sheet"),
        ("--note", "--note-ground"),
    ],
)
def test_text_can_be_read(ink: str, ground: str, *, is_dark: bool):
    blocks = STYLE.decode().split(":root {")
    colors = _colors(blocks[2 if is_dark else 1].split("}")[0])
    lighter, darker = sorted((_luminance(colors[ink]), _luminance(colors[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5
