"""The mean of weights; torch is installed by `make train` only."""

from __future__ import annotations

from pathlib import Path

import pytest

torch = pytest.importorskip("torch", reason="torch is installed by `make train` only")

from safetensors.torch import save_file  # noqa: E402

from models.training.average import average_into  # noqa: E402
from models.training.network import Network  # noqa: E402


def test_each_counts_alike(tmp_path: Path):
    torch.manual_seed(1)
    networks = [Network(1) for _ in range(3)]
    files = []
    for number, each in enumerate(networks[1:]):
        files.append(tmp_path / f"{number}.safetensors")
        save_file(each.state_dict(), str(files[-1]))
    expected = sum(each.tag_head.weight for each in networks) / 3
    average_into(networks[0], files)
    assert torch.allclose(networks[0].tag_head.weight, expected, atol=1e-6)
    before = networks[0].tag_head.weight.clone()
    average_into(networks[0], [])
    assert torch.equal(networks[0].tag_head.weight, before)
