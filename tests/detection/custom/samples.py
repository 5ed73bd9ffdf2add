"""Definitions for the tests of this folder."""

from __future__ import annotations

from agent.core.custom import CustomDictionary, CustomRecognizer

__all__ = ["dictionary", "recognizer"]


def recognizer(
    pattern: str = r"\bE-\d{6}\b",
    *,
    context: tuple[str, ...] = (),
    needs_context: bool = False,
    examples: tuple[str, ...] = ("see E-123456",),
    counter_examples: tuple[str, ...] = ("see E-1234567",),
) -> CustomRecognizer:
    """Employee numbers."""
    return CustomRecognizer(
        recognizer_id="employee",
        entity="EMPLOYEE_NUMBER",
        title="an employee number",
        pattern=pattern,
        confidence=0.6,
        context=context,
        needs_context=needs_context,
        examples=examples,
        counter_examples=counter_examples,
    )


def dictionary(*terms: str, case: bool = False, dictionary_id: str = "projects") -> CustomDictionary:
    """Project names."""
    return CustomDictionary(
        dictionary_id=dictionary_id,
        entity="PROJECT",
        title="a project name",
        terms=terms,
        is_case_sensitive=case,
        confidence=0.8,
    )
