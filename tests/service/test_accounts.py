"""Whose account it is, and whose share it uses."""

from __future__ import annotations

import os
import pwd

import pytest

from agent.service.accounts import account_of, share_of, share_of_uid

UNNAMED = (3_999_999, 3_999_998)


def test_an_account_goes_by_its_name_or_its_number():
    assert account_of(os.getuid()) == pwd.getpwuid(os.getuid()).pw_name
    assert account_of(UNNAMED[0]) == "uid-3999999"


@pytest.mark.parametrize("account", ["jane", "uid", "uid-", "uid-jane", "uid-1-2", "my-uid-1", "uid-1\n"])
def test_an_account_with_a_name_has_a_share_of_its_own(account: str):
    assert share_of(account) == account


def test_all_that_go_by_a_number_have_one_share():
    assert share_of_uid(UNNAMED[0]) == share_of_uid(UNNAMED[1]) == share_of("uid-1")
    assert share_of_uid(os.getuid()) == account_of(os.getuid()) != share_of("uid-1")
