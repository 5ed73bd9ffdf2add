"""Writes a network as ONNX with 8-bit weights, and proves that it still says the same. Needs torch and onnxruntime.

The legacy exporter, opset 17: the graph stays plain. Weights of matrix products and embeddings become int8 with one
scale per channel (one for all costs two points of F1); sums stay in floating point.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from models.training.batches import Batch
from models.training.inference import onnx_run
from models.training.network import Network

__all__ = ["ParityError", "export"]

_OPSET = 17
_SAME = 1e-3
_FEWEST_AGREEING = 0.97


class ParityError(Exception):
    """What was exported does not say what the network says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Agreement:
    distance: float
    share: float


def export(network: Network, folder: Path, sample: Batch) -> Path:
    """Write `model.onnx` into a folder, by way of one in floating point.

    Raises:
        ParityError: the exported graph is off by more than rounding, or int8 changes more than a few tags in a hundred.
    """
    folder.mkdir(parents=True, exist_ok=True)
    whole, small = folder / "model-fp32.onnx", folder / "model.onnx"
    network = network.cpu().float().eval()
    given = tuple(torch.from_numpy(part) for part in (sample.tokens, sample.features, sample.mask))
    moving = {0: "batch", 1: "length"}
    with torch.no_grad():
        torch.onnx.export(
            network,
            given,
            str(whole),
            input_names=["tokens", "features", "mask"],
            output_names=["tags", "category"],
            dynamic_axes={
                "tokens": moving,
                "features": moving,
                "mask": moving,
                "tags": moving,
                "category": {0: "batch"},
            },
            opset_version=_OPSET,
            dynamo=False,
        )
        expected = network(*given)[0].numpy()
    exact = _agreement(expected, onnx_run(whole)(sample)[0], sample)
    if exact.distance > _SAME:
        raise ParityError(f"exported logits are off by {exact.distance:.2g}")
    quantize_dynamic(
        str(whole), str(small), op_types_to_quantize=["MatMul", "Gather"], per_channel=True, weight_type=QuantType.QInt8
    )
    coarse = _agreement(expected, onnx_run(small)(sample)[0], sample)
    if coarse.share < _FEWEST_AGREEING:
        raise ParityError(f"with int8 weights only {coarse.share:.1%} of the tags are the same")
    return small


def _agreement(expected: np.ndarray, said: np.ndarray, sample: Batch) -> _Agreement:
    is_there = sample.mask.astype(bool)
    one, other = expected[is_there], said[is_there]
    return _Agreement(
        distance=float(np.abs(one - other).max()), share=float((one.argmax(-1) == other.argmax(-1)).mean())
    )
