"""`cordon rehydrate`: a filter that puts the values back in place of their placeholders.

Rules kept here: standard output gets the text and nothing else. Placeholders that the vault does not know stay as they
are and are counted on standard error. A vault that cannot be read is an error, and nothing is printed.
"""

from __future__ import annotations

from datetime import UTC, datetime

import typer
from rich.text import Text

from agent.cli.context import current_folders
from agent.cli.output import epilog, error_console
from agent.cli.text_filter import read_input, write_output
from agent.cli.vault import opened_vault
from agent.redaction import Conversation, Rehydration, nonces_in
from agent.redaction import rehydrate as rehydrate_text

__all__ = ["register"]


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=epilog(
            "cat mail.txt | cordon redact | llm | cordon rehydrate",
            "cordon rehydrate answer.md",
            exit_codes="0 the text is printed, whether or not every placeholder was known, 2 wrong usage, 5 nothing is "
            "printed, 130 interrupted",
        )
    )(rehydrate)


def rehydrate(
    file: str = typer.Argument("-", help="A text file, or - for standard input.", metavar="FILE|-"),
) -> None:
    """Put the values back in place of the placeholders that `cordon redact` wrote."""
    source = read_input(file)
    result = rehydrate_text(source.text, _load(nonces_in(source.text)))
    write_output(result.text, source.encoding)
    _summarize(result)


def _load(nonces: frozenset[str]) -> tuple[Conversation, ...]:
    # Without placeholders or a vault there is nothing to unlock, and no key to be made.
    if not nonces or not current_folders().vault_file.exists():
        return ()
    with opened_vault() as vault:
        return vault.load(nonces, now=datetime.now(UTC))


def _summarize(result: Rehydration) -> None:
    console = error_console()
    console.print(Text(f"Turned back: {result.restored}."))
    if result.foreign:
        console.print(Text(f"Left as they are, of no conversation in the vault: {result.foreign}.", style="yellow"))
    if result.unknown:
        console.print(Text(f"Left as they are, never given by their conversation: {result.unknown}.", style="yellow"))
