"""`cordon policy simulate`: what a policy would have done to what was recorded."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final

import typer

from agent.cli.gesture_progress import counted
from agent.cli.history_query import parse_since
from agent.cli.history_sources import RecordedEvents, exported_events, local_events
from agent.cli.output import FORMAT_OPTION, OutputFormat, epilog, error_console, print_json
from agent.cli.policy_diff import AS_ENFORCED_OPTION
from agent.cli.policy_files import POLICY_ARGUMENT, UPPER_OPTION, catalogue, opened
from agent.cli.policy_simulate_report import Report, print_report, to_json
from agent.core import Mode

__all__ = ["register"]

_LOCAL: Final = "history"
_EPILOG = epilog(
    "cordon policy simulate policy.yaml --against history --since 30d",
    "cordon policy simulate finance --against laptop-1.json --against laptop-2.json --format json",
    "cordon policy simulate berlin.yaml --under policy.yaml --against history --as-enforced",
    exit_codes="0 done, 4 no agent runs that could be asked, 5 the policy or a file cannot be used",
)


def register(group: typer.Typer) -> None:
    """Add the command."""
    group.command("simulate", epilog=_EPILOG)(show_simulation)


def show_simulation(
    policy: str = POLICY_ARGUMENT,
    against: list[str] = typer.Option(
        ...,
        metavar="history|FILE",
        help="Your own history, asked of the running agent, or what `cordon history list --all --format json` printed "
        "on one device; may be repeated, a file for each device.",
    ),
    upper: list[str] = UPPER_OPTION,
    since: str = typer.Option("", help="Only newer than this: 30m, 12h, 30d, or a date such as 2026-01-31."),
    as_enforced: bool = AS_ENFORCED_OPTION,
    output_format: OutputFormat = FORMAT_OPTION,
) -> None:
    """Replay recorded gestures under a policy: how often people would be warned, asked, given a redacted text, blocked.

    What is replayed are counts of findings, categories, destinations: the content is in no record. What the policy of
    then allowed left no record, so that a stricter policy would interrupt more often than is counted here.
    """
    begin = parse_since(since)
    loaded = opened(policy, upper)
    candidate = replace(loaded.policy, mode=Mode.ENFORCE) if as_enforced else loaded.policy
    sources = [_source(each, begin) for each in against]
    if not all(each.is_complete for each in sources):
        error_console().print("The history file cannot be read now: these are the events that wait to be written.")
    # Here, so that the other commands start without it.
    from agent.policy.authoring.features import unanswerable  # noqa: PLC0415 - as above
    from agent.policy.authoring.simulation import simulate  # noqa: PLC0415 - as above

    with ExitStack() as bars:
        events = [bars.enter_context(closing(counted("Replaying", each.events, len(each.events)))) for each in sources]
        simulation = simulate(candidate, events, catalogue(), _local_time)
    report = Report(
        policy=candidate,
        simulation=simulation,
        unanswerable=unanswerable(candidate),
        is_limited=bool(since),
    )
    if output_format is OutputFormat.JSON:
        print_json(to_json(report))
    else:
        print_report(report)


def _source(given: str, since: datetime | None) -> RecordedEvents:
    return local_events(since) if given == _LOCAL else exported_events(Path(given), since)


def _local_time(instant: datetime) -> datetime:
    return instant.astimezone()
