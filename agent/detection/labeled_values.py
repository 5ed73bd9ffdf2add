# ruff: noqa: RUF001 - words in their own alphabets
"""Values that only their label gives away: "passport no: …", "Kontonummer …", `"member_id": "…"`.

A pattern made here proposes the label and what follows it up to the first digit and a little further; the judge reads
that text. Rules kept here:
- Between label and value stand separators, words that go with any number ("no.", "is", "lautet"), or a few other words.
  The first kind is `DIRECT`, the last one `LOOSE` and worth less.
- A word that names something else ("expires", "phone"), a second colon, the end of a sentence, a currency sign, or a
  word glued to the label ends the label's reach: the value belongs to something else.
- A line may break between label and value, as in forms, when nothing else stands between them, or when the next line
  is somebody's answer.
- A label may stand behind its value, too ("… is my passport number", "… (Passport)"), where nothing follows that it
  could name instead.

Every function is total.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass

from agent.detection.recognizer import Judge, Judgement, Pattern, whole_value
from agent.detection.runs import DigitRun

__all__ = [
    "Reach",
    "Shape",
    "folded",
    "judge_before_label",
    "judge_labeled",
    "labeled_pattern",
    "pattern_before_label",
    "reach",
]

_GAP = r"[^0-9\x1e]{1,48}"
"""What may stand between label and value; not across the records of a table (`agent.detection.context`)."""
_LOOSE_WORDS = 6
_RUN_BYTES = 160
"""How far behind a label's beginning the digits of its value begin, at the most."""
_LEAD_BYTES = 16
"""The same for a value's beginning."""


class Reach(enum.Enum):
    """How near a label is to what follows it."""

    DIRECT = enum.auto()
    LOOSE = enum.auto()
    NONE = enum.auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """What a value's shape is worth right behind its label, and why."""

    confidence: float
    what: str


_FILLERS = frozenset(
    """
    number numbers no nos nr nrs num nbr n o id ids code value val text string data field the a an my your his her
    their our its is was are be s es as of on op den dne dnia
    nummer nummern nummeret lautet ist war mein meine meiner meines ihre ihr sein seine der die das des dem von vom am
    numero número numéro numeros est sont mon ma mes votre de du d la le les del el mi su tu
    mio mia suo sua di il lo è é e do da dos meu minha seu sua
    van het mijn is zijn uw på är er min mitt din ditt numer numeru jest to mój moje numeris numeri numbri
    číslo cislo č c je broj moj szám száma száma a az on numărul numar nr este numarası numarasi numara no su
    номер номера номером № это мой моя мои у αριθμός αριθμος αρ είναι
    رقم هو מספר הוא संख्या नंबर है số là nomor nombor adalah หมายเลข เลขที่
    it please sure yes yeah ok okay hi thanks серия series серії us usa uk eu ca au de fr in
    """.split()  # noqa: SIM905 - a word list reads better so
)
_SUFFIXES = frozenset(
    """
    number numbers no nos nr nrs num nbr n id ids code codes value val text str string field s es
    nummer nummern nummeret numero número numéro numer numara numarası numarasi
    """.split()  # noqa: SIM905 - as above
)
"""What may be written together with a label: "passportNumber", "Reisepassnummer", "passports"."""

_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+")
_CJK_FILLER = re.compile("(?:[号號码碼番为為是者の的は]|번호|는|은|이|가|의)+")
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_QUANTIFIED = re.compile(r"[^\x00-\x7f](?=[?*+{])")
_FIRST_OF_ALL = re.compile(r"^[^\x00-\x7f]")
_FIRST_OF_A_WORD = re.compile(r"(?<![^\W\d_])[^\x00-\x7f]")
_WORD = re.compile(r"[^\W\d_]+")
_GLUED = re.compile(r"[^\W\d_]+")
_HUMP = re.compile(r"(?<=[a-z])(?=[A-Z])")
_MONEY = re.compile(r"[$€£¥₹₩₽%+]")
_SENTENCE_END = re.compile(r"(?:^|[^\W\d_]{3})[.]\s|[!?;]\s")
_ANSWER = re.compile(
    r"""(?P<question>[^\n]*(?:[?.]|please!?)[ \t]*)\n+
    [ \t]*[*\[<(]*(?P<speaker>[^\W\d_]+(?:[ ][^\W\d_]+){0,2})[*\])>]*:[* \t]*(?P<answer>[^\n:]*)""",
    re.VERBOSE,
)
"""A question's end and the next speaker's answer: "… your date of birth?", "Customer: sure, it's …"."""

_PERSONS = frozenset({"customer", "client", "user", "member", "employee", "passenger", "caller"})
"""Who speaks, not what is spoken of."""

_FIELD = re.compile(
    "(?:account|bank|booking|case|city|claim|code|country|driver|iban|id|invoice|item|licen|model|name|no|number|order"
    "|passport|policy|qty|quantity|ref|reference|serial|state|status|swift|ticket|type)$|.* (?:no|nr|number|id)$"
)
"""The name of a form's field, which is no speaker."""

_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_WHOSE = re.compile(
    r"\b(?:(?:of|for) (?:the |our |this |a )?(?:applicant|client|customer|employee|holder|member|patient|user)"
    r"|d(?:o|a|el|ella?|u|e la)? (?:cliente?|titular|paciente?|empleado|titulaire|patiente?)"
    r"|(?:(?:you|we) have )?on (?:file|record))\b",
    re.IGNORECASE,
)
"""Words that say whose the value is, or where it is kept; they name nothing else."""

_SECOND_KEY = re.compile(r"[:=].*[:=]", re.DOTALL)
_OTHER_THINGS = re.compile(
    r"""(?:expir|valid|issue$|issuing|date|datum|fecha|data$|due|year|age$|birth|born|dob|phone|tel$|mobile|cell
    |fax|call|visa|flight|fee|price|cost|total|amount|balance|sum$|page|office|renew|application|line$|room|zip|postal
    |post|plate|password|passwd|pin$|cvv|card|ssn|social|tax|email|mail|address|street|version|size|count$|counter|ip$|port$
    |width|height|time|hours?$|days?$|weeks?$|months?$|minutes?$|limit|null$|none$|not$|without|than|about|over$
    |gültig|ablauf|ausgestellt|caduc|scad|expedi)""",
    re.VERBOSE,
)

_GOES_ON = re.compile("[A-Za-z0-9]|[-./:,][0-9]|%")
_HEAD = re.compile(r"(?:\b[A-Z]{1,6}[-/.])*(?<![^\W\d_])[A-Za-z]{0,8}\Z|(?:\b[A-Z]{1,3} )\Z")
_MAY_END_A_HEAD = re.compile(r"[A-Za-z]\Z|[A-Z][-/. ]\Z")
_NO_HEAD = frozenset({"NO", "NR", "IS", "NUM", "ID", "AM", "UK", "US", "USA", "EU", "THE", "OF", "AND", "ON", "IN"})


def folded(*words: str) -> tuple[str, ...]:
    """The words as RE2 alternatives that fold the case of letters beyond ASCII, too: small, capitalized, in capitals.

    RE2 reads bytes and folds ASCII alone; a letter of several bytes is grouped where a quantifier follows it. Whole
    spellings are read much faster than groups of two letters each.
    """
    return tuple(_QUANTIFIED.sub("(?:\\g<0>)", spelling) for word in words for spelling in _in_every_case(word))


def _in_every_case(word: str) -> tuple[str, ...]:
    if word.isascii():
        return (word,)
    spellings = (
        word,
        _FIRST_OF_ALL.sub(_upper, word),
        _FIRST_OF_A_WORD.sub(_upper, word),
        _BEYOND_ASCII.sub(_upper, word),
    )
    return tuple(dict.fromkeys(spellings))


def _upper(letter: re.Match[str]) -> str:
    return letter[0].upper()


def labeled_pattern(
    name: str, labels: tuple[str, ...], judge: Judge, *, score: float, rest: str, digits: int, gap: str = _GAP
) -> Pattern:
    """A pattern for what follows one of the labels; its judge gets everything behind the label.

    Args:
        name: what it is, for the explanation.
        labels: RE2 alternatives. They must begin like supporting words of the recognizer: the pattern asks for context.
        judge: reads what stands between label and value, and the value.
        score: confidence before the judge.
        rest: RE2 for what may follow the value's first digit, and show that it goes on too long to be one.
        gap: RE2 for what may stand between label and value, all of it without digits.
        digits: how many digits every value has, in one run (`agent.detection.runs`); where there are fewer, no label is
            looked for.
    """
    return Pattern(
        name=name,
        label=("(?i)(?:^|[^a-z0-9])(?:" + "|".join(labels) + ")").encode(),
        regex=rf"(?i){gap}[0-9]{rest}[^\n\x1e]{{0,3}}".encode(),
        score=score,
        judge=judge,
        needs_context=True,
        rescan=True,
        digits=DigitRun(digits, _RUN_BYTES),
    )


_BETWEEN = (
    "(?:(?: is| was| as| for| es| est| ist| é| è)?(?: (?:my|the|a|his|her|our|your|their|mi|su|mon|son|el|le|mein|ihr"
    "|meine|ihre|o meu|il mio|la mia))(?: (?:right|correct|valid|current|new|old|full|own))?"
    "(?: u[sk]| [a-z]{4,12})?(?: n[a-z\\x80-\\xff]{1,7}(?: d[eiu])?)? | as | ?\\((?:my |the )?|, (?:my|his|her|the) )"
)
"""What stands between a value and the label behind it: "is my", "as her new US", "es mi número de", "("."""
_ENDS_THERE = (
    r"(?:[ _.-]?(?:card|number|num|nummer|nr|no|id)){0,2}[.]?"
    r"(?:$|[)\],;!?\n\"]|[.](?:\s|$)| (?:and|but|please|in case|field)\b)"
)
"""No name of another value follows, nor a sign as before one."""


def pattern_before_label(
    name: str, labels: tuple[str, ...], judge: Judge, *, score: float, value: str, digits: int
) -> Pattern:
    """A pattern for what stands before one of the labels; its judge gets the value.

    Args:
        name: what it is, for the explanation.
        labels: as of `labeled_pattern`.
        judge: reads the value alone.
        score: confidence before the judge.
        value: RE2 for the value; it begins and ends with a letter or a digit.
        digits: as of `labeled_pattern`.
    """
    regex = rf"(?i)\b({value}){_BETWEEN}(?:{'|'.join(labels)}){_ENDS_THERE}"
    return Pattern(
        name=name,
        regex=regex.encode(),
        score=score,
        judge=judge,
        needs_context=True,
        rescan=True,
        digits=DigitRun(digits, _LEAD_BYTES),
    )


def judge_before_label(shape: Callable[[str], Shape | None], *, less: float) -> Judge:
    """A judge for what stands before a label.

    Args:
        shape: what the value is worth right behind its label; None when it is something else.
        less: taken off, since the label stands behind it.
    """

    def judge(value: str) -> tuple[Judgement, ...]:
        found = shape(value)
        if found is None:
            return ()
        what = f"label: right behind it, {found.what}"
        return whole_value(value, round(found.confidence - less, 2), what)

    return judge


def _words(text: str) -> list[str]:
    words: list[str] = []
    for word in _WORD.findall(_HUMP.sub(" ", text)):
        if not _CJK.fullmatch(word):
            words.append(word.lower())
        elif not _CJK_FILLER.fullmatch(word):
            words.append(word)
    return words


def reach(gap: str, *, stops: re.Pattern[str] = _OTHER_THINGS) -> Reach:
    """How near a label is to the value, by what stands between them."""
    if _MONEY.search(gap):
        return Reach.NONE
    if "\n" not in gap and not any(map(str.isalpha, gap)):
        return Reach.DIRECT
    line = _one_line(_TAG.sub(" ", gap), stops)
    if line is None:
        return Reach.NONE
    line = _WHOSE.sub("", line)
    glued = _GLUED.match(line)
    if glued and any(word not in _SUFFIXES for word in _words(glued[0])):
        return Reach.NONE
    others = [word for word in _words(line) if word not in _FILLERS]
    if not others:
        return Reach.DIRECT
    if "\n" in gap.strip(" \t") or len(others) > _LOOSE_WORDS or any(stops.match(word) for word in others):
        return Reach.NONE
    return Reach.NONE if _SENTENCE_END.search(line) or _SECOND_KEY.search(line) else Reach.LOOSE


def _one_line(gap: str, stops: re.Pattern[str]) -> str | None:
    """What stands between label and value, as one line; None when the lines have nothing to do with each other."""
    answer = _ANSWER.fullmatch(gap)
    if answer is None:
        return gap if sum(bool(line.strip()) for line in gap.splitlines()[1:]) <= 1 else None
    speaker = answer["speaker"].lower()
    if speaker not in _PERSONS and (stops.match(speaker) or _FIELD.match(speaker)):
        return None
    return f"{answer['question']} {answer['answer']}"


def _value_start(tail: str, digit: int) -> int:
    """Where the value with the first digit begins: letters may belong to it ("K1234567", "AB-12", "AB 1234567")."""
    if not _MAY_END_A_HEAD.search(tail, max(0, digit - 2), digit):
        return digit
    head = _HEAD.search(tail, max(0, digit - 24), digit)
    if head is None:
        return digit
    return digit if head[0].strip(" .-/") in _NO_HEAD else head.start()


def judge_labeled(
    value: re.Pattern[str],
    shape: Callable[[str], Shape | None],
    *,
    loose: float,
    ends: re.Pattern[str] = _GOES_ON,
    stops: re.Pattern[str] = _OTHER_THINGS,
) -> Judge:
    """A judge for what follows a label.

    Args:
        value: what the value looks like, from its first letter or digit on.
        shape: what the value is worth right behind its label; None when it is something else.
        loose: taken off when other words stand between label and value; 1 to refuse those.
        ends: what may not follow the value, since it is part of something longer then.
        stops: words that name something else.
    """

    def judge(tail: str) -> tuple[Judgement, ...]:
        digit = next((at for at, character in enumerate(tail) if "0" <= character <= "9"), None)
        if digit is None:
            return ()
        start = _value_start(tail, digit)
        near = reach(tail[:start], stops=stops)
        if near is Reach.NONE:
            return ()
        match = value.match(tail, start)
        found = shape(match[0]) if match and not ends.match(tail, match.end()) else None
        if match is None or found is None:
            return ()
        if near is Reach.DIRECT:
            confidence, what = found.confidence, f"label: right before it, {found.what}"
        else:
            confidence, what = round(found.confidence - loose, 2), f"label: a few words before it, {found.what}"
        if confidence <= 0:
            return ()
        return (Judgement(start=start, end=match.end(), confidence=confidence, what=what),)

    return judge
