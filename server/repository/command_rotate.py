"""`cordon policy rotate-key` and `renew`: who holds which key, and for how much longer."""

from __future__ import annotations

from pathlib import Path

import typer

from agent.cli.output import epilog
from server.repository.command_options import (
    DAYS_OPTION,
    KEY_OPTION,
    PASSPHRASE_OPTION,
    REPOSITORY_OPTION,
    SUMMARY_OPTION,
    author_of,
    open_signers,
    published,
    write_draft,
)

__all__ = ["register"]

_ROTATE_EPILOG = epilog(
    "cordon policy rotate-key root --remove cy.pub.json --add fay.pub.json --repository repository --key ada.pem",
    "cordon policy rotate-key team:berlin --add gus.pub.json --threshold 2 --repository repository --key ada.pem",
    "cordon policy rotate-key online --remove online.pub.json --add online2.pub.json --repository repository "
    "--key ada.pem",
)
_RENEW_EPILOG = epilog(
    "cordon policy renew root targets devices --repository repository --key ada.pem",
    "cordon policy renew team:berlin --repository repository --key di.pem",
    "cordon policy renew devices --bin-bits 12 --repository repository --key ada.pem",
)


def register(group: typer.Typer) -> None:
    """Add the commands."""
    group.command("rotate-key", epilog=_ROTATE_EPILOG)(rotate_key)
    group.command("renew", epilog=_RENEW_EPILOG)(renew)


def rotate_key(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    role: str = typer.Argument(metavar="ROLE", help="root, targets, team:NAME or online."),
    add: list[Path] = typer.Option([], "--add", metavar="PUB", help="A key that signs from now on."),
    remove: list[Path] = typer.Option([], "--remove", metavar="PUB", help="A key that no longer counts."),
    threshold: int | None = typer.Option(None, "--threshold", min=1, help="So many persons sign from now on."),
    one_person: bool = typer.Option(False, "--one-person", help="Allow a threshold of one."),
    repository: Path = REPOSITORY_OPTION,
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    summary: str = SUMMARY_OPTION,
    out: Path = typer.Option(Path("keys.publication"), "--out", metavar="FILE", help="The publication to write."),
) -> None:
    """Change who signs a role: a key is replaced, lost, stolen, or somebody new has one.

    Root's keys decide about root, targets and the online key; targets' keys about teams. New holders sign, too, so that
    nobody gets a role with a key that they cannot use.
    """
    from server.repository.keys import load_key_file  # noqa: PLC0415 - other commands start without TUF; so below
    from server.repository.layer_names import parse_role  # noqa: PLC0415 - as above
    from server.repository.rekeying import KeyChange, change_keys  # noqa: PLC0415 - as above

    if threshold == 1 and not one_person:
        raise typer.BadParameter("one key would decide alone; --one-person allows it", param_hint="--threshold")
    state = published(repository, key)
    change = KeyChange(
        added=[load_key_file(each).public for each in add],
        removed=[load_key_file(each).public.keyid for each in remove],
        threshold=threshold,
    )
    author = author_of(open_signers(key, passphrase_file), days, summary or f"Keys of {role} change")
    write_draft(change_keys(state, parse_role(role), change, author), state, out)


def renew(  # noqa: PLR0917 - as above
    role: list[str] = typer.Argument(metavar="ROLE...", help="root, targets, devices or team:NAME."),
    bin_bits: int | None = typer.Option(
        None, "--bin-bits", min=1, max=14, help="Of devices alone: spread them over 2 to the power of this many roles."
    ),
    repository: Path = REPOSITORY_OPTION,
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    out: Path = typer.Option(Path("renewal.publication"), "--out", metavar="FILE", help="The publication to write."),
) -> None:
    """Sign roles again as they are, before they expire."""
    from server.repository.drafts import draft_renewal  # noqa: PLC0415 - as above
    from server.repository.layer_names import parse_role  # noqa: PLC0415 - as above
    from server.repository.rekeying import ONLINE, change_bins  # noqa: PLC0415 - as above

    roles = [parse_role(each) for each in role]
    if bin_bits is not None and roles != ["devices"]:
        raise typer.BadParameter("only devices have bins; name them alone", param_hint="--bin-bits")
    if ONLINE in roles:
        raise typer.BadParameter("what the server signs, it renews by itself", param_hint="ROLE")
    state = published(repository, key)
    author = author_of(open_signers(key, passphrase_file), days, f"Renewal of {', '.join(role)}")
    draft = draft_renewal(state, roles, author) if bin_bits is None else change_bins(state, bin_bits, author)
    write_draft(draft, state, out)
