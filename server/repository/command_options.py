"""What the signing commands share: which repository, which keys, where the publication goes.

Passphrases are typed, or come out of files that only their owner can read: neither is an argument.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.output import printable, stdout_console

if TYPE_CHECKING:
    from securesystemslib.signer import Signer

    from server.repository.drafts import Author
    from server.repository.publication import Publication
    from server.repository.state import RepositoryState

__all__ = [
    "DAYS_OPTION",
    "KEY_OPTION",
    "OUT_OPTION",
    "PASSPHRASE_OPTION",
    "REPOSITORY_OPTION",
    "SUMMARY_OPTION",
    "ask",
    "ask_twice",
    "author_of",
    "open_signers",
    "published",
    "read_file",
    "write_draft",
]

_ROOT_SUFFIX = ".root"

REPOSITORY_OPTION = typer.Option(
    ...,
    "--repository",
    metavar="DIR",
    help="A copy of the repository, as fresh as can be: `metadata` and `targets` are below it.",
)
KEY_OPTION = typer.Option(
    ...,
    "--key",
    metavar="KEY",
    help="Your key: NAME.pem, or NAME.pub.json of a key in hardware. The first one says who you are; more where you "
    "replace one of yours by another.",
)
PASSPHRASE_OPTION = typer.Option(
    [],
    "--passphrase-file",
    metavar="FILE",
    help="Its first line opens the key (or is the token's PIN); only you may be able to read it. One for each --key, "
    "or one for all. Without it you are asked.",
)
OUT_OPTION = typer.Option(None, "--out", metavar="FILE", help="The publication to write.")
DAYS_OPTION = typer.Option(365, "--days", min=1, max=1000, help="What you sign is good for so many days.")
SUMMARY_OPTION = typer.Option("", "--summary", help="One line for those who approve it and for the audit log.")


def ask(prompt: str) -> str:
    """Ask for a secret on standard error; what is typed is not shown."""
    typed: str = typer.prompt(prompt, hide_input=True, err=True)
    return typed


def ask_twice(prompt: str) -> str:
    """Ask for a new secret, twice."""
    typed: str = typer.prompt(prompt, hide_input=True, confirmation_prompt=True, err=True)
    return typed


def open_signers(keys: Sequence[Path], passphrase_files: Sequence[Path]) -> list[Signer]:
    """Return what signs with these keys.

    Raises:
        typer.BadParameter: there are neither as many files as keys, nor one, nor none.
        SigningKeyError: a key cannot be opened.
    """
    from server.repository.keys import load_signer  # noqa: PLC0415 - other commands start without TUF; so below
    from server.repository.passphrases import passphrase_from  # noqa: PLC0415 - as above

    if len(passphrase_files) not in {0, 1, len(keys)}:
        raise typer.BadParameter("give one for each --key, or one for all", param_hint="--passphrase-file")
    files: list[Path | None] = [*passphrase_files] if passphrase_files else [None]
    if len(files) < len(keys):
        files *= len(keys)
    return [load_signer(key, passphrase_from(file, ask)) for key, file in zip(keys, files, strict=True)]


def published(repository: Path, keys: Sequence[Path] = ()) -> RepositoryState:
    """Return what a copy of the repository has, verified.

    Args:
        repository: the copy.
        keys: that are to sign what follows on it.

    Raises:
        RepositoryError: there is none, it is damaged, or a key has signed for another one before.
    """
    from server.repository.errors import RepositoryError  # noqa: PLC0415 - as above
    from server.repository.folder import RepositoryFolder  # noqa: PLC0415 - as above

    folder = RepositoryFolder(repository)
    if folder.is_empty():
        raise RepositoryError(
            "There is no repository in this folder",
            hint="--repository names the folder with `metadata` and `targets` in it; `cordon policy create` makes one.",
        )
    state = folder.state()
    for key in keys:
        _check_root(folder.root_fingerprint(), key)
    return state


def _check_root(fingerprint: str, key: Path) -> None:
    """Hold on to the repository that a key signs for.

    Whoever hands somebody a publication may hand them a made-up copy of the repository, too, in which nothing bad seems
    to change. A first root is hard to make up.
    """
    from server.repository.errors import RepositoryError  # noqa: PLC0415 - as above
    from server.repository.files import write_whole  # noqa: PLC0415 - as above
    from server.repository.keys import key_name  # noqa: PLC0415 - as above

    name = key_name(key)
    file = key.with_name(f"{name}{_ROOT_SUFFIX}")
    if not file.exists():
        write_whole(file, f"{fingerprint}\n".encode())
        stdout_console().print(
            Text(printable(f"{name} signs for the repository with the first root {fingerprint} from now on."), "yellow")
        )
        stdout_console().print("Compare that with what its founders have written down.")
        return
    if read_file(file, 200).decode("ascii", errors="replace").strip() != fingerprint:
        raise RepositoryError(
            f"This is not the repository that {name} has signed for",
            detail=f"Its first root is {fingerprint}.",
            hint=f"Somebody may have given you a made-up copy. If it is really another one, remove {file.name}.",
        )


def author_of(signers: Sequence[Signer], days: int, summary: str) -> Author:
    """Return who writes a publication, now."""
    from server.repository.drafts import Author  # noqa: PLC0415 - as above

    return Author(signers=signers, now=datetime.now(UTC), days=days, summary=summary)


def read_file(file: Path, limit_bytes: int) -> bytes:
    """Return the content of a file.

    Raises:
        RepositoryError: it cannot be read, or is larger than that.
    """
    from server.repository.errors import RepositoryError  # noqa: PLC0415 - as above

    try:
        with file.open("rb") as opened:
            content = opened.read(limit_bytes + 1)
    except OSError as exc:
        raise RepositoryError(f"{file.name} cannot be read", detail=f"{exc.strerror}.") from exc
    if len(content) > limit_bytes:
        raise RepositoryError(f"{file.name} is too large", detail=f"More than {limit_bytes} bytes.")
    return content


def write_draft(
    draft: Publication,
    state: RepositoryState | None,
    out: Path,
    *,
    replaces: bool = False,
    is_reviewed: bool = False,
) -> None:
    """Check a publication as whoever publishes it will, write it, and say what comes next.

    Args:
        draft: the publication.
        state: what is published.
        out: the file.
        replaces: whether it may be there.
        is_reviewed: whether its policies were just checked.

    Raises:
        PublicationRefusedError: it would never be published.
        RepositoryError: the file is there already, or cannot be written.
    """
    from server.repository.files import write_whole  # noqa: PLC0415 - as above
    from server.repository.policy_check import check_candidate  # noqa: PLC0415 - as above
    from server.repository.verification import examine_publication  # noqa: PLC0415 - as above

    candidate = examine_publication(draft, state, datetime.now(UTC))
    notes = () if is_reviewed else check_candidate(candidate)[1]
    write_whole(out, draft.to_bytes(), replaces=replaces)
    console = stdout_console()
    console.print(Text.assemble("Written to ", (printable(str(out)), "bold"), "."))
    for note in notes:
        console.print(Text(f"Note: {printable(note)}", "yellow"))
    missing: dict[str, None] = {}
    for role, count in candidate.counts.items():
        have = ", ".join(count.owners) or "nobody yet"
        console.print(Text(printable(f"  {role}: {len(count.owners)} of {count.threshold} have signed ({have})")))
        if not count.is_enough:
            missing.update(dict.fromkeys(count.missing))
    console.print(
        Text(printable(f"Next: cordon policy sign --approve {out.name}, by one of {', '.join(missing)}."))
        if missing
        else Text(printable(f"Next: cordon policy publish {out.name}"))
    )
