"""JSON as people and programs write it, in all its styles."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

__all__ = ["objects", "texts"]

_SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=12,
)

objects = st.dictionaries(st.text(), _VALUES, max_size=5)


@st.composite
def texts(draw: st.DrawFn, values: st.SearchStrategy[Any] = objects) -> str:
    """A value as one of the ways of writing JSON has it."""
    value = draw(values)
    indent = draw(st.sampled_from([None, 1, 2, 4, "\t"]))
    separators = draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")]))
    text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=draw(st.booleans()))
    return draw(st.sampled_from(["", " ", "\n"])) + text + draw(st.sampled_from(["", "\n", " \n\n"]))
