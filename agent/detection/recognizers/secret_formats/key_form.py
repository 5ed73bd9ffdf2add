r"""What the recognizers of issuers' keys share: a row names the issuer, the fixed form, and how it is confirmed.

Rules kept here:
- A form has a literal, or is a long token, by which the prefilter finds it. What is neither, or would be common
  without it, is looked for near the issuer's words only.
- A literal alone is no key: what follows must look drawn by lot. Masks, sequences, documented examples and words do
  not. Where the issuer's format carries a checksum or a structure, `proof` asks for it.
- A key stands alone: no letter, digit or underscore touches it, but for the letter of an escape (`\n`).

Sources of the forms are the issuers' own documentation of their keys and of the secret-scanning patterns that they
registered; each module names what is particular.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from operator import sub

from agent.core import Entity
from agent.detection.documented_examples import is_documented_example
from agent.detection.placeholders import is_placeholder
from agent.detection.recognizer import Context, Judge, Judgement, Pattern, Recognizer, whole_value

__all__ = [
    "Form",
    "begins_alone",
    "confirming",
    "is_no_digest",
    "issuer",
    "judged_by_form",
    "looks_drawn",
    "stands_alone",
]

_TAIL = 16
"""A key's random part is at its end; this much of it tells."""

_FEWEST_IN_TAIL = 6
"""Of 16 hexadecimal digits drawn by lot, fewer than 6 differ in one case of 4,000."""

_MOST_IN_SEQUENCE = 0.5
_TYPED = 0.5
"""Who tries something out types a key that counts up; who has one to hide may have typed it, too."""

_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_LONGEST_WORDS = 4
"""Letters drawn by lot change their case after 2 to 3 on the average."""

_SEPARATORS_OF_NAME = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One fixed form of an issuer's keys.

    Attributes:
        name: which of the issuer's keys, in an administrator's words.
        regex: RE2 over bytes; the first group is the key, where the form is more than the key.
        confidence: what a key of this form is worth.
        variety: fewest different characters among the last 16.
        proof: what else must hold of the key: a checksum, a structure.
        needs_context: the form has no literal to begin with, so that one of the issuer's words must be near.
        reach_bytes: the longest key looked for beyond a window's end.
    """

    name: str
    regex: bytes
    confidence: float = 0.97
    variety: int = _FEWEST_IN_TAIL
    proof: Callable[[str], bool] | None = None
    needs_context: bool = False
    reach_bytes: int = 512


def issuer(name: str, title: str, *forms: Form, words: tuple[str, ...] = ()) -> Recognizer:
    """The recognizer of one issuer's keys; its id is `secret.` and the name.

    Args:
        name: the rest of the id.
        title: what it finds, for the explanation's sentence.
        forms: what the keys look like.
        words: context words, for the forms that need one.
    """
    return Recognizer(
        recognizer_id=f"secret.{name}",
        entity=Entity.SECRET,
        title=title,
        patterns=tuple(
            Pattern(
                name=form.name,
                regex=form.regex,
                score=0.6,
                judge=confirming(form.confidence, variety=form.variety, proof=form.proof),
                needs_context=form.needs_context,
                rescan=True,
                reach_bytes=form.reach_bytes,
            )
            for form in forms
        ),
        fits=stands_alone,
        context=Context(supporting=words),
    )


def confirming(
    confidence: float, *, variety: int = _FEWEST_IN_TAIL, proof: Callable[[str], bool] | None = None
) -> Judge:
    """A judge that takes a value whole when it looks drawn by lot and its proof holds."""
    what = "form: the issuer's, no placeholder" if proof is None else "form: the issuer's, its structure holds"

    def judge(value: str) -> tuple[Judgement, ...]:
        if proof is not None and not proof(value):
            return ()
        return judged_by_form(value, confidence, what, variety)

    return judge


def judged_by_form(value: str, confidence: float, what: str, variety: int = _FEWEST_IN_TAIL) -> tuple[Judgement, ...]:
    """The value whole, when it looks drawn by lot; with less confidence when it counts up in letters and digits."""
    if not _may_be_drawn(value, variety):
        return ()
    if not _counts_up(value):
        return whole_value(value, confidence, what)
    if _tail(value).isdigit() or _tail(value).isalpha():
        return ()
    return whole_value(value, _TYPED, "form: the issuer's, though it counts up")


def looks_drawn(value: str, variety: int = _FEWEST_IN_TAIL) -> bool:
    """Whether a key's end may have come out of a random generator."""
    return _may_be_drawn(value, variety) and not _counts_up(value)


def _may_be_drawn(value: str, variety: int) -> bool:
    """Whether it is no mask, placeholder, documented example or name."""
    tail = _tail(value)
    if len(set(tail.lower())) < variety or is_placeholder(value) or is_documented_example(value):
        return False
    return not _is_name(value, tail.rstrip("0123456789"))


def _counts_up(value: str) -> bool:
    tail = _tail(value)
    codes = list(map(ord, tail))
    return list(map(sub, codes[1:], codes)).count(1) > _MOST_IN_SEQUENCE * len(tail)


def _tail(value: str) -> str:
    tail = value[-_TAIL:]
    return tail if tail.isalnum() else "".join(filter(str.isalnum, value))[-_TAIL:]


def _is_name(value: str, tail: str) -> bool:
    """Whether it is words run together ("test_returns_true_for_missing_key", "test_of_a_list_of_additionalItems")."""
    if not tail.isalpha():
        return False
    if tail.islower() and len(tail) >= _TAIL:
        return True
    return value.count("_") >= _SEPARATORS_OF_NAME and len(tail) >= _LONGEST_WORDS * len(_WORD.findall(tail))


def is_no_digest(value: str) -> bool:
    """Whether a letter behind the prefix is none of a hexadecimal digest's, which file names end in."""
    return not set(value.partition("-")[2].lower()) <= set("0123456789abcdef")


def begins_alone(data: bytes, start: int, _end: int) -> bool:
    """Whether a value is not the rest of a longer run of letters and digits; its end may touch anything."""
    before = data[max(0, start - 1) : start]
    return not before.isalnum() or _is_escape(data, start)


def stands_alone(data: bytes, start: int, end: int) -> bool:
    """Whether a value is not a part of a longer name or run of characters."""
    after = data[end : end + 1]
    if after.isalnum() or after == b"_":
        return False
    before = data[max(0, start - 1) : start]
    return not (before.isalnum() or before == b"_") or _is_escape(data, start)


def _is_escape(data: bytes, start: int) -> bool:
    return data[max(0, start - 2) : start] in (b"\\n", b"\\r", b"\\t")
