"""`cordon policy diff`: which verdicts change from one policy to another, not only which lines."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.gesture_progress import counted
from agent.cli.history_sources import RecordedEvents, local_events
from agent.cli.output import FORMAT_OPTION, ExitCode, OutputFormat, epilog, error_console, print_json
from agent.cli.policy_diff_report import Diff, print_diff, to_json
from agent.cli.policy_files import UPPER_OPTION, OpenedPolicy, catalogue, opened
from agent.core import Mode
from agent.core.errors import AgentError
from agent.ipc.client import AgentNotRunningError

if TYPE_CHECKING:
    from agent.core import Destination
    from agent.policy import Policy
    from agent.policy.authoring.gestures import Gesture

__all__ = ["AS_ENFORCED_OPTION", "register"]

AS_ENFORCED_OPTION = typer.Option(
    False, "--as-enforced", help="Whatever the mode says: what comes of it where policies are enforced."
)
_EPILOG = epilog(
    "cordon policy diff default policy.yaml",
    "cordon policy diff old.yaml new.yaml --no-history --format json",
    "cordon policy diff berlin-old.yaml berlin.yaml --under policy.yaml --as-enforced",
    exit_codes="0 no verdict changes, 1 some change, 4 --history and no agent runs, 5 a policy cannot be used",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("diff", epilog=_EPILOG)(show_differences)


def show_differences(  # noqa: PLR0917 - typer gives each option by its name
    before: str = typer.Argument(metavar="OLD", help="A policy file, or the name of one that comes with Cordon."),
    after: str = typer.Argument(metavar="NEW", help="The one to compare with it."),
    upper: list[str] = UPPER_OPTION,
    history: bool | None = typer.Option(
        None, "--history/--no-history", help="Also on your own recorded gestures; when left out, if an agent runs."
    ),
    as_enforced: bool = AS_ENFORCED_OPTION,
    everything: bool = typer.Option(False, "--all", help="Every group, however many there are."),
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Compare two policies: the verdicts that become stricter or looser, with an example of each, and what was edited.

    Both are asked about gestures made from what they name, about those of their tests, and about recorded ones.
    Whatever the number of gestures, they are a choice: that none changes does not prove that none could.
    """
    first, second = opened(before, upper), opened(after, upper)
    recorded = _history(history)
    # Here, so that the other commands start without it.
    from agent.policy.authoring.comparing import compare  # noqa: PLC0415 - as above
    from agent.policy.authoring.corpus import corpus_of  # noqa: PLC0415 - as above
    from agent.policy.authoring.document_changes import document_changes  # noqa: PLC0415 - as above

    destinations = catalogue()
    corpus = corpus_of(first.policy, second.policy, destinations)
    others = [*_written(first, second, destinations), *_recorded(recorded, destinations)]
    asked = (_as_asked(first.policy, as_enforced), _as_asked(second.policy, as_enforced))
    every = counted("Comparing", chain(corpus.gestures, others), len(corpus.gestures) + len(others))
    with closing(every) as gestures:
        comparison = compare(*asked, gestures)
    diff = Diff(
        before=first.policy,
        after=second.policy,
        is_as_enforced=as_enforced,
        is_cut=corpus.is_cut,
        comparison=comparison,
        written=document_changes(first.policy.documents[-1], second.policy.documents[-1]),
    )
    if output_format is OutputFormat.JSON:
        print_json(to_json(diff))
    else:
        print_diff(diff, everything=everything)
    raise typer.Exit(ExitCode.SOMETHING_THERE if diff.comparison.differs else ExitCode.DONE)


def _history(wanted: bool | None) -> RecordedEvents:
    """What the agent recorded, where it is wanted; nobody has to have an agent to compare two files."""
    from agent.policy.authoring.corpus import MOST_GESTURES  # noqa: PLC0415 - as above

    if wanted is False:
        return RecordedEvents(events=())
    try:
        recorded = local_events(None, MOST_GESTURES)
    except AgentError as exc:
        if wanted:
            raise
        why = "no agent runs" if isinstance(exc, AgentNotRunningError) else exc.title
        error_console().print(Text(f"Without your history: {why}. --no-history leaves this note out."))
        return RecordedEvents(events=())
    if not recorded.is_complete:
        error_console().print("Of your history, only a part is compared: it is long, or cannot be read as a whole now.")
    return recorded


def _written(first: OpenedPolicy, second: OpenedPolicy, destinations: dict[str, Destination]) -> Iterator[Gesture]:
    from agent.policy.authoring.gestures import of_cases  # noqa: PLC0415 - as above

    documents = (*first.policy.documents, *second.policy.documents)
    return of_cases(
        (case for document in documents for case in document.tests),
        destinations,
        lambda content: first.engines.assess(content).findings,
        lambda content: second.engines.assess(content).findings,
    )


def _recorded(recorded: RecordedEvents, destinations: dict[str, Destination]) -> Iterator[Gesture]:
    from agent.policy.authoring.gestures import of_events  # noqa: PLC0415 - as above

    return of_events(recorded.events, destinations, lambda instant: instant.astimezone())


def _as_asked(policy: Policy, as_enforced: bool) -> Policy:
    return replace(policy, mode=Mode.ENFORCE) if as_enforced else policy
