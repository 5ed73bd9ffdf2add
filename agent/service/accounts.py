"""Which account a user of the device has, and whose share it uses of what is limited for each.

Rules kept here: who asks is a uid that the operating system vouches for, and an account is the one of that uid. One
person may own thousands of uids that no database names (subuid(5)), so all those together have one share.
"""

from __future__ import annotations

import pwd
import re

__all__ = ["account_of", "share_of", "share_of_uid"]

_UNNAMED = re.compile(r"uid-[0-9]+")
_SHARE_OF_UNNAMED = "uid-"


def account_of(uid: int) -> str:
    """Return the name of a user's account; one that no database names is called by its number."""
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"uid-{uid}"


def share_of(account: str) -> str:
    """Return whose share an account uses: its own, or that of all that go by a number."""
    return _SHARE_OF_UNNAMED if _UNNAMED.fullmatch(account) else account


def share_of_uid(uid: int) -> str:
    """Return whose share a user uses. Asks the system's database."""
    return share_of(account_of(uid))
