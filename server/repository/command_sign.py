"""`cordon policy sign`: an author signs a policy, another person approves it; neither needs server or network."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import epilog, printable, stdout_console
from agent.cli.policy_files import read_text
from server.repository.command_options import (
    DAYS_OPTION,
    KEY_OPTION,
    OUT_OPTION,
    PASSPHRASE_OPTION,
    SUMMARY_OPTION,
    author_of,
    open_signers,
    published,
    read_file,
    write_draft,
)

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

    from server.repository.layer_names import Part
    from server.repository.publication import Publication
    from server.repository.state import RepositoryState

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy sign policy.yaml --repository repository --key ada.pem",
    "cordon policy sign berlin.yaml --layer team:berlin --repository repository --key di.pem",
    "cordon policy sign --layer global --exceptions granted.yaml --repository repository --key ada.pem",
    "cordon policy sign --approve policy.publication --repository repository --key bo.pem",
    exit_codes="0 signed, 2 wrong usage, 5 refused: tests fail, lint finds errors, the key may not sign, or the author "
    "approves",
)
_FILE_LIMIT_BYTES = 256 << 20


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("sign", epilog=_EPILOG)(sign)


def sign(  # noqa: PLR0913, PLR0917 - typer gives each option by its name
    file: str = typer.Argument(
        "", metavar="FILE", help="A policy; a catalogue (JSON) or a model's folder with the layer of that name."
    ),
    layer: str = typer.Option(
        "", "--layer", help="global, team:NAME, user:NAME, catalogue or model:NAME; global when left out."
    ),
    exceptions: Path | None = typer.Option(
        None,
        "--exceptions",
        metavar="FILE",
        help="All exceptions that are granted offline in this layer (YAML or JSON); without it they stay as they are.",
    ),
    approve: Path | None = typer.Option(
        None, "--approve", metavar="PUBLICATION", help="Add your signature to what somebody else has written."
    ),
    repository: Path | None = typer.Option(
        None, "--repository", metavar="DIR", help="A copy of the repository, as fresh as can be."
    ),
    key: list[Path] = KEY_OPTION,
    passphrase_file: list[Path] = PASSPHRASE_OPTION,
    days: int = DAYS_OPTION,
    summary: str = SUMMARY_OPTION,
    out: Path | None = OUT_OPTION,
    yes: bool = typer.Option(False, "--yes", "-y", help="With --approve: do not ask after showing what changes."),
) -> None:
    """Sign a policy, or approve one that somebody else has signed.

    A policy is linted and its tests run before anything is signed, for the author and for whoever approves. The result
    is a file that goes from person to person, and at last to `cordon policy publish`.
    """
    if (approve is not None) == bool(file or exceptions):
        raise typer.BadParameter("give a FILE (or --exceptions) to sign, or --approve PUBLICATION", param_hint="FILE")
    if approve is not None:
        _approve(approve, repository, key, open_signers(key, passphrase_file), out, asks=not yes)
        return
    if repository is None:
        raise typer.BadParameter("what is published is needed to sign what follows", param_hint="--repository")
    from server.repository.layer_names import parse_part  # noqa: PLC0415 - other commands start without TUF; so below

    part = parse_part(layer or "global")
    state = published(repository, key)
    signers = open_signers(key, passphrase_file)
    draft = _draft(state, part, file, exceptions, signers, days, summary)
    stem = Path(file).stem if file else f"{part.text.replace(':', '-')}-exceptions"
    write_draft(draft, state, out or Path(f"{stem}.publication"))


def _draft(  # noqa: PLR0917 - what the command was given
    state: RepositoryState,
    part: Part,
    file: str,
    exceptions: Path | None,
    signers: list[Signer],
    days: int,
    summary: str,
) -> Publication:
    from agent.fleet.assignment import EXCEPTIONS_LIMIT_BYTES  # noqa: PLC0415 - as above
    from agent.fleet.targets import CATALOGUE_PATH  # noqa: PLC0415 - as above
    from agent.system.policy_files import PolicyFolder  # noqa: PLC0415 - as above
    from server.repository.authoring import author_layer, folder_files, parse_exceptions  # noqa: PLC0415 - as above
    from server.repository.drafts import draft_files  # noqa: PLC0415 - as above
    from server.repository.keys import owner_of  # noqa: PLC0415 - as above

    if part.layer is None:
        if exceptions is not None or not file:
            raise typer.BadParameter("only layers of policy have exceptions", param_hint="--exceptions")
        if part.folder == CATALOGUE_PATH.partition("/")[0]:
            changes: dict[str, bytes | None] = {CATALOGUE_PATH: read_file(Path(file), _FILE_LIMIT_BYTES)}
        else:
            role = state.role(part.role).signed
            old = {path: None for path in role.targets if path.rpartition("/")[0] == part.folder}
            changes = {**old, **{f"{part.folder}/{name}": each for name, each in folder_files(Path(file)).items()}}
        return draft_files(state, part.role, changes, author_of(signers, days, summary or f"{part.shown} changes"))
    granted = None
    if exceptions is not None:
        content = read_file(exceptions, EXCEPTIONS_LIMIT_BYTES)
        granted = parse_exceptions(content, owner_of(signers[0].public_key), datetime.now(UTC))
    folder = PolicyFolder(Path(file).parent)
    authored = author_layer(
        state,
        part,
        read_text(file) if file else None,
        lambda name: folder.read(name, _FILE_LIMIT_BYTES),
        granted,
    )
    console = stdout_console()
    for finding in authored.warnings:
        console.print(Text(printable(f"line {finding.line}: {finding.place}: {finding.message}"), "yellow"))
    document = authored.checked.document
    passed = len(authored.checked.results)
    tests = "1 test passes" if passed == 1 else f"{passed} tests pass"
    console.print(Text(printable(f"{document.name}, version {document.version}: {tests}.")))
    said = summary or f"{part.shown}: {document.name}, version {document.version}"
    return draft_files(state, part.role, authored.changes, author_of(signers, days, said))


def _approve(
    file: Path, repository: Path | None, keys: list[Path], signers: list[Signer], out: Path | None, *, asks: bool
) -> None:
    from server.repository.command_review import print_review  # noqa: PLC0415 - as above
    from server.repository.drafts import approve  # noqa: PLC0415 - as above
    from server.repository.publication import PUBLICATION_LIMIT_BYTES, parse_publication  # noqa: PLC0415 - as above
    from server.repository.review import review  # noqa: PLC0415 - as above
    from server.repository.verification import examine_publication  # noqa: PLC0415 - as above

    if len(signers) != 1:
        raise typer.BadParameter("approve with one key", param_hint="--key")
    publication = parse_publication(read_file(file, PUBLICATION_LIMIT_BYTES))
    state = None if repository is None else published(repository, keys)
    if state is None and "root" not in publication.roles:
        raise typer.BadParameter("what is published is needed to see what changes", param_hint="--repository")
    candidate = examine_publication(publication, state, datetime.now(UTC))
    approved = approve(candidate, signers[0])  # refuses before anybody reads in vain
    print_review(publication, review(candidate))
    if asks:
        typer.confirm("Sign this?", abort=True, err=True)
    write_draft(approved, state, out or file, replaces=True, is_reviewed=True)
