"""`cordon policy create`: the first metadata of a repository, a publication that collects its holders' signatures."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import typer
from rich.text import Text

from agent.cli.output import epilog, printable, stdout_console
from server.repository.command_options import (
    DAYS_OPTION,
    KEY_OPTION,
    PASSPHRASE_OPTION,
    open_signers,
    write_draft,
)

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy create --root-key ada.pub.json --root-key bo.pub.json --root-key cy.pub.json "
    "--targets-key ada.pub.json --targets-key bo.pub.json --online-key online.pub.json --key ada.pem "
    "--out first.publication",
    "cordon policy sign --approve first.publication --key bo.pem",
    "cordon policy publish first.publication --repository repository --online-key online.pem",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("create", epilog=_EPILOG)(create)


def create(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    root_key: list[Path] = typer.Option(..., "--root-key", metavar="PUB", help="Decides who holds which key; three."),
    targets_key: list[Path] = typer.Option(..., "--targets-key", metavar="PUB", help="Signs the global policy; two."),
    online_key: Path = typer.Option(..., "--online-key", metavar="PUB", help="The server's key."),
    root_threshold: int = typer.Option(2, "--root-threshold", min=1, help="So many persons sign root."),
    targets_threshold: int = typer.Option(2, "--targets-threshold", min=1, help="So many sign the global policy."),
    one_person: bool = typer.Option(
        False, "--one-person", help="Allow a threshold of one: whoever has that one key decides alone."
    ),
    bin_bits: int = typer.Option(
        8, "--bin-bits", min=1, max=14, help="Devices are spread over 2 to the power of this many roles."
    ),
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    out: Path = typer.Option(Path("first.publication"), "--out", metavar="FILE", help="The publication to write."),
) -> None:
    """Write a repository's first metadata: who signs what from now on.

    It is signed with the keys that are at hand. Other holders add their signatures with `sign --approve`, and `publish`
    makes the repository.
    """
    from server.repository.creation import RepositoryPlan, first_publication  # noqa: PLC0415 - loads TUF; so below
    from server.repository.keys import load_key_file  # noqa: PLC0415 - as above

    if min(root_threshold, targets_threshold) < 2 and not one_person:
        raise typer.BadParameter("one key would decide alone; --one-person allows it", param_hint="threshold")
    plan = RepositoryPlan(
        root_keys=tuple(load_key_file(each).public for each in root_key),
        root_threshold=root_threshold,
        targets_keys=tuple(load_key_file(each).public for each in targets_key),
        targets_threshold=targets_threshold,
        online_key=load_key_file(online_key).public,
        bin_bits=bin_bits,
        offline_days=days,
    )
    draft = first_publication(plan, open_signers(key, passphrase_file), datetime.now(UTC))
    write_draft(draft, None, out)
    stdout_console().print(Text(printable("Keep the key files of root apart from each other, and a copy of each.")))
