"""People's names, in the forms documents have them; logins and other handles."""

from __future__ import annotations

import unicodedata

from models.training.generate.draft import Pieces, mark
from models.training.generate.values.cultures import Culture
from models.training.generate.values.maker import Maker

__all__ = [
    "far",
    "first",
    "full",
    "handle",
    "hyphened",
    "initialed",
    "last",
    "login",
    "namesake",
    "person",
    "shout",
    "stage",
    "surname_first",
    "titled",
]

_REAL = 0.4
_TITLES = "Mr. Ms. Mrs. Dr. Prof. Mr Ms Dr Herr Frau Mme M. Sra. Sr. Judge Officer Nurse Captain Sir"
_SYLLABLES = "ka lo mi ren ta shi vel dor an el bri zu pha qui no ser ya gor lin mo"
_FAR = (
    "Min-jae Seo-yeon Ji-hoon Hye-jin Sung-min|Kim Park Choi Jung Yoon Kang|<",
    "Guðrún Sigurður Björk Einar Hildur|Jónsdóttir Einarsson Ólafsdóttir Gunnarsson|>",
    "Tigist Abebe Selamawit Haile Kenenisa|Bekele Tesfaye Girma Wolde Kebede|>",
    "Nikos Eleni Dimitris Katerina Stavros|Papadopoulos Nikolaidou Georgiou Karras|>",
    "Zoltán Ágnes Gergő Ildikó Bence|Szabó Horváth Kovács Tóth Nagy|<",
    "Siti Budi Dewi Agus Putri|Wijaya Nurhaliza Santoso binti_Ahmad Rahmawati|>",
    "Somchai Ploy Anong Kittisak|Srisai Chaiyaporn Wongsawat Rattanakul|>",
    "Armen Anahit Giorgi Nino Levan|Petrosyan Hakobyan Beridze Kapanadze|>",
    "Moshe Yael Avi Shira Noam|Levi Ben-David Mizrahi Bar-Lev Shapiro|>",
    "Kealoha Leilani Tane Aroha Sione|Kahananui Te_Rangi Fonoti Tuilagi Ngata|>",
    "Ion Mihaela Bogdan Ioana Radu|Popescu Ionescu Dumitru Munteanu|>",
    "Dragan Milica Ivana Luka Zoran|Petrović Kovačević Horvat Babić Marković|>",
    "Faisal Noura Hamad Khalid Maryam|bin_Salem Al-Thani ibn_Rashid Al_Maktoumi|>",
    "Rizal Jejomar Maricel Analyn|Dela_Cruz Macaraeg Bautista Magsaysay|>",
    "Thando Sipho Nomvula Tendai Chipo|Nkosi Moyo Khumalo Ndlovu van_der_Merwe|>",
    "Ludwig Maximilian Alexandra Friederike|von_Hohenau zu_Stolzenfels van_Beethem von_der_Lahr|>",
)
_ALSO_NAMES = "April May June August Paris Jordan Virginia Austin Will Mark Grace London Carolina Bill Faith Sydney Chase Rose Dakota Drew Brooklyn Savannah Chelsea Israel Florence Dallas Hope Rich Art Summer Autumn Joy"
_ALSO_SURNAMES = "Washington Lincoln York Berlin England Ireland Winter Friday March May Banks Stone Church Hill Price Baker Day Young West Cash Page Wood Field Small Hamburg Holland Wells Law Case Bush Green English French Cook Power Best"
_STAGE = "Zaya Nuvo Prinz_Kleo Lil_Verro DJ_Tamo Queen_Sade-Lu Kez Moku MC_Rano La_Vero Big_Tovo Ayo. K1ra"


def _given(maker: Maker, culture: Culture) -> str:
    if (real := maker.real("given", _REAL)) is not None:
        return real
    if maker.chance(0.04):
        return "".join(maker.word(_SYLLABLES) for _ in range(maker.rng.randint(2, 3))).capitalize()
    return maker.word(culture.given)


def _family(maker: Maker, culture: Culture) -> str:
    if (real := maker.real("surnames", _REAL)) is not None:
        return real
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


def far(maker: Maker) -> Pieces:
    """Somebody from where no document comes from: other names, and other orders of them."""
    given, family, order = maker.pick(_FAR).split("|")
    given, family = maker.word(given), maker.word(family)
    return mark(f"{family} {given}" if order == "<" else f"{given} {family}", "PERSON")


def namesake(maker: Maker) -> Pieces:
    """A name that is also a month, a place or a word: whole, or half of it."""
    roll = maker.rng.random()
    if roll < 0.25:
        return mark(maker.word(_ALSO_NAMES if maker.chance(0.6) else _ALSO_SURNAMES), "PERSON")
    given = maker.word(_ALSO_NAMES) if roll < 0.7 else _given(maker, maker.culture())
    return mark(f"{given} {maker.word(_ALSO_SURNAMES) if roll > 0.5 else _family(maker, maker.culture())}", "PERSON")


def hyphened(maker: Maker) -> Pieces:
    """With two surnames or two given names in one."""
    culture = maker.culture()
    given, family = _given(maker, culture), _family(maker, culture)
    if maker.chance(0.4):
        return mark(f"{given}-{_given(maker, culture)} {family}", "PERSON")
    joint = maker.pick(("-", "-", " y ", " van ", " de la "))
    return mark(f"{given} {family}{joint}{_family(maker, culture)}", "PERSON")


def shout(maker: Maker) -> Pieces:
    """In capitals, as in headlines and forms: the surname or the whole."""
    return mark((full(maker) if maker.chance(0.6) else last(maker)[0][0]).upper(), "PERSON")


def stage(maker: Maker) -> Pieces:
    """The one name of an artist or player."""
    return mark(maker.word(_STAGE) if maker.chance(0.6) else _given(maker, maker.culture()), "PERSON")
