"""Streets, towns, postcodes and whole addresses on one line or several."""

from __future__ import annotations

import re

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.cultures import Culture
from models.training.generate.values.maker import Maker

__all__ = [
    "address",
    "address_lines",
    "city",
    "country",
    "dateline",
    "landmark",
    "place",
    "region",
    "street",
    "zip_code",
]

_REAL_TOWNS, _REAL_STREETS = 0.5, 0.25
_WORLD = "France Germany Kenya Brazil Japan Norway Peru Vietnam Canada Iceland Ghana Turkey Poland Italy Chile Oman Malta Cuba Sweden Mali Deutschland Österreich Suisse España the_Netherlands South_Korea New_Zealand Costa_Rica Saudi_Arabia Sri_Lanka UK U.S. UAE EU"
_CITIES = "London Paris Berlin Madrid Tokyo Chicago Boston Nairobi Mumbai Lagos Lima Oslo Vienna Zürich Toronto Sydney Osaka Dubai Cairo Hanoi Warsaw Milan Rotterdam Leeds Austin Denver Porto Lyon Hamburg Seoul Manila Bogotá Phoenix Reading Mobile Nice Bath"
_WIDER = "Eastern_Europe the_Midwest West_Africa Scandinavia the_Balkans Southeast_Asia Bavaria Catalonia Flanders Silesia the_Gulf_Coast Patagonia North_Sea Lake_Geneva Mount_Kenya the_Rhine"
_LANDMARKS = "{}_Airport Mount_{} Lake_{} River_{} {}_Valley {}_Island Strait_of_{} {}_National_Park {}_Bridge Cape_{} Bay_of_{} {}_Forest Port_of_{} {}_Square {}_Stadium {}_Desert Upper_{} {}_Central_Station Isla_{} Col_de_{} {}see Rio_{} South_{} {}_Peninsula {}_Hills Fort_{} Camp_{}"


def _town(maker: Maker, culture: Culture) -> str:
    if (real := maker.real("towns", _REAL_TOWNS)) is not None:
        return real
    beginnings, ends = culture.towns.split("|")
    return maker.word(beginnings) + maker.word(ends)


def city(maker: Maker) -> Pieces:
    """A town, real or made."""
    return mark(maker.word(_CITIES) if maker.chance(0.4) else _town(maker, maker.culture()), "LOCATION")


def dateline(maker: Maker) -> Pieces:
    """A town or country in capitals, as reports begin."""
    return mark((city(maker) if maker.chance(0.75) else country(maker))[0][0].upper(), "LOCATION")


def landmark(maker: Maker) -> Pieces:
    """A river, mountain, island, airport, square."""
    return mark(maker.word(_LANDMARKS).format(_town(maker, maker.culture())), "LOCATION")


def region(maker: Maker) -> Pieces:
    """A state, province or county."""
    return mark(maker.word(maker.culture().regions).strip("()"), "LOCATION")


def country(maker: Maker) -> Pieces:
    """A country."""
    return mark(maker.word(_WORLD), "LOCATION")


def place(maker: Maker) -> Pieces:
    """Any of them, or something wider."""
    roll = maker.rng.random()
    if roll < 0.5:
        return city(maker)
    if roll < 0.72:
        return country(maker)
    if roll < 0.84:
        return ((_town(maker, maker.home), "LOCATION"), (", ", None), *region(maker))
    return mark(maker.word(_WIDER), "LOCATION") if roll < 0.92 else region(maker)


def _street(maker: Maker, culture: Culture) -> str:
    if (real := maker.real("streets", _REAL_STREETS)) is not None:
        return real
    form = maker.pick(culture.street)

    def put(match: re.Match[str]) -> str:
        part = match[0]
        if part == "Nth":
            number = maker.rng.randint(1, 99)
            return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') if number not in (11, 12, 13) else 'th' }"
        if part in {"S", "§"}:
            return maker.word(culture.words)
        if part == "W":
            return maker.pick(("N", "North", "W.", "SE", "East"))
        if part == "@":
            return maker.form("@")
        return str(maker.rng.randint(1, maker.pick((9, 40, 300, 300, 9999))))

    return re.sub(r"\bNth\b|\bN(?=a?\b)|\bW\b|\bS\b|§|@", put, form)


def street(maker: Maker) -> Pieces:
    """The line with the street."""
    return mark(_street(maker, maker.culture()), "ADDRESS")


def zip_code(maker: Maker) -> Pieces:
    """A postcode."""
    return mark(maker.form(maker.pick(maker.culture().postcode)).removeprefix("CEP ").removeprefix("C.P. "), "ZIP_CODE")


def _rest(maker: Maker, culture: Culture, separator: str) -> Pieces:
    pieces: list[tuple[str, str | None]] = []
    for part in re.split(r"(\b[CRZL]\b)", maker.pick(culture.lines)):
        if part == "C":
            pieces.append((_town(maker, culture) if maker.chance(0.8) else maker.word(_CITIES), "LOCATION"))
        elif part == "R":
            pieces.append((maker.word(culture.regions).strip("()"), "LOCATION"))
        elif part == "Z":
            form = maker.form(maker.pick(culture.postcode))
            code = re.sub(r"^(?:CEP |C\.P\. |〒)", "", form)
            pieces += [(form.removesuffix(code), None), (code, "ZIP_CODE")]
        elif part == "L":
            pieces.append((culture.country.upper() if maker.chance(0.3) else culture.country, "LOCATION"))
        elif part:
            pieces.append((part.replace("/", separator), None))
    return tuple(pieces)


def _whole(maker: Maker, first_separator: str, separator: str) -> Pieces:
    culture = maker.culture()
    line = (_street(maker, culture), "ADDRESS")
    rest = _rest(maker, culture, separator)
    # Some write the place first, as on Asian and Arab letters.
    if culture.language in {"ja", "ru", "ar"} and maker.chance(0.3):
        return (*rest, (first_separator, None), line)
    return (line, (first_separator, None), *rest)


def address(maker: Maker) -> Pieces:
    """On one line."""
    return _whole(maker, ", " if maker.chance(0.85) else " ", ", " if maker.chance(0.8) else " ")


def address_lines(maker: Maker) -> Pieces:
    """As on an envelope: several lines, sometimes with a comma at their ends or indented."""
    separator = maker.pick(("\n", "\n", "\n", ",\n", "\n    ", " \n", "\r\n", "<br>"))
    return _whole(maker, separator, separator)
