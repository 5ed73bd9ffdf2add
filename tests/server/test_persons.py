"""Spellings of one name are one person; other names are others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from server.persons import is_same_person, person_of


@pytest.mark.parametrize(
    "spelling",
    ["Zoë Straße", "zoë straße", " ZOË  STRASSE ", "Zoe\u0308 Straße", "\uff3aoë Strasse", "Zo\u200bë\u00a0Strasse"],
)
def test_spellings_of_a_name_are_one_person(spelling: str):
    assert is_same_person("Zoë Straße", spelling)


@pytest.mark.parametrize("other", ["Zoe Straße", "Zoë", "ZoëStraße", "", "Z\u043eë Straße"])
def test_other_names_are_others(other: str):
    assert not is_same_person("Zoë Straße", other)


@given(st.text(max_size=20))
def test_what_is_compared_is_compared_once_and_for_all(name: str):
    assert person_of(person_of(name)) == person_of(name)
