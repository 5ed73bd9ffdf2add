"""Passwords in the configuration of network gear. All of them are made up."""

from __future__ import annotations

import pytest

from agent.core import Entity
from tests.detection.samples import PASSWORD, random_text, values

DISGUISED = random_text(16, "0123456789ABCDEF")
HASHED = "$1$" + random_text(4) + "$" + random_text(22)

FOUND = [
    ("enable, disguised", f"enable password 7 {DISGUISED}", DISGUISED),
    ("enable, hashed", f"enable secret 5 {HASHED}", HASHED),
    ("enable, plain", f"enable secret {PASSWORD}", PASSWORD),
    ("user", f"username jane privilege 15 password 0 {PASSWORD}", PASSWORD),
    ("user, hashed", f"username jane privilege 15 secret 5 {HASHED}", HASHED),
    ("neighbor", f" neighbor 10.0.0.1 password 7 {DISGUISED}", DISGUISED),
    ("TACACS", f"tacacs-server host 10.0.0.1 key 7 {DISGUISED}", DISGUISED),
    ("RADIUS", f"radius-server host 10.0.0.1 key {PASSWORD}", PASSWORD),
    ("IKE", f"crypto isakmp key {PASSWORD} address 0.0.0.0", PASSWORD),
    ("PAC", f" pac key 7 {DISGUISED}", DISGUISED),
    ("wireless", f"wpa-psk ascii 0 {PASSWORD}", PASSWORD),
    ("SNMP", "snmp-server community Blue7Horse RW 99", "Blue7Horse"),
    ("FortiOS", f"    set psksecret ENC {random_text(40)}", random_text(40)),
    ("Junos", f'authentication-key "$9${random_text(20)}";', f"$9${random_text(20)}"),
]

NOT_FOUND = [
    ("no password", "no enable password"),
    ("enable, word", "enable password protection"),
    ("sentence", "Enable secret scanning for all repositories."),
    ("a length", "Use a password 8 characters long"),
    ("a count", "entered the password 5 times"),
    ("user, prompt", "username jane password prompt"),
    ("everybody's community", "snmp-server community public"),
    ("traps", "snmp-server enable traps config7"),
    ("template", "enable secret <password>"),
    ("variable", "username {{ user }} password {{ password }}"),
    ("neighbor's number", "neighbor 10.0.0.1 remote-as 65001"),
    ("host alone", "radius-server host 10.0.0.1 auth-port 1812"),
    ("FortiOS, other setting", "    set allowaccess ping https ssh"),
    ("Junos, a word", 'description "$9 a month";'),
    ("keys", "press key 7 twice"),
]


@pytest.mark.parametrize(("text", "expected"), [case[1:] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_password(text: str, expected: str):
    assert values(text, Entity.PASSWORD) == [expected]


@pytest.mark.parametrize("text", [case[1] for case in NOT_FOUND], ids=[case[0] for case in NOT_FOUND])
def test_finds_no_password(text: str):
    assert values(text, Entity.PASSWORD) == []
