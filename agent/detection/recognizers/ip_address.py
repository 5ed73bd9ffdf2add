"""IP_ADDRESS: version 4 and 6, with prefix length (CIDR) and zone, without port.

Forms of version 6 are those of RFC 4291 and RFC 4007; the standard library's `ipaddress` judges them. Not addresses:
versions (`Chrome/120.0.0.0`, `version 1.2.3.4`), longer dotted numbers such as object identifiers, slices and scopes of
source code (`x[1::2]`, `std::`), fingerprints. Loopback, unspecified addresses and network masks name no device: they
are found with little confidence.
"""

import ipaddress
import re

from agent.core import Entity
from agent.detection.recognizer import Context, Judgement, Pattern, Recognizer, whole_value

__all__ = ["IP_ADDRESS"]

_USUAL = 0.9
_LIKE_A_VERSION = 0.6
_NO_DEVICE = 0.45
_SHORT = 0.35
_SMALL = 20
_GROUPS_IN_ALL, _LONGEST_GROUP = 8, 4
_FEWEST_DIGITS = 4
_VERSION_BEFORE = re.compile(rb"(?:^|[\s(;,\"'])[A-Za-z][A-Za-z_]*/$")

_V4 = r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}"
_GROUP = "[0-9A-Fa-f]{1,4}"
_GROUPS = f"{_GROUP}(?::{_GROUP}){{0,6}}"
_ZONE_AND_LENGTH = r"(?:%[0-9A-Za-z_.-]{1,15})?(?:/(?:1[01][0-9]|12[0-8]|[1-9]?[0-9])\b)?"
_FULL = f"(?:{_GROUP}:){{7}}{_GROUP}|(?:{_GROUP}:){{6}}{_V4}"
_SHORTENED = f"{_GROUPS}::(?:(?:{_GROUP}:){{0,5}}{_V4}|{_GROUPS})?"
# Two colons with a name beside them are a scope (C++, Rust), so that a lone group needs a digit.
_SHORTENED_FIRST = (
    f"::(?:[fF]{{4}}:(?:0{{1,4}}:)?{_V4}|{_V4}|{_GROUP}(?::{_GROUP}){{1,6}}|[0-9A-Fa-f]{{0,3}}[0-9][0-9A-Fa-f]{{0,3}}"
    r"|/[0-9]{1,3}\b)"
)


def _found(value: str, confidence: float, what: str) -> tuple[Judgement, ...]:
    return whole_value(value, confidence, what)


def _judge_4(value: str) -> tuple[Judgement, ...]:
    octets = [int(octet) for octet in value.partition("/")[0].split(".")]
    if max(octets) > 255:
        return ()
    if octets[0] in (0, 127, 255):
        return _found(value, _NO_DEVICE, "octets: loopback, mask or unspecified")
    if max(octets) < _SMALL and octets[0] != 10:
        return _found(value, _LIKE_A_VERSION, "octets: in range, small as in a version")
    return _found(value, _USUAL, "octets: in range")


def _is_device(address: str) -> bool | None:
    """Whether groups as the patterns have them are a device's address, not loopback; None when they are none."""
    if "." in address:
        try:
            parsed = ipaddress.IPv6Address(address)
        except ValueError:
            return None
        return not (parsed.is_loopback or parsed.is_unspecified)
    # As the library has it, in a fifth of the time.
    groups = address.split(":")
    gaps, some = address.count("::"), len(groups) - groups.count("")
    is_whole = some == _GROUPS_IN_ALL if gaps == 0 else gaps == 1 and ":::" not in address and some < _GROUPS_IN_ALL
    if not is_whole or max(map(len, groups)) > _LONGEST_GROUP:
        return None
    return address.lstrip("0:") not in ("", "1")


def _judge_6(value: str) -> tuple[Judgement, ...]:
    address = value.partition("/")[0].partition("%")[0]
    is_device = _is_device(address)
    if is_device is None:
        return ()
    if not is_device:
        return _found(value, _NO_DEVICE, "groups: loopback or unspecified")
    digits = address.replace(":", "").replace(".", "")
    groups = address.split(":")
    if len(groups) == 8 and all(len(group) == 2 for group in groups):
        return ()  # an EUI-64 hardware address
    if len(digits) < _FEWEST_DIGITS or not any(map(str.isdigit, digits)):
        return _found(value, _SHORT, "groups: as RFC 4291 has them, but few")
    return _found(value, _USUAL, "groups: as RFC 4291 has them")


def _fits(data: bytes, start: int, end: int) -> bool:
    """Not in a word, a longer dotted or coloned number, a slice of source code, nor behind a program's name."""
    before, after = data[max(0, start - 2) : start], data[end : end + 2]
    last, value = before[-1:], data[start:end]
    is_6 = b":" in value
    if last.isalnum() or (last and last in b"_$" + (b":." if is_6 else b"")):
        return False
    if last == b"." and before[:1].isdigit():
        return False
    if last == b"-" and before[:1].isalpha():
        return False
    if is_6 and last == b"[" and (before[:1].isalnum() or (before[:1] and before[:1] in b"_])")):
        return False
    if last == b"/" and _VERSION_BEFORE.search(data[max(0, start - 32) : start]):
        return False
    if after[:1].isalnum() or after[:1] == b"_" or (is_6 and after[:1] == b":"):
        return False
    return not (after[:1] in (b".", b"-") and (after[1:].isalpha() or (after[:1] == b"." and after[1:].isdigit())))


IP_ADDRESS = Recognizer(
    recognizer_id="ip_address",
    entity=Entity.IP_ADDRESS,
    title="an IP address",
    patterns=(
        Pattern(
            name="four octets",
            regex=rf"\b{_V4}(?:/(?:3[0-2]|[12]?[0-9])\b)?".encode(),
            score=0.5,
            judge=_judge_4,
        ),
        Pattern(
            name="groups of hexadecimal digits",
            regex=(
                rf"\b(?:{_FULL}|{_SHORTENED}){_ZONE_AND_LENGTH}"
                rf"|(?:^|[^0-9A-Za-z_:)>])({_SHORTENED_FIRST}{_ZONE_AND_LENGTH})"
            ).encode(),
            score=0.5,
            judge=_judge_6,
        ),
        Pattern(
            name="two colons behind a word",
            regex=rb"(?i)\b(?:ipv?6?|addr(?:ess)?|src|dst|unspecified|listen|bind|any)[ =:\"']{1,3}"
            rb"(::)(?:$|[\s\"',;)])",
            score=0.3,
            judge=_judge_6,
        ),
    ),
    fits=_fits,
    context=Context(
        supporting=(
            "ip(?:v?[46])?[^a-z]",
            "ip[ _-]?addr",
            "[a-z]{1,10}[_-]ip[^a-z]",
            "host",
            "server",
            "client",
            "remote",
            "src[^a-z]",
            "dst[^a-z]",
            "source",
            "gateway",
            "dns",
            "subnet",
            "network",
            "unspecified",
            "loopback",
            "localhost",
            "listen",
            "bind",
            "ping",
            "ssh",
            "connect",
            "login",
            "logged",
            "adresse",
            "direcci(?:\u00f3|o)n",
            "endere(?:\u00e7|c)o",
            "indirizzo",
            "\u0430\u0434\u0440\u0435\u0441",
            "\u5730\u5740",
        ),
        opposing=(
            "v(?:er(?:sion)?)?[^a-z]",
            "release",
            "build",
            "firmware",
            "driver",
            "update",
            "upgrade",
            "section",
            "clause",
            "chapter",
            "oid[^a-z]",
            "rev(?:ision)?[^a-z]",
            "assembly",
            "rv[^a-z]",
            "phone",
            "tel[^a-z]",
            "fax",
        ),
        boost=0.1,
        drop=0.45,
    ),
)
