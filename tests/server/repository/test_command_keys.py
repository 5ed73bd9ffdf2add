"""`cordon policy keys`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.server.repository.commands import PASSPHRASE, Desk


@pytest.fixture
def empty(tmp_path: Path) -> Desk:
    """A folder without anything."""
    return Desk(folder=tmp_path)


def test_a_key_is_made_with_a_typed_passphrase(empty: Desk):
    typed = f"{PASSPHRASE}\n{PASSPHRASE}\n"
    said = empty.run("keys", "create", "ada", "--owner", "Ada", "--folder", empty.folder, stdin=typed)
    assert "keep it offline" in said
    assert PASSPHRASE not in said
    listed = json.loads(empty.run("keys", "list", "--folder", empty.folder, "--format", "json"))
    assert [(key["name"], key["owner"], key["private"]) for key in listed["keys"]] == [("ada", "Ada", "file")]
    assert listed["keys"][0]["keyid"] in said


def test_a_passphrase_that_is_typed_differently_is_asked_again(empty: Desk):
    typed = f"{PASSPHRASE}\nanother one it is\n{PASSPHRASE}\n{PASSPHRASE}\n"
    empty.run("keys", "create", "ada", "--owner", "Ada", "--folder", empty.folder, stdin=typed)
    assert (empty.folder / "ada.pem").exists()


def test_a_short_passphrase_makes_no_key(empty: Desk):
    refusal = empty.refused("keys", "create", "ada", "--owner", "Ada", "--folder", empty.folder, stdin="short\nshort\n")
    assert refusal.title == "The passphrase is too short"
    assert not [*empty.folder.iterdir()]


def test_keys_are_listed_for_people(empty: Desk):
    assert "no keys in this folder" in empty.run("keys", "list", "--folder", empty.folder)
    empty.key("ada")
    (empty.folder / "ada.pem").unlink()
    assert "not here" in empty.run("keys", "list", "--folder", empty.folder)


def test_the_public_half_is_shown(empty: Desk):
    private = empty.key("ada")
    shown = json.loads(empty.run("keys", "show-public", private))
    assert shown["x-cordon-owner"] == "ada"
    assert shown["keytype"] == "ed25519"
    assert "PRIVATE" not in json.dumps(shown)


def test_help_has_examples(empty: Desk):
    for command in ("create", "list", "show-public", "import-hsm"):
        assert "Example" in empty.run("keys", command, "--help")
