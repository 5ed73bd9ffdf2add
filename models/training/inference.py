"""Runs a network, in torch or as ONNX, over texts. Needs numpy, and what it runs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from agent.classifier.decode import by_word, category_logits, merged
from models.training.batches import Batch, batches_by_length
from models.training.examples import Example
from models.training.progress import Progress
from models.training.windows import Window, Windower

__all__ = ["Answer", "Run", "answers", "onnx_run", "torch_run"]

Run = Callable[[Batch], tuple[np.ndarray, np.ndarray]]
_SIZE = 32
_MOST_WINDOWS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is said of one text: logits of tags with the words' offsets, and logits of categories."""

    offsets: list[tuple[int, int]]
    tags: np.ndarray
    category: np.ndarray


def torch_run(network: Callable[..., Any]) -> Run:
    """A trained network."""
    import torch  # noqa: PLC0415 - whoever runs ONNX needs no torch

    from models.training.train import device_of, precision_of, tensors_of  # noqa: PLC0415 - as above

    device = device_of()
    is_coarse = precision_of(device) is torch.bfloat16

    def run(batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        of = tensors_of(batch, device)
        with (
            torch.no_grad(),
            torch.autocast(device.type, torch.bfloat16, enabled=is_coarse),
        ):
            tags, category = network(of["tokens"], of["features"], of["mask"])
        return tags.float().cpu().numpy(), category.float().cpu().numpy()

    return run


def onnx_run(file: Path, threads: int = 1) -> Run:
    """An exported network, as on the device."""
    import onnxruntime  # noqa: PLC0415 - whoever runs torch needs no onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])

    def run(batch: Batch) -> tuple[np.ndarray, np.ndarray]:
        given = {"tokens": batch.tokens, "features": batch.features, "mask": batch.mask}
        tags, category = session.run(["tags", "category"], given)
        return tags, category

    return run


def answers(run: Run, windower: Windower, examples: Sequence[Example], title: str) -> list[Answer]:
    """What a network says of texts, of long ones by their first windows."""
    windows = list(windower.windows(examples, most=_MOST_WINDOWS))
    tags: dict[int, np.ndarray] = {}
    categories: dict[int, np.ndarray] = {}
    progress = Progress(title)
    for numbers, batch in batches_by_length(windows, _SIZE):
        found, kinds = run(batch)
        for row, number in enumerate(numbers):
            tags[number] = found[row]
            categories[number] = kinds[row]
        progress.show(len(tags), len(tags) / len(windows))
    of_example: dict[int, list[int]] = defaultdict(list)
    for number, window in enumerate(windows):
        of_example[window.example].append(number)
    return [
        _answer(
            examples[number].text,
            [windows[each] for each in own],
            [tags[each] for each in own],
            [categories[each] for each in own],
        )
        for number, own in of_example.items()
    ]


def _answer(
    text: str, windows: Sequence[Window], tags: Sequence[np.ndarray], categories: Sequence[np.ndarray]
) -> Answer:
    # Batches are padded: what stands behind a window's end is nothing.
    cut = [logits[: len(window.tokens)] for window, logits in zip(windows, tags, strict=True)]
    offsets, logits = by_word(text, *merged([window.offsets for window in windows], cut))
    lengths = [len(window.tokens) for window in windows]
    return Answer(offsets=offsets, tags=logits, category=category_logits(lengths, categories))
