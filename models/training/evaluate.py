"""How good a network is, per source and label; thresholds; and the table of it all. Needs numpy.

Thresholds (a bias for each entity, one for `general`) are chosen on the sources a fold sets apart for that, never on
those that are measured. Side by side with whole unseen sources stand made-up texts of unseen templates: their figures
are always better, and choose nothing.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.classifier.decode import path, spans_of
from models.training.examples import Example, Span
from models.training.figures import Figures, Thresholds
from models.training.inference import Answer
from models.training.labels import CATEGORIES, ENTITIES, NEVER_REPORTED, bias_vector
from models.training.scoring import Counts, accuracy, counts_of, grouped, macro_f1

__all__ = ["Prediction", "calibrated", "figures_of", "predictions", "sampled"]

_GRID = (-1.0, -0.5, 0.0, 0.5, 1.0)
_GENERAL_GRID = (0.0, 0.25, -0.25, 0.5, -0.5, 0.75)
_MOST_ALARMS, _ALARM_COST = 0.02, 2.0
_FEWEST_SPANS, _FEWEST_SOURCES = 30, 2
_MAIN_OF_GROUP = {"PLACES": "LOCATION", "DATES": "DATE"}
"""Who marks these marks the group; who marks postcodes alone does not."""
_GENERAL = "general"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What is said of one text."""

    spans: Sequence[Span]
    category: str


def sampled(examples: Sequence[Example], most: int, seed: int) -> list[Example]:
    """At most so many texts of each source."""
    by_source: dict[str, list[Example]] = defaultdict(list)
    for example in examples:
        by_source[example.source + (" marked" if example.known else "")].append(example)
    dice = random.Random(seed)
    return [each for own in by_source.values() for each in (dice.sample(own, most) if len(own) > most else own)]


def _names(known: frozenset[str]) -> list[str]:
    """Entities and groups that a source can be measured by."""
    names = [entity for entity in ENTITIES if entity in known and entity not in NEVER_REPORTED]
    return names + [name for name, main in _MAIN_OF_GROUP.items() if main in known]


def _marked(answer: Answer, bias: Mapping[str, float]) -> list[Span]:
    found = spans_of(answer.offsets, path(answer.tags + bias_vector(bias)))
    return [Span(each.start, each.end, ENTITIES[each.entity]) for each in found]


def _span_counts(examples: Sequence[Example], predicted: Iterable[Sequence[Span]]) -> dict[tuple[str, str], Counts]:
    counts: dict[tuple[str, str], Counts] = defaultdict(Counts)
    for example, spans in zip(examples, predicted, strict=True):
        for name in _names(example.known):
            counts[_source(example), name].add(counts_of(grouped(example.spans, name), grouped(spans, name)))
    return counts


def _source(example: Example) -> str:
    return "generated" if example.source.startswith("generated/") else example.source


def _by_name(counts: Mapping[tuple[str, str], Counts]) -> dict[str, Counts]:
    total: dict[str, Counts] = defaultdict(Counts)
    for (_, name), each in counts.items():
        total[name].add(each)
    return total


def _category(answer: Answer, general: float) -> str:
    logits = answer.category.copy()
    logits[CATEGORIES.index(_GENERAL)] += general
    return CATEGORIES[int(logits.argmax())]


def calibrated(examples: Sequence[Example], given: Sequence[Answer]) -> Thresholds:
    """The bias with the best F1 for each entity, and the best trade for `general`.

    Sources count alike, and one alone decides nothing: what is right for it is often wrong for the next.
    """
    counts = {
        bias: _span_counts(examples, (_marked(each, dict.fromkeys(ENTITIES, bias)) for each in given)) for bias in _GRID
    }
    chosen: dict[str, float] = {}
    for entity in ENTITIES:
        sources = [
            source
            for (source, name), each in counts[0.0].items()
            if name == entity and each.found + each.missed >= _FEWEST_SPANS
        ]
        if len(sources) >= _FEWEST_SOURCES:
            means = {bias: sum(counts[bias][each, entity].f1 for each in sources) / len(sources) for bias in _GRID}
            # The nearest to none of those that are as good as the best.
            chosen[entity] = min((bias for bias in _GRID if means[bias] >= max(means.values()) - 0.003), key=abs)
    texts = [(example.category, answer) for example, answer in zip(examples, given, strict=True) if example.category]
    return Thresholds(bias=chosen, general=max(_GENERAL_GRID, key=lambda general: _worth(texts, general)))


def _worth(texts: Sequence[tuple[str, Answer]], general: float) -> float:
    """Macro-F1, less what ordinary prompts are alarmed at beyond a tolerable share."""
    said = [_category(answer, general) for _, answer in texts]
    ordinary = [each for (gold, _), each in zip(texts, said, strict=True) if gold == _GENERAL]
    alarms = sum(each != _GENERAL for each in ordinary) / max(1, len(ordinary))
    return macro_f1([gold for gold, _ in texts], said) - _ALARM_COST * max(0.0, alarms - _MOST_ALARMS)


def predictions(given: Iterable[Answer], thresholds: Thresholds) -> list[Prediction]:
    """What a network's answers come to."""
    return [
        Prediction(spans=_marked(each, thresholds.bias), category=_category(each, thresholds.general)) for each in given
    ]


def figures_of(examples: Sequence[Example], predicted: Sequence[Prediction]) -> Figures:
    """Everything there is to say."""
    spans = _span_counts(examples, (each.spans for each in predicted))
    pairs = [
        (_source(example), example.category, each.category)
        for example, each in zip(examples, predicted, strict=True)
        if example.category is not None
    ]
    by_source: dict[str, list[bool]] = defaultdict(list)
    confused: dict[tuple[str, str], int] = defaultdict(int)
    for source, gold, said in pairs:
        by_source[source].append(gold == said)
        if gold != said:
            confused[gold, said] += 1
    gold_ones, said_ones = [gold for _, gold, _ in pairs], [said for _, _, said in pairs]
    ordinary = [said for _, gold, said in pairs if gold == _GENERAL]
    return Figures(
        spans=spans,
        total=_by_name(spans),
        accuracy=accuracy(gold_ones, said_ones),
        macro_f1=macro_f1(gold_ones, said_ones),
        alarms=sum(said != _GENERAL for said in ordinary) / max(1, len(ordinary)),
        right={source: (sum(each) / len(each), len(each)) for source, each in by_source.items()},
        confused=dict(confused),
    )
