# ruff: noqa: RUF001 - labels in their own alphabets
"""DATE_OF_BIRTH: a date beside a word of birth, in some 40 languages; the span is the date alone.

A date alone is never one, nor is a year. Between the word and the date may stand a place or a name ("born in Leeds on 3
May 1985"), but no other event ("born in Leeds, died 3 May 1985"). A time of day is no part of the span.
"""

import re

from agent.core import Entity
from agent.detection.calendar_dates import find_date
from agent.detection.labeled_values import Reach, folded, labeled_pattern, reach
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer

__all__ = ["DATE_OF_BIRTH"]

_WHOSE = "(?:(?:user|client|customer|patient|person|member|employee|emp|student|applicant|child|spouse|holder)_?)?"
_END = r"[a-z\x80-\xff]{0,12}"
"""The endings of a word in languages that inflect it."""

_LABELS = folded(
    _WHOSE + r"d\.? ?o\.? ?b\.?",
    "d/o/b",
    "dates?[ _.-]?of[ _.-]?birth",
    _WHOSE + "birth[ _.-]?(?:day|date|dt)?s?",
    "b-?day",
    "bdate",
    "bod[\"'*_ ]{0,3}[:=]",
    "born",
    # Germanic
    "geb(?:oren|urtsdatum|urtstag|oortedatum|oortedag|\\.? ?dat(?:um)?|\\.)?",
    f"f(?:ö|oe|o)d(?:d|t|d a|else){_END}",
    f"f(?:ø|oe|o)d(?:t|d|sel){_END}",
    "fæðing" + _END,
    # Romance
    "né(?:e|\\(e\\)|\\.e|·e)?s? (?:le|à|a|en)",
    "nee? le",
    "naissance",
    "ddn",
    "nacid[oa]s?",
    "naci(?:ó|o) el",
    "nac(?:í|i) el",
    "nacimiento",
    "f(?:ec|echa)?[._ ]{0,2}(?:de )?nac\\.?",
    "nat[oa](?:/[oa]|\\([oa]\\))? (?:il|a|in|l')",
    "nascita",
    "nascid[oa]s?",
    "nascimento",
    "nasceu",
    "nasci em",
    "data[ _]de[ _]nasc\\.?",
    "născut(?:ă|a)?",
    "na(?:ș|ş|s)terii",
    # Slavic
    f"urodz{_END}",
    "data ur\\.?",
    "ur\\.",
    f"naro(?:z|d)en{_END}",
    "d(?:a|á)tum nar" + _END,
    "nar\\.",
    f"ro(?:đ|dj)en{_END}",
    f"roj(?:en|stv){_END}",
    f"роден{_END}",
    "раждане",
    f"ро(?:жд|дил){_END}",
    "д\\.? ?р\\.",
    f"народ(?:ж|ив|ил){_END}",
    # Baltic, Finnic, Hungarian, Greek, Turkic
    f"dzim{_END}",
    f"gim(?:imo|ęs|ė|us){_END}",
    f"synty(?:nyt|m|i){_END}",
    "synt\\.",
    f"sünd(?:inud|imi){_END}",
    "sünniaeg",
    f"szül(?:etett|etés){_END}",
    "szül\\.",
    f"γ(?:έννησης|εννήθηκε|εννημέν){_END}",
    f"do(?:ğ|g)um{_END}",
    "doğdu",
    # East and South Asia, Middle East
    "出生(?:日期|年月日|日)?",
    "生日",
    "生年月日",
    "誕生日",
    "생년월일",
    "생일",
    "출생일?",
    "(?:تاريخ )?(?:ال)?ميلاد",
    "תאריך ה?לידה",
    "נולדה?",
    f"जन्म{_END}",
    "ngày sinh",
    "sinh ngày",
    "lahir",
    "(?:วัน)?เกิด",
)
_OTHER_EVENTS = re.compile(
    r"""(?:died|death|dead|deceas|expir|issu|valid|due|hire|join|start|end(?:ed|s)?$|creat|updat|modif|visit|admi|discharg
    |marri|wedding|effective|sign|test|appoint|schedul|meeting|regist|since|until|when|after|before|graduat|moved|found
    |releas|publish|today|current|phone|zip|order|transact|pay|weight|certif|rate|control|place|plan|gestorben|verst
    |décéd|fallec|mort|умер)""",
    re.VERBOSE,
)
_PLACE_OF_BIRTH = re.compile(
    rb"(?:place|country|city|town|state|county|lieu|pays|lugar|pa[^ ]{1,2}s|luogo|local|ciudad|miejsce)[ _.-]?"
    rb"(?:of|de|di|do)?[ _.-]?[a-z\x80-\xff]{5,12}$",
    re.IGNORECASE,
)
_LONGEST_LABEL = 40
_DIRECT, _LOOSE, _SHORT_YEAR = 0.9, 0.7, 0.15
_REST = r"[0-9]{0,7}(?:[^0-9\n\x1e]{1,26}[0-9]{1,4}){0,2}[^0-9\n\x1e]{0,3}"


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not behind "place of birth"."""
    del end
    return _PLACE_OF_BIRTH.search(data, max(0, start - _LONGEST_LABEL), start) is None


def _confidence(date: str, base: float) -> float:
    """Less for a year of two digits."""
    return base if re.search("[0-9]{4}|[年년]", date) else round(base - _SHORT_YEAR, 2)


def _judge_after_label(tail: str) -> tuple[Judgement, ...]:
    span = find_date(tail)
    if span is None:
        return ()
    start, end = span
    near = reach(tail[:start], stops=_OTHER_EVENTS)
    if near is Reach.NONE:
        return ()
    base, what = (
        (_DIRECT, "label: right before it") if near is Reach.DIRECT else (_LOOSE, "label: a few words before it")
    )
    what += ", a day of the calendar"
    return (Judgement(start=start, end=end, confidence=_confidence(tail[start:end], base), what=what),)


def _judge_before_label(value: str) -> tuple[Judgement, ...]:
    span = find_date(value)
    if span is None:
        return ()
    what = "label: right behind it, a day of the calendar"
    return (Judgement(start=span[0], end=span[1], confidence=_confidence(value, 0.75), what=what),)


_NAMES = (
    "d[.]?o[.]?b[.]?|birth ?da(?:te|y)|date[ _]of[ _]birth|born"
    "|geburtsdatum|geburtstag|geboren(?: am| op)?|geboortedatum|född|født"
    "|date de naissance|n(?:é|e)(?:\\(e\\))? le|fecha de nacimiento|data di nascita|nat[oa] il|data de nascimento"
    "|data urodzenia|syntymäaika|datum narození|doğum tarihi|дата рождения|дата народження"
)
_MONTH_FIRST = "[a-z]{3,9} [0-9]{1,2},? [0-9]{4}"
_DATE_THEN_LABEL = (
    r"([0-9][0-9a-z ./,'-]{4,24}[0-9])[,.]? ?"
    r"(?:(?:is|was|as|=|-|\()? ?(?:(?:my|his|her|the|their|your) )?"
    r"(?:d\.?o\.?b|date of birth|birth ?da(?:te|y))(?:[).,;!?\n]|$)|(?:г\.? ?р\.|года рождения|р\. ?н\.|született))"
    rf"|\b([0-9][0-9a-z ./,'-]{{4,24}}[0-9]|{_MONTH_FIRST})"
    r"(?: (?:is|was|as|for)(?: (?:my|his|her|the|their|your))?(?: (?:right|correct|new|full))? | ?\()"
    rf"(?:{_NAMES})[).,;!?\n]"
    rf"|([0-9][0-9a-z\x80-\xff ./-]{{4,24}}[0-9]|{_MONTH_FIRST}) (?:geboren|født|född|fødd|nata|nato|née?)\b"
    r"|([0-9]{4}年 ?[0-9]{1,2}月 ?[0-9]{1,2}日) ?(?:出生|生)"
    r"|([0-9]{4}년 ?[0-9]{1,2}월 ?[0-9]{1,2}일) ?(?:생|출생)"
)

DATE_OF_BIRTH = Recognizer(
    recognizer_id="date_of_birth",
    entity=Entity.DATE_OF_BIRTH,
    title="a date of birth",
    patterns=(
        labeled_pattern("a word of birth and a date", _LABELS, _judge_after_label, score=0.3, rest=_REST, digits=2),
        Pattern(
            name="a date and a word of birth",
            regex=f"(?i){_DATE_THEN_LABEL}".encode(),
            score=0.3,
            judge=_judge_before_label,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(supporting=(*_LABELS, *folded("г\\.? ?р\\.", "года рожд", "р\\. ?н\\."))),
    cost=2,
)
