"""What people call the parts of the repository."""

from __future__ import annotations

import pytest

from agent.core.verdicts import Layer
from agent.fleet.targets import user_key
from server.repository.errors import RepositoryError
from server.repository.layer_names import parse_part, parse_role
from server.repository.layout import may_sign


@pytest.mark.parametrize(
    ("text", "role", "folder", "layer"),
    [
        ("global", "targets", "policy", Layer.GLOBAL),
        ("team:berlin", "team-berlin", "teams/berlin", Layer.TEAM),
        ("user:jane@example.org", "targets", f"users/{user_key('jane@example.org')}", Layer.USER),
        ("catalogue", "targets", "catalogue", None),
        ("model:small", "targets", "models/small", None),
    ],
)
def test_a_part_has_a_folder_and_a_role_that_may_sign_it(text: str, role: str, folder: str, layer: Layer | None):
    part = parse_part(text)
    assert (part.role, part.folder, part.layer) == (role, folder, layer)
    assert may_sign(part.role, f"{part.folder}/file.json")


def test_nobodys_name_is_shown():
    assert parse_part("user:jane").shown == "a user's layer"
    assert parse_part("team:berlin").shown == "team:berlin"


@pytest.mark.parametrize(
    "text", ["", "team", "team:", "team:Berlin", "team:a/b", "user", "user:", "model:../x", "root"]
)
def test_other_words_are_no_part(text: str):
    with pytest.raises(RepositoryError, match="no part of the repository"):
        parse_part(text)


def test_roles_are_named():
    named = {text: parse_role(text) for text in ("root", "targets", "devices", "online", "team:berlin")}
    assert named == {
        **{text: text for text in ("root", "targets", "devices", "online")},
        "team:berlin": "team-berlin",
    }


@pytest.mark.parametrize("text", ["", "snapshot", "timestamp", "team:", "team-berlin", "devices-0"])
def test_other_words_are_no_role(text: str):
    with pytest.raises(RepositoryError, match="no such role"):
        parse_role(text)
