"""MAC_ADDRESS: hardware addresses of network interfaces (EUI-48 and EUI-64, IEEE 802).

Six pairs joined by colons or dashes and Cisco's three groups of four stand alone; eight pairs and twelve bare digits
need a word. Not addresses: longer dumps and fingerprints, the broadcast address, zeros.
"""

from agent.core import Entity
from agent.detection.recognizer import Context, Judge, Judgement, Pattern, Recognizer, whole_value

__all__ = ["MAC_ADDRESS"]

_USUAL = 0.9
_DOTTED = 0.75
_DECIMAL = 0.5
_BARE = 0.35
_PAIR = rb"[0-9A-Fa-f]{2}"
_FOUR = rb"[0-9A-Fa-f]{4}"


def _judging(confidence: float) -> Judge:
    def judge(value: str) -> tuple[Judgement, ...]:
        digits = "".join(filter(str.isalnum, value)).lower()
        if digits.strip("0") in ("", "f" * len(digits)):
            return ()
        if digits.isdigit():
            what, kept = "digits: decimal ones only, as in a time", min(_DECIMAL, confidence)
        else:
            what, kept = "digits: neither zeros nor broadcast", confidence
        return whole_value(value, kept, what)

    return judge


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a word or a longer run of groups."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    if before[-1:] in (b":", b"-", b".") and before[:1].isalnum() and len(before) == 2:
        # A label may stand against the address ("mac:00:1a:…"); another pair may not.
        return before[-1:] == b":" and data[max(0, start - 4) : start - 1].isalpha()
    return not (after[:1] in (b":", b"-", b".") and after[1:].isalnum()) and after[:1] != b"_"


MAC_ADDRESS = Recognizer(
    recognizer_id="mac_address",
    entity=Entity.MAC_ADDRESS,
    title="a hardware address of a network interface",
    patterns=(
        Pattern(
            name="six pairs",
            regex=rb"\b" + _PAIR + rb"(?:(?::" + _PAIR + rb"){5}|(?:-" + _PAIR + rb"){5})\b",
            score=0.5,
            judge=_judging(_USUAL),
        ),
        Pattern(
            name="three groups of four",
            regex=rb"\b" + _FOUR + rb"\." + _FOUR + rb"\." + _FOUR + rb"\b",
            score=0.4,
            judge=_judging(_DOTTED),
        ),
        Pattern(
            name="digits beside a word",
            regex=rb"\b(?:[0-9A-Fa-f]{12}|" + _PAIR + rb"(?:(?::" + _PAIR + rb"){7}|(?:-" + _PAIR + rb"){7}))\b",
            score=0.2,
            judge=_judging(_BARE),
            needs_context=True,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "mac[^a-z]",
            "mac_?addr",
            "macs[^a-z]",
            "hw_?addr",
            "ether(?:net)?[^a-z]",
            "bssid",
            "(?:hardware|physical|physikalische|link)[ _-]?addr",
            "eui-?(?:48|64)",
            "lladdr",
            "wi-?fi",
            "bluetooth",
            "nic[^a-z]",
        ),
        boost=0.3,
    ),
)
