"""Days and dates as entities, birthdays, ages; and what looks like them and is none."""

from __future__ import annotations

from collections.abc import Callable

from models.training.generate.draft import Pieces, mark, plain
from models.training.generate.values.maker import Maker

__all__ = [
    "age",
    "birthday",
    "clock",
    "date",
    "dated",
    "day",
    "duration",
    "era",
    "fiscal_year",
    "month_year",
    "nearby",
    "on_day",
    "period",
    "range_of_days",
    "term",
    "year",
]

_MONTHS = {
    "en": "January February March April May June July August September October November December",
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
}
_UNITS = {
    "de": "Tagen Wochen Monaten Jahren Stunden Werktagen",
    "fr": "jours semaines mois ans heures jours_ouvrables",
    "es": "días semanas meses años horas días_hábiles",
    "it": "giorni settimane mesi anni ore giorni_lavorativi",
    "nl": "dagen weken maanden jaar uur werkdagen",
    "pt": "dias semanas meses anos horas dias_úteis",
}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mon Tue Wed Thu Fri"
_RELATIVE = "today tomorrow yesterday tonight last_week next_month this_morning next_Tuesday last_Friday this_weekend last_year Q3 Q1_2024 the_end_of_March Easter Christmas mid-June early_2021 the_1990s"


def _written(maker: Maker, first_year: int, last_year: int) -> str:
    year, month, day_ = maker.rng.randint(first_year, last_year), maker.rng.randint(1, 12), maker.rng.randint(1, 28)
    language = maker.home.language if maker.home.language in _MONTHS else "en"
    name = _MONTHS[language].split()[month - 1]
    english = _MONTHS["en"].split()[month - 1]
    th = "th" if 10 < day_ < 14 else {1: "st", 2: "nd", 3: "rd"}.get(day_ % 10, "th")
    forms = [
        f"{year}-{month:02}-{day_:02}",
        f"{day_:02}/{month:02}/{year}",
        f"{month}/{day_}/{year}",
        f"{month:02}/{day_:02}/{year % 100:02}",
        f"{day_:02}.{month:02}.{year}",
        f"{day_}.{month}.{year % 100:02}",
        f"{english} {day_}, {year}",
        f"{day_} {english} {year}",
        f"{english[:3]} {day_}, {year}",
        f"{day_:02}-{english[:3]}-{year}",
        f"{english} {day_}{th}",
        f"{day_}{th} of {english} {year}",
        f"{english[:3]}. {day_}",
        f"{day_} {english[:3]} {year % 100:02}",
        f"{day_}/{month}",
        f"{month:02}-{day_:02}-{year}",
        f"{day_:02}-{month:02}-{year}",
        f"{day_}{th} {english} {year}",
        f"{english[:3]} {day_}{th}, {year}",
        f"{english.upper()} {day_}, {year}",
        f"{day_} {english}",
        f"{maker.word('Mon Tue Wed Thu Fri Sat Sun')} {day_} {english[:3]} {year}",
        f"{year}/{month:02}/{day_:02}",
        f"{year}{month:02}{day_:02}",
        f"{maker.word('Monday Tuesday Wednesday Thursday Friday')}, {english} {day_}",
    ]
    if language != "en" and maker.chance(0.6):
        forms = (
            [f"{day_}. {name} {year}"] if language == "de" else [f"{day_} {name} {year}", f"{day_} de {name} de {year}"]
        )
    return maker.pick(forms)


def date(maker: Maker) -> Pieces:
    """A day of the calendar, written in any way."""
    return mark(_written(maker, 1985, 2031), "DATE")


def day(maker: Maker) -> Pieces:
    """A weekday or a day by its distance."""
    return mark(maker.word(_DAYS) if maker.chance(0.55) else maker.word(_RELATIVE), "DATE")


def month_year(maker: Maker) -> Pieces:
    """A month of a year, or a month alone."""
    month, number = maker.word(_MONTHS["en"]), maker.rng.randint(1, 12)
    year_ = maker.rng.randint(1990, 2031)
    return mark(
        maker.pick((f"{month} {year_}", f"{month[:3]} {year_}", f"{number:02}/{year_}", f"{month} of {year_}", month)),
        "DATE",
    )


def year(maker: Maker) -> Pieces:
    """A year that says when."""
    return mark(str(maker.rng.randint(1890, 2035)), "DATE")


def period(maker: Maker) -> Pieces:
    """What a report is about: a quarter, a half, a fiscal year, or the day it ended."""
    number, quarter = maker.rng.randint(1998, 2031), maker.rng.randint(1, 4)
    name, month = maker.word("first second third fourth"), maker.word("March_31 June_30 September_30 December_31")
    return mark(
        maker.pick(
            (
                *(f"Q{quarter} {number}", f"{quarter}Q{number % 100:02}", f"fiscal {number}", f"FY{number % 100:02}"),
                *(f"{month}, {number}", f"{month}, {number}", f"the {name} quarter of {number}", f"FY {number}"),
                *(
                    f"H{quarter % 2 + 1} {number}",
                    f"the {name} quarter",
                    f"Q{quarter}",
                    f"{number}/{number % 100 + 1:02}",
                ),
                *(f"{number}", f"fiscal year {number}", f"{number}-{number + 1}"),
            )
        ),
        "DATE",
    )


def fiscal_year(maker: Maker) -> Pieces:
    """A year that somebody worked in or reported on."""
    return mark(str(maker.rng.randint(1988, 2031)), "DATE")


def term(maker: Maker) -> Pieces:
    """How long a job, loan or leave lasts: days to years."""
    roll, word = maker.rng.randint(2, 11), maker.word("two three four five six seven eight ten twelve")
    return mark(
        maker.pick(
            (
                *(f"{roll} years", f"{roll * 3} months", f"{roll * 5} days", f"{roll} weeks", f"{word} years"),
                *(f"{word} months", f"{word} weeks", f"{word} days", f"{roll}+ years", f"{roll}.5 years"),
                *(f"{roll * 5} working days", f"over {word} years", f"{roll} yrs", f"{roll} mths"),
            )
        ),
        "DATE",
    )


def duration(maker: Maker) -> Pieces:
    """How long something takes, which is a time and so is marked as sources mark it."""
    number = maker.rng.randint(2, 60)
    unit = maker.word("days weeks months years hours minutes business_days calendar_days")
    return mark(
        maker.pick((f"{number} {unit}", f"{number}-{unit[:-1]}", f"several {unit}", f"two {unit}", f"{number} {unit}")),
        "DATE",
    )


def birthday(maker: Maker) -> Pieces:
    """A date of birth."""
    text = ""
    while len(text) < 8 or not text[-2:].strip("th").isdigit():
        text = _written(maker, 1935, 2012)
    return mark(text, "DATE_OF_BIRTH")


def age(maker: Maker) -> Pieces:
    """How old somebody is; the number, with its unit where it has one."""
    number = maker.rng.randint(1, 97)
    return mark(
        maker.pick(
            (
                f"{number}",
                f"{number} years old",
                f"{number}-year-old",
                f"{number} yo",
                f"{number}y",
                f"{number} y/o",
                f"{number} years",
            )
        ),
        "AGE",
    )


def years_old(maker: Maker) -> Pieces:
    """How old somebody is, the bare number."""
    return mark(str(maker.rng.randint(1, 97)), "AGE")


def lasting(language: str) -> Callable[[Maker], Pieces]:
    """A maker of durations in a language."""
    return lambda maker: mark(f"{maker.rng.randint(2, 60)} {maker.word(_UNITS[language])}", "DATE")


def clock(maker: Maker) -> Pieces:
    """A time of day, which is no date."""
    hour, minute = maker.rng.randint(0, 23), maker.rng.randint(0, 59)
    return plain(
        maker.pick(
            (
                f"{hour:02}:{minute:02}",
                f"{hour % 12 + 1}:{minute:02} {maker.pick(('am', 'pm', 'AM', 'PM'))}",
                f"{hour % 12 + 1}pm",
                f"{hour} Uhr",
                f"{hour:02}h{minute:02}",
            )
        )
    )


_WEEKDAYS = {
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag Samstag Sonntag",
    "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "es": "lunes martes miércoles jueves viernes sábado domingo",
    "it": "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "nl": "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado domingo",
}
_ERAS = "the_{}s the_{}s the_mid-{}s late_{} early_{} mid-{} the_summer_of_{} the_spring_of_{} autumn_{} the_winter_of_{} the_end_of_{} the_{}th_century the_turn_of_the_century the_Middle_Ages the_last_decade the_interwar_years c._{} around_{} {}-{} {}/{} Christmas_{} Easter_{}"
_NEAR = "three_weeks_ago the_day_before_yesterday next_Friday the_following_month last_spring this_coming_Monday over_the_weekend a_year_ago two_days_later last_night this_afternoon Monday_morning Thursday_evening earlier_this_week later_this_month the_previous_day in_two_years'_time the_past_ten_years a_fortnight_ago New_Year's_Eve tomorrow_evening the_day_after_tomorrow overnight the_same_day last_month next_year this_year Saturday_night nächste_Woche"


def dated(language: str) -> Callable[[Maker], Pieces]:
    """A maker of dates in a language: with weekday, month, both or a bare year."""

    def make(maker: Maker) -> Pieces:
        year_, day_, weekday = maker.rng.randint(1950, 2030), maker.rng.randint(1, 28), maker.word(_WEEKDAYS[language])
        name, month = maker.word(_MONTHS[language]), maker.rng.randint(1, 12)
        of = " de " if language in {"es", "pt"} else " "
        number = f"{day_}." if language == "de" else str(day_)
        full = f"{number}{of}{name}"
        forms = (
            weekday,
            full,
            f"{full}{of}{year_}",
            f"{full}{of}{year_}",
            f"{weekday}{', ' if language in 'es de pt' else ' '}{full}",
        )
        return mark(
            maker.pick(
                (*forms, f"{name}{of}{year_}", f"{day_:02}.{month:02}.{year_}", f"{day_}/{month}/{year_}", str(year_))
            ),
            "DATE",
        )

    return make


def era(maker: Maker) -> Pieces:
    """Part of a year, decade or century."""
    form = maker.word(_ERAS)
    year_ = maker.rng.randint(1840, 2024)
    first_ = {"s": year_ // 10 * 10, "th": maker.rng.randint(4, 20)}.get(
        form.partition("}")[2].partition("_")[0].partition(" ")[0], year_
    )
    return mark(form.format(first_, year_ + maker.rng.randint(1, 9)), "DATE")


def nearby(maker: Maker) -> Pieces:
    """A time as seen from now."""
    return mark(
        maker.word(_NEAR)
        if maker.chance(0.7)
        else f"{maker.rng.randint(2, 30)} {maker.word('days weeks months years hours')} {maker.word('ago earlier later')}",
        "DATE",
    )


def on_day(maker: Maker) -> Pieces:
    """A weekday with its day, or a day of a month that is known."""
    number, month, name = (
        maker.rng.randint(1, 28),
        maker.word(_MONTHS["en"]),
        maker.word("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    )
    th = "th" if 10 < number < 14 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    year_ = maker.rng.randint(1990, 2030)
    return mark(
        maker.pick(
            (
                *(f"{name} {number} {month}", f"{name}, {number} {month} {year_}", f"{name} the {number}{th}"),
                *(f"{name[:3]}, {month[:3]} {number}", f"{name}, {month} {number}, {year_}", f"the {number}{th}"),
                *(f"{name[:3]}. {number}/{maker.rng.randint(1, 12)}", f"the {number}{th} of {month}", f"{number}{th}"),
            )
        ),
        "DATE",
    )


def range_of_days(maker: Maker) -> Pieces:
    """From one day to another, as one date or as two."""
    number, month, year_ = maker.rng.randint(1, 20), maker.word(_MONTHS["en"]), maker.rng.randint(1990, 2030)
    later, other = number + maker.rng.randint(1, 8), maker.word(_MONTHS["en"])
    if maker.chance(0.35):
        joint = maker.pick((" to ", " - ", " until ", " through ", " – "))
        return ((f"{number} {month}", "DATE"), (joint, None), (f"{later} {other} {year_}", "DATE"))
    dash = maker.pick(("-", "–", " - ", "/"))
    return mark(
        maker.pick(
            (
                *(f"{number}{dash}{later} {month} {year_}", f"{month} {number}{dash}{later}, {year_}"),
                *(
                    f"{month[:3]} {number}{dash}{later}",
                    f"{year_}{dash}{year_ + later - number}",
                    f"{month}{dash}{other} {year_}",
                ),
                *(f"Mon{dash}Fri", f"{number}.{dash}{later}.{maker.rng.randint(1, 12)}.{year_}"),
            )
        ),
        "DATE",
    )
