"""An enforcer that remembers what it was to carry out, and lets a test answer for the person."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from agent.core import Action, AnalysisRequest, Assessment, Disposition, Verdict

__all__ = ["Enforced", "FakeEnforcer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Enforced:
    """One call; `answer` is what the person's later answer calls."""

    request: AnalysisRequest
    assessment: Assessment
    verdict: Verdict
    answer: Callable[[Disposition], None]


class FakeEnforcer:
    """Implements `Enforcer`.

    Attributes:
        enforced: every call, in order.
        failure: raised by every call from now on.
        disposition: of what is stricter than AUDIT.
    """

    def __init__(self) -> None:
        self.enforced: list[Enforced] = []
        self.failure: Exception | None = None
        self.disposition = Disposition.WARNED

    def enforce(
        self,
        request: AnalysisRequest,
        assessment: Assessment,
        verdict: Verdict,
        on_disposition: Callable[[Disposition], None],
    ) -> Disposition:
        """Remember the call."""
        if self.failure is not None:
            raise self.failure
        self.enforced.append(Enforced(request=request, assessment=assessment, verdict=verdict, answer=on_disposition))
        return Disposition.AUDITED if verdict.action is Action.AUDIT else self.disposition
