"""Table of what is and what is no IP address."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("version 4", "from 203.0.113.7 today", "203.0.113.7"),
    ("end of a sentence", "It is 203.0.113.7.", "203.0.113.7"),
    ("with port", "203.0.113.7:8443", "203.0.113.7"),
    ("with prefix length", "route 198.51.100.0/24,", "198.51.100.0/24"),
    ("with too long a prefix", "198.51.100.0/123", "198.51.100.0"),
    ("in a link", "http://203.0.113.7/index.html", "203.0.113.7"),
    ("host and address, as Hadoop logs them", "ip-10-0-0-1.example/203.0.113.7:8020", "203.0.113.7"),
    ("loopback", "127.0.0.1", "127.0.0.1"),
    ("small octets behind a word", "ping 1.1.1.1", "1.1.1.1"),
    ("version 6", "2001:db8:85a3:0:0:8a2e:370:7334", "2001:db8:85a3:0:0:8a2e:370:7334"),
    ("version 6, shortened", "Server IP: 2001:db8::1.", "2001:db8::1"),
    ("version 6, with port", "[2001:db8::1]:8080", "2001:db8::1"),
    ("version 6, in a link", "https://[2001:db8::1]/x", "2001:db8::1"),
    ("version 6, capitals", "2001:DB8::AC10:FE01", "2001:DB8::AC10:FE01"),
    ("version 6, prefix only", "2001:db8::/32", "2001:db8::/32"),
    ("zone", "fe80::1ff:fe23:4567:890a%eth0", "fe80::1ff:fe23:4567:890a%eth0"),
    ("mapped", "::ffff:192.0.2.128", "::ffff:192.0.2.128"),
    ("embedded", "64:ff9b::192.0.2.33", "64:ff9b::192.0.2.33"),
    ("loopback of version 6", "listening on ::1", "::1"),
    ("unspecified", "src=:: port=53", "::"),
    ("unspecified, with prefix length", "::/0", "::/0"),
]

NOT_FOUND = [
    ("octet too large", "203.0.113.256"),
    ("three octets", "version 10.15.7"),
    ("five octets", "1.3.6.1.4 1.3.6.1.4.1.311"),
    ("browser", "Chrome/120.0.0.0 Safari/537.36"),
    ("version behind its word", "version 1.2.3.4"),
    ("version behind v", "v1.2.3.4"),
    ("release of a package", "libfoo-1.2.3.4-beta"),
    ("firmware", "Firmware: 4.3.2.1"),
    ("inside a word", "text203.0.113.7text"),
    ("longer number", "1203.0.113.7"),
    ("time", "12:30:45 and 10:15"),
    ("ratio", "1:2:3:4"),
    ("hardware address", "00:1a:2b:3c:4d:5e"),
    ("hardware address of eight pairs", "00:11:22:33:44:55:66:77"),
    ("fingerprint", "SHA1 9f:8e:7d:6c:5b:4a:39:28:17:06:f5:e4:d3:c2:b1:a0"),
    ("scope in C++", "std::cout << dead::beef << ab::cd"),
    ("scope at the beginning", "::add(1) ::std ::fa"),
    ("slice", "x[1::2] and x[::2] and x[::-1]"),
    ("two shortenings", "2001::db8::1"),
    ("too many groups", "1:2:3:4:5:6:7:8:9"),
    ("five digits in a group", "12345:db8::1"),
    ("colons", "::: and :::: and a :: b"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_address(text: str, expected: str):
    assert values(text, Entity.IP_ADDRESS) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_address(text: str):
    assert values(text, Entity.IP_ADDRESS) == []


@given(st.ip_addresses())
def test_finds_every_address_that_names_a_device(address: ipaddress.IPv4Address | ipaddress.IPv6Address):
    text = f"host {address} answers"
    digits = sum(map(str.isalnum, str(address)))
    if digits >= 8:
        assert values(text, Entity.IP_ADDRESS) == [str(address)]


@pytest.mark.parametrize("text", ["0.0.0.0", "255.255.255.0", "127.0.0.53", "::1"])
def test_is_unsure_of_what_names_no_device(text: str):
    (finding,) = default_pipeline().find(text)
    assert finding.confidence < 0.5
