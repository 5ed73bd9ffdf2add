"""Table of what is and what is no hardware address."""

from __future__ import annotations

import pytest

from agent.core import Entity
from agent.detection import default_pipeline
from tests.detection.samples import values

FOUND = [
    ("colons", "ether 00:1a:2b:3c:4d:5e txqueuelen", "00:1a:2b:3c:4d:5e"),
    ("dashes", "Physical Address: 00-1A-2B-3C-4D-5E", "00-1A-2B-3C-4D-5E"),
    ("Cisco", "0012.3456.789a", "0012.3456.789a"),
    ("end of a sentence", "It is 00:1a:2b:3c:4d:5e.", "00:1a:2b:3c:4d:5e"),
    ("against its label", "mac:00:1a:2b:3c:4d:5e", "00:1a:2b:3c:4d:5e"),
    ("decimal digits only", "01-23-45-67-89-10", "01-23-45-67-89-10"),
    ("bare digits behind a label", "mac_address=001a2b3c4d5e", "001a2b3c4d5e"),
    ("eight pairs behind a label", "EUI-64: 00:11:22:ff:fe:44:55:66", "00:11:22:ff:fe:44:55:66"),
    ("column of a table", "host,mac\nalpha,001A2B3C4D5E\n", "001A2B3C4D5E"),
]

NOT_FOUND = [
    ("five pairs", "00:1a:2b:3c:4d"),
    ("seven pairs", "00:1a:2b:3c:4d:5e:6f"),
    ("mixed separators", "00:1a:2b-3c-4d:5e"),
    ("no digits", "zz:zz:zz:zz:zz:zz"),
    ("broadcast", "ff:ff:ff:ff:ff:ff"),
    ("zeros", "00:00:00:00:00:00"),
    ("fingerprint", "9f:8e:7d:6c:5b:4a:39:28:17:06:f5:e4:d3:c2:b1:a0"),
    ("UUID", "550e8400-e29b-41d4-a716-446655440000"),
    ("bare digits alone", "001a2b3c4d5e"),
    ("eight pairs alone", "00:11:22:ff:fe:44:55:66"),
    ("inside a word", "x00:1a:2b:3c:4d:5ex"),
    ("version 6 address", "2001:db8:00:1a:2b:3c:4d:5e"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_address(text: str, expected: str):
    assert values(text, Entity.MAC_ADDRESS) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_address(text: str):
    assert values(text, Entity.MAC_ADDRESS) == []


def test_is_less_sure_of_decimal_digits():
    (mixed,) = default_pipeline().find("01-23-45-67-89-ab")
    (decimal,) = default_pipeline().find("01-23-45-67-89-10")
    assert decimal.confidence < mixed.confidence
