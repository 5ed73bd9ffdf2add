# ruff: noqa: RUF001 - months in their own alphabets
"""Dates as people write them: numeric in every order, with month names in some 25 languages, East Asian and compact.

A date is a real day of the Gregorian calendar with a year from 1900 to 2035, or a year of two digits. In numeric dates
day and month may stand in either order; no order is guessed, since only the place of the date is asked for. There is
no clock here: the last year is fixed.
"""

from __future__ import annotations

import calendar
import itertools
import re
from collections.abc import Iterator
from types import MappingProxyType

__all__ = ["MONTHS", "find_date"]

_FIRST_YEAR, _LAST_YEAR = 1900, 2035
_LEAP_YEAR = 2000

MONTHS = MappingProxyType(
    {
        name: number
        for number, names in enumerate(
            (
                """jan january januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń sty
                tammikuuta tammikuu tammi leden ledna led január január ianuarie ian ocak oca января январь янв січня
                ιανουαρίου ιαν sausio janvāris janvārī jaanuar siječnja siječanj januara""",
                """feb february februar février fevrier févr fev febrero febbraio fevereiro februari lutego luty lut
                helmikuuta helmikuu helmi února únor února február februárě februarie şubat şub февраля февраль фев
                лютого φεβρουαρίου φεβ vasario februāris veebruar veljače februara""",
                """mar march märz mär maerz mars marzo março marco maart mrt marca marzec maaliskuuta maaliskuu maalis
                březen března bře marec március márc martie mart марта март мар березня μαρτίου μαρ kovo marts märts
                ožujka marta maret""",
                """apr april avril avr abril abr aprile kwietnia kwiecień kwi huhtikuuta huhtikuu huhti duben dubna dub
                apríl április ápr aprilie nisan nis апреля апрель апр квітня απριλίου απρ balandžio aprīlis aprill
                travnja aprila""",
                """may mai mayo maggio mag maio mei maj maja toukokuuta toukokuu touko květen května kvě máj mája május
                máj mayıs мая май травня μαΐου μαϊ gegužės maijs svibnja maí""",
                """jun june juni juin junio giugno giu junho czerwca czerwiec cze kesäkuuta kesäkuu kesä červen června
                čvn jún júna június iunie iun haziran haz июня июнь июн червня ιουνίου ιουν birželio jūnijs juuni
                lipnja juna""",
                """jul july juli juillet juil julio luglio lug julho lipca lipiec lip heinäkuuta heinäkuu heinä
                červenec července čvc júl júla július iulie iul temmuz tem июля июль июл липня ιουλίου ιουλ liepos
                jūlijs juuli srpnja jula""",
                """aug august août aout agosto ago augustus augusti sierpnia sierpień sie elokuuta elokuu elo srpen
                srpna srp augusta augusztus ağustos ağu августа август авг серпня αυγούστου αυγ rugpjūčio augusts
                kolovoza avgust agustus""",
                """sep sept september septembre septiembre set settembre setembro września wrzesień wrz syyskuuta
                syyskuu syys září zář szeptember szept septembrie eylül eyl сентября сентябрь сен сент вересня
                σεπτεμβρίου σεπ rugsėjo septembris rujna septembra""",
                """oct october okt oktober octobre octubre ottobre ott outubro out października październik paź
                lokakuuta lokakuu loka říjen října říj október octombrie ekim eki октября октябрь окт жовтня οκτωβρίου
                οκτ spalio oktobris oktoober listopada oktobra""",
                """nov november novembre noviembre novembro listopada listopad lis marraskuuta marraskuu marras
                listopadu noviembre noiembrie kasım kas ноября ноябрь ноя листопада νοεμβρίου νοε lapkričio novembris
                studenoga studenog novembra""",
                """dec december dez dezember décembre decembre déc diciembre dic dicembre dezembro grudnia grudzień gru
                joulukuuta joulukuu joulu prosinec prosince pro decembrie aralık ara декабря декабрь дек грудня
                δεκεμβρίου δεκ gruodžio decembris detsember prosinca decembra desember""",
            ),
            start=1,
        )
        for name in names.split()
    }
)
"""Names and abbreviations of months, lower case, in the forms that stand in dates, to their number."""

_BEFORE = r"(?<![0-9])(?<![0-9][-/.,:])"
_BEHIND = r"(?![0-9]|[-/.,:][0-9])"
_YEAR = "(?P<year>(?:19|20)[0-9]{2})"
_ANY_YEAR = f"(?:{_YEAR}|'?(?P<short>[0-9]{{2}}))"
_DAY = "(?P<day>[0-3]?[0-9])(?:st|nd|rd|th|er|º|ª|o|a|e)?"
_MONTH = r"(?P<month>[^\W\d_]{3,12})"
_OF = "(?:(?:of|de|del|do)[ ])?"
_BREAK = r"(?:[ ]?[-/.,][ ]?|[ ])"

_NAMED = tuple(
    re.compile(f"{_BEFORE}(?:{form}){_BEHIND}", re.IGNORECASE)
    for form in (
        rf"{_DAY}{_BREAK}{{0,2}}(?:(?:of|de|del|di)[ ]|d['’])?{_MONTH}{_BREAK}{{0,2}}{_OF}{_ANY_YEAR}",
        rf"{_YEAR}{_BREAK}{{1,2}}(?:m\.[ ])?{_MONTH}{_BREAK}{{1,2}}{_DAY}",
        rf"(?<![^\W\d_]){_MONTH}{_BREAK}{{0,2}}(?:the[ ])?{_DAY}{_BREAK}{{1,2}}(?:of[ ])?{_ANY_YEAR}",
        "(?P<year>[0-9]{4})[年년][ ]?(?P<number>[0-9]{1,2})[月월][ ]?(?P<day>[0-9]{1,2})[日号號일]",
        "(?:明治|大正|昭和|平成|令和)(?P<short>[0-9]{1,2})年(?P<number>[0-9]{1,2})月(?P<day>[0-9]{1,2})日",
    )
)
_YEAR_FIRST = re.compile(
    rf"{_BEFORE}{_YEAR}(?P<separator>[ ]?[-/.][ ]?|[ ])([0-9]{{1,2}})(?P=separator)([0-9]{{1,2}}){_BEHIND}"
)
_YEAR_LAST = re.compile(
    rf"{_BEFORE}([0-9]{{1,2}})(?P<separator>[ ]?[-/.][ ]?|[ ])([0-9]{{1,2}})(?P=separator){_ANY_YEAR}{_BEHIND}"
)
_PLAIN = re.compile(
    r"[^\w]*((?:19[0-9]{2}|20[0-2][0-9])-(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8]))(?![\w'’]|[-/.,: ])"
)
"""The form of ISO 8601 with nothing before it, on a day that every month has: what columns of dates are full of."""

_COMPACT = re.compile(f"{_BEFORE}[0-9]{{8}}{_BEHIND}")


def find_date(text: str) -> tuple[int, int] | None:
    """Start and end of the first date; None when there is none. Total on any text."""
    plain = _PLAIN.match(text)
    if plain is not None:
        return plain.span(1)
    found = [match.span() for match in _dates(text)]
    return min(found, key=lambda span: (span[0], -span[1]), default=None)


def _dates(text: str) -> Iterator[re.Match[str]]:
    """The first date of each form."""
    for form in _NAMED if any(map(str.isalpha, text)) else ():
        yield from itertools.islice(filter(_is_named, form.finditer(text)), 1)
    for form, is_date in ((_YEAR_FIRST, _is_year_first), (_YEAR_LAST, _is_year_last), (_COMPACT, _is_compact)):
        yield from itertools.islice(filter(is_date, form.finditer(text)), 1)


def _is_named(match: re.Match[str]) -> bool:
    groups = match.groupdict()
    month = int(groups["number"]) if "number" in groups else MONTHS.get(groups["month"].lower(), 0)
    year = groups.get("year")
    return _is_day(int(year) if year else None, month, int(groups["day"]))


def _is_year_first(match: re.Match[str]) -> bool:
    year, second, third = int(match["year"]), int(match[3]), int(match[4])
    return _is_day(year, second, third) or _is_day(year, third, second)


def _is_year_last(match: re.Match[str]) -> bool:
    year, first, second = match["year"], int(match[1]), int(match[3])
    if year is None:
        # Two digits thrice: the year may come first, too; spaces between them are no date.
        short = int(match["short"])
        is_day = _is_day(None, first, second) or _is_day(None, second, first) or _is_day(None, second, short)
        return is_day and match["separator"] != " "
    return _is_day(int(year), first, second) or _is_day(int(year), second, first)


def _is_compact(match: re.Match[str]) -> bool:
    digits = match[0]
    first, second = int(digits[:2]), int(digits[2:4])
    if _is_day(int(digits[:4]), int(digits[4:6]), int(digits[6:])):
        return True
    return _is_day(int(digits[4:]), first, second) or _is_day(int(digits[4:]), second, first)


def _is_day(year: int | None, month: int, day: int) -> bool:
    """Whether the day exists; without a year, in a leap year."""
    if year is None:
        year = _LEAP_YEAR
    if not (_FIRST_YEAR <= year <= _LAST_YEAR and 1 <= month <= 12):
        return False
    return 1 <= day <= calendar.monthrange(year, month)[1]
