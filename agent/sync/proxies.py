"""Which proxy leads to a server: the one that enrolment names, or what the environment says, as other programs read it.

Of the environment: `https_proxy`, then `all_proxy`, each in small letters before capitals; `no_proxy` lists hosts and
domains to which none leads, and none of the environment's leads to this device itself. Only proxies that are reached
over plain HTTP are known; what they carry is secured from end to end all the same. So none carries what is not: plain
HTTP, which goes to this device only (`transport`), never leaves it.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.request import proxy_bypass_environment  # type: ignore[attr-defined] # documented, not in typeshed

from agent.core.sync import SyncTrouble
from agent.sync.enrolment import ProxySettings, parse_proxy
from agent.sync.http_connection import Origin, Proxy, is_loopback
from agent.sync.transport_errors import TransportError

__all__ = ["choose_proxy"]


def choose_proxy(origin: Origin, chosen: ProxySettings | None, environment: Mapping[str, str]) -> Proxy | None:
    """Return the proxy to an origin; None for none.

    Args:
        origin: where to.
        chosen: by enrolment; comes before the environment, and leads everywhere that is secured.
        environment: of the process.

    Raises:
        TransportError: the environment names what is no proxy.
    """
    if not origin.is_tls:
        return None
    if chosen is None:
        named = _named(environment)
        if not named or _is_bypassed(origin, environment):
            return None
        try:
            chosen = parse_proxy(named if "://" in named else f"http://{named}")
        except ValueError:
            raise TransportError(
                SyncTrouble.PROXY_REFUSED, "The environment names a proxy whose address cannot be used."
            ) from None
    host, _, port = chosen.address.removeprefix("http://").rpartition(":")
    return Proxy(host=host.strip("[]"), port=int(port), user=chosen.user, password=chosen.password.get_secret_value())


def _named(environment: Mapping[str, str]) -> str:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        if value := environment.get(name, "").strip():
            return value
    return ""


def _is_bypassed(origin: Origin, environment: Mapping[str, str]) -> bool:
    if is_loopback(origin.host):
        return True
    listed = environment.get("no_proxy", environment.get("NO_PROXY", ""))
    host = f"{origin.host}:{origin.port}"
    return bool(proxy_bypass_environment(host, {"no": listed}))
