"""Sample data for the gallery: what the agent could send, with no agent and no real person in it.

Key-shaped text is put together here, so that no file of the repository holds one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from agent.core.apps import Evidence
from agent.core.errors import AgentError
from agent.core.findings import Category, Entity, Inspection
from agent.core.gestures import Channel, DestinationKind, DestinationStatus, Reason
from agent.core.health import HEALTH_ISSUES, Coverage, HealthCode
from agent.core.in_force import PolicyOrigin
from agent.core.sync import SyncTrouble
from agent.core.verdicts import Action, Disposition, Mode, Offer
from agent.ipc.app_messages import AppListResult, AppModel
from agent.ipc.messages import (
    CoverageModel,
    EventModel,
    HealthIssueModel,
    HistoryListParams,
    HistoryListResult,
    StatusResult,
)
from agent.ipc.prompt_messages import Excerpt, Prompt, PromptFinding, Span
from agent.ipc.sync_messages import SyncModel
from agent.ipc.wire import EntityCountModel, LabelModel

__all__ = [
    "SampleApps",
    "SampleHistory",
    "sample_apps",
    "sample_events",
    "sample_governed_status",
    "sample_prompt",
    "sample_secret_prompt",
    "sample_status",
]

_RESTRICTED = LabelModel(rank=3, name="restricted")
_CONFIDENTIAL = LabelModel(rank=2, name="confidential")
_INTERNAL = LabelModel(rank=1, name="internal")
_WARN = (Action.WARN, Disposition.ACKNOWLEDGED)


def sample_status(
    now: datetime, *, issues: tuple[HealthCode, ...] = (), mode: Mode = Mode.ENFORCE, is_blind: bool = False
) -> StatusResult:
    """Return a status with these issues open."""
    return StatusResult(
        agent_version="0.1.0",
        instance_id="sample",
        pid=4321,
        started_at=now - timedelta(hours=3, minutes=12),
        mode=mode,
        policy_name="Packaged default",
        policy_version="2026.11",
        clipboard_backend="none" if is_blind else "x11",
        tray_connected=True,
        health=tuple(_issue(code, now) for code in issues),
        coverage=_BLIND if is_blind else _COVERAGE,
        policy_origin=PolicyOrigin.FILE if HealthCode.POLICY_UNSIGNED in issues else PolicyOrigin.PACKAGED,
    )


def sample_governed_status(
    now: datetime, *, issues: tuple[HealthCode, ...] = (), trouble: SyncTrouble | None = None
) -> StatusResult:
    """Return the status of a device that an organization governs."""
    is_missing = HealthCode.POLICY_MISSING in issues
    return sample_status(now, issues=issues).with_fields(
        {
            "policy_name": "Your organization's policy is missing" if is_missing else "Acme",
            "policy_version": "1" if is_missing else "12+3",
            "policy_origin": PolicyOrigin.UNAVAILABLE if is_missing else PolicyOrigin.SIGNED,
            "sync": SyncModel(
                server="https://cordon.example.com",
                device_id="0" * 32,
                by_machine=True,
                attempted_at=now - timedelta(minutes=1),
                succeeded_at=now - timedelta(minutes=1 if trouble is None else 95),
                trouble=trouble,
            ),
        }
    )


def sample_prompt(now: datetime) -> Prompt:
    """Return a warning about a card number."""
    text = (
        "Order 20-1184, paid on delivery.\nPlease charge 4111 1111 1111 1111, valid thru 09/29, and send the\n"
        "receipt to billing@example.com by Friday."
    )
    spans = (_span(text, "4111 1111 1111 1111", Entity.CREDIT_CARD), _span(text, "billing@example.com", Entity.EMAIL))
    return Prompt(
        prompt_id="sample-card",
        channel=Channel.CLIPBOARD,
        destination_id="chatgpt",
        destination_name="ChatGPT",
        destination_status=DestinationStatus.UNAPPROVED,
        label=_RESTRICTED,
        action=Action.WARN,
        category=Category.CUSTOMER_SUPPORT,
        entities=_counts(CREDIT_CARD=1, EMAIL=1),
        findings=(
            PromptFinding(
                entity=Entity.CREDIT_CARD,
                recognizer="credit_card",
                confidence=0.99,
                count=1,
                summary="16 digits with a valid check digit, after the word “charge”.",
            ),
            PromptFinding(
                entity=Entity.EMAIL, recognizer="email", confidence=0.95, count=1, summary="A mailbox and a domain."
            ),
        ),
        excerpts=(Excerpt(text=text, spans=spans, is_cut_before=True, is_cut_after=True),),
        more_findings=0,
        rule_messages=("Card numbers stay inside the payment system.",),
        offers=(Offer.REDACTED,),
        expires_at=now + timedelta(minutes=2),
    )


def sample_secret_prompt(now: datetime) -> Prompt:
    """Return a prompt of a stricter policy, without an offer."""
    key = "AKIA" + "EXAMPLE" * 2 + "00"
    text = f"export AWS_ACCESS_KEY_ID={key}\npython deploy.py --stage test"
    return Prompt(
        prompt_id="sample-secret",
        channel=Channel.CLIPBOARD,
        destination_id="deepseek",
        destination_name="DeepSeek",
        destination_status=DestinationStatus.UNKNOWN,
        label=_RESTRICTED,
        action=Action.BLOCK,
        entities=_counts(SECRET=1, PASSWORD=3),
        findings=(
            PromptFinding(
                entity=Entity.SECRET,
                recognizer="secret.aws_access_key",
                confidence=0.97,
                count=1,
                summary="Has the form of an AWS access key.",
            ),
        ),
        excerpts=(
            Excerpt(text=text, spans=(_span(text, key, Entity.SECRET),), is_cut_before=False, is_cut_after=True),
        ),
        more_findings=3,
        rule_messages=(),
        learn_more="https://intranet.example/ai/secrets",
        offers=(),
        expires_at=now + timedelta(minutes=2),
    )


def sample_events(now: datetime) -> tuple[EventModel, ...]:
    """Return a week of events, newest first."""
    rows: tuple[tuple[timedelta, str, LabelModel, tuple[Action, Disposition], dict[str, int]], ...] = (
        (
            timedelta(minutes=4),
            "ChatGPT",
            _RESTRICTED,
            (Action.WARN, Disposition.REDACTED),
            {"CREDIT_CARD": 1, "EMAIL": 1},
        ),
        (timedelta(minutes=51), "Claude", _CONFIDENTIAL, _WARN, {"EMAIL": 12, "PHONE": 4}),
        (timedelta(hours=2), "Copilot", _INTERNAL, (Action.AUDIT, Disposition.AUDITED), {"EMAIL": 1}),
        (timedelta(hours=5), "ChatGPT", _RESTRICTED, (Action.WARN, Disposition.REDACTED), {"SECRET": 1}),
        (timedelta(days=1, hours=1), "Gemini", _CONFIDENTIAL, (Action.WARN, Disposition.WARNED), {"IBAN": 2}),
        (timedelta(days=1, hours=4), "Cursor", _RESTRICTED, _WARN, {"PASSWORD": 1}),
        (timedelta(days=2, hours=2), "Perplexity", _CONFIDENTIAL, (Action.WARN, Disposition.NOT_SHOWN), {"PHONE": 3}),
        (timedelta(days=3), "ChatGPT", _INTERNAL, (Action.AUDIT, Disposition.AUDITED), {"EMAIL": 2}),
        (timedelta(days=3, hours=6), "Ollama", _INTERNAL, (Action.ALLOW, Disposition.ALLOWED), {"CREDIT_CARD": 1}),
        (timedelta(days=5), "Mistral", _CONFIDENTIAL, _WARN, {"EMPLOYEE_NUMBER": 6}),
        (timedelta(days=6), "LM Studio", _INTERNAL, (Action.AUDIT, Disposition.AUDITED), {"EMAIL": 1, "PHONE": 1}),
    )
    return tuple(
        EventModel(
            event_id=f"{index:032x}",
            occurred_at=now - ago,
            channel=Channel.CLIPBOARD,
            reason=Reason.FOCUS,
            destination_id=name.lower().replace(" ", "-"),
            destination_name=name,
            destination_status=DestinationStatus.UNAPPROVED if name == "ChatGPT" else DestinationStatus.UNKNOWN,
            label=label,
            entities=_counts(**entities),
            inspection=Inspection.COMPLETE,
            mode=Mode.ENFORCE,
            action=action,
            disposition=disposition,
            rule_ids=(f"warn-{label.name}",),
            policy_version="2026.11",
        )
        for index, (ago, name, label, (action, disposition), entities) in enumerate(rows)
    )


def sample_apps(now: datetime) -> AppListResult:
    """Return the AI apps of a device, two of which run."""
    rows: tuple[
        tuple[str, str, DestinationKind, DestinationStatus, tuple[int, ...], timedelta | None, Evidence], ...
    ] = (
        (
            *("Claude Code", "Anthropic", DestinationKind.CODING_AGENT, DestinationStatus.APPROVED),
            *((4711, 4712), timedelta(minutes=12), Evidence.COMMAND),
        ),
        (
            *("Ollama", "Ollama", DestinationKind.LOCAL_RUNNER, DestinationStatus.UNAPPROVED),
            *((981,), timedelta(hours=4), Evidence.LISTENING_PORT),
        ),
        (
            *("ChatGPT", "OpenAI", DestinationKind.ASSISTANT, DestinationStatus.TOLERATED),
            *((), timedelta(hours=26), Evidence.WINDOW),
        ),
        (
            *("GitHub Copilot", "GitHub", DestinationKind.CODING_AGENT, DestinationStatus.UNKNOWN),
            *((), None, Evidence.EDITOR_EXTENSION),
        ),
    )
    return AppListResult(
        apps=tuple(
            AppModel(
                id=name.lower().replace(" ", "-"),
                name=name,
                vendor=vendor,
                kind=kind,
                status=status,
                running=bool(pids),
                pids=pids,
                installed=evidence is not Evidence.WINDOW,
                first_seen_at=now - timedelta(days=12, hours=3),
                last_used_at=now - used if used is not None else None,
                evidence=(evidence,),
            )
            for name, vendor, kind, status, pids, used, evidence in rows
        )
    )


class SampleApps:
    """Answers with a fixed list, at once, or with an error, or never."""

    def __init__(self, result: AppListResult | None, *, error: AgentError | None = None) -> None:
        self.result = result
        self.error = error

    def list_apps(self, on_list: Callable[[AppListResult], None], on_failure: Callable[[AgentError], None]) -> None:
        """Answer."""
        if self.error is not None:
            on_failure(self.error)
        elif self.result is not None:
            on_list(self.result)


class SampleHistory:
    """Answers from a fixed list, at once, or with an error, or never; `page_limit` rows a page at most."""

    def __init__(
        self,
        events: tuple[EventModel, ...],
        *,
        error: AgentError | None = None,
        answers: bool = True,
        page_limit: int = 100,
    ) -> None:
        self._events = events
        self._page_limit = page_limit
        self.error = error
        self._answers = answers

    def list_history(
        self,
        params: HistoryListParams,
        on_page: Callable[[HistoryListResult], None],
        on_failure: Callable[[AgentError], None],
    ) -> None:
        """Answer; the filter is applied, the cursor is an offset."""
        if not self._answers:
            return
        if self.error is not None:
            on_failure(self.error)
            return
        fitting = [
            event
            for event in self._events
            if (params.since is None or event.occurred_at >= params.since)
            and params.channel in (None, event.channel)
            and params.label in (None, event.label.name)
            and params.action in (None, event.action)
        ]
        start = params.cursor or 0
        end = start + min(params.limit, self._page_limit)
        cursor = end if end < len(fitting) else None
        on_page(HistoryListResult(events=tuple(fitting[start:end]), next_cursor=cursor, total=len(fitting)))


def _counts(**entities: int) -> tuple[EntityCountModel, ...]:
    return tuple(EntityCountModel(entity=entity, count=count) for entity, count in entities.items())


def _span(text: str, part: str, entity: Entity) -> Span:
    start = text.index(part)
    return Span(start=start, end=start + len(part), entity=entity)


def _issue(code: HealthCode, now: datetime) -> HealthIssueModel:
    kind = HEALTH_ISSUES[code]
    return HealthIssueModel(
        code=code,
        severity=kind.severity,
        title=kind.title,
        text=kind.text,
        hint=kind.hint,
        detail="",
        since=now - timedelta(minutes=17),
    )


# Which channel is seen and which is blind is what an agent of this version says.
_COVERAGE = (
    CoverageModel(
        channel=Channel.CLIPBOARD,
        coverage=Coverage.SEEN,
        why="Every copy is judged; you are warned when an AI app gets the focus. The paste itself is not held yet.",
    ),
    CoverageModel(
        channel=Channel.PRIMARY_SELECTION, coverage=Coverage.BLIND, why="Middle-click paste is not watched yet."
    ),
    CoverageModel(channel=Channel.DRAG_AND_DROP, coverage=Coverage.BLIND, why="Drags are not watched yet."),
    CoverageModel(
        channel=Channel.BROWSER, coverage=Coverage.BLIND, why="AI sites are known by their window title only."
    ),
    CoverageModel(channel=Channel.FILE_UPLOAD, coverage=Coverage.BLIND, why="Uploads are not watched yet."),
    CoverageModel(
        channel=Channel.AI_APP, coverage=Coverage.BLIND, why="AI apps are known by their window, for the clipboard."
    ),
    CoverageModel(
        channel=Channel.COMMAND_LINE, coverage=Coverage.SEEN, why="Only what is piped through `cordon scan`."
    ),
)
_BLIND = (
    CoverageModel(channel=Channel.CLIPBOARD, coverage=Coverage.BLIND, why="There is no display to watch."),
    *_COVERAGE[1:],
)
