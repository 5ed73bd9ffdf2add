"""The smaller sections: networks, silence, what exceptions may loosen, retention, reporting, being offline."""

from __future__ import annotations

import ipaddress
from typing import Annotated

from pydantic import BeforeValidator, Field

from agent.core.verdicts import OfflineMode
from agent.policy.document.names import ActionName, OfflineModeName, OneOrMore
from agent.policy.document.parts import Identifier, Part
from agent.policy.document.problems import policy_error

__all__ = ["ExceptionLimit", "NetworkEntry", "OfflineEntry", "ReportingEntry", "RetentionEntry", "SilenceEntry"]


def _address_range(value: object) -> object:
    if not isinstance(value, str):
        raise policy_error("must be text; put it in quotes")
    try:
        ipaddress.ip_network(value)
    except ValueError:
        raise policy_error("must be a range of addresses, for example 10.20.0.0/16 or fd00:20::/32") from None
    return value


AddressRange = Annotated[str, BeforeValidator(_address_range)]


class NetworkEntry(Part):
    """A network that rules may name.

    Attributes:
        addresses: Ranges in CIDR notation (RFC 4632); a device with an address in one of them is in the network.
    """

    addresses: OneOrMore[AddressRange]


class SilenceEntry(Part):
    """How long a person may silence the warnings of a rule.

    Attributes:
        max_minutes: For so long at most; 0 forbids it. A rule may say less.
    """

    max_minutes: Annotated[int, Field(strict=True, ge=0, le=10_080)]


class ExceptionLimit(Part):
    """What an exception that the server grants online may loosen. What no entry names, only an approver may, offline.

    Attributes:
        rules: Exceptions from these rules, by id.
        max_label: For content of this label or a lower one.
        down_to: The rule is loosened to this action at most.
        max_days: For so long at most.
    """

    rules: OneOrMore[Identifier]
    max_label: Annotated[str, Field(min_length=1, max_length=100)]
    down_to: ActionName
    max_days: Annotated[int, Field(strict=True, ge=1, le=366)]


class RetentionEntry(Part):
    """How long the person's own history is kept on the device.

    Attributes:
        history_days: Older events are deleted.
    """

    history_days: Annotated[int, Field(strict=True, ge=1, le=3660)]


class ReportingEntry(Part):
    """What devices tell the server beside their health.

    Attributes:
        daily_counts: Numbers of gestures by destination, label, channel and outcome; never content, never single ones.
    """

    daily_counts: Annotated[bool, Field(strict=True)]


class OfflineEntry(Part):
    """What happens where the server could not be reached for so long that nobody knows whether the policy is current.

    Attributes:
        grace_days: For so many days after what the server last signed has run out, nothing changes but what is shown.
        then: Keep enforcing, or hold back everything on channels that fail closed.
    """

    grace_days: Annotated[int, Field(strict=True, ge=0, le=366)]
    then: OfflineModeName = OfflineMode.KEEP
