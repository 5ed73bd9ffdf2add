"""Runs a policy's own tests. Pure: recognizers and the catalogue come in as values.

What the rules ask for is compared, whatever the mode. A text is read by the recognizers alone: what the model sees of
it changes with the model, and a test says the same on every device and in every version.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import repeat

from agent.core.content import Content, ContentKind
from agent.core.findings import Assessment, Explanation, Finding, ModelReading
from agent.core.gestures import Destination
from agent.core.scope import Scope
from agent.core.verdicts import Mode, Verdict
from agent.policy.document.cases import CaseEntry, moment_of
from agent.policy.document.problems import Suggestions, Unknown
from agent.policy.engine.facts import Facts
from agent.policy.engine.policy import Policy

__all__ = ["CaseResult", "Recognize", "UnknownDestinationError", "facts_of", "run_cases"]

Recognize = Callable[[Content], Sequence[Finding]]
"""The findings of the recognizers in a text."""

_STATED = Explanation(summary="Stated by the test.")


class UnknownDestinationError(Exception):
    """A test names a destination that is not in the catalogue; the text says which.

    Attributes:
        found: for the words with the likely one.
    """

    def __init__(self, found: Unknown) -> None:
        super().__init__(str(found))
        self.found = found


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """How a test went.

    Attributes:
        case: the test.
        verdict: what the policy says; None where it could not be asked.
        problems: what is not as the test says, in words; empty when it passes.
    """

    case: CaseEntry
    verdict: Verdict | None
    problems: tuple[str, ...]

    @property
    def passes(self) -> bool:
        """Whether everything is as the test says."""
        return not self.problems


def run_cases(
    policy: Policy, cases: Iterable[CaseEntry], destinations: Mapping[str, Destination], recognize: Recognize
) -> Iterator[CaseResult]:
    """Run tests, one after the other."""
    suggestions = Suggestions()
    enforcing = replace(policy, mode=Mode.ENFORCE)
    for case in cases:
        try:
            facts = facts_of(case, destinations, recognize)
        except UnknownDestinationError as exc:
            yield CaseResult(case=case, verdict=None, problems=(suggestions.of(exc.found),))
            continue
        asked = enforcing
        if case.destination_status is not None:
            asked = enforcing.assuming(case.destination, case.destination_status)
        verdict = asked.evaluate(facts)
        yield CaseResult(case=case, verdict=verdict, problems=tuple(_problems(case, verdict)))


def facts_of(case: CaseEntry, destinations: Mapping[str, Destination], recognize: Recognize) -> Facts:
    """Return what a test asks a policy. Another status of the destination (`destination_status`) is not in it.

    Raises:
        UnknownDestinationError: the test names a destination that is not in the catalogue.
    """
    destination = destinations.get(case.destination)
    if destination is None:
        raise UnknownDestinationError(Unknown(what="destination", name=case.destination, known=destinations))
    content = Content(kind=ContentKind.TEXT, text=case.text, size_bytes=len(case.text.encode()))
    findings = [*(recognize(content) if case.text else ()), *_stated(case)]
    return Facts(
        assessment=Assessment(
            findings=tuple(findings),
            category=case.category,
            inspection=case.inspection,
            model=ModelReading(state=case.model, share=1.0),
        ),
        destination=destination,
        channel=case.channel,
        scope=_scope(case),
    )


def _stated(case: CaseEntry) -> Iterator[Finding]:
    place = len(case.text)
    for entity, count in case.entities.items():
        place += 2
        stated = Finding(
            entity=entity, start=place, end=place + 1, confidence=1.0, recognizer="test", explanation=_STATED
        )
        yield from repeat(stated, count)  # they are counted, nobody looks where they are


def _scope(case: CaseEntry) -> Scope:
    return Scope(
        user=case.user or "",
        groups=frozenset(case.group),
        team=case.team or "",
        device_id=case.device or "",
        os=case.os,
        addresses=(case.address,) if case.address else (),
        at=moment_of(case.at) if case.at else None,
    )


def _problems(case: CaseEntry, verdict: Verdict) -> Iterator[str]:
    if verdict.action is not case.action:
        yield f"action is {verdict.action}, not {case.action}"
    if case.label is not None and verdict.label.name != case.label:
        yield f"label is {verdict.label.name}, not {case.label}"
    if case.rule is not None and case.rule not in {rule.rule_id for rule in verdict.triggered_rules}:
        applied = ", ".join(rule.rule_id for rule in verdict.triggered_rules) or "none"
        yield f"rule {case.rule} does not apply; those that do: {applied}"
