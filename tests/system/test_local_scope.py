"""Who and where this is, as the system says it."""

from __future__ import annotations

import ipaddress
import os
import pwd
from datetime import UTC, datetime, timedelta

from agent.core import OperatingSystem
from agent.system.local_scope import LocalScope


def test_says_what_the_system_says():
    before = datetime.now(UTC)
    scope = LocalScope(OperatingSystem.LINUX)()
    assert scope.user == pwd.getpwuid(os.geteuid()).pw_name
    assert scope.groups
    assert scope.os is OperatingSystem.LINUX
    assert (scope.team, scope.device_id) == ("", "")
    assert scope.at is not None
    assert timedelta(0) <= scope.at - before < timedelta(minutes=1)
    for address in scope.addresses:
        assert not ipaddress.ip_address(address.partition("%")[0]).is_loopback


def test_addresses_are_kept_for_half_a_minute():
    now = 0.0
    scope_of = LocalScope(None, lambda: now)
    first = scope_of().addresses
    now = 29.0
    assert scope_of().addresses is first
    now = 30.0
    assert scope_of().addresses is not first or first == ()
