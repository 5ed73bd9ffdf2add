"""The model on the device: an adapter behind the port of `agent.detection.classifier`, and its worker process.

`client` is what the agent holds; everything that needs numpy, onnxruntime or the tokenizer is loaded by `worker` only.
Training uses what turns texts into windows and logits into spans, so nothing is imported here.
"""

__all__ = ["TOKEN_LIMIT", "WORKER"]

TOKEN_LIMIT = 128
"""Tokens of one window, marks included."""

WORKER = "agent.classifier.worker:main"
"""For `worker_command`."""
