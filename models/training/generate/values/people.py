"""People's names, in the forms documents have them; logins and other handles."""

from __future__ import annotations

import unicodedata

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.cultures import Culture
from models.training.generate.values.maker import Maker

__all__ = ["first", "full", "handle", "initialed", "last", "login", "person", "surname_first", "titled"]

_TITLES = "Mr. Ms. Mrs. Dr. Prof. Mr Ms Dr Herr Frau Mme M. Sra. Sr. Judge Officer Nurse Captain Sir"
_SYLLABLES = "ka lo mi ren ta shi vel dor an el bri zu pha qui no ser ya gor lin mo"


def _given(maker: Maker, culture: Culture) -> str:
    if maker.chance(0.04):
        return "".join(maker.word(_SYLLABLES) for _ in range(maker.rng.randint(2, 3))).capitalize()
    return maker.word(culture.given)


def _family(maker: Maker, culture: Culture) -> str:
    if maker.chance(0.03):
        return "".join(maker.word(_SYLLABLES) for _ in range(3)).capitalize()
    head = maker.word(culture.heads)
    name = head[1:] if head.startswith("!") or not culture.tails else head + maker.word(culture.tails)
    return f"{name}-{maker.word(culture.given)}son" if maker.chance(0.01) else name


def full(maker: Maker) -> str:
    """Given name and surname, now and then with a middle initial, two given names or a suffix."""
    culture = maker.culture()
    given, family = _given(maker, culture), _family(maker, culture)
    if culture.family_first and maker.chance(0.5):
        return f"{family} {given}"
    roll = maker.rng.random()
    if roll < 0.1:
        given = f"{given} {maker.form('@')}."
    elif roll < 0.16:
        given = f"{given} {_given(maker, culture)}"
    elif roll < 0.18:
        family = f"{family} {maker.pick(('Jr.', 'III', 'Sr.'))}"
    return f"{given} {family}"


def person(maker: Maker) -> Pieces:
    """In any form that prose has."""
    roll = maker.rng.random()
    if roll < 0.72:
        return mark(full(maker), "PERSON")
    if roll < 0.8:
        return initialed(maker)
    return mark(full(maker).upper(), "PERSON") if roll < 0.86 else titled(maker)


def first(maker: Maker) -> Pieces:
    """A given name alone."""
    return mark(_given(maker, maker.culture()), "PERSON")


def last(maker: Maker) -> Pieces:
    """A surname alone."""
    return mark(_family(maker, maker.culture()), "PERSON")


def titled(maker: Maker) -> Pieces:
    """A title, which is no part of the name, and a surname."""
    name = _family(maker, maker.culture()) if maker.chance(0.7) else full(maker)
    return ((maker.word(_TITLES) + " ", None), (name, "PERSON"))


def initialed(maker: Maker) -> Pieces:
    """As in a signature or a reference: J. Doe, J.R. Doe."""
    initials = maker.pick(("@. ", "@.@. ", "@ ", "@. @. "))
    return mark(maker.form(initials) + _family(maker, maker.culture()), "PERSON")


def surname_first(maker: Maker) -> Pieces:
    """As in a register: Doe, Jane; DOE Jane."""
    culture = maker.culture()
    given, family = _given(maker, culture), _family(maker, culture)
    form = maker.pick((f"{family}, {given}", f"{family.upper()} {given}", f"{family}, {given} {maker.form('@')}."))
    return mark(form, "PERSON")


def _ascii(text: str) -> str:
    kept = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "".join(each for each in kept if each.isalnum()) or "user"


def login(maker: Maker) -> str:
    """What one signs in with, bare."""
    culture = maker.culture()
    given, family = _ascii(_given(maker, culture)), _ascii(_family(maker, culture))
    number = maker.rng.choice(("", "", str(maker.rng.randint(1, 99)), str(maker.rng.randint(1960, 2010))))
    return maker.pick(
        (
            *(f"{given}.{family}{number}", f"{given[0]}{family}{number}", f"{family}{given[:2]}{number}"),
            *(f"{given}_{family}{number}", f"{given}{number or 7}", f"x{given}x{number}", maker.form("%%####")),
            *(f"{given}-{maker.word('fox cat dev gamer nyc luv art runs')}{number}", f"svc_{given}"),
        )
    )


def handle(maker: Maker) -> Pieces:
    """A user name, also as @handle."""
    return mark(("@" if maker.chance(0.25) else "") + login(maker), "USERNAME")
