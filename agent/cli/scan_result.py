"""What a scan says of one input, and which findings of it the person asked for.

Rule kept here: the verdict is the policy's on everything that was found; a selection narrows what is shown, never what
Cordon would do.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

from agent.core import CONTEXT, Category, Finding, Inspection, ModelReading, Verdict

__all__ = ["FileScan", "Lines", "Selection"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """The findings that count.

    Attributes:
        min_confidence: at least this sure.
        entities: of these; when there are none, of all, but for what says little alone.
        with_context: of those, too.
    """

    min_confidence: float = 0.0
    entities: frozenset[str] = frozenset()
    with_context: bool = False

    def of(self, findings: Sequence[Finding]) -> tuple[Finding, ...]:
        """The selected ones, in their order."""
        return tuple(each for each in findings if each.confidence >= self.min_confidence and self._wants(each.entity))

    def _wants(self, entity: str) -> bool:
        if self.entities:
            return entity in self.entities
        return self.with_context or entity not in CONTEXT


@dataclass(frozen=True, slots=True, kw_only=True)
class FileScan:
    """One input, judged.

    Attributes:
        name: as `ScanInput.name`.
        text: what was read; never shown.
        findings: the selected ones.
        category: kind of document, or None.
        inspection: how much was read.
        model: how much the model has read.
        verdict: the policy's, on all findings.
        destination_id: as if for this destination.
    """

    name: str
    text: str = field(repr=False)
    findings: tuple[Finding, ...]
    category: Category | None
    inspection: Inspection
    model: ModelReading = field(default_factory=ModelReading)
    verdict: Verdict
    destination_id: str

    @property
    def gaps(self) -> tuple[str, ...]:
        """What was not read, in words."""
        inspection = f"Not everything could be read: {self.inspection}."
        model = f"The model has not read everything: {self.model.state.replace('_', ' ')}."
        told = ((inspection, self.inspection is not Inspection.COMPLETE), (model, self.model.is_gap))
        return tuple(text for text, is_so in told if is_so)


class Lines:
    """Offsets to lines and columns, both from 1, columns in code points. Built in one pass over the text."""

    def __init__(self, text: str) -> None:
        self._starts = [0]
        at = text.find("\n")
        while at >= 0:
            self._starts.append(at + 1)
            at = text.find("\n", at + 1)

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1
