"""The mean of the weights of several trainings of one network: better on sources that none has seen than any of them.

Trainings that began with one another lie in one valley, and its middle is wider than where each ended: Wortsman et al.,
"Model soups", 2022. Costs nothing at run time. Needs torch.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file

from models.training.network import Network
from models.training.restore import restore

__all__ = ["average_into", "begin_with"]


def begin_with(network: Network, start: Path) -> None:
    """Read weights into a network: those of a training, or a `model.onnx` that ships.

    Raises:
        OSError: the file is not there.
        UnlikeNetworkError: it is of another network.
    """
    if start.suffix == ".onnx":
        restore(network, start)
    else:
        network.load_state_dict(load_file(str(start)))


def average_into(network: Network, others: Sequence[Path]) -> None:
    """Give a network the mean of its weights and of others, each counting alike.

    Args:
        network: one of them; overwritten.
        others: as `begin_with` reads them; of as many layers.

    Raises:
        OSError, UnlikeNetworkError: as `begin_with` says.
    """
    total = {name: value.detach().clone() for name, value in network.state_dict().items()}
    other = Network(len(network.layers))
    for file in others:
        other.words.load_state_dict(network.words.state_dict())  # what ships does not hold them exactly
        begin_with(other, file)
        for name, value in other.state_dict().items():
            total[name] += value
    with torch.no_grad():
        for name, value in network.state_dict().items():
            value.copy_(total[name] / (1 + len(others)))
