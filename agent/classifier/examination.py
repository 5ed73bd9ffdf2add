"""A delivered model shows what it can before it takes over: a worker of its own reads the golden texts with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from agent.classifier.client import Worker
from agent.classifier.golden import GoldenText, agrees
from agent.classifier.manifest import BundleError, open_bundle, open_golden
from agent.classifier.messages import Answer, Request, problem_in_words
from agent.core.errors import AgentError
from agent.core.in_force import DeliveredModel
from agent.system.child_errors import ChildError

__all__ = ["ModelRefusedError", "examine"]

_BUDGET_S, _START_S, _MARGIN_S = 5.0, 20.0, 5.0


class ModelRefusedError(AgentError):
    """A model does not do on this machine what it is known to do."""

    code = "model_refused"


def examine(model: DeliveredModel, start_worker: Callable[[Path, str | None], Worker]) -> None:
    """See that a bundle's model answers the golden texts as it should; the worker that does it ends.

    Takes some seconds, on one core; each answer has a deadline.

    Args:
        model: the bundle.
        start_worker: returns a worker that loads the bundle of a folder, if it is the one of an identity.

    Raises:
        ModelRefusedError: the bundle cannot be used, or its answers are others.
    """
    try:
        open_bundle(model.folder, model.identity)
        texts = open_golden(model.folder, model.identity)
    except BundleError as exc:
        raise ModelRefusedError("A delivered model cannot be used", detail=f"{exc}.") from exc
    worker = start_worker(model.folder, model.identity)
    try:
        is_itself = agrees(texts, _answers(worker, texts))
    finally:
        worker.stop()
    if not is_itself:
        raise ModelRefusedError(
            "A delivered model does not work on this device",
            detail="It answers its golden texts otherwise than it should.",
        )


def _answers(worker: Worker, texts: tuple[GoldenText, ...]) -> list[Answer | None]:
    answers: list[Answer | None] = []
    for text in texts:
        patience_s = _BUDGET_S + (_MARGIN_S if worker.pid is not None else _START_S)
        request = Request(budget_s=_BUDGET_S, hits=[])
        try:
            said = worker.ask((msgspec.json.encode(request), text.text.encode()), patience_s)
            answer = msgspec.json.decode(said, type=Answer)
        except ChildError as exc:
            raise ModelRefusedError("A delivered model does not answer", detail=f"{exc.reason}.") from exc
        except (msgspec.DecodeError, ValueError, RecursionError):
            answer = None
        if answer is not None and answer.problem is not None:
            raise ModelRefusedError(
                "A delivered model cannot be used", detail=f"{problem_in_words(answer.problem, answer.file)}."
            )
        answers.append(answer)
    return answers
