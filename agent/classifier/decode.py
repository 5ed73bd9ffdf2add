"""From logits to spans and a category. Training measures with this very module. Needs numpy and `tokenizers`.

Tags are BIO: 0 is `O`, the beginning of entity number n is 2n + 1, its inside 2n + 2. Pieces of one word are judged
together; windows that overlap give each token to the one in which it stands further from the edge; an inside tag stands
only behind its own beginning or inside. The category is that of the mean of all windows' logits, each weighted by how
much of the text is in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from agent.classifier.windows import Offsets

__all__ = ["Tagged", "by_word", "category_logits", "merged", "path", "probabilities", "spans_of"]

_NEVER = -1e9


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagged:
    """A span: which words it is made of, where it stands, and the number of its entity."""

    words: slice
    start: int
    end: int
    entity: int


def merged(offsets: Sequence[Offsets], logits: Sequence[np.ndarray]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Offsets and logits of a text's tokens, each once.

    Args:
        offsets: of each window's tokens, with the marks at both ends.
        logits: of each window; tokens x tags.
    """
    if len(offsets) == 1:
        return list(offsets[0][1:-1]), logits[0][1:-1]
    chosen: dict[tuple[int, int], tuple[int, np.ndarray]] = {}
    for places, values in zip(offsets, logits, strict=True):
        length = len(places)
        for place in range(1, length - 1):
            depth = min(place, length - 1 - place)
            offset = places[place]
            if offset not in chosen or chosen[offset][0] < depth:
                chosen[offset] = (depth, values[place])
    order = sorted(chosen)
    rows = [chosen[offset][1] for offset in order]
    return order, np.stack(rows) if rows else logits[0][:0]


def by_word(text: str, offsets: Offsets, logits: np.ndarray) -> tuple[list[tuple[int, int]], np.ndarray]:
    """The same for whole words: what all pieces say of the entity, and the first one of where it begins."""
    words: list[tuple[int, int]] = []
    starts: list[int] = []
    for place, (start, end) in enumerate(offsets):
        if words and words[-1][1] == start and text[start].isalnum() and text[start - 1].isalnum():
            words[-1] = (words[-1][0], end)
        else:
            words.append((start, end))
            starts.append(place)
    if len(words) == len(offsets):
        return words, logits
    best = np.maximum(logits[:, 1::2], logits[:, 2::2])
    sums = np.add.reduceat(np.concatenate([logits[:, :1], best], axis=1), starts, axis=0)
    means = sums / np.diff([*starts, len(offsets)])[:, None]
    joined = np.empty((len(words), logits.shape[1]), dtype=np.float32)
    joined[:, 0] = means[:, 0]
    for shift in (1, 2):
        joined[:, shift::2] = means[:, 1:] + (logits[starts, shift::2] - best[starts])
    return words, joined


def path(logits: np.ndarray) -> list[int]:
    """The best sequence of tags.

    Where the best tag of each word makes a sequence that may be, that is it. Only the stretches between two `O` that
    hold an inside tag out of place are searched (Viterbi).
    """
    if not len(logits):
        return []
    tags: list[int] = logits.argmax(axis=1).tolist()
    for first, last in _out_of_place(tags):
        tags[first:last] = _searched(logits[first:last])
    return tags


def _out_of_place(tags: Sequence[int]) -> list[tuple[int, int]]:
    """Stretches without `O` in which an inside tag does not follow its own entity."""
    stretches: list[tuple[int, int]] = []
    first, is_wrong, previous = 0, False, 0
    for place, tag in enumerate([*tags, 0]):
        if tag == 0:
            if is_wrong:
                stretches.append((first, place))
            first, is_wrong = place + 1, False
        elif tag % 2 == 0 and previous not in {tag - 1, tag}:
            is_wrong = True
        previous = tag
    return stretches


def _searched(logits: np.ndarray) -> list[int]:
    count = logits.shape[1]
    begins, insides = np.arange(1, count, 2), np.arange(2, count, 2)
    score = logits[0].copy()
    score[insides] = _NEVER
    back = np.zeros(logits.shape, dtype=np.int16)
    for place in range(1, len(logits)):
        best = int(score.argmax())
        stays = score[insides] >= score[begins]
        inside = np.where(stays, score[insides], score[begins])
        back[place] = best
        back[place, insides] = np.where(stays, insides, begins)
        following = logits[place] + score[best]
        following[insides] = logits[place, insides] + inside
        score = following
    tags = [int(score.argmax())]
    for place in range(len(logits) - 1, 0, -1):
        tags.append(int(back[place, tags[-1]]))
    return tags[::-1]


def spans_of(offsets: Offsets, tags: Iterable[int]) -> list[Tagged]:
    """Spans of a path."""
    spans: list[Tagged] = []
    for place, tag in enumerate(tags):
        if not tag:
            continue
        start, end = offsets[place]
        entity = (tag - 1) // 2
        last = spans[-1] if spans else None
        if tag % 2 == 0 and last is not None and last.words.stop == place and last.entity == entity:
            spans[-1] = Tagged(words=slice(last.words.start, place + 1), start=last.start, end=end, entity=entity)
        else:
            spans.append(Tagged(words=slice(place, place + 1), start=start, end=end, entity=entity))
    return spans


def probabilities(logits: np.ndarray, spans: Iterable[Tagged]) -> list[float]:
    """How sure the network is that the words of each span are of its entity, on average (softmax, both tags)."""
    exponents = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares = exponents / exponents.sum(axis=1, keepdims=True)
    return [float(shares[span.words, 2 * span.entity + 1 : 2 * span.entity + 3].sum(axis=1).mean()) for span in spans]


def category_logits(lengths: Sequence[int], logits: Sequence[np.ndarray]) -> np.ndarray:
    """Of a text, from its windows: how many tokens each has, and what it says."""
    weights = np.array(lengths, dtype=np.float32)
    mean: np.ndarray = (np.stack(list(logits)) * weights[:, None]).sum(0) / weights.sum()
    return mean
