"""How a publication is shown to whoever is asked to sign it. Nothing that is in it can steer the terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.text import Text

from agent.cli.output import printable, stdout_console
from agent.cli.policy_diff_report import print_diff

if TYPE_CHECKING:
    from server.repository.publication import Publication
    from server.repository.review import Review

__all__ = ["print_review"]


def print_review(publication: Publication, review: Review) -> None:
    """Write it for people."""
    console = stdout_console()
    if publication.summary:
        console.print(Text(printable(publication.summary), "bold"))
    console.print(Text(printable(f"Written by {review.author}, {publication.created_at:%Y-%m-%d %H:%M} UTC.")))
    for heading, lines in (("Roles", review.roles), ("Keys", review.keys), ("Files", review.files)):
        if lines:
            console.print()
            console.print(Text(heading, "bold"))
        for line in lines:
            console.print(Text(printable(f"  {line}")))
    for layer in review.layers:
        console.print()
        console.print(Text(printable(f"{layer.folder}: {layer.name}"), "bold"))
        exceptions = f"; {_counted(layer.exceptions, 'offline exception')}" if layer.exceptions else ""
        passes = "passes" if layer.tests == 1 else "pass"
        console.print(Text(f"  {_counted(layer.tests, 'test')} {passes}{exceptions}."))
        if layer.diff is None:
            console.print(Text("  There was none before: all of it is new."))
        else:
            print_diff(layer.diff, everything=False)
    if review.notes:
        console.print()
    for note in review.notes:
        console.print(Text(printable(f"Note: {note}"), "yellow"))
    console.print()


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
