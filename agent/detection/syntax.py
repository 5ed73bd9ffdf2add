"""RE2 patterns as trees, read by the standard library's parser of its own expressions.

That parser (`re._parser`) is not public. What it does not understand, or what Python has no syntax for, comes back as
None: it costs speed (the pattern is searched everywhere), never findings. See docs/adr/0012.
"""

from __future__ import annotations

import functools
import re
import re._constants as ops  # type: ignore[import-not-found]  # the standard library's own parser, without stubs
import re._parser as parser  # type: ignore[import-not-found]  # as above
from collections.abc import Iterable
from typing import Any

__all__ = ["bytes_of", "ops", "parsed"]

_CASE_FLAG = re.compile(rb"\(\?([ims]*)(?:-[ims]+)?(:|\))")
_NOT_PYTHON = re.compile(rb"\[\[:|\\[pPQCE]|\\x\{|\(\?P<|\(\?<")


@functools.lru_cache(maxsize=8)
def parsed(regex: bytes) -> Any | None:  # noqa: ANN401 - the parser's own tree
    """The pattern's parts, each an operator and its argument; None when it is not understood."""
    if _NOT_PYTHON.search(regex):
        return None
    # Case and line modes do not matter for what must occur, and Python takes flags at the start only.
    plain = _CASE_FLAG.sub(lambda flag: b"(?:" if flag[2] == b":" else b"", regex).replace(rb"\z", rb"\Z")
    try:
        return parser.parse(plain, 0)
    except (re.error, RecursionError, OverflowError):
        return None


def bytes_of(members: Iterable[tuple[Any, Any]]) -> frozenset[int]:
    """The bytes of a class; empty when it holds more than bytes and ranges."""
    found: set[int] = set()
    for operator, argument in members:
        if operator is ops.LITERAL:
            found.add(argument)
        elif operator is ops.RANGE:
            found.update(range(argument[0], argument[1] + 1))
        else:
            return frozenset()
    return frozenset(found)
