"""Runs lint on small policies for the tests of its checks."""

from __future__ import annotations

from collections.abc import Sequence

from agent.core import Content, DestinationKind, Finding
from agent.policy import compile_policy
from agent.policy.authoring.linting import LintFinding, lint
from agent.policy.document import parse_with_lines
from tests.policy.samples import destination, finding

__all__ = ["DESTINATIONS", "linted", "said", "severities"]

DESTINATIONS = {
    "chatgpt": destination("chatgpt"),
    "claude": destination("claude"),
    "ollama": destination("ollama", DestinationKind.LOCAL_RUNNER),
}


def _recognize(content: Content) -> Sequence[Finding]:
    return [finding("EMAIL")] if "@" in content.text else []


def linted(untrusted: bytes, *upper: bytes) -> tuple[LintFinding, ...]:
    """What lint says of a policy under those above it."""
    above = [parse_with_lines(each)[0] for each in upper]
    document, text = parse_with_lines(untrusted, upper=above)
    return lint(compile_policy(*above, document), text, DESTINATIONS, _recognize)


def said(untrusted: bytes, check_id: str, *upper: bytes) -> list[str]:
    """What one check says: `place: message`."""
    return [f"{each.place}: {each.message}" for each in linted(untrusted, *upper) if each.check_id == check_id]


def severities(untrusted: bytes, check_id: str) -> list[str]:
    """How much what one check says matters."""
    return [each.severity.value for each in linted(untrusted) if each.check_id == check_id]
