"""Requests over real connections: proxies, authorities, deadlines, signatures by the server's clock."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from agent.core.sync import SyncTrouble
from agent.fleet.request_signature import public_key_text
from agent.sync.conversation import signer
from agent.sync.device_key import make_device_key
from agent.sync.enrolment import ProxySettings, parse_proxy
from agent.sync.transport import Transport, check_status, read_capped
from agent.sync.transport_errors import HttpStatusError, TransportError
from tests.fakes.authority import Authority
from tests.fakes.proxy_server import ProxyServer
from tests.fakes.repository_server import RepositoryServer, Wrong
from tests.fakes.signed_repository import SignedRepository

_PATH = "/repository/metadata/timestamp.json"
_LIMIT_BYTES = 16 << 10
_KEY = make_device_key()


@contextmanager
def _transport(
    *,
    ca_pem: str = "",
    proxy: ProxySettings | None = None,
    environment: Mapping[str, str] | None = None,
    request_s: float = 5.0,
) -> Iterator[Transport]:
    transport = Transport(ca_pem=ca_pem, proxy=proxy, environment=environment or {}, request_s=request_s)
    try:
        yield transport
    finally:
        transport.close()


def _get(transport: Transport, server: RepositoryServer, path: str = _PATH) -> int:
    return transport.request("GET", f"{server.address}{path}", limit_bytes=_LIMIT_BYTES).status


def _trouble(transport: Transport, address: str) -> TransportError:
    with pytest.raises(TransportError) as caught:
        transport.request("GET", address, limit_bytes=_LIMIT_BYTES)
    return caught.value


@pytest.fixture
def authority() -> Authority:
    return Authority()


@pytest.fixture
def secured(authority: Authority, tmp_path: Path) -> Iterator[RepositoryServer]:
    with RepositoryServer(SignedRepository(), tls=authority.server_context(tmp_path)) as running:
        yield running


def test_an_answer_is_whole(server: RepositoryServer):
    with _transport() as transport:
        answer = transport.request("GET", f"{server.address}{_PATH}", limit_bytes=_LIMIT_BYTES)
    assert answer.body == server.repository.files["metadata/timestamp.json"]


def test_a_connection_is_used_again_and_replaced_when_the_server_has_closed_it(server: RepositoryServer):
    with _transport() as transport:
        assert [_get(transport, server) for _ in range(3)] == [200] * 3
        server.wrong[_PATH] = Wrong.TRUNCATED  # closes the connection
        assert _trouble(transport, f"{server.address}{_PATH}").trouble is SyncTrouble.UNREACHABLE
        server.wrong.clear()
        assert _get(transport, server) == 200


@pytest.mark.parametrize("wrong", [Wrong.DRIPPING, Wrong.DRIPPING_HEADERS, Wrong.SILENT])
def test_a_server_that_drips_is_cut_at_the_deadline(server: RepositoryServer, wrong: Wrong):
    server.wrong[_PATH] = wrong
    with _transport(request_s=0.3) as transport:
        began = time.monotonic()
        error = _trouble(transport, f"{server.address}{_PATH}")
    assert error.trouble is SyncTrouble.UNREACHABLE
    assert time.monotonic() - began < 3.0


def test_no_request_outlives_the_exchange(server: RepositoryServer):
    server.wrong[_PATH] = Wrong.SILENT
    transport = Transport(environment={}, ends_at=time.monotonic() + 0.3)
    began = time.monotonic()
    assert _trouble(transport, f"{server.address}{_PATH}").trouble is SyncTrouble.UNREACHABLE
    assert time.monotonic() - began < 3.0
    transport.close()


def test_a_body_beyond_its_limit_is_not_read_on(server: RepositoryServer):
    server.wrong[_PATH] = Wrong.ENDLESS
    with _transport() as transport:
        assert _trouble(transport, f"{server.address}{_PATH}").trouble is SyncTrouble.TOO_LARGE


def test_nobody_listening_is_unreachable():
    with RepositoryServer(SignedRepository()) as gone:
        address = gone.address
    with _transport() as transport:
        assert _trouble(transport, f"{address}{_PATH}").trouble is SyncTrouble.UNREACHABLE


@pytest.mark.parametrize("address", ["http://example.org/x", "ftp://127.0.0.1/x", "http://127.0.0.1.example.org/x"])
def test_plain_http_goes_to_loopback_only(address: str):
    with _transport() as transport:
        assert _trouble(transport, address).trouble is SyncTrouble.UNTRUSTED_SERVER


def test_an_unknown_authority_is_not_trusted(secured: RepositoryServer):
    with _transport() as transport:
        error = _trouble(transport, f"{secured.address}{_PATH}")
    assert error.trouble is SyncTrouble.UNTRUSTED_SERVER
    assert "ca_pem" in error.hint


def test_the_authority_of_the_enrolment_file_is_trusted(secured: RepositoryServer, authority: Authority):
    with _transport(ca_pem=authority.pem) as transport:
        assert [_get(transport, secured) for _ in range(2)] == [200] * 2


def test_a_certificate_for_another_address_is_not_trusted(authority: Authority, tmp_path: Path):
    context = authority.server_context(tmp_path, "127.0.0.2")
    with RepositoryServer(SignedRepository(), tls=context) as server, _transport(ca_pem=authority.pem) as transport:
        assert _trouble(transport, f"{server.address}{_PATH}").trouble is SyncTrouble.UNTRUSTED_SERVER


def test_certificates_that_cannot_be_read_are_not_taken_for_none(secured: RepositoryServer):
    with _transport(ca_pem="-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----") as transport:
        assert _trouble(transport, f"{secured.address}{_PATH}").trouble is SyncTrouble.UNTRUSTED_SERVER


def test_a_proxy_carries_secured_connections_from_end_to_end(secured: RepositoryServer, authority: Authority):
    with ProxyServer("ana", "p:w") as proxy:
        chosen = parse_proxy(f"http://ana:p%3Aw@127.0.0.1:{proxy.port}")
        with _transport(ca_pem=authority.pem, proxy=chosen) as transport:
            assert _get(transport, secured) == 200
        assert proxy.reached == [f"CONNECT 127.0.0.1:{secured.port}"]


def test_a_proxy_sees_nothing_of_plain_connections(server: RepositoryServer):
    with ProxyServer() as proxy:
        address = f"http://127.0.0.1:{proxy.port}"
        environment = {"http_proxy": address, "all_proxy": address}
        for chosen in (None, parse_proxy(address)):
            with _transport(environment=environment, proxy=chosen) as transport:
                assert _get(transport, server) == 200
        assert proxy.reached == []
    assert [request.path for request in server.requests] == [_PATH] * 2


def test_a_proxy_that_wants_another_password_is_named(secured: RepositoryServer, authority: Authority):
    with ProxyServer("ana", "pw") as proxy:
        chosen = parse_proxy(f"http://ana:wrong@127.0.0.1:{proxy.port}")
        with _transport(ca_pem=authority.pem, proxy=chosen) as transport:
            error = _trouble(transport, f"{secured.address}{_PATH}")
    assert error.trouble is SyncTrouble.PROXY_REFUSED
    assert "wrong" not in str(error)
    assert error.__cause__ is None


@pytest.mark.parametrize(("status", "expected"), [(403, SyncTrouble.PROXY_REFUSED), (503, SyncTrouble.UNREACHABLE)])
def test_what_a_proxy_says_is_told_apart(
    secured: RepositoryServer, authority: Authority, status: int, expected: SyncTrouble
):
    with ProxyServer(refuses=status) as proxy:
        chosen = parse_proxy(f"http://127.0.0.1:{proxy.port}")
        with _transport(ca_pem=authority.pem, proxy=chosen) as transport:
            assert _trouble(transport, f"{secured.address}{_PATH}").trouble is expected


def test_a_signature_takes_the_servers_clock_once(server: RepositoryServer):
    server.devices["ab"] = _KEY.public_key().public_bytes_raw()
    server.clock_offset = timedelta(hours=5)
    sign = signer(_KEY, "ab")
    with _transport() as transport:
        address = f"{server.address}/v1/exceptions"
        assert transport.request("GET", address, limit_bytes=_LIMIT_BYTES, sign=sign).status == 200
        assert [request.status for request in server.requests] == [401, 200]
        assert transport.request("GET", address, limit_bytes=_LIMIT_BYTES, sign=sign).status == 200
        assert abs(transport.clock_offset - server.clock_offset) < timedelta(seconds=5)


@pytest.mark.parametrize(
    "date",
    [
        "yesterday",
        "Fri, 27 Nov 2026 19:00:00 +99999999999999999999",
        "Fri, 27 Nov 2026 19:00:00 +9999",
        "Fri, 31 Dec 9999 23:59:59 GMT",
        "Fri, 31 Dec 9999 23:59:59 -2300",
    ],
)
def test_a_servers_time_that_cannot_be_is_not_taken(server: RepositoryServer, date: str):
    server.date = date
    with _transport() as transport:
        answer = transport.request(
            "GET", f"{server.address}/v1/exceptions", limit_bytes=_LIMIT_BYTES, sign=signer(_KEY, "ab")
        )
        assert (answer.status, len(server.requests), transport.clock_offset) == (401, 1, timedelta(0))


def test_a_device_whose_clock_has_lost_its_battery_takes_the_servers(server: RepositoryServer):
    server.devices["ab"] = _KEY.public_key().public_bytes_raw()
    transport = Transport(environment={}, clock=lambda: datetime(1970, 1, 2, tzinfo=UTC))
    address = f"{server.address}/v1/exceptions"
    assert transport.request("GET", address, limit_bytes=_LIMIT_BYTES, sign=signer(_KEY, "ab")).status == 200
    transport.close()


def test_a_device_that_is_not_known_is_refused_once_where_clocks_agree(server: RepositoryServer):
    with _transport() as transport:
        answer = transport.request(
            "GET",
            f"{server.address}/v1/exceptions",
            limit_bytes=_LIMIT_BYTES,
            sign=signer(_KEY, public_key_text(_KEY.public_key())),
        )
    assert [answer.status, len(server.requests)] == [401, 1]


def test_a_status_is_granted_or_not():
    check_status(204)
    for status, trouble in ((302, SyncTrouble.SERVER_FAILED), (403, SyncTrouble.NOT_KNOWN)):
        with pytest.raises(HttpStatusError) as caught:
            check_status(status)
        assert caught.value.trouble is trouble


def test_a_body_is_read_up_to_its_limit():
    assert read_capped(iter([b"ab", b"c"]), 3) == b"abc"
    with pytest.raises(TransportError):
        read_capped(iter([b"ab", b"cd"]), 3)
