"""The network as a function of one window. Needs numpy and onnxruntime.

One thread, which does not spin: the worker is a guest on the person's machine. The arena stays, and gives back what it
grew by after each run (without one, a run takes half as long again).
"""

from __future__ import annotations

import numpy as np
import onnxruntime

from agent.classifier.windows import Window

__all__ = ["Session"]

_SETTINGS = {
    "session.intra_op.allow_spinning": "0",
    "session.inter_op.allow_spinning": "0",
}
_SHRINKING = ("memory.enable_memory_arena_shrinkage", "cpu:0")


class Session:
    """A loaded model.

    Args:
        model: the bytes of `model.onnx`.

    Raises:
        Exception: they are no model (of the library's own kinds).
    """

    def __init__(self, model: bytes) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 4  # what it has to say may quote what it reads
        for name, value in _SETTINGS.items():
            options.add_session_config_entry(name, value)
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._run_options = onnxruntime.RunOptions()
        self._run_options.add_run_config_entry(*_SHRINKING)

    def run(self, window: Window) -> tuple[np.ndarray, np.ndarray]:
        """Logits of its tokens' tags (tokens x tags), and of its category."""
        tokens = np.array(window.tokens, dtype=np.int64)[None]
        given = {
            "tokens": tokens,
            "features": np.array(window.features, dtype=np.int64)[None],
            "mask": np.ones_like(tokens),
        }
        tags, categories = self._session.run(["tags", "category"], given, self._run_options)
        return tags[0], categories[0]
