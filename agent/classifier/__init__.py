"""The model on the device: an adapter behind the port of `agent.detection.classifier`, and its worker process.

`client` is what the agent holds; everything that needs numpy, onnxruntime or the tokenizer is loaded by `worker` only.
Training uses what turns texts into windows and logits into spans, so nothing is imported here.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

__all__ = ["TOKEN_LIMIT", "WORKER", "WORKER_ENVIRONMENT"]

TOKEN_LIMIT = 128
"""Tokens of one window, marks included."""

WORKER = "agent.classifier.worker:main"
"""For `worker_command`."""
WORKER_ENVIRONMENT: Mapping[str, str] = MappingProxyType(
    {
        # Large blocks go back to the system as soon as they are free: 122 instead of 200 MB after some long texts.
        "MALLOC_MMAP_THRESHOLD_": str(1 << 20),
        "MALLOC_TRIM_THRESHOLD_": str(1 << 20),
        # Nobody multiplies with it, and each of its threads takes 8 MB of what the worker may have.
        "OPENBLAS_NUM_THREADS": "1",
    }
)
