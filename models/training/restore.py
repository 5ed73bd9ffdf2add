"""The network back out of what ships, to train on from there: what was rounded to 8 bits stays rounded.

The weights of a training are too large to keep; 8 bits of each are kept anyway, and a few hundred steps forget the
rounding. Needs torch and onnx.
"""

from __future__ import annotations

from pathlib import Path

import onnx
import torch
from onnx import numpy_helper
from torch import nn

from models.training.network import Network

__all__ = ["UnlikeNetworkError", "restore"]

_SCALE, _ZERO, _ROUNDED = "_scale", "_zero_point", "_quantized"


class UnlikeNetworkError(Exception):
    """A file holds another network than the one it was to be read into."""


def restore(network: Network, file: Path) -> None:
    """Read a `model.onnx` of `export` into a network of as many layers.

    Word embeddings are not read: they are the base model's, exactly.

    Args:
        network: of the base model; the others of its weights are overwritten.
        file: the graph with 8-bit weights.

    Raises:
        UnlikeNetworkError: the file is of other layers, or not of `export`.
    """
    graph = onnx.load(str(file)).graph
    arrays = {each.name: torch.from_numpy(numpy_helper.to_array(each).copy()) for each in graph.initializer}
    own = dict(network.named_parameters())
    read = {"words.weight"}
    # Matrices have lost their names and kept their order: the one in which the network uses them.
    matrices = [name for name, value in arrays.items() if name.endswith(_ROUNDED) and arrays[_zero(name)].dim() == 1]
    linear = [name for name, module in network.named_modules() if isinstance(module, nn.Linear)]
    if len(matrices) != len(linear):
        raise UnlikeNetworkError(f"{file.name} has {len(matrices)} matrices, the network {len(linear)}")
    found = {f"{name}.weight": _exact(arrays, matrix).T for name, matrix in zip(linear, matrices, strict=True)}
    found["features.weight"] = _exact(arrays, f"features.weight{_ROUNDED}")
    found |= {name: value for name, value in arrays.items() if name in own and name not in found}
    with torch.no_grad():
        for name, value in found.items():
            if own[name].shape != value.shape:
                raise UnlikeNetworkError(f"{name} is {tuple(value.shape)}, not {tuple(own[name].shape)}")
            own[name].copy_(value)
            read.add(name)
    if missing := own.keys() - read:
        raise UnlikeNetworkError(f"{file.name} lacks {', '.join(sorted(missing))}")


def _zero(name: str) -> str:
    return name.removesuffix(_ROUNDED) + _ZERO


def _exact(arrays: dict[str, torch.Tensor], name: str) -> torch.Tensor:
    scale = arrays[name.removesuffix(_ROUNDED) + _SCALE]
    return (arrays[name].float() - arrays[_zero(name)].float()) * scale
