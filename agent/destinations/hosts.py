"""Matches the host of a page or a connection to an AI destination, by whole labels from the right.

`chatgpt.com` covers `www.chatgpt.com` and never `chatgpt.com.evil.example` or `notchatgpt.com`; of two domains that
cover a host the longer one wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from agent.core.gestures import Destination
from agent.destinations.windows import Listed

__all__ = ["HostIndex", "index_hosts"]

_HOST_LIMIT: Final = 260
"""A host has at most 253 characters, then perhaps a dot and a port."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HostIndex:
    """Domains, ready to be looked up."""

    domains: Mapping[str, Destination]

    def match(self, host: str) -> Destination | None:
        """Return whose host it is; a port and a dot at the end are left aside."""
        if len(host) > _HOST_LIMIT or host.startswith("["):
            return None
        rest = host.partition(":")[0].rstrip(".").lower()
        while rest:
            destination = self.domains.get(rest)
            if destination is not None:
                return destination
            rest = rest.partition(".")[2]
        return None


def index_hosts(listed: Listed) -> HostIndex:
    """Return the entries' domains, ready to be looked up."""
    return HostIndex(domains={domain: destination for entry, destination in listed for domain in entry.domains})
