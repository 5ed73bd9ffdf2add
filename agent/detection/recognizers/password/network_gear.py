"""PASSWORD: what routers, switches, firewalls and wireless stations keep in their configuration.

A line of it names no sign of assignment: a keyword, perhaps the number of the way it is disguised (0 is none, 7 is
undone at once, the others are hashes to guess from), and the value. Behind such a number any value counts; without
one it must be unlike a word. Source: Cisco IOS security command reference, Junos and FortiOS CLI references.
"""

from __future__ import annotations

from agent.core import Entity
from agent.detection.recognizer import Pattern, Recognizer
from agent.detection.recognizers.password.values import PLAUSIBLE, STRONG, judging

__all__ = ["NETWORK_PASSWORD"]

_VALUE = r"\"?([^\s\"<>{}]{4,128})"
_LINE = r"(?im)^[ \t]*(?:set[ ])?"


def _bytes(regex: str) -> bytes:
    return regex.encode("ascii")


NETWORK_PASSWORD = Recognizer(
    recognizer_id="password.network_gear",
    entity=Entity.PASSWORD,
    title="a password in the configuration of network gear",
    patterns=(
        Pattern(
            name="keyword, kind of disguise and value",
            regex=_bytes(
                r"(?im)(?:^|[ ])(?:(?:password|secret|pac key|server-key|key-string|pre-shared-key)[ ][04-9]|key 7)[ ]"
                + _VALUE
                + r"(?:[ \t]*\r?$|[ ](?:address|auth-port|timeout|role)\b)"
            ),
            score=0.5,
            judge=judging(0.6, PLAUSIBLE, bare=True),
        ),
        Pattern(
            name="keyword and value",
            regex=_bytes(
                _LINE + r"(?:enable (?:password|secret)|username [^\s]+ (?:privilege [0-9]+ )?(?:password|secret)"
                r"|neighbor [^\s]+ password|(?:tacacs|radius)-server[^\n]{0,60} key(?: [0-9])?"
                r"|crypto (?:isakmp|ikev[12]) key(?: [0-9])?"
                r"|ip ospf (?:authentication-key|message-digest-key [0-9]+ md5)|ppp (?:chap|pap)[^\n]{0,40} password"
                r"|wpa-psk (?:ascii|hex)(?: [0-9])?|security wpa psk set-key (?:ascii|hex)(?: [0-9])?"
                r"|snmp-server user [^\n]{0,60} auth (?:md5|sha)|pre-shared-key (?:local|remote)|key-string)[ ]"
                + _VALUE
            ),
            score=0.4,
            judge=judging(0.5, STRONG, bare=True),
        ),
        Pattern(
            name="SNMP community that may write or read",
            regex=_bytes(_LINE + r"snmp-server community " + _VALUE + r"[ ](?:r[ow]|view|[0-9]{1,4})\b"),
            score=0.4,
            judge=judging(0.6, PLAUSIBLE, bare=True),
        ),
        Pattern(
            name="FortiOS, behind ENC",
            regex=_bytes(r"(?im)^[ \t]*set [a-z0-9-]{3,30} ENC ([A-Za-z0-9+/=]{12,})"),
            score=0.5,
            judge=judging(0.6, STRONG, bare=False),
        ),
        Pattern(
            name="Junos, quoted and disguised",
            regex=_bytes(r"[a-z-]*(?:secret|password|key|ascii-text)[ ]\"(\$(?:9|1|5|6)\$[^\"\s]{8,})\""),
            score=0.5,
            judge=judging(0.6, STRONG, bare=False),
        ),
    ),
    cost=1,
)
