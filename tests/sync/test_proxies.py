"""Which proxy leads where."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from agent.core.sync import SyncTrouble
from agent.sync.enrolment import parse_proxy
from agent.sync.http_connection import Origin
from agent.sync.proxies import choose_proxy
from agent.sync.transport_errors import TransportError

_SECURED = Origin(is_tls=True, host="cordon.example.org", port=443)
_PLAIN = Origin(is_tls=False, host="127.0.0.1", port=8080)
_HERE = Origin(is_tls=True, host="127.8.9.1", port=8443)
_HERE_BY_NAME = Origin(is_tls=True, host="localhost", port=8443)
_HERE_6 = Origin(is_tls=True, host="::1", port=8443)
_NEARLY_HERE = Origin(is_tls=True, host="localhost.example.org", port=8443)


@pytest.mark.parametrize(
    ("origin", "environment", "expected"),
    [
        (_SECURED, {}, None),
        (_SECURED, {"https_proxy": ""}, None),
        (_SECURED, {"https_proxy": "http://one:3128"}, ("one", 3128)),
        (_SECURED, {"HTTPS_PROXY": "http://one"}, ("one", 80)),
        (_SECURED, {"https_proxy": "one:3128"}, ("one", 3128)),
        (_SECURED, {"https_proxy": "http://one:1", "HTTPS_PROXY": "http://two:2"}, ("one", 1)),
        (_SECURED, {"all_proxy": "http://one:1"}, ("one", 1)),
        (_SECURED, {"http_proxy": "http://one:1"}, None),
        (_PLAIN, {"http_proxy": "http://one:1", "all_proxy": "http://one:1"}, None),
        (_HERE, {"https_proxy": "http://one:1"}, None),
        (_HERE_BY_NAME, {"https_proxy": "http://one:1"}, None),
        (_HERE_6, {"all_proxy": "http://one:1"}, None),
        (_NEARLY_HERE, {"https_proxy": "http://one:1"}, ("one", 1)),
        (_SECURED, {"https_proxy": "http://[2001:db8::1]:3128"}, ("2001:db8::1", 3128)),
        (_SECURED, {"https_proxy": "http://one:1", "no_proxy": "example.org"}, None),
        (_SECURED, {"https_proxy": "http://one:1", "NO_PROXY": ".example.org"}, None),
        (_SECURED, {"https_proxy": "http://one:1", "no_proxy": "*"}, None),
        (_SECURED, {"https_proxy": "http://one:1", "no_proxy": "example.com"}, ("one", 1)),
    ],
)
def test_the_environment_decides(origin: Origin, environment: Mapping[str, str], expected: tuple[str, int] | None):
    proxy = choose_proxy(origin, None, environment)
    assert (None if proxy is None else (proxy.host, proxy.port)) == expected


def test_enrolment_comes_before_the_environment_and_leads_everywhere():
    chosen = parse_proxy("http://ana:pw@one:3128")
    proxy = choose_proxy(_SECURED, chosen, {"https_proxy": "http://two:2", "no_proxy": "*"})
    assert proxy is not None
    assert (proxy.host, proxy.user, proxy.password) == ("one", "ana", "pw")


def test_plain_http_goes_through_no_proxy_also_where_enrolment_names_one():
    chosen = parse_proxy("http://one:3128")
    assert choose_proxy(_PLAIN, chosen, {}) is None
    assert choose_proxy(_HERE, chosen, {}) is not None


@pytest.mark.parametrize("address", ["socks5://one:1", "http://", "http://one:port", "http://one/path"])
def test_what_is_no_proxy_is_refused_and_not_quoted(address: str):
    with pytest.raises(TransportError) as caught:
        choose_proxy(_SECURED, None, {"https_proxy": address})
    assert caught.value.trouble is SyncTrouble.PROXY_REFUSED
    assert "one" not in caught.value.detail
