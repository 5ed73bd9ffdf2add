"""Which language a text is in, by its letters and its commonest words.

Scripts that few languages share answer at once. Latin and Cyrillic texts are told apart by words that hardly any
sentence does without (articles, prepositions, auxiliaries); each word counts for every language that has it, the less
the more there are. Good for a sentence and more; a list of names or a line of code is in no language. The lists are
those of general frequency dictionaries, cut to what sets neighbors apart.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["language_of"]

_READ = 2000
"""Code points; more says nothing new."""
_FEWEST_LETTERS = 4
_MIN_EVIDENCE, _MIN_SHARE, _MIN_LEAD = 1.5, 0.06, 1.25
_WORD = re.compile(r"[^\W\d_]+")

_SCRIPTS = (
    ("ja", "\u3040", "\u30ff"),
    ("ko", "\uac00", "\ud7af"),
    ("ar", "\u0600", "\u06ff"),
    ("he", "\u0590", "\u05ff"),
    ("el", "\u0370", "\u03ff"),
    ("hi", "\u0900", "\u097f"),
    ("th", "\u0e00", "\u0e7f"),
    ("zh", "\u4e00", "\u9fff"),
)
"""Japanese before Chinese: it has letters that Chinese has not, and shares the others."""

_WORDS = {
    "en": "the of and to in is was for that with on are this be have from not by which you it as at or an we they has",
    "de": "der die und das ist nicht mit den von zu ein eine für auf dem sich des im auch wird sind ich es als bei wir",
    "fr": "le la les de des et est une du dans pour que qui sur pas vous nous avec au ce il sont par plus cette à",
    "es": "el la los las de y que en un una por con para del se es no su al lo como más pero está son este",
    "it": "il di che la è per un una non sono con del della nel gli le dei si come anche alla questo più ha ed",
    "pt": "o a os as de que e do da em um uma para com não por mais dos das no na se é foi ao são você",
    "nl": "de het een van en is niet dat op te voor met zijn aan er ook door naar bij wordt ik je als maar hebben",
    "sv": "och att det som en på är av för med den till inte om ett har de jag var kan från vi ska sig",
    "da": "og at det som en på er af for med den til ikke om et har de jeg var kan fra vi skal sig der",
    "nb": "og å det som en på er av for med den til ikke om et har de jeg var kan fra vi skal seg ved",
    "fi": "ja on ei se että oli hän en ovat mutta myös kun kuin tai joka ole sen mitä niin hänen vain jos",
    "pl": "i w nie na się z do to że jest o jak po co ale od za przez dla są tym jego oraz był może",
    "cs": "a se v na je že to s z do o ale jako by jsem pro od byl jsou po jeho není nebo které také",
    "ro": "și de la în a cu nu pe este o un care din pentru că sunt mai se ce după fi sau fost prin",
    "hu": "a az és hogy nem is egy ez meg volt van csak már mint de ha vagy még lesz ezt azt kell",
    "tr": "ve bir bu da için de ile çok daha olarak gibi ne olan ama var kadar değil sonra en mi ben",
    "id": "yang dan di untuk dengan ini itu dari dalam tidak pada adalah akan ke oleh atau juga saya ada bisa",
    "vi": "và của là có không cho được trong một các người với này đã khi để những về tôi làm ra",
    "ru": "и в не на что с по как это он но из за от так же было для бы вы мы все она его",
    "uk": "і в не на що з як це до та за від у але для його ми ви був якщо також або є вже",
    "bg": "и на да се от за не е в с по са като този което ще но има до или при беше него",
}


def _languages() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in _WORDS.items():
        for word in words.split():
            if len(word) == 1 and word.isascii():
                continue  # a letter is a name more often than a word
            found.setdefault(word, []).append(language)
    return MappingProxyType({word: tuple(languages) for word, languages in found.items()})


_LANGUAGES_OF = _languages()


def language_of(text: str) -> str | None:
    """ISO 639-1 code of the language that most of a text's beginning is in, or None where too little says so."""
    beginning = text[:_READ]
    if not beginning.isascii() and (by_script := _by_script(beginning)) is not None:
        return by_script
    evidence: defaultdict[str, float] = defaultdict(float)
    words = _WORD.findall(beginning)
    for word in words:
        languages = _LANGUAGES_OF.get(word.lower())
        if languages is not None:
            for language in languages:
                evidence[language] += 1 / len(languages)
    ranked = sorted(evidence.items(), key=lambda item: -item[1])[:2]
    if not ranked or ranked[0][1] < max(_MIN_EVIDENCE, _MIN_SHARE * len(words)):
        return None
    if len(ranked) > 1 and ranked[0][1] < _MIN_LEAD * ranked[1][1]:
        return None
    return ranked[0][0]


def _by_script(text: str) -> str | None:
    letters = sum(map(str.isalpha, text))
    counts = {language: sum(first <= each <= last for each in text) for language, first, last in _SCRIPTS}
    if counts["ja"] >= _FEWEST_LETTERS and 2 * (counts["ja"] + counts["zh"]) > letters:
        return "ja"
    for language, count in counts.items():
        if count >= _FEWEST_LETTERS and 2 * count > letters:
            return language
    return None
