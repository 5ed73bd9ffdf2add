"""A person who can be asked, and a clipboard that takes text, both without a screen."""

from __future__ import annotations

from agent.core import Disposition
from agent.core.errors import AgentError
from agent.core.ports import Answer, OnAnswer, Question

__all__ = ["FakeClipboardWriter", "FakePrompter"]


class FakePrompter:
    """Implements `Prompter`; the test answers for the person.

    Args:
        is_there: whether anybody can be asked.
    """

    def __init__(self, *, is_there: bool = True) -> None:
        self._is_there = is_there
        self._on_answer: OnAnswer | None = None
        self.questions: list[Question] = []

    def ask(self, question: Question, on_answer: OnAnswer) -> bool:
        """Keep the question."""
        if not self._is_there:
            return False
        self.questions.append(question)
        self._on_answer = on_answer
        return True

    async def answer(self, answer: Answer) -> Disposition:
        """Answer the latest question."""
        assert self._on_answer is not None
        return await self._on_answer(answer)


class FakeClipboardWriter:
    """Implements `ClipboardWriter`.

    Args:
        error: raised instead of writing.
    """

    def __init__(self, error: AgentError | None = None) -> None:
        self._error = error
        self.texts: list[str] = []

    async def write_text(self, text: str) -> None:
        """Keep the text."""
        if self._error is not None:
            raise self._error
        self.texts.append(text)
