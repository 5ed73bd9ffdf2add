"""Answers what may go where: facts to verdict. Pure and total: no IO, no clock, no state, and no facts make it raise.

A policy has one to three layers: the global document, one of the team, one of the user. Order of evaluation:

    Of each layer, upper ones first:
    1. status: the destination gets the status that the layer gives it; without one it keeps its own. A lower layer may
       trust it less than those above, never more;
    2. label: the highest-ranked label that has a way of earning it (`any_of`), in this layer or one above, whose
       conditions all hold; if none has, the lowest label;
    3. rules: every rule of the layer is triggered whose conditions all hold, unless those in its `unless` all hold,
       too. Their order in the document decides nothing but the order in which they are listed. They see the label and
       status of 1 and 2, so that a lower layer changes nothing for the rules above it.
    Then:
    4. failing: where the policy lets a channel fail closed, in any layer, content that nobody could judge in time is
       blocked by rule `fail-closed`; and everything by rule `policy-outdated`, where the policy could not be renewed
       for too long and says `offline: {then: fail_closed}`. No exception loosens these;
    5. exceptions: a rule that one loosens keeps what it leaves of its action (`exceptions` says when it may);
    6. action: the strictest action of the triggered rules; ALLOW when there is none. A rule never loosens another;
    7. mode: MONITOR lowers an action above AUDIT to AUDIT. The triggered rules keep what they ask for. A lower layer
       that enforces is not lowered by an upper one that monitors: the stricter mode holds for all;
    8. offers: those of the triggered rules that ask for the strictest action, each once; none when the action, after
       the mode, is below WARN: nobody is asked then.

What is missing: no finding of an entity means that conditions on it do not hold; a finding below the confidence asked
for counts as none. No category (nobody has classified the text) is no category at all, so conditions on it do not
hold. The same is true of an unknown team, network or time. A text that was not read, or not whole, gets its label from
what was found; that it may hold more is for rules on `inspection` and `model` to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import islice

from agent.core.gestures import Channel, Destination, DestinationStatus
from agent.core.verdicts import Action, FailMode, Label, Mode, Offer, OfflineMode, TriggeredRule, Verdict
from agent.policy.document.checks import FAIL_CLOSED, POLICY_OUTDATED, label_names, problems_of_networks
from agent.policy.document.policy import PolicyDocument
from agent.policy.document.problems import MOST_PROBLEMS, Located, PolicyError, Problem, Suggestions
from agent.policy.engine.exceptions import PolicyException, is_allowed, is_for
from agent.policy.engine.facts import Evidence, Facts, Situation
from agent.policy.engine.layer import CompiledLayer, CompiledRule, compile_layer

__all__ = ["Policy", "apply_mode", "compile_policy"]


_FAIL_CLOSED = CompiledRule(triggered=TriggeredRule(rule_id=FAIL_CLOSED, action=Action.BLOCK), offers=())
_OUTDATED_WORDS = {
    "en": "Connect to your organization's network first. Its policy could not be renewed for too long.",
    "de": "Verbinden Sie sich zuerst mit dem Netz Ihrer Organisation. Ihre Richtlinie ist zu lange nicht erneuert.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """A compiled policy.

    Attributes:
        documents: of the layers, upper ones first.
        version: of all of them, with `+` between.
        labels: lowest first; a label's rank is its position.
        entities: those that the documents' own definitions find, built-in ones among them or not.
        layers: compiled; in the order of `documents`.
        exceptions: those that loosen rules now or later.
    """

    name: str
    version: str
    mode: Mode
    documents: tuple[PolicyDocument, ...] = field(repr=False)
    labels: tuple[Label, ...]
    entities: frozenset[str]
    layers: tuple[CompiledLayer, ...] = field(repr=False)
    exceptions: tuple[PolicyException, ...] = ()
    _fail: Mapping[Channel, FailMode] = field(repr=False)
    _outdated: CompiledRule = field(repr=False)

    def apply_status(self, destination: Destination) -> Destination:
        """Return the destination with the status this policy gives it; unchanged when it gives none."""
        for layer in self.layers:
            destination = layer.with_status(destination)
        return destination

    def assuming(self, destination_id: str, status: DestinationStatus) -> Policy:
        """Return the policy as it would be if it gave a destination this status; for tests and explanations."""
        return replace(self, layers=tuple(layer.assuming(destination_id, status) for layer in self.layers))

    def fail_mode(self, channel: Channel) -> FailMode:
        """Return what happens on a channel to content that could not be judged in time."""
        return self._fail.get(channel, FailMode.OPEN)

    @property
    def offline_mode(self) -> OfflineMode:
        """What happens when the policy could not be renewed for longer than `grace`."""
        offline = self.documents[0].offline
        return OfflineMode.KEEP if offline is None else offline.then

    @property
    def grace(self) -> timedelta:
        """For so long after it should have been renewed, the policy is as good as before."""
        offline = self.documents[0].offline
        return timedelta(days=0 if offline is None else offline.grace_days)

    def evaluate(self, facts: Facts) -> Verdict:
        """Return the verdict; the module says in which order it is found."""
        found: list[CompiledRule] = []
        label, status = self.labels[0], facts.destination.status
        for layer, situation in self.situations(facts):
            label, status = situation.label, situation.destination.status
            triggered = layer.triggered(situation)
            found += self._excepted(triggered, layer, situation) if self.exceptions else triggered
        if self.fail_mode(facts.channel) is FailMode.CLOSED:
            if facts.assessment.is_failed:
                found.append(_FAIL_CLOSED)
            if facts.is_outdated and self.offline_mode is OfflineMode.FAIL_CLOSED:
                found.append(self._outdated)
        if len(found) > 1:
            found.sort(key=lambda rule: -rule.triggered.action.rank)  # stable: layers and documents keep their order
        asked = found[0].triggered.action if found else Action.ALLOW
        action = apply_mode(asked, self.mode)
        return Verdict(
            action=action,
            label=label,
            triggered_rules=tuple(rule.triggered for rule in found),
            offers=_offers(found, asked) if action.rank >= Action.WARN.rank else (),
            mode=self.mode,
            policy_version=self.version,
            destination_status=status,
        )

    def situations(self, facts: Facts) -> Iterator[tuple[CompiledLayer, Situation]]:
        """Return what each layer sees, upper ones first."""
        evidence = Evidence.of(facts.assessment)
        label, destination = self.labels[0], facts.destination
        for layer in self.layers:
            label, destination = layer.label(evidence, label), layer.with_status(destination)
            yield (
                layer,
                Situation.about(
                    evidence, label=label, destination=destination, channel=facts.channel, scope=facts.scope
                ),
            )

    def _excepted(
        self, triggered: Iterable[CompiledRule], layer: CompiledLayer, situation: Situation
    ) -> Iterable[CompiledRule]:
        holding = [
            each for each in self.exceptions if is_for(each, situation.destination.destination_id, situation.scope)
        ]
        for rule in triggered:
            allowed = (
                each
                for each in holding
                if is_allowed(
                    each,
                    rule_id=rule.triggered.rule_id,
                    layer=layer.layer,
                    label=situation.label,
                    limits=layer.limits,
                )
            )
            best = min(allowed, key=lambda each: each.down_to.rank, default=None)
            yield rule if best is None else _loosened(rule, best)


def compile_policy(
    document: PolicyDocument,
    *lower: PolicyDocument,
    exceptions: Sequence[PolicyException] = (),
    language: str = "en",
) -> Policy:
    """Return the policy in force for documents that `parse_policy` returned.

    Args:
        document: of the global layer.
        lower: of the team, of the user, or of both in this order.
        exceptions: verified ones.
        language: of the person (ISO 639), for the messages.

    Raises:
        PolicyError: a lower layer names a label that the global one does not have, or a network that no layer above
            it has (its problems say where, without lines), or the layers are of another order.
    """
    documents = (document, *lower)
    depths = [each.layer.depth for each in documents]
    if depths[0] != 0 or depths != sorted(set(depths)):
        raise PolicyError(
            "The layers are not in order", detail="Global first, then team, then user; one of each at most."
        )
    labels = tuple(Label(rank=rank, name=entry.name) for rank, entry in enumerate(document.labels))
    for position, each in enumerate(documents):
        if position:
            _check_labels(each, [label.name for label in labels])
        _check_networks(each, documents[:position])
    ceilings = [each.silence.max_minutes for each in documents if each.silence is not None]
    silence_limit = min(ceilings) if document.silence is not None else 0
    return Policy(
        name=document.name,
        version="+".join(each.version for each in documents),
        mode=Mode.ENFORCE if any(each.mode is Mode.ENFORCE for each in documents) else Mode.MONITOR,
        documents=documents,
        labels=labels,
        entities=frozenset(
            entry.entity
            for each in documents
            for section in (each.recognizers, each.dictionaries, each.exact_data)
            for entry in section
        ),
        layers=tuple(
            compile_layer(each, labels, upper=documents[:position], silence_limit=silence_limit, language=language)
            for position, each in enumerate(documents)
        ),
        exceptions=tuple(exceptions),
        _fail=_fail_modes(documents),
        _outdated=_outdated(language),
    )


def _outdated(language: str) -> CompiledRule:
    message = _OUTDATED_WORDS.get(language, _OUTDATED_WORDS["en"])
    triggered = TriggeredRule(rule_id=POLICY_OUTDATED, action=Action.BLOCK, message=message)
    return CompiledRule(triggered=triggered, offers=())


def _check_labels(document: PolicyDocument, known: list[str]) -> None:
    named = [
        *label_names(document),
        *((("labels", index, "name"), entry.name) for index, entry in enumerate(document.labels)),
    ]
    suggestions = Suggestions()
    problems = (
        Problem(path=path, message=suggestions.unknown("label", name, known))
        for path, name in named
        if name not in known
    )
    _refuse(document, problems, hint="Labels are those of the global policy.")
    for entry in document.labels:
        if entry.name == known[0]:
            raise PolicyError(
                f"{document.layer} policy: the lowest label is what all else gets", hint=f"Leave {known[0]} out."
            )


def _check_networks(document: PolicyDocument, upper: Sequence[PolicyDocument]) -> None:
    problems = problems_of_networks(document, upper, Suggestions())
    _refuse(document, problems, hint="Networks are those of the policy and of the ones above it.")


def _refuse(document: PolicyDocument, problems: Iterable[Problem], *, hint: str) -> None:
    """Raise what is wrong, if anything is."""
    if found := [*islice(problems, MOST_PROBLEMS)]:
        raise PolicyError(
            f"{document.layer} policy: {found[0]}",
            hint=hint,
            problems=[Located(problem=each, line=1) for each in found],
        )


def _fail_modes(documents: Iterable[PolicyDocument]) -> Mapping[Channel, FailMode]:
    """CLOSED where any layer says so."""
    found: dict[Channel, FailMode] = {}
    for document in documents:
        for channel, mode in document.fail.items():
            if found.get(channel) is not FailMode.CLOSED:
                found[channel] = mode
    return found


def _loosened(rule: CompiledRule, exception: PolicyException) -> CompiledRule:
    left = max(exception.down_to, Action.AUDIT, key=lambda action: action.rank)
    if left.rank >= rule.triggered.action.rank:
        return rule
    return replace(rule, triggered=replace(rule.triggered, action=left, exception_id=exception.exception_id))


def apply_mode(action: Action, mode: Mode) -> Action:
    """Return what an action comes to. The one place where the mode counts."""
    return Action.AUDIT if mode is Mode.MONITOR and action.rank > Action.AUDIT.rank else action


def _offers(triggered: Iterable[CompiledRule], asked: Action) -> tuple[Offer, ...]:
    strictest = (rule for rule in triggered if rule.triggered.action is asked)
    return tuple(dict.fromkeys(offer for rule in strictest for offer in rule.offers))
