"""DEVICE_ID: IMEI, SIM and vehicle numbers, advertising and hardware identifiers.

IMEI (3GPP TS 23.003) and ICCID (ITU-T E.118) end in a Luhn digit; a vehicle identification number (ISO 3779) has a
check digit in its ninth place in North America and China, and stands alone only with a right one. Everything else here
is any run of letters and digits, and is taken only beside its label.
"""

from operator import mul

from agent.core import Entity
from agent.detection.checksums import is_luhn
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value
from agent.detection.runs import DigitRun

__all__ = ["DEVICE_ID", "SERIAL_NUMBER", "VEHICLE_NUMBER"]

_GROUPED_IMEI = 0.7
_CHECKED = 0.5
_UNCHECKED = 0.2
_LABELED = 0.3
_FEWEST_CHARACTERS = 4
_VIN_VALUES = dict(zip("0123456789ABCDEFGHJKLMNPRSTUVWXYZ", map(int, "012345678912345678123457923456789"), strict=True))
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def _found(value: str, confidence: float, what: str) -> tuple[Judgement, ...]:
    return whole_value(value, confidence, what)


def _judge_imei(value: str) -> tuple[Judgement, ...]:
    digits = "".join(filter(str.isdigit, value))
    if len(set(digits)) < _FEWEST_CHARACTERS:
        return ()
    if is_luhn(digits):
        return _found(value, _CHECKED, "checksum: Luhn")
    return _found(value, _UNCHECKED, "checksum: Luhn is wrong")


def _judge_grouped_imei(value: str) -> tuple[Judgement, ...]:
    digits = "".join(filter(str.isdigit, value))
    if len(set(digits)) < _FEWEST_CHARACTERS or not is_luhn(digits):
        return ()
    return _found(value, _GROUPED_IMEI, "checksum: Luhn, grouped as an IMEI")


def _judge_vin(value: str) -> tuple[Judgement, ...]:
    number = value.upper()
    letters = sum(map(str.isalpha, number))
    if not 2 <= letters <= 13 or len(set(number)) < _FEWEST_CHARACTERS:
        return ()
    remainder = sum(map(mul, map(_VIN_VALUES.__getitem__, number), _VIN_WEIGHTS)) % 11
    if number[8] == "0123456789X"[remainder]:
        return _found(value, _CHECKED, "checksum: check digit of ISO 3779")
    return _found(value, _UNCHECKED, "form: 17 characters without a right check digit")


def _judge_labeled(value: str) -> tuple[Judgement, ...]:
    if not any(map(str.isdigit, value)) or len(set(value)) < _FEWEST_CHARACTERS:
        return ()
    return _found(value, _LABELED, "form: an identifier")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a longer identifier, a number or a path."""
    before, after = data[max(0, start - 1) : start], data[end : end + 2]
    if before and (before.isalnum() or before in b"_-./"):
        return False
    return not (after[:1].isalnum() or (after[:1] in (b"_", b"-", b".", b"/") and after[1:].isalnum()))


_SERIAL_WORDS = (
    "[a-z]{0,10}[ _-]?serial(?:[ _-]?(?:no|num|number|nr)|s?[ _]?[:=#\"'])",
    "s/n[^a-z]",
    "seriennummer",
    "num(?:e|\u00e9)ro de s(?:e|\u00e9)rie",
    "n(?:\u00fa|u)mero de s(?:\u00e9|e)rie",
    "numero di serie",
    "serienummer",
    "\u5e8f\u5217\u53f7",
    "\u30b7\u30ea\u30a2\u30eb",
    "\u0441\u0435\u0440\u0438\u0439\u043d\u044b\u0439",
    "device[ _-]?id",
    "(?:android|hardware|machine|handset)[ _-]?id",
    "advertis[a-z]+[ _-]?id[^a-z]",
    "ad[ _-]?id[^a-z]",
    "idf[av][^a-z]",
    "g?aaid[^a-z]",
    "gaid[^a-z]",
    "udid[^a-z]",
    "asset[ _-]?tag",
    "service[ _-]?tag",
)

DEVICE_ID = Recognizer(
    recognizer_id="device_id",
    entity=Entity.DEVICE_ID,
    title="a number of a phone or its SIM",
    patterns=(
        Pattern(
            name="IMEI in its groups",
            regex=rb"\b[0-9]{2}-[0-9]{6}-[0-9]{6}-[0-9]\b",
            score=0.4,
            judge=_judge_grouped_imei,
        ),
        Pattern(
            name="digits beside a word",
            regex=rb"\b(?:[0-9]{2}[ -]?[0-9]{6}[ -]?[0-9]{6}(?:[ -]?[0-9]{1,2})?"
            rb"|89[0-9]{17,18}|89[0-9]{2}(?: ?[0-9]{4}){3} ?[0-9]{3,4})\b",
            score=0.2,
            judge=_judge_imei,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "(?:phone|device)?[ _-]?imei",
            "imeisv",
            "meid[^a-z]",
            "imsi",
            "iccid",
            "sim[ _-]?(?:card|number|no|id|serial)?[ :=#\"'_]",
        ),
        boost=0.35,
    ),
)

VEHICLE_NUMBER = Recognizer(
    recognizer_id="device_id.vehicle",
    entity=Entity.DEVICE_ID,
    title="a vehicle identification number",
    patterns=(
        Pattern(
            name="17 characters",
            regex=rb"\b[A-HJ-NPR-Z0-9]{8}[0-9X][A-HJ-NPR-Z0-9]{2}[A-HJ-NPR-Z0-9]{2}[0-9]{4}\b",
            score=0.3,
            judge=_judge_vin,
        ),
        Pattern(
            name="17 characters beside a word",
            regex=rb"\b[A-HJ-NPR-Za-hj-npr-z0-9]{17}\b",
            score=0.2,
            judge=_judge_vin,
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "vins?[^a-z]",
            "vehicle",
            "chassis",
            "car[^a-z]",
            "fahrgestell",
            "fin[^a-z]",
            "fahrzeug",
            "ch(?:a|\u00e2)ssis",
            "bastidor",
            "telaio",
            "v(?:\u00e9|e)hicule",
        ),
        boost=0.35,
    ),
    cost=2,
)

SERIAL_NUMBER = Recognizer(
    recognizer_id="device_id.serial",
    entity=Entity.DEVICE_ID,
    title="an identifier of a device",
    patterns=(
        Pattern(
            name="identifier beside its label",
            regex=rb"\b(?:[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}|[A-Z0-9]{2,8}(?:-[A-Z0-9]{2,8}){1,4}"
            rb"|[A-Z0-9]{6,24}|[0-9a-f]{16}|[0-9a-f]{40})\b",
            score=0.2,
            judge=_judge_labeled,
            needs_context=True,
            digits=DigitRun(1, lead=40),
        ),
    ),
    fits=_fits,
    # A label further off is another value's: 0.3 + 0.7 * 0.14 falls below the threshold.
    context=Context(supporting=_SERIAL_WORDS, boost=0.14),
)
