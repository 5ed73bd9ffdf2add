"""MARKING: sensitivity labels that a text carries itself, as its author wrote them.

Traffic Light Protocol (FIRST, TLP 2.0), banners and portion marks of government documents (US CAPCO, UK, NATO, Germany,
France), and what companies print in headers and footers. A marking is told from the same words in a sentence by its
place: alone on its line or set apart there by bars, dashes or brackets; behind "Classification:"; or in capitals.
TLP:CLEAR, "Public" and "Unclassified" mark nothing that needs care.
"""

from agent.core import Entity
from agent.detection.compiled import LazyRegex
from agent.detection.labeled_values import folded
from agent.detection.recognizer import Judgement, Pattern, Recognizer
from agent.detection.recognizers.marking.phrases import CAPITALS, IDEOGRAPHS, PHRASES, WORDS

__all__ = ["MARKING"]


def _any_case(phrases: tuple[str, ...]) -> bytes:
    """Alternatives in any case. RE2 reads bytes here, so that it knows no capitals beyond ASCII."""
    return f"(?i:{'|'.join(folded(*phrases))})".encode()


def _alternatives(words: tuple[str, ...]) -> bytes:
    return "|".join(words).encode()


_CAPITALS = _alternatives(tuple(each.upper() for each in CAPITALS))
_WORDS = _alternatives((*(each.capitalize() for each in WORDS), *(each.upper() for each in WORDS)))
_SET_APART = _any_case(PHRASES) + b"|" + _WORDS + b"|" + _CAPITALS + b"|" + _alternatives(IDEOGRAPHS)

_VALUE = rb"((?:[^\n\"'|\]).;,:=]|[st]'[s ]|, (?:and|&)){3,64}[\"'|\]).;,]?)"
_MARKED = LazyRegex(b"^(" + _any_case((*PHRASES, *WORDS, *CAPITALS)) + rb")(?:[ \t*]{0,4}\r?$|[\"'.,;)\]|])")

# Bars, bullets, the corner brackets of East Asia, and what draws lines or sets bold type.
_OPENS = (
    rb"(?m:^|[|\[({]|\xe3\x80\x90|\xe3\x80\x8a|\xe2\x80\xa2|\xc2\xb7|[ \t]-{1,2}[ \t]|[ \t]/{1,2}[ \t])"
    rb"[ \t*_=#>~<!/-]{0,12}"
)
_CLOSES = (
    rb"[ \t*_=~<>!./-]{0,12}"
    rb"(?m:\r?$|[|\])}]|\xe3\x80\x91|\xe3\x80\x8b|\xe2\x80\xa2|\xc2\xb7|[ \t]-{1,2}[ \t]|[ \t]/{1,2}[ \t])"
)


def _judge_value(value: str) -> tuple[Judgement, ...]:
    """The words of a marking, and nothing else. Kept apart from the pattern, which the prefilter need not read then."""
    encoded = value.encode()
    spans = _MARKED.compiled.search(encoded, 0, len(encoded))
    if spans is None:
        return ()
    return (Judgement(start=0, end=len(encoded[: spans[1][1]].decode()), confidence=0.85, what="value: a marking"),)


MARKING = Recognizer(
    recognizer_id="marking",
    entity=Entity.MARKING,
    title="a marking of sensitive content",
    patterns=(
        Pattern(
            name="Traffic Light Protocol",
            regex=rb"(?i)\bTLP ?[:_-] ?(?:RED|AMBER(?: ?\+ ?STRICT)?|GREEN)\b",
            score=0.95,
        ),
        Pattern(
            name="government banner or portion mark",
            regex=rb"\b(?:TOP SECRET|SECRET|CONFIDENTIAL|CUI|UNCLASSIFIED)//[A-Z][A-Z0-9/ ,-]{1,60}[A-Z]\b"
            rb"|\((?:TS|S|C|CUI|U)//[A-Z][A-Z0-9/ ,-]{0,40}\)|\bVS-NfD\b",
            score=0.9,
        ),
        Pattern(
            name="value of a classification",
            regex=rb"(?i:\b(?:(?:classification|sensitivity)(?: ?level| ?label)?"
            rb"|classified as|marked as|protective marking|(?:vertraulichkeits?|geheimhaltungs?|schutz)"
            rb"(?:stufe|klasse|grad)?|klassifi(?:zierung|kation)|einstufung|clasificaci\xc3\xb3n|classifica(?:zione|tie)"
            rb"|classifica\xc3\xa7\xc3\xa3o|niveau de confidentialit\xc3\xa9)"
            rb"[\"'*]{0,3}[ \t]{0,3}(?:[:=]|\bas\b)?[ \t]{0,3}[\"'*]{0,3})" + _VALUE,
            score=0.85,
            judge=_judge_value,
            rescan=True,
        ),
        Pattern(
            name="words set apart on a line",
            regex=_OPENS + rb"(" + _SET_APART + rb")" + _CLOSES,
            score=0.7,
        ),
        Pattern(
            name="words in capitals",
            regex=rb"\b(?:" + _alternatives(tuple(each.upper() for each in PHRASES)) + rb")\b",
            score=0.75,
        ),
    ),
)
