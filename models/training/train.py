"""Trains a network for so many batches: alone, or as the student of another.

AdamW with a short rise and an even fall of the rate; heads and new embeddings learn faster than what is trained
already. Where the machine is quicker in bfloat16, everything is computed in it, and the optimizer keeps exact copies of
the weights: half as fast again as autocast on a processor with AMX, and a hundred times slower on one without. Takes a
GPU where there is one. Ctrl+C ends early and keeps what was learned. Needs torch.
"""

from __future__ import annotations

import copy
import functools
import itertools
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from torch import Tensor

from models.training.batches import Batch
from models.training.losses import distilled, supervised
from models.training.network import Network
from models.training.progress import Progress

__all__ = ["Plan", "device_of", "precision_of", "tensors_of", "train"]

_NEW = ("features", "tag_head", "category_inner", "category_head")
_HARD = 0.25
"""How much the right answers count for a student, beside its teacher's."""
_RISE = 0.05
_PROBES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How long and how fast.

    Attributes:
        batches: so many steps; or, with `minutes`, at most so many.
        minutes: end when so much time has passed, and let the rate fall by the time instead of the steps.
        rate: of the layers, at its highest; new parts learn five times as fast.
        title: for the progress line.
    """

    batches: int
    rate: float
    title: str
    minutes: float | None = None


def device_of() -> torch.device:
    """A GPU where there is one."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


@functools.cache
def precision_of(device: torch.device) -> torch.dtype:
    """What the device multiplies quicker: bfloat16 or float32; measured, for no list of processors stays complete."""

    def seconds(dtype: torch.dtype) -> float:
        one = torch.ones(512, 512, dtype=dtype, device=device)
        began = time.monotonic()
        for _ in range(_PROBES):
            one = one @ one
            one = one / one.max()  # and waits for the device
        float(one[0, 0])
        return time.monotonic() - began

    for dtype in (torch.bfloat16, torch.float32):
        seconds(dtype)
    return min((torch.float32, torch.bfloat16), key=seconds)


def tensors_of(batch: Batch, device: torch.device) -> dict[str, Tensor]:
    """A batch's arrays by name."""
    names = ("tokens", "features", "mask", "tags", "known", "category")
    return {name: torch.from_numpy(getattr(batch, name)).to(device) for name in names}


class _Weights:
    """Exact copies of a network's weights, beside the coarse ones that it computes with."""

    def __init__(self, network: Network, plan: Plan, precision: torch.dtype) -> None:
        self._coarse = {name: value for name, value in network.named_parameters() if value.requires_grad}
        self._exact = {name: value.detach().float().clone() for name, value in self._coarse.items()}
        new = [value for name, value in self._exact.items() if name.startswith(_NEW)]
        old = [value for name, value in self._exact.items() if not name.startswith(_NEW)]
        groups = [{"params": old, "lr": plan.rate}, {"params": new, "lr": 5 * plan.rate}]
        self._rates = (plan.rate, 5 * plan.rate)
        self._optimizer = torch.optim.AdamW(groups, weight_decay=0.01, betas=(0.9, 0.98), fused=True)
        network.to(precision)

    def step(self, share: float) -> None:
        """Learn from the gradients, at a share of the rate."""
        for name, coarse in self._coarse.items():
            self._exact[name].grad = None if coarse.grad is None else coarse.grad.float()
            coarse.grad = None
        torch.nn.utils.clip_grad_norm_(self._exact.values(), 1.0)
        for group, rate in zip(self._optimizer.param_groups, self._rates, strict=True):
            group["lr"] = rate * share
        self._optimizer.step()
        with torch.no_grad():
            for name, coarse in self._coarse.items():
                coarse.copy_(self._exact[name])

    def put_back(self, network: Network) -> None:
        """Give the network the exact ones."""
        network.float()
        with torch.no_grad():
            for name, value in network.named_parameters():
                if name in self._exact:
                    value.copy_(self._exact[name])


def _shape(done: float) -> float:
    """What share of the rate, when so much of the training is done."""
    return min((done + 1e-3) / _RISE, max(0.02, (1 - done) / (1 - _RISE)))


def train(network: Network, batches: Iterable[Batch], plan: Plan, teacher: Network | None = None) -> int:
    """Train in place.

    Returns:
        How many batches were seen: fewer than planned after Ctrl+C.
    """
    device = device_of()
    network.to(device).train()
    words = network.words.weight.detach().clone()
    precision = precision_of(device)
    weights = _Weights(network, plan, precision)
    coarse = copy.deepcopy(teacher).to(device).to(precision) if teacher is not None else None
    progress = Progress(plan.title)
    began = time.monotonic()
    mean, seen = 0.0, 0
    try:
        for batch in itertools.islice(batches, plan.batches):
            done = seen / plan.batches
            if plan.minutes is not None:
                done = (time.monotonic() - began) / (60 * plan.minutes)
            if done >= 1:
                break
            loss = _loss(network, coarse, tensors_of(batch, device))
            loss.backward()
            weights.step(_shape(done))
            seen += 1
            mean += (float(loss.detach()) - mean) / min(seen, 100)
            progress.show(seen, max(done, seen / plan.batches), f"loss {mean:.3f}")
    except KeyboardInterrupt:
        sys.stderr.write("\ncordon: stopped early; what was learned so far is kept\n")
    finally:
        weights.put_back(network)
        with torch.no_grad():
            network.words.weight.copy_(words)
        network.eval()
    return seen


def _loss(network: Network, teacher: Network | None, of: dict[str, Tensor]) -> Tensor:
    tags, category = network(of["tokens"], of["features"], of["mask"])
    loss = supervised(tags, category, of["tags"], of["known"], of["category"])
    if teacher is None:
        return loss
    with torch.no_grad():
        taught = teacher(of["tokens"], of["features"], of["mask"])
    return _HARD * loss + distilled((tags, category), taught, of["mask"])
