"""A gesture in words, for lists of examples: `1 CREDIT_CARD to ChatGPT by clipboard`. Names things, never content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from agent.core.findings import Assessment, Category, Inspection, ModelState
from agent.core.scope import Scope
from agent.policy.engine.facts import Facts

__all__ = ["content_in_words", "gesture_in_words"]

_EXTENT = {Inspection.PARTIAL: "read only in part", Inspection.UNINSPECTABLE: "that cannot be read"}
_MODEL = {
    ModelState.NOT_ASKED: "that the model was not asked about",
    ModelState.SAMPLED: "of which the model has read samples",
    ModelState.NOT_FINISHED: "that the model has not finished",
    ModelState.UNKNOWN_LANGUAGE: "in a language that the model does not know",
    ModelState.UNAVAILABLE: "without the model",
}
_CATEGORY = {
    Category.SOURCE_CODE: "source code",
    Category.CUSTOMER_SUPPORT: "a customer support text",
    Category.HR: "an HR text",
    Category.FINANCIAL: "a financial text",
    Category.LEGAL: "a legal text",
    Category.MEDICAL: "a medical text",
    Category.CREDENTIALS: "a text of credentials",
    Category.INTERNAL_COMM: "an internal message",
    Category.GENERAL: "a general text",
}


def gesture_in_words(facts: Facts) -> str:
    """Return what goes where, how, and by whom where that matters."""
    channel = facts.channel.replace("_", " ")
    circumstances = ", ".join(_circumstances(facts.scope))
    words = f"{content_in_words(facts.assessment)} to {facts.destination.name} by {channel}"
    return f"{words} ({circumstances})" if circumstances else words


def content_in_words(assessment: Assessment) -> str:
    """Return what was found, in a text of which kind, read how far."""
    counts = Counter((finding.entity, finding.confidence) for finding in assessment.findings)
    found = " and ".join(
        f"{count} {entity}" + (f" ({confidence * 100:.4g}% sure)" if confidence < 1 else "")
        for (entity, confidence), count in counts.items()
    )
    more = [words for words in (_EXTENT.get(assessment.inspection), _MODEL.get(assessment.model.state)) if words]
    if found and assessment.category is None and not more:
        return found
    text = " ".join([_CATEGORY[assessment.category] if assessment.category else "a text", *more])
    if found:
        return f"{found} in {text}"
    return "a text with nothing in it" if text == "a text" else text


def _circumstances(scope: Scope) -> Iterator[str]:
    if scope.user:
        yield f"user {scope.user}"
    if scope.groups:
        yield f"group {' and '.join(sorted(scope.groups))}"
    if scope.team:
        yield f"team {scope.team}"
    if scope.device_id:
        yield f"device {scope.device_id}"
    if scope.os is not None:
        yield str(scope.os)
    if scope.addresses:
        yield f"at {', '.join(scope.addresses)}"
    if scope.at is not None:
        yield f"{scope.at:%A %H:%M}"
