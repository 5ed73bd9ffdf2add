"""`cordon history verify`: whether the history is still as it was written. Reads the file itself, agent or not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

import typer
from rich.text import Text

from agent.cli.context import current_folders
from agent.cli.output import FORMAT_OPTION, OutputFormat, error_console, print_json, stdout_console
from agent.cli.secret_store import command_secret_store
from agent.core.history_chain import ChainLink

if TYPE_CHECKING:
    from agent.history import ChainReport, ChainTrouble

__all__ = ["verify"]

_SECRET: Final = "history"  # noqa: S105 - a name
_HEAD: Final = re.compile(r"([1-9][0-9]{0,18}):([0-9a-fA-F]{64})")


def verify(
    head: str = typer.Option(
        "", help="A link that was told before, as NUMBER:MAC: of an earlier run, or the one your organization has kept."
    ),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Check that nothing in your history was changed, taken out or put in since it was written.

    The key is on this device, so whoever has all your rights could write another history from the start. Keep the head
    that is printed here elsewhere, and give it to a later run: that shows it. Devices of an organization tell it to
    their server by themselves.
    """
    expected = _expected(head)
    report = _report(expected)
    if output_format is OutputFormat.JSON:
        print_json(_as_json(report))
    else:
        _print(report)
    if report is not None and report.troubles:
        raise typer.Exit(1)
    if report is None and expected is not None:
        raise typer.Exit(1)


def _expected(head: str) -> ChainLink | None:
    if not head:
        return None
    found = _HEAD.fullmatch(head.strip())
    if found is None:
        raise typer.BadParameter("use NUMBER:MAC as it was printed, with 64 hexadecimal digits", param_hint="--head")
    return ChainLink(number=int(found[1]), mac=bytes.fromhex(found[2]))


def _report(expected: ChainLink | None) -> ChainReport | None:
    """None where there is no history."""
    from agent.history import verify_history  # noqa: PLC0415 - other commands start faster
    from agent.system.sealed_connection import KEY_BYTES  # noqa: PLC0415 - as above

    path = current_folders().history_file
    if not path.exists():
        return None
    key = command_secret_store(_SECRET).load_or_create(_SECRET, KEY_BYTES)
    with _progress() as progress:
        return verify_history(path, key, expected=expected, progress=progress)


@contextmanager
def _progress() -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error where somebody watches; it appears with the first thousand links."""
    console = error_console()
    if not console.is_terminal:
        yield None
        return
    from rich.progress import Progress  # noqa: PLC0415 - only where it is shown

    with Progress(console=console, transient=True) as bar:
        task = bar.add_task("checking the history", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print(report: ChainReport | None) -> None:
    console = stdout_console()
    if report is None or report.head is None:
        console.print("Nothing was recorded on this device yet.")
        return
    for trouble in report.troubles:
        console.print(Text(_said(trouble), style="red"))
    verdict = "The history is not as it was written" if report.troubles else "The history is as it was written"
    counts = f"{report.links} links checked, {report.events} events"
    if report.forgotten:
        counts += f"; {report.forgotten} deleted when their time was over"
    console.print(f"{verdict}: {counts}.")
    if report.is_compared is False:
        console.print("The head you gave is of events that retention has deleted since: it cannot be compared.")
    console.print(Text(f"head {report.head.number}:{report.head.mac.hex()}", style="dim"), soft_wrap=True)


def _said(trouble: ChainTrouble) -> str:
    from agent.history import TroubleKind  # noqa: PLC0415 - as in _report

    where = "" if trouble.link is None else f"link {trouble.link}: "
    return (
        where
        + {
            TroubleKind.ALTERED: "the entry is not as it was written",
            TroubleKind.REMOVED: "the entry was taken out",
            TroubleKind.GAP: "entries before it were taken out with their links",
            TroubleKind.ADDED: f"{trouble.count} entries were put in by something else than Cordon",
            TroubleKind.UNLIKE_TOLD: "not the head you gave: the history was replaced, rewritten or cut off since",
        }[trouble.kind]
    )


def _as_json(report: ChainReport | None) -> dict[str, object]:
    if report is None:
        return {"links": 0, "events": 0, "forgotten": 0, "head": None, "troubles": [], "is_compared": None}
    return {
        "links": report.links,
        "events": report.events,
        "forgotten": report.forgotten,
        "head": None if report.head is None else f"{report.head.number}:{report.head.mac.hex()}",
        "troubles": [
            {"kind": trouble.kind, "link": trouble.link, "count": trouble.count} for trouble in report.troubles
        ],
        "is_compared": report.is_compared,
    }
