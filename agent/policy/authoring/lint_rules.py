"""Checks of what a rule says to the person: its message, its offers, its silence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from agent.core.verdicts import Action, Offer
from agent.policy.authoring.lint_findings import LintCheck, Linted, LintSeverity, Remark, listed
from agent.policy.document.names import ANY_LANGUAGE

__all__ = ["CHECKS"]

_WEAK: Final = ("network", "time")


def _without_message(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        if rule.action.rank >= Action.WARN.rank and not any(rule.message.values()):
            message = (
                f"{rule.id} asks for {rule.action} and says nothing to the person; add a `message` with the way on"
            )
            yield Remark(path=("rules", index), message=message)


def _without_english(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        if rule.message and not rule.message.keys() & {"en", ANY_LANGUAGE}:
            message = (
                f"{rule.id} has a message in {listed(rule.message)} only, which all others get, too; add `en`, or "
                "`any` for all other languages"
            )
            yield Remark(path=("rules", index, "message"), message=message)


def _ignored_offers(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        if rule.offers and rule.action.rank < Action.WARN.rank:
            message = f"{rule.id} offers {listed(rule.offers)}, and {rule.action} asks nobody; leave `offers` out"
            yield Remark(path=("rules", index, "offers"), message=message)


def _original_despite_block(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        if rule.action is Action.BLOCK and Offer.ORIGINAL_WITH_REASON in rule.offers:
            message = (
                f"{rule.id} blocks and offers {Offer.ORIGINAL_WITH_REASON}, so that a reason is enough; write action "
                f"{Action.JUSTIFY}, or leave the offer out"
            )
            yield Remark(path=("rules", index, "offers"), message=message)


def _ignored_silence(subject: Linted) -> Iterator[Remark]:
    # As compile_policy: none where the global policy says nothing, else the least that any layer says.
    documents = subject.policy.documents
    ceilings = [each.silence.max_minutes for each in documents if each.silence is not None]
    ceiling = min(ceilings) if documents[0].silence is not None else 0
    for index, rule in enumerate(subject.document.rules):
        if rule.silence_minutes and rule.silence_minutes > ceiling:
            message = (
                f"{rule.id} lets people silence its warnings for {rule.silence_minutes} minutes, and the policy for "
                f"{ceiling} at most, which holds; raise `silence.max_minutes`, or say less here"
            )
            yield Remark(path=("rules", index, "silence_minutes"), message=message)


def _weak_unless(subject: Linted) -> Iterator[Remark]:
    for index, rule in enumerate(subject.document.rules):
        weak = [] if rule.unless is None else [field for field in _WEAK if field in rule.unless.model_fields_set]
        if weak and rule.action.rank > Action.ALLOW.rank:
            message = (
                f"{rule.id} does not apply at a {' and a '.join(weak)} that the person can set on the device; "
                f"name {' and '.join(weak)} in `when` of a stricter rule instead"
            )
            yield Remark(path=("rules", index, "unless", weak[0]), message=message)


CHECKS = (
    LintCheck(
        check_id="missing-message",
        severity=LintSeverity.WARNING,
        help="A rule that warns, asks, redacts or blocks has no message. A person who is stopped wants to know "
        "what to do.",
        find=_without_message,
    ),
    LintCheck(
        check_id="message-language",
        severity=LintSeverity.WARNING,
        help="A message is written by language, and neither in English nor for `any`: people with another language "
        "read the first one there is.",
        find=_without_english,
    ),
    LintCheck(
        check_id="ignored-offers",
        severity=LintSeverity.WARNING,
        help="A rule that allows or audits has offers. Nobody is asked then, so nobody sees them.",
        find=_ignored_offers,
    ),
    LintCheck(
        check_id="original-despite-block",
        severity=LintSeverity.WARNING,
        help="A rule blocks and offers the original against a reason. That is what the action `justify` is for.",
        find=_original_despite_block,
    ),
    LintCheck(
        check_id="ignored-silence",
        severity=LintSeverity.WARNING,
        help="A rule allows more silence than the section `silence` of its policy or of one above; the least holds.",
        find=_ignored_silence,
    ),
    LintCheck(
        check_id="weak-unless",
        severity=LintSeverity.NOTE,
        help="What network a device is in and what time it has is in the hands of the person who uses it. In `unless` "
        "it takes a rule away; in `when` of a stricter rule it adds one.",
        find=_weak_unless,
    ),
)
