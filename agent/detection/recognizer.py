r"""What a recognizer is: data. Patterns propose, a judge confirms or kills, context words adjust.

Rules kept here:
- A pattern is RE2 syntax over the text's UTF-8 bytes, read one byte a character (Latin-1): `\x80-\xff` stands for any
  part of a non-ASCII character. RE2 knows no look-around: what may not stand beside a match is said by `fits`.
- The value is the first group that took part in the match, or the whole match when there is no group.
- A judge sees the value alone, so that its answer can be kept for the next time the same value comes up. It is total:
  it raises on no string.

Nothing runs here; `agent.detection.scan` does the work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.detection.runs import DigitRun

__all__ = ["Context", "Fits", "Judge", "Judgement", "Pattern", "Recognizer", "whole_value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One span that a judge confirms inside a value.

    Attributes:
        start: first character, counted from the start of the value.
        end: after the last character.
        confidence: what it is worth now.
        what: the reason, in an administrator's words ("checksum: Luhn").
    """

    start: int
    end: int
    confidence: float
    what: str


def whole_value(value: str, confidence: float, what: str) -> tuple[Judgement, ...]:
    """What most judges answer: the value is confirmed, as much of it as is given here."""
    return (Judgement(start=0, end=len(value), confidence=confidence, what=what),)


Judge = Callable[[str], tuple[Judgement, ...]]
"""Value to confirmed spans; none kills the candidate."""

Fits = Callable[[bytes, int, int], bool]
"""Whether a value may stand where it stands: the whole text's bytes, start and end of the value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Words that make a finding more or less likely, as RE2 alternatives; case does not matter.

    Attributes:
        supporting: looked for before and behind the value, at the start of a word.
        opposing: looked for right before the value, on its line, where a label would stand; counts only when no
            supporting word is near.
        boost: added for a supporting word.
        drop: taken off for an opposing word.
    """

    supporting: tuple[str, ...] = ()
    opposing: tuple[str, ...] = ()
    boost: float = 0.0
    drop: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """One shape a recognizer looks for.

    Attributes:
        name: what it is, for the explanation.
        regex: see the module's rules.
        score: confidence before any check.
        judge: confirms or kills; without one, the pattern's score stands.
        needs_context: without a supporting word nearby the match is nothing; asked before the judge, which costs more.
        rescan: a killed match may hide the start of a real one, so the search goes on one byte further.
        reach_bytes: the longest match looked for beyond a window's end.
        label: RE2 for what stands right before the match, in patterns that need context; it is looked for first, and
            the match begins where it ends. As one expression, both would be an automaton of thousands of states.
        begins: RE2 for what every match begins with, in patterns that need context and are large; it is looked for
            first, and matches are tried where it is. Either this or `label`, or neither.
        digits: the run of digits that every match holds, for patterns too large to find it out; None to find it out.
    """

    name: str
    regex: bytes
    score: float
    judge: Judge | None = None
    needs_context: bool = False
    rescan: bool = False
    reach_bytes: int = 512
    label: bytes = b""
    begins: bytes = b""
    digits: DigitRun | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognizer:
    """Finds the spans of one entity.

    Attributes:
        recognizer_id: stable, lower-case, dotted ("secret.github_token").
        entity: what its findings are.
        title: what it finds, for the explanation's sentence ("a payment card number").
        patterns: any of them proposes.
        fits: what may stand beside the value; None for anything.
        context: words that adjust the score.
        cost: what one call of the judge costs on top of a match with plain checks (`scan.work_limit`).
    """

    recognizer_id: str
    entity: str
    title: str
    patterns: tuple[Pattern, ...]
    fits: Fits | None = None
    context: Context = Context()
    cost: int = 0
