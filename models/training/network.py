"""The network: MiniLM's encoder in plain torch, with a head for tags and one for the category.

Attention is written out with softmax: on a processor the fused kernel's backward pass is three times slower. There is
no dropout, and word embeddings stay as they are (two of three weights of the model; what they would learn from little
text is these very words). Needs torch.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

from agent.classifier.shapes import FEATURES
from models.training.labels import CATEGORIES, TAGS

__all__ = ["Network", "from_base", "student_of"]

_WIDTH, _HEADS, _INNER, _WORDS, _PLACES = 384, 12, 1536, 30522, 512


class _Layer(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.qkv = nn.Linear(_WIDTH, 3 * _WIDTH)
        self.out = nn.Linear(_WIDTH, _WIDTH)
        self.norm1 = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.up = nn.Linear(_WIDTH, _INNER)
        self.down = nn.Linear(_INNER, _WIDTH)
        self.norm2 = nn.LayerNorm(_WIDTH, eps=1e-12)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        batch, length, _ = x.shape
        qkv = self.qkv(x).view(batch, length, 3, _HEADS, _WIDTH // _HEADS).permute(2, 0, 3, 1, 4)
        scores = qkv[0] @ qkv[1].transpose(-1, -2) / math.sqrt(_WIDTH // _HEADS) + bias
        mixed = (torch.softmax(scores, -1) @ qkv[2]).transpose(1, 2).reshape(batch, length, _WIDTH)
        x = self.norm1(x + self.out(mixed))
        return self.norm2(x + self.down(nn.functional.gelu(self.up(x))))


class Network(nn.Module):
    """Token numbers, features and mask to logits. Padding is 0 in all three."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.words = nn.Embedding(_WORDS, _WIDTH, padding_idx=0)
        self.places = nn.Embedding(_PLACES, _WIDTH)
        self.features = nn.Embedding(FEATURES, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.layers = nn.ModuleList(_Layer() for _ in range(layers))
        self.tag_head = nn.Linear(_WIDTH, len(TAGS))
        self.category_inner = nn.Linear(_WIDTH, _WIDTH)
        self.category_head = nn.Linear(_WIDTH, len(CATEGORIES))
        nn.init.zeros_(self.features.weight)
        self.words.weight.requires_grad_(requires_grad=False)

    def forward(self, tokens: Tensor, features: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """Logits of tags and of categories."""
        length = tokens.shape[1]
        x = self.norm(self.words(tokens) + self.places.weight[:length] + self.features(features))
        bias = ((1.0 - mask.to(x.dtype)) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        weight = mask.to(x.dtype)[:, :, None]
        mean = (x * weight).sum(1) / weight.sum(1)
        return self.tag_head(x), self.category_head(torch.tanh(self.category_inner(mean)))


def from_base(layers: int, weights_file: Path) -> Network:
    """The first layers of the base model, with new heads."""
    network = Network(layers)
    weights = load_file(str(weights_file))
    with torch.no_grad():
        network.words.weight.copy_(weights["embeddings.word_embeddings.weight"])
        segment = weights["embeddings.token_type_embeddings.weight"][0]
        network.places.weight.copy_(weights["embeddings.position_embeddings.weight"] + segment)
        _copy(network.norm, weights, "embeddings.LayerNorm")
        for number, layer in enumerate(network.layers):
            name = f"encoder.layer.{number}"
            heads = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
            layer.qkv.weight.copy_(torch.cat([weights[f"{head}.weight"] for head in heads]))
            layer.qkv.bias.copy_(torch.cat([weights[f"{head}.bias"] for head in heads]))
            _copy(layer.out, weights, f"{name}.attention.output.dense")
            _copy(layer.norm1, weights, f"{name}.attention.output.LayerNorm")
            _copy(layer.up, weights, f"{name}.intermediate.dense")
            _copy(layer.down, weights, f"{name}.output.dense")
            _copy(layer.norm2, weights, f"{name}.output.LayerNorm")
    return network


def _copy(module: nn.Module, weights: dict[str, Tensor], name: str) -> None:
    module.weight.copy_(weights[f"{name}.weight"])
    module.bias.copy_(weights[f"{name}.bias"])


def student_of(teacher: Network, layers: int) -> Network:
    """A network of fewer layers that begins with every other one of its teacher's, and with all the rest of it."""
    student = Network(layers)
    own = student.state_dict()
    total = len(teacher.layers)
    kept = [round(number * (total - 1) / max(1, layers - 1)) for number in range(layers)]
    for name, value in teacher.state_dict().items():
        parts = name.split(".")
        if parts[0] != "layers":
            own[name] = value
        elif int(parts[1]) in kept:
            own[".".join(("layers", str(kept.index(int(parts[1]))), *parts[2:]))] = value
    student.load_state_dict(own)
    return student
