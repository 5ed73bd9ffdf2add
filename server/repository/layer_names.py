"""What people call a part of the repository on the command line, and where that is.

global, team:NAME, user:NAME    a layer of policy
catalogue, model:NAME           data that devices take from the same place
root, targets, devices, online, team:NAME    a role and its keys
"""

from __future__ import annotations

from dataclasses import dataclass

from agent.core.verdicts import Layer
from agent.fleet.targets import CATALOGUE_PATH, DEVICES_ROLE, MODELS_FOLDER, TEAM_NAME, layer_folder, team_role
from server.repository.errors import RepositoryError
from server.repository.layout import ROOT, TARGETS

__all__ = ["Part", "parse_part", "parse_role"]

_ONLINE = "online"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A folder of target files, and who signs it.

    Attributes:
        text: as it was given.
        role: that signs it.
        folder: where its files are.
        layer: of policy; None for something else.
    """

    text: str
    role: str
    folder: str
    layer: Layer | None

    @property
    def shown(self) -> str:
        """For summaries and errors, which are kept: without anybody's name."""
        return "a user's layer" if self.layer is Layer.USER else self.text


def parse_part(text: str) -> Part:
    """Return the part that a person names.

    Raises:
        RepositoryError: there is no such part.
    """
    kind, colon, name = text.partition(":")
    if text == "global":
        return Part(text=text, role=TARGETS, folder=layer_folder(Layer.GLOBAL), layer=Layer.GLOBAL)
    if text == "catalogue":
        return Part(text=text, role=TARGETS, folder=CATALOGUE_PATH.partition("/")[0], layer=None)
    if kind == "team" and TEAM_NAME.fullmatch(name):
        return Part(text=text, role=team_role(name), folder=layer_folder(Layer.TEAM, name), layer=Layer.TEAM)
    if kind == "user" and colon and name:
        return Part(text=text, role=TARGETS, folder=layer_folder(Layer.USER, name), layer=Layer.USER)
    if kind == "model" and TEAM_NAME.fullmatch(name):
        return Part(text=text, role=TARGETS, folder=f"{MODELS_FOLDER}/{name}", layer=None)
    raise RepositoryError(
        "This is no part of the repository",
        hint="global, team:NAME, user:NAME, catalogue or model:NAME; names of teams have no capitals.",
    )


def parse_role(text: str) -> str:
    """Return the role that a person names; `online` stays what it is.

    Raises:
        RepositoryError: there is no such role.
    """
    kind, _, name = text.partition(":")
    if text in {ROOT, TARGETS, DEVICES_ROLE, _ONLINE}:
        return text
    if kind == "team" and TEAM_NAME.fullmatch(name):
        return team_role(name)
    raise RepositoryError("There is no such role", hint="root, targets, devices, online or team:NAME.")
