"""PHONE: international numbers anywhere, national ones beside a word that says so.

The numbering plans are those of the phonenumbers library, which is slow to import and to ask: it is loaded at the first
candidate and asked about candidates only. National numbers are tried as US, British, German and French ones.
"""

import functools
from types import ModuleType

from agent.core import Entity
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer

__all__ = ["PHONE"]

_INTERNATIONAL = 0.95
_NATIONAL = 0.6
_TRAILING_GROUPS = 2
_SEPARATORS = " .-/()\xa0"


@functools.cache
def _library() -> ModuleType:
    import phonenumbers  # noqa: PLC0415 - 60 ms to import, and most texts hold no candidate

    return phonenumbers


def _is_valid(number: str, region: str | None) -> bool:
    library = _library()
    try:
        return bool(library.is_valid_number(library.parse(number, region)))
    except library.NumberParseException:
        return False


def _judge_international(value: str) -> tuple[Judgement, ...]:
    # Another number may follow in the same grouping: try without the last groups, too.
    end = len(value)
    for _ in range(_TRAILING_GROUPS + 1):
        number = value[:end] if value.startswith("+") else "+" + value[2:end]
        if _is_valid(number, None):
            what = "numbering plan: valid international number"
            return (Judgement(start=0, end=end, confidence=_INTERNATIONAL, what=what),)
        shorter = max(value.rfind(separator, 0, end) for separator in _SEPARATORS)
        end = len(value[: max(shorter, 0)].rstrip(_SEPARATORS))
        if end < 8:
            break
    return ()


def _judge_national(value: str) -> tuple[Judgement, ...]:
    regions = ("GB", "DE", "FR") if value.lstrip("(").startswith("0") else ("US",)
    for region in regions:
        if _is_valid(value, region):
            what = f"numbering plan: valid in {region}"
            return (Judgement(start=0, end=len(value), confidence=_NATIONAL, what=what),)
    return ()


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a word, a longer number, a decimal, a path or a formula."""
    before, after = data[max(0, start - 1) : start], data[end : end + 2]
    if before.isalnum() or (before and before in b"_+-./#$%&"):
        return False
    if after[:1] in (b"x", b"X") and after[1:].isdigit():  # an extension
        return True
    return not (after[:1].isalnum() or after[:1] == b"_" or (after[:1] in (b".", b"-", b"/") and after[1:].isdigit()))


PHONE = Recognizer(
    recognizer_id="phone",
    entity=Entity.PHONE,
    title="a phone number",
    patterns=(
        Pattern(
            name="international form",
            regex=rb"(?:\+ ?|\b00)[1-9](?:(?:[ .()/-]|\xc2\xa0|\xe2\x80\x91){0,3}[0-9]){6,16}",
            score=0.4,
            judge=_judge_international,
        ),
        Pattern(
            name="North American form with brackets",
            regex=rb"(?:\b1[ .-]?)?\([2-9][0-9]{2}\) ?[2-9][0-9]{2}[ .-][0-9]{4}\b",
            score=0.3,
            judge=_judge_national,
        ),
        Pattern(
            name="North American form",
            regex=rb"\b(?:1[ .-])?[2-9][0-9]{2}[ .-]?[2-9][0-9]{2}[ .-]?[0-9]{4}\b",
            score=0.3,
            judge=_judge_national,
            needs_context=True,
        ),
        Pattern(
            name="European national form",
            regex=rb"\(?\b0[1-9](?:[ .()/-]{0,2}[0-9]){7,10}\b",
            score=0.3,
            judge=_judge_national,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "tel[^a-z]",
            "tel(?:e|\u00e9)(?:ph|f)on",
            "t\u00e9l",
            "phone",
            "mobil",
            "cell",
            "call",
            "fax",
            "handy",
            "ruf",
            "sms",
            "text me",
            "whatsapp",
            "contact",
            "portable",
            "dial",
            "reach",
            "m\u00f3vil",
        ),
        boost=0.25,
    ),
    # Parsing takes 25 to 60 µs.
    cost=8,
)
