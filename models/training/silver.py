"""Marks that rules make in real documents: days and spells of time, money, and names that say what they are.

Few sources mark dates, and none marks them in contracts, judgments, minutes or notes; made-up sentences teach days of
made-up sentences. Documents of known category are real and many, and how people write dates, amounts and legal forms is
a pattern. So the loss of these texts sees both: their category, and these marks. Rules find nearly every amount and
date (of those that people marked in re3d, 87 in 100; what else they found there had been passed over), so that absence
counts there; persons only behind a title and organizations only where they name their kind, so that absence says
nothing. Texts about births are left alone: a rule does not know a birthday.

Such marks are called a silver standard: Rebholz-Schuhmann et al., "The CALBC Silver Standard Corpus", 2010.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.training.examples import Example, Span

__all__ = ["KNOWN", "silver_marks", "with_silver_marks"]

KNOWN = frozenset({"DATE", "MONEY"})
_PLAIN = frozenset({"source_code", "credentials", "customer_support"})
"""Code says 2024 for many things, and support texts are marked by their source or too short."""

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
_YEAR = r"(?:1[6-9]|20)\d\d"
_DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?"
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|sixty|ninety|several|few|many|couple\sof)"
)
_UNIT = (
    r"(?:(?:business|calendar|working)[\s-])?(?:second|minute|hour|day|night|week|weekend|month|quarter|year|decade)s?"
)
_DATE = re.compile(
    rf"""\b(?:
      (?:{_WEEKDAY},?\s+)?{_MONTH}\s+{_DAY}(?!\d)(?:\s*[-\u2013]\s*{_DAY}(?!\d))?(?:,?\s+{_YEAR})?
    | (?:{_WEEKDAY},?\s+)?(?:the\s+)?{_DAY}(?:\s+day)?(?:\s+of)?[\s-]+{_MONTH}(?:,?[\s-]+{_YEAR})?
    | (?:(?:early|late|mid)[\s-])?{_MONTH}(?:\s+of)?,?\s+{_YEAR}
    | (?:(?:early|late|mid)[\s-])?(?:January|February|April|June|July|August|September|October|November|December)
    | (?:last|next|this|each|every)\s+(?:{_WEEKDAY}|week|weekend|month|quarter|year|spring|summer|fall|autumn|winter)
    | {_WEEKDAY}s?(?:\s+(?:morning|afternoon|evening|night))?
    | \d\d?[/.]\d\d?[/.](?:{_YEAR}|\d\d)(?![\d.])
    | {_YEAR}[-/]\d\d(?:[-/]\d\d)?(?!\d)
    | \d\d?-\d\d?-{_YEAR}(?!\d)
    | (?:Q[1-4]|FY|fiscal(?:\s+year)?)[\s-]?(?:{_YEAR}|\d\d)(?!\d)
    | (?:the\s+)?(?:first|second|third|fourth)\s+quarter(?:\s+of\s+{_YEAR})?
    | (?:the\s+)?(?:early\s|late\s|mid-)?(?:1[6-9]|20)\d0s
    | {_YEAR}(?:\s*[-\u2013]\s*(?:{_YEAR}|\d\d)(?!\d))?(?![\d.,]\d|-\d|\s*(?:%|km|kg|mg|people|words|users|miles|feet))
    | (?:the\s+)?(?:(?:past|last|next|first|following|previous)\s+)?{_NUMBER}(?:\s\(\d+\))?[\s-](?:\w+\s)??{_UNIT}
      (?:\s+(?:ago|later|earlier))?
    | (?:today|yesterday|tomorrow|tonight)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_DATE = re.compile(r"(?:a|an|one|each|every)\s?(?:second|minute|day|night)$|second$|may$", re.IGNORECASE)
"""A second opinion, day by day, and the verb."""
_OLD = re.compile(r"[\s-]*(?:old|of\s+age)\b", re.IGNORECASE)
_BEFORE_NO_DATE = re.compile(
    r"(?:[$€£§#@/.\d]|No\.|Nos\.|Section|Sec\.|Rule|Article|Page|p\.|pp\.|Chapter|F\.\dd|U\.S\.)\s?$",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"""(?:US|C|A|HK)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?(?:\s(?:thousand|million|billion|trillion)|[kKmMbB]\b|bn\b)?
    | \b(?:USD|EUR|GBP|CHF|JPY)\s?\d[\d,]*(?:\.\d+)?(?:\s(?:million|billion))?
    | \b\d[\d,]*(?:\.\d+)?\s(?:(?:thousand|million|billion)\s)?(?:dollars|euros|pounds|cents|USD|EUR|GBP|CHF)\b""",
    re.VERBOSE,
)
_WORD = r"[A-Z][\w&'\u2019-]*"
_ORGANIZATION = re.compile(
    rf"""\b(?:
      (?:{_WORD},?[ ](?:&[ ])?){{1,4}}
      (?:Inc|Incorporated|Corp|Corporation|LLC|L\.L\.C|LLP|Ltd|Limited|GmbH|AG|N\.A|L\.P|LP|PLC|plc|S\.A|B\.V)\b\.?
    | (?:U\.?S\.?[ ]|United[ ]States[ ]|Federal[ ]|National[ ])?
      (?:Department|Ministry|Bureau|University|Institute|Academy|Bank|Commission)
      [ ]of[ ](?:the[ ])?(?:{_WORD})(?:[ ](?:and[ ]|of[ ]|for[ ]|the[ ])?{_WORD}){{0,4}}
    | (?:{_WORD}[ ]){{1,4}}(?:University|Commission|Agency|Foundation|Institute|Association|Federation|Administration
      |Congress|Airlines|Railroad|Railway)
    | (?:{_WORD}[ ])(?:Supreme|Circuit|District|Superior|High)[ ]Court(?:[ ]of(?:[ ](?:the[ ])?{_WORD}){{1,3}})?
    )(?!\w)""",
    re.VERBOSE,
)
_GENERIC = re.compile(
    r"(?:Senior|Special|Reporting|Governmental?|Credit|Travel|Joint|Local|Regulatory|Public|State|Leadership|The|Online"
    r"|Drug|Exchange|Security|Merchant|Network|Because|Parent|Borrower|Buyer|Seller|Licensee|Company|Trade)[ ]\w+$"
)
"""What a contract or rule calls any of its kind, and halves of names with `and` in them."""
_ARTICLE = re.compile(r"(?:The|This|That|Each|Any|Such|By|In|For|And|Of|To|With|If|When|A|An|On|At|From|Between)\s+")
_PERSON = re.compile(
    r"\b(?:(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep)\.?|Judge|Senator|Professor)[ ]"
    r"(?!Speaker|President|Minister|Chair|Secretary|Justice|Attorney|No\b)"
    r"((?:[A-Z][a-z]+|[A-Z]\.(?=[ ][A-Z][a-z]*\.?[ ][A-Z]|[ ][A-Z][a-z]{3}))(?:[ \u2019'-][A-Z](?:[a-z]+|\.)){0,2})"
)
_BIRTH = re.compile(r"\b(?:born|birth|birthday|DOB|D\.O\.B)\b", re.IGNORECASE)


def silver_marks(text: str) -> list[Span]:
    """What the rules see, by start, without overlaps: dates and amounts before persons before organizations."""
    spans: list[Span] = []
    for match in _DATE.finditer(text):
        if (
            _NO_DATE.search(match[0])
            or _OLD.match(text, match.end())
            or _BEFORE_NO_DATE.search(text, max(0, match.start() - 9), match.start())
        ):
            continue
        spans.append(Span(match.start(), match.end(), "DATE"))
    spans += [Span(match.start(), match.end(), "MONEY") for match in _MONEY.finditer(text)]
    for match in _ORGANIZATION.finditer(text):
        start, end = match.span()
        while article := _ARTICLE.match(text, start, end):
            start = article.end()
        if " " in text[start:end] and not _GENERIC.fullmatch(text, start, end):
            spans.append(Span(start, end, "ORGANIZATION"))
    spans += [Span(*match.span(1), "PERSON") for match in _PERSON.finditer(text)]
    rank = {"DATE": 0, "MONEY": 0, "PERSON": 1, "ORGANIZATION": 2}
    kept: list[Span] = []
    for span in sorted(spans, key=lambda each: (rank[each.entity], each.start)):
        if all(span.end <= other.start or span.start >= other.end for other in kept):
            kept.append(span)
    return sorted(kept)


def with_silver_marks(examples: Iterable[Example]) -> Iterator[Example]:
    """The same texts; documents of a category, which nobody marked, with these marks."""
    for example in examples:
        is_bare = not example.spans and not example.known
        if example.category is None or example.category in _PLAIN or not is_bare or _BIRTH.search(example.text):
            yield example
        else:
            yield replace(example, spans=tuple(silver_marks(example.text)), known=KNOWN)
