r"""A customer's patterns, as recognizers; and what is refused before one runs.

Rules kept here: a pattern that is no RE2 syntax, fits the empty string, is large, or is found all over ordinary prose
makes no recognizer; nor does one whose examples are not found or whose counter-examples are. Problems name place and
reason, never the pattern or a text.

Recognizers read normalized text in UTF-8, one byte a character (`agent.detection.recognizer`). A letter beyond ASCII is
therefore normalized here and written as a group of its bytes; in a character class it would stand for each of them, and
is refused. So are `\p` and code points in braces, which mean letters.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import re2

from agent.core.custom import CustomRecognizer, DefinitionProblem
from agent.detection.custom.ordinary import ORDINARY_TEXT
from agent.detection.normalization import normalize
from agent.detection.offsets import encode
from agent.detection.pipeline import Pipeline
from agent.detection.recognizer import Context, Pattern, Recognizer

__all__ = ["SIZE_LIMIT", "compile_recognizer", "problems_of_recognizer"]

SIZE_LIMIT = 2_000
"""RE2 instructions of one pattern; the largest built-in one has some 400. Beyond it the shared automaton gets slow."""

_ORDINARY_LIMIT = 2
"""Matches in the sample of ordinary prose that may be chance."""

_CONTEXT_BOOST = 0.3

_SAID = re.compile(r"[a-z ]{1,60}(?=: |$)")
_REASONS = {
    "invalid perl operator": "look-around and other Perl operators are not in RE2",
    "invalid escape sequence": "it has an escape that RE2 does not know; back-references are not in RE2",
    "pattern too large - compile failed": "it is too large; counted repetitions multiply",
    "invalid repetition size": "a repetition is above 1000, or repetitions multiply beyond it",
}
_UNREADABLE = (
    (r"\p", r"\p and \P are not supported; name the letters as alternatives"),
    (r"\P", r"\p and \P are not supported; name the letters as alternatives"),
    (r"\Q", r"\Q is not supported; put a backslash before each special character"),
    (r"\C", r"\C is not supported"),
    (r"\x{", r"\x{} is not supported; write the character itself"),
)


class _UnusablePatternError(ValueError):
    """The pattern cannot mean over bytes what it means over letters."""


def compile_recognizer(definition: CustomRecognizer) -> Recognizer:
    """Return the recognizer of a definition in which `problems_of_recognizer` found nothing."""
    return Recognizer(
        recognizer_id=f"custom.{definition.recognizer_id}",
        entity=definition.entity,
        title=definition.title,
        patterns=(
            Pattern(
                name=definition.title,
                regex=_over_bytes(definition.pattern),
                score=definition.confidence,
                needs_context=definition.needs_context,
            ),
        ),
        context=Context(supporting=tuple(map(_context, definition.context)), boost=_CONTEXT_BOOST),
    )


def problems_of_recognizer(definition: CustomRecognizer) -> Iterator[DefinitionProblem]:
    """Why the definition makes no recognizer, by field; the examples are tried only with a usable pattern."""
    problem = _problem_of_pattern(definition)
    if problem:
        yield DefinitionProblem(path=("pattern",), message=problem)
        return
    pipeline = Pipeline((compile_recognizer(definition),))
    for index, text in enumerate(definition.examples):
        if not pipeline.find(text):
            yield DefinitionProblem(path=("examples", index), message="nothing is found in this example")
    for index, text in enumerate(definition.counter_examples):
        if pipeline.find(text):
            yield DefinitionProblem(path=("counter_examples", index), message="something is found in this text")


def _context(words: str) -> str:
    """Words as RE2, so that `staff number` is found in `staff_number`, too."""
    return "[ _.-]?".join(map(re.escape, words.split()))


def _problem_of_pattern(definition: CustomRecognizer) -> str:
    try:
        compiled = _compile(definition.pattern)
    except _UnusablePatternError as exc:
        return str(exc)
    except re2.error as exc:
        return _reason(exc, definition.pattern)
    if compiled.programsize > SIZE_LIMIT:
        return f"is too large: {compiled.programsize} steps, at most {SIZE_LIMIT}; counted repetitions multiply"
    matches = [match.span() for match in compiled.finditer(ORDINARY_TEXT)]
    if compiled.search(b"") is not None or any(start == end for start, end in matches):
        return "fits the empty string, so that it would be found everywhere; let it need at least one character"
    if len(matches) > _ORDINARY_LIMIT and not definition.needs_context:
        return (
            f"is found {len(matches)} times in {len(ORDINARY_TEXT)} characters of ordinary prose; make it narrower, "
            "or give context words and needs_context: true"
        )
    return ""


def _compile(pattern: str) -> re2._Regexp:
    options = re2.Options()
    options.encoding = re2.Options.Encoding.LATIN1
    options.log_errors = False
    return re2.compile(_over_bytes(pattern), options)


def _reason(error: re2.error, pattern: str) -> str:
    """RE2's reason in its own words or ours, and where; what it quotes of the pattern is left out."""
    text = error.args[0].decode("utf-8", "replace") if error.args and isinstance(error.args[0], bytes) else str(error)
    said, _, quoted = text.partition(": ")
    known = _REASONS.get(said) or (said if _SAID.fullmatch(said) or said in {"missing )", "missing ]"} else "")
    position = pattern.find(quoted) if quoted else -1
    where = f", at character {position + 1}" if position >= 0 else ""
    return f"is no RE2 pattern{where}: {known or 'it cannot be read'}"


def _over_bytes(pattern: str) -> bytes:
    """The pattern for text that is read one byte a character.

    Raises:
        _UnusablePatternError: it holds what has no meaning there.
    """
    pieces: list[str] = []
    in_class = False
    position = 0
    while position < len(pattern):
        for sign, message in _UNREADABLE:
            if pattern.startswith(sign, position):
                raise _UnusablePatternError(f"{message} (character {position + 1})")
        length = 2 if pattern[position] == "\\" else 1
        piece = pattern[position : position + length]
        if length == 1:
            in_class = piece == "[" or (in_class and piece != "]")
        if not piece.isascii():
            if in_class:
                raise _UnusablePatternError(
                    f"a letter beyond ASCII cannot stand in [ ]; write (?:a|b) instead (character {position + 1})"
                )
            letters = encode(normalize(piece.removeprefix("\\")).text)
            piece = "(?:" + "".join(f"\\x{byte:02x}" for byte in letters) + ")"
        pieces.append(piece)
        position += length
    return "".join(pieces).encode("ascii")
