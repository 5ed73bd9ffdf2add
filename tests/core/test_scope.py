"""What is known of a gesture's circumstances shows no name and no address."""

from __future__ import annotations

from agent.core import OperatingSystem, Scope


def test_accounts_and_addresses_are_in_no_repr():
    scope = Scope(user="jdoe", groups=frozenset({"sales"}), addresses=("10.1.2.3",), os=OperatingSystem.LINUX)
    assert not any(text in repr(scope) for text in ("jdoe", "sales", "10.1.2.3"))
    assert "linux" in repr(scope)
