"""How `cordon policy diff` writes: groups of verdicts with an example each for people, one JSON document for programs.

What authors wrote may come from anywhere: nothing of it can steer the terminal.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from agent.cli.output import plain_table, printable, stdout_console
from agent.core import Mode

if TYPE_CHECKING:
    from rich.console import Console

    from agent.policy import Policy
    from agent.policy.authoring.comparing import Answer, Comparison, Group
    from agent.policy.authoring.document_changes import DocumentChange

__all__ = ["Diff", "print_diff", "shortened", "to_json"]

_MOST_GROUPS: Final = 15
"""In each direction, unless all are asked for."""
_MOST_NAMES: Final = 3
_HEADINGS: Final = {"stricter": "Stricter", "looser": "Looser", "otherwise": "Same action, said otherwise"}
_STYLES: Final = {"stricter": "bold red", "looser": "bold yellow", "otherwise": "bold"}
_ORIGINS: Final = {
    "generated": "made from what the policies name",
    "tests": "of their tests",
    "history": "of your history",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """Two policies and how they differ.

    Attributes:
        is_as_enforced: whether the modes were left out.
        is_cut: whether more gestures could have been made than were.
        written: what was edited.
    """

    before: Policy
    after: Policy
    is_as_enforced: bool
    is_cut: bool
    comparison: Comparison
    written: tuple[DocumentChange, ...]


def print_diff(diff: Diff, *, everything: bool) -> None:
    """Write it for people."""
    console = stdout_console()
    for line in _summary(diff):
        console.print(Text(printable(line)))
    for direction in diff.comparison.changed:
        groups = [group for group in diff.comparison.groups if group.direction is direction]
        if groups:
            console.print()
            console.print(Text(_HEADINGS[direction], _STYLES[direction]))
            _print_groups(console, groups, len(groups) if everything else _MOST_GROUPS)
    if diff.written:
        console.print()
        console.print(Text("Written differently", "bold"))
    for change in diff.written:
        name = f" {change.name}" if change.name else ""
        details = f": {'; '.join(change.details)}" if change.details else ""
        console.print(Text(printable(f"  {change.section}{name} {change.kind}{details}")))


def shortened(names: Sequence[str]) -> str:
    """The first few of many names."""
    rest = len(names) - _MOST_NAMES
    return ", ".join(names[:_MOST_NAMES]) + (f" and {rest} more" if rest > 0 else "")


def to_json(diff: Diff) -> dict[str, object]:
    """Return it for programs, with every group."""
    return {
        "before": _policy(diff.before),
        "after": _policy(diff.after),
        "as_enforced": diff.is_as_enforced,
        "asked": dict(diff.comparison.asked),
        "is_cut": diff.is_cut,
        "changed": dict(diff.comparison.changed),
        "groups": [_group(group) for group in diff.comparison.groups],
        "written": [
            {"section": each.section, "name": each.name, "kind": each.kind, "details": list(each.details)}
            for each in diff.written
        ],
    }


def _summary(diff: Diff) -> Iterable[str]:
    comparison = diff.comparison
    total = sum(comparison.asked.values())
    stricter, looser, otherwise = (comparison.changed[direction] for direction in comparison.changed)
    yield f"{_called(diff.before)} -> {_called(diff.after)}"
    origins = (f"{count:,} {_ORIGINS[origin]}" for origin, count in comparison.asked.items() if count)
    yield f"Asked about {total:,} gestures: {', '.join(origins)}."
    if diff.is_cut:
        yield "More could be made than are asked about: of everything, an even part."
    if stricter or looser:
        yield f"{stricter + looser:,} of {total:,} gestures change: {stricter:,} become stricter, {looser:,} looser."
    else:
        yield f"No action changes, of {total:,} gestures."
    if otherwise:
        yield f"{otherwise:,} keep their action and get another label, other offers or other words."
    if Mode.MONITOR in {diff.before.mode, diff.after.mode} and not diff.is_as_enforced:
        yield "A policy that only watches (mode: monitor) interrupts nobody; --as-enforced compares without the mode."


def _print_groups(console: Console, groups: Sequence[Group], limit: int) -> None:
    # Here, so that the other commands start without it.
    from agent.policy.authoring.gesture_words import gesture_in_words  # noqa: PLC0415 - as above

    table = plain_table("gestures", "action", "for example", "because of")
    for group in groups[:limit]:
        before, after = group.before, group.after
        action = before.action if before.action is after.action else f"{before.action} -> {after.action}"
        why = _rules(before, after) if before.action is not after.action else _said(before, after)
        row = (f"{group.count:,}", action, gesture_in_words(group.example.after), why)
        table.add_row(*(Text(printable(cell)) for cell in row))
    console.print(table)
    if len(groups) > limit:
        console.print(Text(f"and {len(groups) - limit} more groups; --all shows every one", "dim"))


def _rules(before: Answer, after: Answer) -> str:
    old, new = shortened(before.rules) or "no rule", shortened(after.rules) or "no rule"
    return old if before.rules == after.rules else f"{old} -> {new}"


def _said(before: Answer, after: Answer) -> str:
    differing = []
    if before.label != after.label:
        differing.append(f"label {before.label} -> {after.label}")
    if set(before.offers) != set(after.offers):
        differing.append(f"offers {', '.join(before.offers) or 'none'} -> {', '.join(after.offers) or 'none'}")
    if set(before.messages) != set(after.messages):
        differing.append(f"other words ({_rules(before, after)})")
    return "; ".join(differing)


def _called(policy: Policy) -> str:
    return f"{policy.name} {policy.version} ({policy.mode})"


def _policy(policy: Policy) -> dict[str, object]:
    return {"name": policy.name, "version": policy.version, "mode": policy.mode}


def _group(group: Group) -> dict[str, object]:
    from agent.policy.authoring.gesture_words import gesture_in_words  # noqa: PLC0415 - as above

    return {
        "direction": group.direction,
        "count": group.count,
        "before": _answer(group.before),
        "after": _answer(group.after),
        "example": gesture_in_words(group.example.after),
        "example_origin": group.example.origin,
    }


def _answer(answer: Answer) -> dict[str, object]:
    return {
        "action": answer.action,
        "label": answer.label,
        "rules": list(answer.rules),
        "offers": list(answer.offers),
        "messages": list(answer.messages),
    }
