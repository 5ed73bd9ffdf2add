"""A customer's words and phrases, all of them in one pass over the text (Aho-Corasick).

Rules kept here:
- Whole words: what stands before and behind a term is neither letter nor digit, and `_` separates words. Terms in
  scripts that do not part words (Chinese, Japanese, Thai and their neighbors) are found anywhere.
- Between the words of a phrase any one character that is neither letter nor digit will do: `Blue Heron`,
  `blue-heron`, `BLUE_HERON`, and a phrase broken at the end of a line.
- Punctuation at the ends of a term counts as written: `C++` is not `C`.
- Case is ignored unless the dictionary says otherwise; letters are folded one to one, so that offsets stay.
- The longest term stands where several begin at one place or overlap (`merge` settles it).

The text is read in windows, so that memory stays flat, and one window's findings are limited.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ahocorasick_rs import BytesAhoCorasick

from agent.core import EnvironmentProblemError, Explanation, Finding, ScoreStep
from agent.core.custom import CustomDictionary
from agent.detection.finder import Finder, FinderResult
from agent.detection.normalization import normalize
from agent.detection.offsets import code_point_offsets, encode

__all__ = [
    "TERM_LIMIT",
    "DictionaryError",
    "DictionaryFinder",
    "compile_dictionaries",
    "parse_terms",
    "problem_of_term",
]

TERM_LIMIT = 100_000
"""Terms of all dictionaries of a policy together."""

_LONGEST_CHARACTERS = 200
_LONGEST_BYTES = 4 * _LONGEST_CHARACTERS + 2
_SHORTEST_CHARACTERS = 2

_WINDOW_BYTES = 64 * 1024
_FINDINGS_PER_WINDOW = _WINDOW_BYTES // 2
"""As many as a window of nothing but the shortest terms holds."""

_SEPARATORS = bytes(
    byte if byte >= 0x80 or chr(byte).isalnum() else ord(" ")  # parts of non-ASCII characters are letters here
    for byte in range(256)
)
_TYPOGRAPHIC = dict.fromkeys("“”„‟‘’‚‛«»‹›–—―…·•‧、。，．：；！？（）「」『』【】《》〈〉", " ")  # noqa: RUF001 - they are meant
"""Separators beyond ASCII that stand beside words in ordinary text."""

_UNSPACED = (
    (0x0E00, 0x0EFF),  # Thai, Lao
    (0x0F00, 0x109F),  # Tibetan, Myanmar
    (0x1780, 0x17FF),  # Khmer
    (0x3040, 0x30FF),  # Hiragana, Katakana
    (0x3400, 0x9FFF),  # CJK ideographs
    (0xF900, 0xFAFF),
    (0x20000, 0x3FFFF),
)


class DictionaryError(EnvironmentProblemError):
    """A dictionary cannot be used."""

    code = "dictionary"


@dataclass(frozen=True, slots=True)
class _Owner:
    """What the terms of one dictionary become."""

    entity: str
    recognizer: str
    explanation: Explanation


def parse_terms(untrusted: bytes) -> tuple[str, ...]:
    """The terms of a dictionary file: UTF-8, one a line; empty lines are passed over.

    Raises:
        DictionaryError: it is not UTF-8, holds too many terms, or one that cannot be looked for.
    """
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError as exc:
        raise DictionaryError("The dictionary is not UTF-8 text", detail=f"At byte {exc.start}.") from exc
    terms: list[str] = []
    for number, line in enumerate(text.splitlines(), start=1):
        term = line.strip()
        if not term:
            continue
        if message := problem_of_term(term):
            raise DictionaryError("The dictionary holds an unusable term", detail=f"Line {number}: {message}.")
        if len(terms) == TERM_LIMIT:
            raise DictionaryError("The dictionary is too large", detail=f"At most {TERM_LIMIT:,} terms.")
        terms.append(term)
    return tuple(terms)


def problem_of_term(term: str) -> str:
    """Why a term cannot be looked for; empty when it can."""
    stripped = term.strip()
    letters = sum(character.isalnum() for character in stripped)
    if letters == 0:
        return "needs a letter or digit"
    if len(stripped) < _SHORTEST_CHARACTERS and not _is_unspaced(stripped):
        return f"needs at least {_SHORTEST_CHARACTERS} characters"
    if len(stripped) > _LONGEST_CHARACTERS:
        return f"must have at most {_LONGEST_CHARACTERS} characters"
    return ""


def compile_dictionaries(dictionaries: Iterable[CustomDictionary]) -> tuple[Finder, ...]:
    """One finder for those that ignore case, one for those that do not; their files must have become terms.

    Raises:
        DictionaryError: there are more terms than `TERM_LIMIT`.
    """
    written = tuple(dictionaries)
    count = sum(len(each.terms) for each in written)
    if count > TERM_LIMIT:
        raise DictionaryError(
            "The dictionaries are too large", detail=f"{count:,} terms, at most {TERM_LIMIT:,} in one policy."
        )
    by_case = [
        tuple(each for each in written if each.terms and each.is_case_sensitive is case) for case in (False, True)
    ]
    return tuple(DictionaryFinder(group) for group in by_case if group)


class DictionaryFinder:
    """The terms of dictionaries that treat case alike. Immutable: threads share it."""

    def __init__(self, dictionaries: tuple[CustomDictionary, ...]) -> None:
        self._ignores_case = not dictionaries[0].is_case_sensitive
        self._owners: list[_Owner] = []
        self._first: list[int] = []  # of each owner, its first pattern
        self._edges: dict[int, bytes] = {}  # terms that begin or end with punctuation, as they must stand
        self._anywhere: set[int] = set()  # patterns without a separator at each end
        patterns: list[bytes] = []
        for dictionary in dictionaries:
            self._owners.append(_owner(dictionary))
            self._first.append(len(patterns))
            for form in dict.fromkeys(form for term in dictionary.terms for form in self._forms(term)):
                self._add(form, patterns)
        self._automaton = BytesAhoCorasick(patterns)

    def find(self, text: str) -> FinderResult:
        """Return every term in the text; raises on no string."""
        folded = encode(self._fold(text))
        data = b" " + folded.translate(_SEPARATORS) + b" "
        places: dict[tuple[int, int, int], None] = {}
        complete = True
        for start in range(0, len(data), _WINDOW_BYTES):
            window = data[start : start + _WINDOW_BYTES + _LONGEST_BYTES]
            matches = self._automaton.find_matches_as_indexes(window, overlapping=True)
            complete = complete and len(matches) <= _FINDINGS_PER_WINDOW
            for pattern, first, last in matches[:_FINDINGS_PER_WINDOW]:
                # One byte of `data` precedes the text; a padded pattern begins and ends with one that is not the term.
                begin, end = start + first - 1, start + last - 1
                if pattern not in self._anywhere:
                    begin, end = begin + 1, end - 1
                exact = self._edges.get(pattern)
                if exact is None or folded[begin:end] == exact:
                    places[begin, end, bisect_right(self._first, pattern) - 1] = None
        return FinderResult(findings=tuple(self._findings(folded, places)), complete=complete)

    def _findings(self, folded: bytes, places: Iterable[tuple[int, int, int]]) -> Iterator[Finding]:
        kept = list(places)
        offsets: dict[int, int] | None = None
        if not folded.isascii():
            offsets = code_point_offsets(folded, (at for begin, end, _ in kept for at in (begin, end)))
        for begin, end, index in kept:
            owner = self._owners[index]
            yield Finding(
                entity=owner.entity,
                start=begin if offsets is None else offsets[begin],
                end=end if offsets is None else offsets[end],
                confidence=owner.explanation.steps[-1].confidence,
                recognizer=owner.recognizer,
                explanation=owner.explanation,
            )

    def _fold(self, text: str) -> str:
        """The text with as many characters, letters of one case, and separators that are ASCII."""
        if not text.isascii():
            for character, separator in _TYPOGRAPHIC.items():
                text = text.replace(character, separator)
        if not self._ignores_case:
            return text
        # The one letter whose lower case is two, and the one whose lower case depends on its place.
        return text.replace("İ", "i").lower().replace("ς", "\u03c3")

    def _forms(self, term: str) -> Iterator[str]:
        form = self._fold(normalize(term).text).strip()
        yield form
        if self._ignores_case and "ß" in form:  # in capitals it is SS
            yield form.replace("ß", "ss")

    def _add(self, form: str, patterns: list[bytes]) -> None:
        index = len(patterns)
        exact = encode(form)
        if _is_unspaced(form):
            self._anywhere.add(index)
            patterns.append(exact.translate(_SEPARATORS))
            return
        if not (form[0].isalnum() and form[-1].isalnum()):
            self._edges[index] = exact
        patterns.append(b" " + exact.translate(_SEPARATORS) + b" ")


def _owner(dictionary: CustomDictionary) -> _Owner:
    case = "in the case written" if dictionary.is_case_sensitive else "in any case"
    step = ScoreStep(what=f"dictionary: a whole word or phrase, {case}", confidence=dictionary.confidence)
    return _Owner(
        entity=dictionary.entity,
        recognizer=f"dictionary.{dictionary.dictionary_id}",
        explanation=Explanation(summary=f"Is {dictionary.title}.", steps=(step,)),
    )


def _is_unspaced(term: str) -> bool:
    """Whether the term begins or ends in a script that does not part words."""
    return any(low <= ord(character) <= high for character in (term[0], term[-1]) for low, high in _UNSPACED)
