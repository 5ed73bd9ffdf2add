"""How `cordon policy simulate` writes: tables for people, one JSON document for programs; always what it cannot know.

Names in records and policies may come from anywhere: nothing of them can steer the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from rich.text import Text

from agent.cli.output import plain_table, printable, stdout_console
from agent.cli.policy_diff_report import shortened
from agent.core import Action, Mode

if TYPE_CHECKING:
    from agent.policy import Policy
    from agent.policy.authoring.features import Unanswerable
    from agent.policy.authoring.simulation import BusiestDay, Simulation, Tally

__all__ = ["Report", "print_report", "to_json"]

_UNKNOWN: Final = (
    "Gestures that the policy of then allowed left no record: a stricter policy interrupts more often than is counted.",
    "How sure findings were is not recorded: each of them is taken as sure.",
    "How far the model had read is not recorded: it is taken to have read everything.",
    "Who it was, and on which device, network and system, is not recorded: conditions on these do not hold.",
    "Exceptions that were granted are left out.",
)
_INTERRUPTING: Final = (Action.WARN, Action.JUSTIFY, Action.REDACT, Action.BLOCK)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A simulation and what there is to say of it.

    Attributes:
        policy: that was asked.
        unanswerable: its rules and labels that records cannot answer.
        is_limited: whether only newer records were asked for.
    """

    policy: Policy
    simulation: Simulation
    unanswerable: tuple[Unanswerable, ...]
    is_limited: bool


def print_report(report: Report) -> None:
    """Write it for people."""
    console, simulation = stdout_console(), report.simulation
    if simulation.first_at is None or simulation.last_at is None:
        console.print("Nothing is recorded" + (" in that time." if report.is_limited else " yet."))
        console.print(
            "Only what a policy audits or warns about leaves a record. `cordon policy test` and `cordon policy diff` "
            "need none."
        )
        return
    policy, versions = report.policy, shortened(simulation.versions)
    lines = [
        f"{policy.name} {policy.version} ({policy.mode}) on {simulation.events:,} recorded gestures",
        f"from {_day(simulation.first_at)} to {_day(simulation.last_at)}, judged then by policy {versions}.",
    ]
    if policy.mode is Mode.MONITOR:
        lines.append("It only watches (mode: monitor), so it interrupts nobody; --as-enforced shows what it asks for.")
    for line in lines:
        console.print(Text(printable(line)))
    console.print()
    _print_actions(simulation)
    _print_rules(simulation)
    _print_destinations(simulation)
    if simulation.dispositions:
        console.print()
        happened = ", ".join(f"{count:,} {each}" for each, count in sorted(simulation.dispositions.items()))
        console.print(Text(f"What really happened to the gestures that interrupted then: {happened}."))
    console.print()
    console.print(Text("What records cannot tell", "bold"))
    for line in (*_UNKNOWN, *_not_answered(report.unanswerable)):
        console.print(Text(f"  {printable(line)}"))


def _print_actions(simulation: Simulation) -> None:
    console, then, now = stdout_console(), simulation.then, simulation.now
    table = plain_table("", "gestures then", "gestures now", "moments then", "moments now")
    for action in Action:
        moments = [f"{tally.moments[action]:,}" if action in _INTERRUPTING else "" for tally in (then, now)]
        table.add_row(action, f"{then.gestures[action]:,}", f"{now.gestures[action]:,}", *moments)
    interrupted = (then.interrupting, now.interrupting, then.interruptions, now.interruptions)
    table.add_row(*(Text(cell, "bold") for cell in ("people interrupted", *(f"{count:,}" for count in interrupted))))
    console.print(table)
    console.print(
        Text("A moment: gestures of one label to one destination within a minute; people see one warning.", "dim")
    )
    stricter = sum(count for (old, new), count in simulation.changes.items() if new.rank > old.rank)
    looser = sum(count for (old, new), count in simulation.changes.items() if new.rank < old.rank)
    console.print(Text(f"Stricter than then: {stricter:,} of {simulation.events:,} gestures; looser: {looser:,}."))
    console.print(Text(f"Busiest day: {_busiest(now)}; then {_busiest(then)}."))


def _print_rules(simulation: Simulation) -> None:
    if simulation.rules:
        table = plain_table("deciding rule", "action", "gestures", "moments")
        for each in simulation.rules:
            table.add_row(Text(printable(each.rule_id)), each.action, f"{each.gestures:,}", f"{each.moments:,}")
        console = stdout_console()
        console.print()
        console.print(table)


def _print_destinations(simulation: Simulation) -> None:
    table = plain_table("destination", "gestures", "interrupting", "moments then", "moments now")
    for each in simulation.destinations:
        numbers = (each.gestures, each.interrupting, each.moments_then, each.moments)
        table.add_row(Text(printable(each.name)), *(f"{number:,}" for number in numbers))
    console = stdout_console()
    console.print()
    console.print(table)


def _not_answered(found: tuple[Unanswerable, ...]) -> Iterable[str]:
    for section, what in (("rules", "Rules"), ("labels", "Labels")):
        names = [f"{each.name} ({', '.join(each.conditions)})" for each in found if each.section == section]
        if names:
            yield f"{what} that ask for some of this, so that their numbers may be off: {shortened(names)}."


def _busiest(tally: Tally) -> str:
    return f"{tally.busiest.day} (moments: {tally.busiest.moments:,})" if tally.busiest is not None else "none"


def _day(instant: datetime) -> str:
    return f"{instant.astimezone():%Y-%m-%d}"


def to_json(report: Report) -> dict[str, object]:
    """Return it for programs."""
    simulation = report.simulation
    return {
        "policy": {"name": report.policy.name, "version": report.policy.version, "mode": report.policy.mode},
        "events": simulation.events,
        "first_at": simulation.first_at.isoformat() if simulation.first_at is not None else None,
        "last_at": simulation.last_at.isoformat() if simulation.last_at is not None else None,
        "versions_then": list(simulation.versions),
        "then": _tally(simulation.then),
        "now": _tally(simulation.now),
        "changes": [
            {"then": old, "now": new, "gestures": count} for (old, new), count in sorted(simulation.changes.items())
        ],
        "rules": [
            {"rule": each.rule_id, "action": each.action, "gestures": each.gestures, "moments": each.moments}
            for each in simulation.rules
        ],
        "destinations": [
            {
                "id": each.destination_id,
                "name": each.name,
                "gestures": each.gestures,
                "interrupting": each.interrupting,
                "moments_then": each.moments_then,
                "moments": each.moments,
            }
            for each in simulation.destinations
        ],
        "dispositions_then": dict(sorted(simulation.dispositions.items())),
        "unknown": list(_UNKNOWN),
        "unanswerable": [
            {"section": each.section, "name": each.name, "conditions": list(each.conditions)}
            for each in report.unanswerable
        ],
    }


def _tally(tally: Tally) -> dict[str, object]:
    return {
        "gestures": dict(tally.gestures),
        "moments": dict(tally.moments),
        "interrupting_gestures": tally.interrupting,
        "interruptions": tally.interruptions,
        "busiest_day": _busiest_json(tally.busiest),
    }


def _busiest_json(busiest: BusiestDay | None) -> dict[str, object] | None:
    return {"day": busiest.day.isoformat(), "moments": busiest.moments} if busiest is not None else None
