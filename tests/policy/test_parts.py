"""What all parts of a document keep to."""

from __future__ import annotations

from typing import ClassVar

import pytest
from pydantic import ConfigDict, TypeAdapter, ValidationError

from agent.policy.document.parts import Identifier, Name, Part


class Strict(Part):
    """A part that refuses what it does not know."""

    field_word: ClassVar[str] = "setting"

    id: Identifier


class Lenient(Part):
    """A part that keeps it."""

    model_config = ConfigDict(extra="allow")
    keeps_unknown: ClassVar[bool] = True

    id: Identifier


def test_an_unknown_field_is_refused_or_kept_as_the_part_says():
    assert Lenient.model_validate({"id": "a", "owner": "b"}).model_extra == {"owner": "b"}
    with pytest.raises(ValidationError, match="unknown setting idd"):
        Strict.model_validate({"idd": "a"})


@pytest.mark.parametrize("value", [None, "id", ["id"], 5])
def test_only_a_mapping_is_a_part(value: object):
    with pytest.raises(ValidationError, match="must be a mapping"):
        Strict.model_validate(value)


@pytest.mark.parametrize("name", ["T\x1b[31mX", "T\x1b]0;x\a", "T\x9b2J", "two\nlines", "\u202eT"])
def test_a_name_shows(name: str):
    adapter: TypeAdapter[str] = TypeAdapter(Name)
    assert adapter.validate_python("T\u00fcr 5") == "T\u00fcr 5"
    with pytest.raises(ValidationError, match="must be printable"):
        adapter.validate_python(name)


@pytest.mark.parametrize("identifier", ["a", "0", "a-b_c", "a" * 60])
def test_takes_a_plain_identifier(identifier: str):
    assert Strict.model_validate({"id": identifier}).id == identifier


@pytest.mark.parametrize("identifier", ["", "A", "-a", "a b", "a.b", "é", "a" * 61])
def test_refuses_any_other(identifier: str):
    with pytest.raises(ValidationError) as caught:
        Strict.model_validate({"id": identifier})
    assert "input_value" not in str(caught.value)
