"""`cordon policy init`: a policy to begin with, and the schema beside it."""

from __future__ import annotations

import enum
import json
import os
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import typer
from rich.text import Text

from agent.cli.output import epilog, error_console, printable
from agent.cli.policy_files import catalogue, read_text
from agent.core.errors import EnvironmentProblemError

__all__ = ["register"]

_EPILOG = epilog(
    "cordon policy init",
    "cordon policy init acme.yaml --template finance --name 'Acme' --approve copilot,claude",
)


class Template(enum.StrEnum):
    """Policies that come with Cordon."""

    DEFAULT = "default"
    STARTER = "starter"
    FINANCE = "finance"
    HEALTHCARE = "healthcare"
    SOFTWARE = "software"


class InitError(EnvironmentProblemError):
    """The new policy cannot be written."""

    code = "policy_init"


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("init", epilog=_EPILOG)(init)


def init(
    file: Path = typer.Argument(Path("policy.yaml"), help="Where to write it."),
    template: Template = typer.Option(Template.STARTER, help="What to begin with."),
    name: str = typer.Option("", help="Its name; that of the folder when left out."),
    approve: list[str] = typer.Option([], help="AI tools that the organization has approved, by id; may be repeated."),
    force: bool = typer.Option(False, "--force", help="Write over files that are there."),
) -> None:
    """Write a policy to begin with, with its tests, and the schema with which editors check it."""
    # Here, so that the other commands start without it.
    from agent.policy.authoring.beginning import begun  # noqa: PLC0415 - as above
    from agent.policy.authoring.schema import SCHEMA_FILE, policy_schema  # noqa: PLC0415 - as above

    schema_file = file.with_name(SCHEMA_FILE)
    if file.name.casefold() == SCHEMA_FILE:
        raise InitError(f"{SCHEMA_FILE} is the name of the schema beside the policy", hint="Choose another name.")
    schema = (json.dumps(policy_schema(), indent=1, ensure_ascii=False) + "\n").encode()
    if not force:
        _refuse_if_there(file)
        if not _is_same(schema_file, schema):
            _refuse_if_there(schema_file)
    approved = _known(approve or _asked())
    text = begun(read_text(template), name or file.absolute().parent.name, approved)
    _write({file: text, schema_file: schema})
    console = error_console()
    console.print(Text.assemble(("Written: ", "bold"), printable(f"{file} and {SCHEMA_FILE} beside it.")))
    if not approved:
        console.print("No AI tool is approved yet. Name those that people may use under `destinations`.")
    named = printable(str(file))
    console.print(f"Next: `cordon policy lint {named}`, `cordon policy test {named}`, `cordon run --policy {named}`.")


def _asked() -> list[str]:
    """Ask a person which tools are approved; nobody where there is no terminal."""
    if not sys.stdin.isatty():
        return []
    ids = ", ".join(sorted(catalogue()))
    error_console().print(Text(f"AI tools that Cordon knows: {ids}", "dim"))
    return [typer.prompt("Which of them may people use? (with commas between; empty: none yet)", default="", err=True)]


def _known(given: list[str]) -> list[str]:
    """The ids in what was given, with commas or without.

    Raises:
        typer.BadParameter: there is no such destination.
    """
    from agent.policy.document.problems import unknown  # noqa: PLC0415 - as above

    ids = [name.strip().lower() for text in given for name in text.split(",") if name.strip()]
    known = catalogue()
    for each in ids:
        if each not in known:
            message = f"{unknown('destination', each, known)}; known are {', '.join(sorted(known))}"
            raise typer.BadParameter(message, param_hint="--approve")
    return ids


def _refuse_if_there(file: Path) -> None:
    if os.path.lexists(file):  # a link counts, wherever it leads
        raise InitError(f"{file.name} is there already", hint="Choose another name or folder, or add --force.")


def _is_same(file: Path, content: bytes) -> bool:
    """Whether a file holds this and nothing else; a link is no such file."""
    try:
        return not file.is_symlink() and file.read_bytes() == content
    except OSError:
        return False


def _write(contents: Mapping[Path, bytes]) -> None:
    """Write all of them or none: what was there before stays until all that is new is complete.

    It is written to files that nobody else can have put there. A link is replaced; where it leads, nothing changes.
    """
    halves: dict[Path, str] = {}
    at = next(iter(contents))
    try:
        for at, content in contents.items():
            handle, halves[at] = tempfile.mkstemp(prefix=f".{at.name}.", dir=at.parent)
            with os.fdopen(handle, "wb") as stream:
                stream.write(content)
            Path(halves[at]).chmod(0o666 & ~_umask())
        for at, half in halves.items():
            os.replace(half, at)  # noqa: PTH105 - the word for it
    except OSError as exc:
        for half in halves.values():
            Path(half).unlink(missing_ok=True)
        raise InitError(f"{at.name} cannot be written", detail=f"{exc.strerror}.") from exc


def _umask() -> int:
    """What new files of this person are not allowed to be; to read it is to set it."""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask
