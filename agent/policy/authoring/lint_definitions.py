"""Checks of the customer's own patterns and words. Messages name their position, never what they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from agent.policy.authoring.lint_findings import LintCheck, Linted, LintSeverity, Remark

__all__ = ["CHECKS"]

_FEWEST_COUNTER_EXAMPLES: Final = 2
_HIGH_CONFIDENCE: Final = 0.7
_SHORTEST_TERM: Final = 3
_PREFIX: Final = 2

# What a pattern of nothing but digits may hold beside them: anchors, counts, groups, separators.
_DIGIT: Final = re.compile(r"\\d|\[0-9\]|\[\d-\d\]|[0-9]")
_COUNT: Final = re.compile(r"\{[0-9,]*\}")
_AROUND: Final = re.compile(r"\\[bB.\- /]|\(\?:|[\^$()?+*|.\[\] /-]")

_PART: Final = re.compile(r"\w{3,}")


def _few_counter_examples(subject: Linted) -> Iterator[Remark]:
    for index, entry in enumerate(subject.document.recognizers):
        if len(entry.counter_examples) < _FEWEST_COUNTER_EXAMPLES:
            message = (
                f"{entry.id} has one counter-example; add another that is nearly found: a digit more or less, a letter "
                "before it"
            )
            yield Remark(path=("recognizers", index, "counter_examples"), message=message)


def _distant_counter_examples(subject: Linted) -> Iterator[Remark]:
    for index, entry in enumerate(subject.document.recognizers):
        if not any(_is_near(one, other) for one in entry.examples for other in entry.counter_examples):
            message = (
                f"no counter-example of {entry.id} comes near an example, so they prove little; add one that is nearly "
                "found: a digit more or less, another separator"
            )
            yield Remark(path=("recognizers", index, "counter_examples"), message=message)


def _is_near(example: str, counter_example: str) -> bool:
    """Whether they have the beginning, a part or the shape of a word in common; letters alone are no shape."""
    words, others = example.casefold().split(), counter_example.casefold().split()
    return any(_are_near(one, other) for one in words for other in others)


def _are_near(one: str, other: str) -> bool:
    if one[:_PREFIX] == other[:_PREFIX] or not {*_PART.findall(one)}.isdisjoint(_PART.findall(other)):
        return True
    shape = _shape(one)
    return shape == _shape(other) and shape != "a"


def _shape(word: str) -> str:
    """`a-9` for E-123456: letters and digits by kind, however many."""
    kinds = ("9" if each.isdigit() else "a" if each.isalpha() else each for each in word)
    return re.sub(r"(.)\1+", r"\1", "".join(kinds))


def _broad_pattern(subject: Linted) -> Iterator[Remark]:
    for index, entry in enumerate(subject.document.recognizers):
        if not entry.context and entry.confidence >= _HIGH_CONFIDENCE and _is_only_digits(entry.pattern):
            message = (
                f"{entry.id} takes any number of that length for certain; add `context` words and `needs_context`, or "
                f"a confidence below {_HIGH_CONFIDENCE}"
            )
            yield Remark(path=("recognizers", index), message=message)


def _is_only_digits(pattern: str) -> bool:
    left, digits = _DIGIT.subn("", _COUNT.sub("", pattern))
    return digits > 0 and not _AROUND.sub("", left)


def _short_terms(subject: Linted) -> Iterator[Remark]:
    for index, entry in enumerate(subject.document.dictionaries):
        # Two characters of a script without spaces are a word.
        short = [number for number, term in enumerate(entry.terms) if len(term) < _SHORTEST_TERM and term.isascii()]
        if short:
            message = (
                f"{len(short)} of {len(entry.terms)} terms of {entry.id} have one or two characters, which stand in "
                "ordinary text, too; write them out, or remove them"
            )
            yield Remark(path=("dictionaries", index, "terms", short[0]), message=message)


CHECKS = (
    LintCheck(
        check_id="few-counter-examples",
        severity=LintSeverity.WARNING,
        help="A pattern has a single counter-example. What it must not find shows where it ends.",
        find=_few_counter_examples,
    ),
    LintCheck(
        check_id="distant-counter-examples",
        severity=LintSeverity.WARNING,
        help="No counter-example of a pattern comes near an example: none shares the beginning or the shape of a word.",
        find=_distant_counter_examples,
    ),
    LintCheck(
        check_id="broad-pattern",
        severity=LintSeverity.WARNING,
        help="A pattern of nothing but digits, without words around it, is sure of itself. Order numbers, dates and "
        "phone numbers look the same.",
        find=_broad_pattern,
    ),
    LintCheck(
        check_id="short-term",
        severity=LintSeverity.WARNING,
        help="Terms of one or two characters are found in ordinary text.",
        find=_short_terms,
    ),
)
