"""What lint says, what it looks at, and what a check is."""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from agent.core.gestures import Destination
from agent.policy.authoring.reachability import Standing
from agent.policy.authoring.testing import CaseResult
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import Path, path_text
from agent.policy.document.when import When
from agent.policy.document.yaml_text import YamlText
from agent.policy.engine.policy import Policy

__all__ = ["LintCheck", "LintFinding", "LintSeverity", "Linted", "Remark", "listed", "whens"]

_LISTED: Final = 4
"""So many names at most stand in a message."""


class LintSeverity(enum.StrEnum):
    """How much a finding matters."""

    ERROR = "error"
    """The policy does not do what it says."""
    WARNING = "warning"
    """It very likely does not do what its author means."""
    NOTE = "note"
    """Worth knowing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LintFinding:
    """One thing that lint says.

    Attributes:
        check_id: of the check that says it; never changes its meaning.
        severity: how much it matters.
        path: keys and list positions from the document's root.
        message: what is wrong and the way to fix it; names rules, never content, patterns or terms.
        line: where the value at the path begins, from 1.
    """

    check_id: str
    severity: LintSeverity
    path: Path
    message: str
    line: int

    @property
    def place(self) -> str:
        """The path as people write it."""
        return path_text(self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Linted:
    """What the checks look at.

    Attributes:
        policy: compiled, with the layers above; its lowest layer is looked at.
        text: of that layer.
        destinations: of the catalogue, by id.
        results: of the layer's own tests, in their order.
        standings: of its rules that decide nothing.
    """

    policy: Policy = field(repr=False)
    text: YamlText = field(repr=False)
    destinations: Mapping[str, Destination] = field(repr=False)
    results: tuple[CaseResult, ...] = field(repr=False)
    standings: tuple[Standing, ...]

    @property
    def document(self) -> PolicyDocument:
        """The layer that is looked at."""
        return self.policy.documents[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding as a check makes it.

    Attributes:
        severity: where it matters less than the check's findings usually do.
    """

    path: Path
    message: str
    severity: LintSeverity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LintCheck:
    """One check.

    Attributes:
        check_id: stable.
        severity: of its findings, where they do not say otherwise.
        help: what it looks for and why, for people.
        find: the check itself; never raises for a policy that compiles.
    """

    check_id: str
    severity: LintSeverity
    help: str
    find: Callable[[Linted], Iterable[Remark]]


def whens(document: PolicyDocument) -> Iterator[tuple[Path, When]]:
    """Return every condition of the rules with its place."""
    for index, rule in enumerate(document.rules):
        yield ("rules", index, "when"), rule.when
        if rule.unless is not None:
            yield ("rules", index, "unless"), rule.unless


def listed(names: Iterable[str]) -> str:
    """Return a few names for a message, in order, and how many more there are."""
    every = sorted(names)
    shown = ", ".join(every[:_LISTED])
    return f"{shown} and {len(every) - _LISTED} more" if len(every) > _LISTED else shown
