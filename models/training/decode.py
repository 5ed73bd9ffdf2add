"""From logits to spans and a category. Needs numpy.

Pieces of one word are judged together. The best path of BIO tags (an inside tag only behind its own beginning or
inside) after each entity's bias was added; windows that overlap give each token to the one in which it stands further
from the edge. The category is that of the mean of all windows' logits, each weighted by how much of the text is in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from models.training.examples import Span
from models.training.labels import ENTITIES, TAGS, entity_of_tag
from models.training.windows import Window

__all__ = ["bias_vector", "by_word", "category_logits", "merged", "path", "spans_of"]

_NEVER = -1e9


def bias_vector(bias: Mapping[str, float]) -> np.ndarray:
    """What is added to each tag's logit."""
    return np.array([bias.get(entity_of_tag(tag) or "", 0.0) for tag in range(len(TAGS))], dtype=np.float32)


def merged(windows: Sequence[Window], logits: Sequence[np.ndarray]) -> tuple[list[tuple[int, int]], np.ndarray]:
    """Offsets and logits of a text's tokens, each once, from its windows in order."""
    chosen: dict[tuple[int, int], tuple[int, np.ndarray]] = {}
    for window, values in zip(windows, logits, strict=True):
        length = len(window.tokens)
        for place in range(1, length - 1):
            depth = min(place, length - 1 - place)
            offset = window.offsets[place]
            if offset not in chosen or chosen[offset][0] < depth:
                chosen[offset] = (depth, values[place])
    offsets = sorted(chosen)
    rows = [chosen[offset][1] for offset in offsets]
    return offsets, np.stack(rows) if rows else np.zeros((0, len(TAGS)), dtype=np.float32)


def by_word(
    text: str, offsets: Sequence[tuple[int, int]], logits: np.ndarray
) -> tuple[list[tuple[int, int]], np.ndarray]:
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
    joined = np.empty((len(words), len(TAGS)), dtype=np.float32)
    joined[:, 0] = means[:, 0]
    for shift in (1, 2):
        joined[:, shift::2] = means[:, 1:] + (logits[starts, shift::2] - best[starts])
    return words, joined


def path(logits: np.ndarray) -> list[int]:
    """The best sequence of tags."""
    if not len(logits):
        return []
    begins, insides = np.arange(1, len(TAGS), 2), np.arange(2, len(TAGS), 2)
    score = logits[0].copy()
    score[insides] = _NEVER
    back = np.zeros((len(logits), len(TAGS)), dtype=np.int16)
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


def spans_of(offsets: Sequence[tuple[int, int]], tags: Sequence[int]) -> list[Span]:
    """Spans of a path."""
    spans: list[Span] = []
    for (start, end), tag in zip(offsets, tags, strict=True):
        if not tag:
            continue
        entity = ENTITIES[(tag - 1) // 2]
        if tag % 2 == 0 and spans and spans[-1].entity == entity:
            spans[-1] = Span(spans[-1].start, end, entity)
        else:
            spans.append(Span(start, end, entity))
    return spans


def category_logits(windows: Sequence[Window], logits: Sequence[np.ndarray]) -> np.ndarray:
    """Of a text, from its windows."""
    weights = np.array([len(window.tokens) for window in windows], dtype=np.float32)
    mean: np.ndarray = (np.stack(list(logits)) * weights[:, None]).sum(0) / weights.sum()
    return mean
