"""`cordon policy init`: a policy to begin with, and the schema beside it."""

from __future__ import annotations

import enum
import json
import os
import sys
from pathlib import Path

import typer
from rich.text import Text

from agent.cli.output import epilog, error_console
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

    if file.exists() and not force:
        raise InitError(f"{file.name} is there already", hint="Choose another name, or write over it with --force.")
    approved = _known(approve or _asked())
    text = begun(read_text(template), name or file.absolute().parent.name, approved)
    schema = json.dumps(policy_schema(), indent=1, ensure_ascii=False) + "\n"
    _write(file, text)
    _write(file.with_name(SCHEMA_FILE), schema.encode())
    console = error_console()
    console.print(Text.assemble(("Written: ", "bold"), f"{file} and {SCHEMA_FILE} beside it."))
    if not approved:
        console.print("No AI tool is approved yet. Name those that people may use under `destinations`.")
    console.print(f"Next: `cordon policy lint {file}`, `cordon policy test {file}`, `cordon run --policy {file}`.")


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


def _write(file: Path, content: bytes) -> None:
    """Write whole or not at all: what was there before stays until the new is complete."""
    half = file.with_name(f".{file.name}.new")
    try:
        half.write_bytes(content)
        os.replace(half, file)  # noqa: PTH105 - the word for it
    except OSError as exc:
        half.unlink(missing_ok=True)
        raise InitError(f"{file.name} cannot be written", detail=f"{exc.strerror}.") from exc
