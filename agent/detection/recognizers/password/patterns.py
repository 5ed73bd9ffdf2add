"""PASSWORD: values behind a password's name in code, configuration, command lines, markup, forms, tables and prose.

The span is the value. The looser the shape, the more a value must look like a password: what is quoted behind a name or
stands alone on a form's line may be a plain word, a sentence must name what nobody would take for one.
"""

from __future__ import annotations

import re

from agent.core import Entity
from agent.detection.recognizer import Context, Pattern, Recognizer
from agent.detection.recognizers.password.labels import CJK, LONG, SHORT, SUPPORTING
from agent.detection.recognizers.password.values import MIXED, PLAUSIBLE, STRONG, WORD, judging

__all__ = ["PASSWORD"]

# Nothing but a digit or "confirm" may follow the name: password_hash, password_min_length and password_reset_url are
# something else. What is in brackets belongs to the label: "Password (temporary):".
_SUFFIX = r"s?(?:[_ -]?(?:confirm(?:ation)?|again|repeat|value|plain|text|wd))?[0-9]{0,2}"
_JOINED = r"(?:user|mysql|db|root|sa)[_-]?(?:pwd|pass)"
_KEY = rf"(?:{LONG}|{_JOINED}|(?:\b|_)(?:pwd|pass))" + _SUFFIX
_SHORT_KEY = rf"(?:\b|_){SHORT}[0-9]{{0,2}}"
_ANY_NAME = rf"(?:\b|_)?(?:{LONG}|{_JOINED}|{SHORT}|{CJK})"
_REMARK = r"(?:\s?\([^()\n]{0,40}\))?"

_ANNOTATION = r"(?:\s?:\s?[A-Za-z][A-Za-z\[\] |.?]*)?"
_SIGN = (
    r"(?:\\?[\"'`\])]){0,3}\s{0,8}"
    r"(?:(?:=>|:=|\?\?=|\|\|=|={1,3}|!==?|:)\s{0,8}|,?\s?(?:value|content|default)\s?[:=]\s?)"
)
_WEAK_SIGN = r"(?:\\?[\"'`\])]){0,3}\s{0,4}(?:,|\bor\b|\|\||\?\?|\\?t|\s)\s{0,4}"
_QUOTED = r"[bruf@$]?\\?(?:\"([^\"\n\\]{4,})|'([^'\n\\]{4,})|`([^`\n]{4,}))\\?[\"'`]"
_BARE = r"([^\s\"'`,;<>|\x1e]{4,})"
_UP_TO_SPACE = r"([^\s\x1e]{4,})"
_MARKS = r"[\"'`*]{0,3}"
_OPEN_QUOTE = r"(?:[\"'`*]|\xe2\x80[\x98-\x9e]|\xc2\xab|\xe3\x80\x8c)"
_IN_QUOTES = _OPEN_QUOTE + r"([^\s\"'`*<>]{4,})(?:[\"'`*]|\xe2\x80[\x98-\x9f]|\xc2\xbb|\xe3\x80\x8d)"
_IS = (
    r"(?:is|was|are|to|as|will be|used to be|has been (?:re)?set to|="
    r"|ist|lautet|war|est|es|era|\xc3\xa9|\xc3\xa8|jest|on|är|er)"
    r"(?: now)?"
)
_WHOSE = r"(?:the|my|your|a|an|our|his|her|their|its|this)"


def _bytes(regex: str) -> bytes:
    # The pieces mix text beyond ASCII with single bytes that are written as RE2's own \x.. escapes.
    return b"(?im)" + regex.encode("utf-8")


_OTHER_PASS = re.compile(
    rb"(?:boarding|bus|season|ski|day|rail|train|travel|transit|metro|guest|press|hall|gate|visitor|low|high|band|by)"
    rb"[ _-]?pass(?:es)?$"
)
_LABEL_BYTES = 24
_SIGNS = b" \t=:>-*\"'`$("


def _fits(data: bytes, start: int, _end: int) -> bool:
    """Whether the pass before it is none that lets people in, or signals through."""
    label = data[max(0, start - _LABEL_BYTES) : start].rstrip(_SIGNS).lower()
    return not label.endswith((b"pass", b"passes")) or _OTHER_PASS.search(label) is None


PASSWORD = Recognizer(
    recognizer_id="password",
    entity=Entity.PASSWORD,
    title="a password",
    patterns=(
        Pattern(
            name="password assigned to a quoted value",
            regex=_bytes(_KEY + _ANNOTATION + _SIGN + _QUOTED),
            score=0.5,
            judge=judging(0.55, WORD, bare=False),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password and a quoted value",
            regex=_bytes(rf"(?:{LONG}|{_JOINED})" + _SUFFIX + _WEAK_SIGN + _QUOTED),
            score=0.4,
            judge=judging(0.45, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password assigned to a bare value",
            regex=_bytes(
                rf"(?:{_KEY}{_REMARK}{_MARKS}\]?(?:[ \t]{{0,8}}|\.{{2,40}}[ \t]?)"
                rf"(?::=|=>|->|=|:)[ \t]{{0,8}}{_MARKS}{_BARE}"
                rf"|{CJK}[^\n\x21-\x7e]{{0,24}}[:=]?[^\n\x21-\x7e]{{0,6}}{_MARKS}([\x21-\x7e]{{4,}}))"
            ),
            score=0.4,
            judge=judging(0.5, PLAUSIBLE, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password on its line of a form",
            regex=_bytes(
                rf"(?:\b|_)(?:{LONG}|{SHORT}){_SUFFIX}{_REMARK}{_MARKS}[ \t]{{0,8}}"
                rf"(?::{_MARKS}[ \t]{{1,12}}{_MARKS}{_UP_TO_SPACE}|={_MARKS}{_BARE})[ \t]*\r?$"
            ),
            score=0.4,
            judge=judging(0.5, WORD, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="short name assigned to a value",
            regex=_bytes(_SHORT_KEY + rf"{_MARKS}[ \t]{{0,8}}(?:=>|:=|->|=|:)[ \t]{{0,8}}{_MARKS}{_BARE}"),
            score=0.3,
            judge=judging(0.5, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password on a command line or in a directive",
            regex=_bytes(
                rf"(?:--?(?:[a-z]+-?)?(?:{LONG}|pass|pwd)[ \t]|[#%](?:define|global)\s+\w*{LONG}\s"
                rf"|\b(?:set|define|env|arg)\s+\w*{LONG}\s|\bconvertto-securestring\s(?:-\w+\s){{0,4}})\s{{0,4}}\\?{_MARKS}{_BARE}"
            ),
            score=0.4,
            judge=judging(0.5, STRONG, bare=True),
            needs_context=True,
        ),
        Pattern(
            name="password beside a value",
            regex=_bytes(
                rf"\b{LONG}{_REMARK},?\s+(?:(?:of|called|from|to|with|like) |-{{1,8}}>?\s{{1,8}})?[(]?{_MARKS}{_BARE}"
            ),
            score=0.3,
            judge=judging(0.4, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password on the line below its label",
            regex=_bytes(
                rf"(?:\b|_){LONG}s?{_REMARK}{_MARKS}:{_MARKS}[ \t]{{0,4}}\r?\n[ \t]{{0,8}}(?:-[ \t]{{1,3}})?"
                rf"{_UP_TO_SPACE}[ \t]*\r?$"
            ),
            score=0.3,
            judge=judging(0.4, MIXED, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="short name beside a value",
            regex=_bytes(rf"\bpw[ \t]{{1,4}}{_MARKS}{_BARE}"),
            score=0.3,
            judge=judging(0.3, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password of a database user",
            regex=_bytes(
                r"(?:\bidentified\s(?:with\s[a-z0-9_'\"]{1,40}\s)?(?:by|as)"
                r"|\b(?:login|user|role|encrypted|with|\w)\s+password)\s+(?:(?:password|hash)\s+)?=?\s?'?([^'\s;\"\\]{4,})"
            ),
            score=0.4,
            judge=judging(0.5, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(r"\bidentified\s|\b(?:login|user|role|encrypted|with|\w)\s+password"),
        ),
        Pattern(
            name="password in markup",
            regex=_bytes(
                rf"(?:<(?:[a-z0-9_:.-]*{LONG}|pwd|pass)(?:\s[^<>\n]*)?|{LONG}(?:[\"']\s?|:?\s?</t[dh]>\s{{0,8}}<td[^<>]{{0,80}}"
                rf"|</key>\s{{0,16}}<string))>([^<>\n]{{4,}})</"
            ),
            score=0.5,
            judge=judging(0.5, WORD, bare=False),
            needs_context=True,
        ),
        Pattern(
            name="default of a password's variable",
            regex=_bytes(
                r"\bvariable \"[a-z0-9_-]*(?:password|passwd|passphrase|pwd)\" ?\{[^{}]{0,200}?"
                r"\sdefault {0,8}= {0,8}\"([^\"\n\\]{4,})\""
            ),
            score=0.5,
            judge=judging(0.55, WORD, bare=False),
        ),
        Pattern(
            name="password of a wireless network",
            regex=_bytes(
                r"\bWIFI:(?:[TSHRE]:[^;\n]{0,64};){0,4}?P:((?:[^;\n\\]|\\.){8,63});|\b(?:psk|wpa_passphrase)=\"([^\"\n]{8,63})\""
            ),
            score=0.5,
            judge=judging(0.6, WORD, bare=False),
        ),
        Pattern(
            # As lists of leaked accounts have them; alone on its line, or it would be an address and a path or a port.
            name="e-mail address and password",
            regex=_bytes(
                r"^[ \t>*-]{0,4}[a-z0-9._%+-]{1,64}@(?:[a-z0-9-]{1,63}\.){1,4}[a-z]{2,12}"
                r"(?:[:;|]|[ \t][|/:][ \t])([^\s:;|,/@]{6,40})[ \t]*\r?$"
            ),
            score=0.3,
            judge=judging(0.4, STRONG, bare=True),
        ),
        Pattern(
            name="password named in a sentence",
            regex=_bytes(
                rf"\b{LONG}\b(?:[^\n.:=\"']{{0,40}}?\s{_IS}:?"
                rf"|\s(?:for|of|to|you|that|on|at|we|i)\b(?:[^\n.:=\"']|\.[a-z0-9]){{0,40}}?:)"
                rf"\s(?:{_IN_QUOTES}|{_BARE})"
            ),
            score=0.3,
            judge=judging(0.4, STRONG, bare=True),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="password in front of its name",
            regex=_bytes(rf"{_MARKS}{_BARE}{_MARKS},?\s(?:as|(?:is|was)\s{_WHOSE})\s(?:[a-z-]+\s){{0,3}}{LONG}\b"),
            score=0.3,
            judge=judging(0.4, STRONG, bare=True),
            needs_context=True,
        ),
        Pattern(
            name="quoted password in a sentence",
            regex=_bytes(rf"\b{LONG}\b[^\n.:=\"'<>(){{}}]{{0,40}}?\s?(?:{_IS}|:):?\s{_IN_QUOTES}"),
            score=0.3,
            judge=judging(0.5, WORD, bare=False),
            needs_context=True,
            begins=_bytes(_ANY_NAME),
        ),
        Pattern(
            name="user and password as a pair",
            regex=_bytes(
                rf"(?:\b(?:id|user|username|login|account)\s?[/:&]\s?(?:pass|pw|pwd|{LONG})"
                rf"|\bcred(?:ential)?s?|\blog[ -]?in(?: with| as| details| for (?:[a-z0-9-]+ ){{1,4}}is)?)"
                rf"(?: is| are)?(?:\s?[:=]\s?|\s)[\"'`]?[a-z0-9_.@-]{{2,40}}[\"'`]?\s?[/:|]\s?[\"'`]?{_BARE}"
            ),
            score=0.3,
            judge=judging(0.6, MIXED, bare=True),
            needs_context=True,
            begins=_bytes(r"\b(?:id|user|username|login|account)\s?[/:&]|\bcred|\blog[ -]?in"),
        ),
    ),
    fits=_fits,
    context=Context(supporting=SUPPORTING, boost=0.05),
    cost=6,
)
