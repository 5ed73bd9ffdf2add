"""Trains the model that tags entities and names the kind of document. Never shipped.

`make train DATA=folder` does all of it: texts with known answers (`sources`, `corpus`) and made-up ones (`generate`)
become windows of tokens (`windows`), a network of six layers learns them and teaches one of three (`network`, `train`),
which is written as int8 ONNX (`export`) and measured on whole sources that it has not seen (`evaluate`).

Imports point down: whatever needs torch, numpy or onnx is imported only by the modules that train, so that everything
else is linted and tested without them.
"""

__all__: list[str] = []
