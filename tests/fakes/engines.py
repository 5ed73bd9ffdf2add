"""Engines that say what a test has written down: which text is sensitive, which window is a destination."""

from __future__ import annotations

import threading
from dataclasses import replace

from agent.core import (
    Action,
    ActiveWindow,
    Assessment,
    Channel,
    Content,
    Destination,
    DestinationKind,
    Explanation,
    Finding,
    Inspection,
    Label,
    Mode,
    ModelReading,
    ModelState,
    TriggeredRule,
    Verdict,
)
from agent.core.apps import AppStanding
from agent.core.ports import Engines, OnRead, OnRecognized
from tests.fakes.app_catalogue import FakeAppCatalogue

__all__ = ["CHATGPT", "CLAUDE", "SENSITIVE", "ScriptedEngines"]

SENSITIVE = "sensitive"

CHATGPT = Destination(destination_id="chatgpt", name="ChatGPT", vendor="OpenAI", kind=DestinationKind.ASSISTANT)
CLAUDE = Destination(destination_id="claude", name="Claude", vendor="Anthropic", kind=DestinationKind.ASSISTANT)


class ScriptedEngines:
    """One finding for each text with `SENSITIVE` in it; windows are destinations by their whole title.

    Policy warns of findings (or does what `action` says), audits what could not be inspected and allows the rest.

    Attributes:
        gate: assessments wait while it is clear; set it before the end.
        model_gate: the same, after recognizers have found what they find.
        model_finds: what only the model sees, in every text; nothing, mostly.
        action: what policy asks for where there are findings.
        audits_unfinished: whether policy audits what the model had no time for.
        assessing: set while one waits or runs.
        failure: raised by every assessment from now on.
        assessed: contents, in order.
        apps: the catalogue of apps.
        standings: what the policy says of destinations, by id; of the others it says nothing.
    """

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.model_gate = threading.Event()
        self.model_gate.set()
        self.action = Action.WARN
        self.audits_unfinished = False
        self.model_finds = ""
        self.assessing = threading.Event()
        self.failure: Exception | None = None
        self.assessed: list[Content] = []
        self.apps = FakeAppCatalogue()
        self.standings: dict[str, AppStanding] = {}

    @property
    def engines(self) -> Engines:
        """What a coordinator is given."""
        return Engines(
            assess=self._assess,
            match=self._match,
            evaluate=self._evaluate,
            find=self._find,
            apps=lambda: self.apps,
            standing=self._standing,
        )

    def _assess(
        self,
        content: Content,
        on_read: OnRead | None = None,  # noqa: ARG002 - nothing is long
        on_recognized: OnRecognized = lambda _recognized: None,
    ) -> Assessment:
        self.assessing.set()
        self.assessed.append(content)
        if not self.gate.wait(30):
            raise TimeoutError
        self.assessing.clear()
        if self.failure is not None:
            raise self.failure
        assessment = self._recognize(content)
        on_recognized(assessment)
        if not self.model_gate.wait(30):
            raise TimeoutError
        findings = (_finding(0, 1),) if self.model_finds else assessment.findings
        return replace(assessment, findings=findings, model=ModelReading(state=ModelState.COMPLETE, share=1.0))

    @staticmethod
    def _recognize(content: Content) -> Assessment:
        start = content.text.find(SENSITIVE)
        if start < 0:
            return Assessment()
        return Assessment(findings=(_finding(start, start + len(SENSITIVE)),))

    def _match(self, window: ActiveWindow) -> Destination | None:
        return {CHATGPT.name: CHATGPT, CLAUDE.name: CLAUDE}.get(window.title)

    @staticmethod
    def _find(destination_id: str) -> Destination | None:
        return {each.destination_id: each for each in (CHATGPT, CLAUDE)}.get(destination_id)

    def _standing(self, destination: Destination) -> AppStanding:
        return self.standings.get(destination.destination_id, AppStanding(status=destination.status))

    def _evaluate(self, assessment: Assessment, _destination: Destination, _channel: Channel) -> Verdict:
        if assessment.findings:
            return _verdict(self.action)
        is_unfinished = self.audits_unfinished and assessment.model.state is ModelState.NOT_FINISHED
        is_whole = assessment.inspection is Inspection.COMPLETE and not is_unfinished
        return _verdict(Action.ALLOW if is_whole else Action.AUDIT)


def _finding(start: int, end: int) -> Finding:
    return Finding(
        entity="CREDIT_CARD",
        start=start,
        end=end,
        confidence=1.0,
        recognizer="scripted",
        explanation=Explanation(summary="It says so."),
    )


def _verdict(action: Action) -> Verdict:
    rules = () if action is Action.ALLOW else (TriggeredRule(rule_id=f"scripted-{action}", action=action),)
    return Verdict(
        action=action,
        label=Label(rank=len(rules), name="high" if rules else "low"),
        triggered_rules=rules,
        offers=(),
        mode=Mode.ENFORCE,
        policy_version="scripted",
    )
