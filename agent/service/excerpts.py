"""What the warning dialog shows of the content: short pieces around the findings; pure."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core import Finding
from agent.ipc.prompt_messages import Excerpt, Span

__all__ = ["EXCERPT_LIMIT", "cut_excerpts"]

EXCERPT_LIMIT = 5
_FINDINGS_PER_EXCERPT = 20
_CONTEXT_CHARACTERS = 80
_SPAN_CHARACTERS = 400
"""A private key is long; its beginning says enough."""


def cut_excerpts(text: str, findings: Sequence[Finding]) -> tuple[tuple[Excerpt, ...], int]:
    """Return up to `EXCERPT_LIMIT` excerpts, and how many findings are in none of them.

    Findings whose surroundings touch share an excerpt. `findings` are sorted and do not overlap.
    """
    groups: list[list[Finding]] = []
    for finding in findings:
        close = groups and finding.start - _shown_end(groups[-1][-1]) <= 2 * _CONTEXT_CHARACTERS
        if close and len(groups[-1]) < _FINDINGS_PER_EXCERPT:
            groups[-1].append(finding)
        else:
            groups.append([finding])
    shown = groups[:EXCERPT_LIMIT]
    more = len(findings) - sum(len(group) for group in shown)
    return tuple(_cut(text, group) for group in shown), more


def _shown_end(finding: Finding) -> int:
    return min(finding.end, finding.start + _SPAN_CHARACTERS)


def _cut(text: str, group: Sequence[Finding]) -> Excerpt:
    last_end = _shown_end(group[-1])
    start = _word_start(text, max(0, group[0].start - _CONTEXT_CHARACTERS), group[0].start)
    end = _word_end(text, min(len(text), last_end + _CONTEXT_CHARACTERS), last_end)
    spans = tuple(
        Span(
            start=finding.start - start,
            end=_shown_end(finding) - start,
            entity=finding.entity,
        )
        for finding in group
    )
    # Half a surrogate pair, which some toolkits leave, fits into no message; one character for one keeps the offsets.
    shown = text[start:end].encode("utf-8", "replace").decode("utf-8")
    return Excerpt(text=shown, spans=spans, is_cut_before=start > 0, is_cut_after=end < len(text))


def _word_start(text: str, position: int, limit: int) -> int:
    """The first word start at or after `position`, or `position` itself when there is none before `limit`."""
    if position == 0:
        return 0
    space = next((index for index in range(position, limit) if text[index].isspace()), None)
    return position if space is None else space + 1


def _word_end(text: str, position: int, limit: int) -> int:
    if position == len(text):
        return position
    space = next((index for index in range(position, limit, -1) if text[index - 1].isspace()), None)
    return position if space is None else space - 1
