"""The prompts that wait for an answer, oldest first. Pure state: what each change asks the views to do is returned.

Rules kept here: a prompt is answered at most once; a prompt with a known id takes the place of the older one; at most
`LIMIT` wait, and a newer one pushes out the oldest.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime

from agent.ipc.prompt_messages import Prompt

__all__ = ["LIMIT", "OpenPrompts"]

LIMIT = 16
"""The agent asks far fewer at a time; this only bounds what a faulty one can do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPrompts:
    """The prompts, by id."""

    prompts: tuple[Prompt, ...] = field(default=(), repr=False)

    def get(self, prompt_id: str) -> Prompt | None:
        """Return the waiting prompt with that id; None when it does not wait."""
        return next((each for each in self.prompts if each.prompt_id == prompt_id), None)

    def with_prompt(self, prompt: Prompt) -> tuple[OpenPrompts, tuple[Prompt, ...]]:
        """Return the state with a prompt added or replaced, and those that were pushed out by it."""
        if self.get(prompt.prompt_id) is not None:
            replaced = tuple(prompt if each.prompt_id == prompt.prompt_id else each for each in self.prompts)
            return replace(self, prompts=replaced), ()
        prompts = (*self.prompts, prompt)
        return replace(self, prompts=prompts[-LIMIT:]), prompts[:-LIMIT]

    def without(self, prompt_id: str) -> OpenPrompts:
        """Return the state without a prompt."""
        return replace(self, prompts=tuple(each for each in self.prompts if each.prompt_id != prompt_id))

    def expired(self, now: datetime) -> tuple[Prompt, ...]:
        """Return the prompts that the agent does not wait for any more."""
        return tuple(each for each in self.prompts if each.expires_at <= now)

    def next_expiry_at(self) -> datetime | None:
        """Return when the next prompt expires."""
        return min((each.expires_at for each in self.prompts), default=None)
