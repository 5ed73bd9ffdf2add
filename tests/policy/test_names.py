"""Names of a known set, lists that may be one, messages by language; and how the JSON Schema says it."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from agent.core import Action, Entity
from agent.policy.document.names import ActionName, EntityName, Message, OneOrMore


def test_one_name_is_a_list_of_one():
    adapter: TypeAdapter[Any] = TypeAdapter(OneOrMore[ActionName])
    assert adapter.validate_python("warn") == adapter.validate_python(["warn"]) == (Action.WARN,)
    one, many = adapter.json_schema()["anyOf"]
    assert many["items"] == one
    assert (many["minItems"], many["maxItems"], "minLength" in many) == (1, 200, False)


@pytest.mark.parametrize(("given", "about"), [("Warn", "unknown action Warn"), (3, "must be text"), ("skip", "skip")])
def test_another_name_is_refused(given: object, about: str):
    adapter: TypeAdapter[Any] = TypeAdapter(ActionName)
    with pytest.raises(ValidationError, match=about):
        adapter.validate_python(given)


def test_entities_are_built_in_or_of_the_policy():
    adapter: TypeAdapter[Any] = TypeAdapter(EntityName)
    assert adapter.validate_python("EMAIL") == Entity.EMAIL
    assert adapter.validate_python("BADGE", context=("BADGE",)) == "BADGE"
    with pytest.raises(ValidationError, match="unknown entity BADGE"):
        adapter.validate_python("BADGE")
    built_in, own = adapter.json_schema()["anyOf"]
    assert built_in["enum"] == list(Entity)
    assert own["type"] == "string"


@pytest.mark.parametrize(
    ("given", "read"),
    [(" Mind this. ", {"any": "Mind this."}), ({"en": "Mind.", "de": "Achtung."}, {"en": "Mind.", "de": "Achtung."})],
)
def test_a_message_is_for_all_languages_or_by_language(given: object, read: dict[str, str]):
    adapter: TypeAdapter[Any] = TypeAdapter(Message)
    assert adapter.validate_python(given) == read


@pytest.mark.parametrize(
    "given", [5, ["Mind this."], {"English": "Mind this."}, {"en": "x" * 141}, "a\x1b[2Jb", {"en": "a\nb"}]
)
def test_another_message_is_refused(given: object):
    adapter: TypeAdapter[Any] = TypeAdapter(Message)
    with pytest.raises(ValidationError):
        adapter.validate_python(given)
