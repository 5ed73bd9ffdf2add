"""`cordon policy team`: a team gets keys of its own, with which it signs its own layer and nothing else."""

from __future__ import annotations

from pathlib import Path

import typer

from agent.cli.output import epilog
from server.repository.command_options import (
    DAYS_OPTION,
    KEY_OPTION,
    PASSPHRASE_OPTION,
    REPOSITORY_OPTION,
    author_of,
    open_signers,
    published,
    write_draft,
)

__all__ = ["register"]

_ADD = (
    "cordon policy team add berlin --team-key di.pub.json --team-key ed.pub.json --repository repository --key ada.pem"
)
_REMOVE = "cordon policy team remove berlin --repository repository --key ada.pem"
_TEAM = typer.Argument(metavar="TEAM", help="Lower-case letters, digits, - and _.")
_OUT = typer.Option(Path("team.publication"), "--out", metavar="FILE", help="The publication to write.")


def register(group: typer.Typer) -> None:
    """Add the commands."""
    teams = typer.Typer(no_args_is_help=True, help="Give a team keys for its own layer of policy, or take them away.")
    teams.command("add", epilog=epilog(_ADD))(add)
    teams.command("remove", epilog=epilog(_REMOVE))(remove)
    group.add_typer(teams, name="team", epilog=epilog(_ADD, _REMOVE))


def add(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    team: str = _TEAM,
    team_key: list[Path] = typer.Option(..., "--team-key", metavar="PUB", help="A key of the team."),
    threshold: int = typer.Option(2, "--threshold", min=1, help="So many of the team's persons sign its policy."),
    one_person: bool = typer.Option(False, "--one-person", help="Allow a threshold of one."),
    repository: Path = REPOSITORY_OPTION,
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    out: Path = _OUT,
) -> None:
    """Give a team a role. The keys of targets decide it; the team's holders sign, too (`sign --approve`)."""
    from server.repository.keys import load_key_file  # noqa: PLC0415 - other commands start without TUF; so below
    from server.repository.rekeying import add_team  # noqa: PLC0415 - as above

    if threshold == 1 and not one_person:
        raise typer.BadParameter("one key would decide alone; --one-person allows it", param_hint="--threshold")
    state = published(repository, key)
    author = author_of(open_signers(key, passphrase_file), days, f"The team {team} gets keys"[:200])
    keys = [load_key_file(each).public for each in team_key]
    write_draft(add_team(state, team, keys, threshold, author), state, out)


def remove(
    team: str = _TEAM,
    repository: Path = REPOSITORY_OPTION,
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    out: Path = _OUT,
) -> None:
    """Take a team's role away; its policy goes with it. Devices of the team go on with the global policy."""
    from server.repository.rekeying import remove_team  # noqa: PLC0415 - as above

    state = published(repository, key)
    author = author_of(open_signers(key, passphrase_file), days, f"The team {team} loses its keys"[:200])
    write_draft(remove_team(state, team, author), state, out)
