"""What all parts of a policy document have in common: frozen, strict about their fields, silent about their values."""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from agent.policy.document.problems import is_printable, policy_error, unknown_error

__all__ = ["Identifier", "Name", "Part", "Printable"]


def _printable(text: str) -> str:
    if not is_printable(text):
        raise policy_error("must be printable: leave control characters and invisible ones out")
    return text


Printable = AfterValidator(_printable)
"""For texts that people are shown: nothing in them can steer a terminal, or hide."""

Name = Annotated[str, Field(min_length=1, max_length=100), Printable]
Identifier = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]*$", max_length=60)]


class Part(BaseModel):
    """A mapping of the document.

    Attributes:
        field_word: what a field is called in messages.
        keeps_unknown: whether fields of newer versions are kept rather than refused.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    field_word: ClassVar[str] = "field"
    keeps_unknown: ClassVar[bool] = False

    @model_validator(mode="before")
    @classmethod
    def _check_fields(cls, value: object) -> object:
        if not isinstance(value, dict):
            raise policy_error("must be a mapping")
        for key in value:
            if key not in cls.model_fields and not cls.keeps_unknown:
                raise unknown_error(cls.field_word, key, cls.model_fields.keys())
        return value
