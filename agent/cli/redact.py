"""`cordon redact`: a filter that takes what Cordon finds out of a text.

Rules kept here: standard output gets the redacted text and nothing else; what is said goes to standard error. Text that
could not be inspected whole is not printed, and neither is text with placeholders that could not be turned back: the
vault has them first. Runs in this process, with the packaged policy or a named one, so that it works without an agent.
"""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from agent.cli.judging import ENTITY_OPTION, MODEL_OPTION, POLICY_OPTION, load, parse_entities
from agent.cli.output import epilog, error_console
from agent.cli.reading_progress import reading_progress
from agent.cli.text_filter import FilterInput, read_input, write_output
from agent.cli.vault import opened_vault
from agent.core import Content, ContentKind, Finding, Inspection, removable
from agent.core.errors import EnvironmentProblemError, SecretStoreError
from agent.redaction import SEED_BYTES, Conversation, Redaction, RedactionMode, new_conversation
from agent.redaction import redact as redact_text
from agent.system.folders import FolderError

if TYPE_CHECKING:
    from agent.core.ports import Engines
    from agent.vault import Kept

__all__ = ["register"]

_LIFETIME = re.compile(r"(\d{1,5})([mhd])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days"}
_LONGEST = timedelta(days=30)
_LONGEST_NAME = 64


class RedactionRefusedError(EnvironmentProblemError):
    """Nothing was printed, because it would not be what was asked for."""

    code = "redaction_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wanted:
    mode: RedactionMode
    conversation: str | None
    lifetime: timedelta


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(
        epilog=epilog(
            "cat mail.txt | cordon redact | llm | cordon rehydrate",
            "cordon redact dump.sql --mode fake --conversation billing > safe.sql",
            "cordon redact notes.txt --entities EMAIL,PHONE --mode mask",
            exit_codes="0 the text is printed, 2 wrong usage, 5 nothing is printed, 130 interrupted",
        )
    )(redact)


def redact(  # noqa: PLR0917 - typer gives each option by its name
    file: str = typer.Argument("-", help="A text file, or - for standard input.", metavar="FILE|-"),
    mode: RedactionMode = typer.Option(
        RedactionMode.PLACEHOLDER,
        help="placeholder: `cordon rehydrate` can turn it back. label: [EMAIL]. mask: ****. partial: the last four "
        "characters stay. fake: the same shape, the same fake for the same value, for code and SQL.",
    ),
    entity: list[str] = ENTITY_OPTION,
    min_confidence: float = typer.Option(0.0, min=0.0, max=1.0, help="Only what is at least this sure."),
    conversation: str = typer.Option("", help="Continue the conversation of this name, or begin it."),
    lifetime: str = typer.Option("24h", help="How long it can be turned back: 30m, 24h, 7d; at most 30d."),
    policy: Path | None = POLICY_OPTION,
    model: bool = MODEL_OPTION,
) -> None:
    """Take sensitive values out of a text. The text goes to standard output, a summary to standard error."""
    wanted = _Wanted(mode=mode, conversation=_parse_name(conversation, mode), lifetime=_parse_lifetime(lifetime))
    loaded, engines = load(policy, with_model=model, reads_whole=True)
    chosen = parse_entities(entity, loaded.entities)
    source = read_input(file)
    found = tuple(each for each in _find(source, engines) if each.confidence >= min_confidence)
    findings = [each for each in found if each.entity in chosen] if chosen else [*removable(found)]
    redaction, kept = _redact(source.text, findings, wanted)
    write_output(redaction.text, source.encoding)
    _summarize(redaction, kept)


def _parse_name(name: str, mode: RedactionMode) -> str | None:
    if not name:
        return None
    if not mode.needs_conversation:
        raise typer.BadParameter(f"mode {mode} has no conversation", param_hint="--conversation")
    if len(name) > _LONGEST_NAME or not name.isprintable():
        raise typer.BadParameter(f"at most {_LONGEST_NAME} printable characters", param_hint="--conversation")
    return name


def _parse_lifetime(text: str) -> timedelta:
    if match := _LIFETIME.fullmatch(text):
        lifetime = timedelta(**{_UNITS[match[2]]: int(match[1])})
        if timedelta() < lifetime <= _LONGEST:
            return lifetime
    raise typer.BadParameter("give 30m, 24h or 7d; at most 30d", param_hint="--lifetime")


def _find(source: FilterInput, engines: Engines) -> tuple[Finding, ...]:
    kind = ContentKind.TEXT if source.text else ContentKind.EMPTY
    with reading_progress("Redacting") as progress:
        progress.begin(source.size_bytes)
        assessment = engines.assess(Content(kind=kind, text=source.text, size_bytes=source.size_bytes), progress.read)
    if assessment.inspection is not Inspection.COMPLETE:
        raise RedactionRefusedError(
            "Not everything in this text could be inspected, so nothing is printed",
            hint="Split the text into smaller parts; one of them holds far more candidates than texts do.",
        )
    if assessment.model.is_gap:
        raise RedactionRefusedError(
            "The model has not read all of this text, so nothing is printed",
            hint="Try again, or split the text; --no-model takes out what recognizers find, and no names.",
        )
    return assessment.findings


def _redact(text: str, findings: list[Finding], wanted: _Wanted) -> tuple[Redaction, Kept | None]:
    mode = wanted.mode
    if not mode.needs_conversation:
        return redact_text(text, findings, mode), None
    if wanted.conversation is None and (mode is RedactionMode.FAKE or not findings):
        alone = redact_text(text, findings, mode, new_conversation(secrets.token_bytes(SEED_BYTES)))
        if mode is RedactionMode.FAKE or not (alone.conversation and alone.conversation.entries):
            return alone, None  # nothing in it refers to the conversation
    from agent.vault import VaultError  # noqa: PLC0415 - other commands start faster

    results: list[Redaction] = []

    def change(before: Conversation) -> Conversation:
        results.append(result := redact_text(text, findings, mode, before))
        return result.conversation or before

    try:
        with opened_vault() as vault:
            kept = vault.revise(change, now=datetime.now(UTC), lifetime=wanted.lifetime, name=wanted.conversation)
    except (VaultError, SecretStoreError, FolderError) as exc:
        raise RedactionRefusedError(
            "The vault cannot be used, so nothing is printed",
            detail=str(exc),
            hint="To redact for good, without the vault, take --mode label or --mode mask.",
        ) from exc
    return results[0], kept


def _summarize(redaction: Redaction, kept: Kept | None) -> None:
    console = error_console()
    if not redaction.counts:
        console.print("Nothing sensitive was found.")
    else:
        found = ", ".join(f"{each.entity} x{each.count}" for each in redaction.counts)
        console.print(Text(f"Redacted {redaction.replaced}: {found}."))
    if kept is None:
        return
    if kept.expires_at is not None:
        until = f"{kept.expires_at.astimezone():%Y-%m-%d %H:%M}"
        console.print(Text(f"Conversation {kept.conversation.nonce} is kept until {until}.", style="dim"))
    if kept.displaced:
        console.print(Text(f"Forgotten to make room: {kept.displaced} older conversations.", style="yellow"))
