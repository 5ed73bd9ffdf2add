"""Trains the screen of `agent/classifier/screen.py`, and measures how well it chooses. Needs numpy.

Words are taught, not passages: a word inside a marked span of a head's entities is sensitive. A word outside is not,
where the text's source looked for all of that head's entities, or marked the word as something else; elsewhere its
absence is unknown and teaches nothing. Most documents say nothing at all of themselves, but `source_code` and `general`
ones have little of what is sought: they teach with less weight that nothing is there, and `general` ones, full of
people in encyclopedias and questions, teach nothing of persons.

Logistic regression, one per head over the same hashed features, by Adagrad: the same texts and seed make the same file.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.classifier.passages import Passage, chosen, cut
from agent.classifier.screen import HEADS, MARKERS, SLOTS, Screen, screen_file, slots_of, words_of
from models.training.augment import with_copies
from models.training.corpus import Corpus
from models.training.examples import Example
from models.training.folds import FOLDS
from models.training.generate import Part, generate

__all__ = ["GROUPS", "SENSITIVE", "Recall", "screen_recall", "train_screen"]

GROUPS = (
    frozenset({"PERSON"}),
    frozenset({"ADDRESS", "ZIP_CODE"}),
    frozenset({"MEDICAL"}),
    frozenset({"DATE_OF_BIRTH", "AGE", "ID_NUMBER", "USERNAME", "PASSWORD", "IDENTIFIER"}),
)
"""What each head looks for: what sources look for together."""
SENSITIVE = frozenset[str]().union(*GROUPS)

_UNMARKED = {"source_code": (0.3, 0.3, 0.3, 0.3), "general": (0.0, 0.3, 0.3, 0.3)}
"""How much a word of a document without marks teaches each head that nothing is there."""
_DAMPED = (0.0, 0.0, 0.0, 1.5)
"""Taken from each head's bias: code and links are full of what looks like an identifier, and what is one by its form
recognizers find anyway."""
_PASSES, _BATCH, _RATE, _SHRINK = 2, 8192, 0.3, 2e-6
"""Chosen, like the window of the score, by what fold `ship` holds out: their figures flatter it a little."""
_LONGEST = 3.0
"""No weight is larger: what a byte can tell apart is spent on the small ones."""
_PIECES = 256
_BUDGET = 64
_MOST = 60
"""Texts of each source among all."""


@dataclass(frozen=True, slots=True)
class _Taught:
    """Words with their rows, whether they are sensitive and how much they count, by head."""

    slots: np.ndarray
    labels: np.ndarray
    weights: np.ndarray


def train_screen(examples: Sequence[Example], seed: int) -> bytes:
    """The file of a screen that has learned from these texts.

    Args:
        examples: texts of any sources that may be trained on; see the module for which of them teach.
        seed: of the order of words.
    """
    taught = _taught(examples)
    dice = np.random.default_rng(seed)
    table = np.zeros((HEADS, SLOTS), dtype=np.float32)
    squares = np.full((HEADS, SLOTS), 1e-3, dtype=np.float32)
    bias = np.full(HEADS, -3.0)
    bias_squares = np.full(HEADS, 1e-3)
    for _ in range(_PASSES):
        order = dice.permutation(len(taught.slots))
        for start in range(0, len(order), _BATCH):
            batch = order[start : start + _BATCH]
            rows = taught.slots[batch]
            for head in range(HEADS):
                weights = taught.weights[batch, head]
                logits = table[head][rows].sum(axis=1) + bias[head]
                slopes = weights * (1 / (1 + np.exp(-logits)) - taught.labels[batch, head])
                slope = np.bincount(rows.ravel(), np.repeat(slopes, rows.shape[1]), SLOTS).astype(np.float32)
                slope += _SHRINK * len(batch) * table[head]
                squares[head] += slope * slope
                table[head] -= _RATE * slope / np.sqrt(squares[head])
                bias_squares[head] += slopes.sum() ** 2
                bias[head] -= _RATE * slopes.sum() / np.sqrt(bias_squares[head])
    unit = min(_LONGEST, max(float(np.abs(table).max()), 1e-6)) / 127
    weights = np.clip(np.rint(table.T / unit), -127, 127).astype(np.int8)
    return screen_file(weights, unit, (bias - _DAMPED).tolist())


def _taught(examples: Sequence[Example]) -> _Taught:
    teaching = [each for each in examples if each.spans or each.known or each.category in _UNMARKED]
    parts = [_taught_by(teaching[start : start + _PIECES]) for start in range(0, len(teaching), _PIECES)]
    if not parts:
        raise ValueError("none of these texts says what is sensitive")
    return _Taught(*(np.concatenate([getattr(part, name) for part in parts]) for name in _Taught.__slots__))


def _taught_by(examples: Sequence[Example]) -> _Taught:
    pieces = [
        (example, passage.start, example.text[passage.start : passage.end].encode())
        for example in examples
        for passage in cut(example.text)
    ]
    words = words_of([data for _, _, data in pieces])
    labels = np.zeros((len(words.starts), HEADS), dtype=np.float32)
    weights = np.zeros((len(words.starts), HEADS), dtype=np.float32)
    # Spans are in code points: bytes that continue one do not count.
    points = np.concatenate([[0], np.cumsum((words.data & 0xC0) != 0x80)])
    starts, ends = points[words.starts], points[words.ends]
    borders = [*words.first, len(words.starts)]
    for number, (example, offset, _) in enumerate(pieces):
        inside = slice(borders[number] + MARKERS, borders[number + 1])
        shift = points[words.offsets[number]] - offset
        weights[inside] = _outside(example)
        for span in example.spans:
            meets = np.flatnonzero((starts[inside] < span.end + shift) & (ends[inside] > span.start + shift))
            met = borders[number] + MARKERS + meets
            labels[met] = [span.entity in group for group in GROUPS]
            weights[met] = 1.0
    slots = np.stack(list(slots_of(words)), axis=1).astype(np.int32)
    kept = np.asarray(weights.any(axis=1))
    kept[-MARKERS:] = False
    return _Taught(slots[kept], labels[kept], weights[kept])


def _outside(example: Example) -> Sequence[float]:
    if example.known or example.spans:
        return [float(group <= example.known) for group in GROUPS]
    return _UNMARKED.get(example.category or "", (0.0,) * HEADS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """How well passages are chosen.

    Attributes:
        chosen: share of the sensitive passages that are within the budget with the screen.
        even: the same when all scores are equal.
        auc: how often a sensitive passage ranks above one that is not.
        sensitive: how many passages are sensitive.
        passages: how many there are.
    """

    chosen: float
    even: float
    auc: float
    sensitive: int
    passages: int


def screen_recall(
    screen: Screen, harmless: Sequence[Example], sensitive: Sequence[Example], seed: int, documents: int = 20
) -> Recall:
    """Measure on long documents of some 250 KB: many harmless texts, and a few others among them.

    Args:
        screen: what is measured.
        harmless: texts with nothing sensitive in them.
        sensitive: texts with marked spans; what is unmarked in them counts neither way.
        seed: of what is drawn.
        documents: how many.
    """
    dice = random.Random(seed)
    picked = even = 0
    ranks: list[tuple[float, bool]] = []
    for _ in range(documents):
        text, marked, unknown = _document(harmless, sensitive, dice)
        passages = cut(text)
        scores = screen(text, passages)
        holds = {each.start for each in passages if _meets(each, marked)}
        picked += sum(each.start in holds for each in chosen(passages, _BUDGET, [], scores))
        even += sum(each.start in holds for each in chosen(passages, _BUDGET, [], [0.0] * len(passages)))
        ranks += [
            (score, each.start in holds)
            for each, score in zip(passages, scores, strict=True)
            if each.start in holds or not _meets(each, unknown)
        ]
    count = sum(is_sensitive for _, is_sensitive in ranks)
    return Recall(
        chosen=picked / max(1, count),
        even=even / max(1, count),
        auc=_area(ranks),
        sensitive=count,
        passages=len(ranks),
    )


def _area(ranks: Sequence[tuple[float, bool]]) -> float:
    """Area under the curve: the share of pairs in the right order, ties by half; 0.5 when there are none."""
    scores = np.array([score for score, _ in ranks])
    held = np.array([is_held for _, is_held in ranks], dtype=bool)
    others = np.sort(scores[~held])
    pairs = int(held.sum()) * len(others)
    if not pairs:
        return 0.5
    below = np.searchsorted(others, scores[held], "left") + np.searchsorted(others, scores[held], "right")
    return float(below.sum() / (2 * pairs))


def _document(
    harmless: Sequence[Example], sensitive: Sequence[Example], dice: random.Random, size: int = 250_000, few: int = 12
) -> tuple[str, list[tuple[int, int]], list[tuple[int, int]]]:
    parts = dice.sample(sensitive, min(few, len(sensitive)))
    total = 0
    while total < size:
        parts.append(dice.choice(harmless))
        total += len(parts[-1].text)
    dice.shuffle(parts)
    offset, texts = 0, []
    marked: list[tuple[int, int]] = []
    unknown: list[tuple[int, int]] = []
    for part in parts:
        marked += [(offset + each.start, offset + each.end) for each in part.spans if each.entity in SENSITIVE]
        if any(each.entity in SENSITIVE for each in part.spans):
            unknown.append((offset, offset + len(part.text)))
        texts.append(part.text)
        offset += len(part.text) + 2
    return "\n\n".join(texts), marked, unknown


def _meets(passage: Passage, ranges: Sequence[tuple[int, int]]) -> bool:
    return any(start < passage.end and passage.start < end for start, end in ranges)


def _within(screen: Screen, texts: Sequence[Example]) -> float | None:
    """How well the beginnings of a source's own texts are ranked, where no other style gives them away.

    Entities that the source did not look for may be among those that count as harmless: a lower bound.
    """
    ranks: list[tuple[float, bool]] = []
    for example in texts:
        passage = cut(example.text)[0]
        marked = [(each.start, each.end) for each in example.spans if each.entity in SENSITIVE]
        ranks.append((screen(example.text, [passage])[0], _meets(passage, marked)))
    return _area(ranks) if 0 < sum(is_held for _, is_held in ranks) < len(ranks) else None


def _table(screen: Screen, held_out: Sequence[Example], made_up: Sequence[Example], seed: int) -> Iterator[str]:
    # Questions of patients about illnesses are `general`, and not harmless here.
    ordinary = [
        each for each in held_out if each.category in _UNMARKED and not each.source.startswith("abachaa/MedQuAD")
    ]
    harmless = [*ordinary, *(each for each in made_up if not _is_sensitive(each))]
    by_source: dict[str, list[Example]] = {}
    for each in (*held_out, *made_up):
        if each.known and each.text:
            by_source.setdefault("made up" if each.source.startswith("generated/") else each.source, []).append(each)
    yield "| sensitive passages of | chosen | even sample | AUC | AUC within | passages |"
    yield "|---|---|---|---|---|---|"
    everything: list[Example] = []
    for source, texts in by_source.items():
        sensitive = [each for each in texts if _is_sensitive(each)]
        everything += random.Random(seed).sample(sensitive, min(_MOST, len(sensitive)))
        yield _row(source, screen_recall(screen, harmless, sensitive, seed, 10), _within(screen, texts))
    yield _row("all", screen_recall(screen, harmless, everything, seed, 40), None)


def _is_sensitive(example: Example) -> bool:
    return any(each.entity in SENSITIVE for each in example.spans)


def _row(name: str, recall: Recall, within: float | None) -> str:
    inside = "" if within is None else f"{within:.3f}"
    counts = f"{recall.sensitive} of {recall.passages}"
    return f"| {name} | {recall.chosen:.3f} | {recall.even:.3f} | {recall.auc:.3f} | {inside} | {counts} |"


def main() -> None:
    """Train on fold `ship`, measure on what it holds out, print a table."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--out", type=Path, help="file to write the screen to")
    parser.add_argument("--generated", type=int, default=20000, help="made-up texts to train on")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    examples, fold = Corpus(arguments.data).examples(), FOLDS["ship"]
    held_out = [each for each in examples if fold.part_of(each.source) != "train" or not Corpus.may_train(each.source)]
    texts = [each for each in examples if fold.part_of(each.source) == "train" and Corpus.may_train(each.source)]
    made = generate(arguments.seed, arguments.generated, Part.TRAIN)
    began = time.perf_counter()
    data = train_screen([*with_copies(texts, arguments.seed), *made], arguments.seed)
    sys.stderr.write(f"trained in {time.perf_counter() - began:.0f} s\n")
    if arguments.out is not None:
        arguments.out.write_bytes(data)
    made_up = list(generate(arguments.seed, 1200, Part.VALIDATE))
    for line in _table(Screen(data), held_out, made_up, arguments.seed):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
