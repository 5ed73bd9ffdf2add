"""The classifier worker: a limited child that reads texts with the model, and ends when nobody has asked for a while.

It loads the bundle and runs once, so that everything lazy is there, then locks itself in: no network, no files, no
programs. A bundle that cannot be used is no crash: every request is answered with the reason, until somebody has put it
right and the next worker starts.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec

from agent.classifier.manifest import BundleError, bundle_folder
from agent.classifier.messages import MAX_FRAME_BYTES, Answer, Problem, Request
from agent.system.child_loop import serve
from agent.system.confinement import confine
from agent.system.memory import give_back_memory

__all__ = ["main"]

_MEMORY_BYTES = 1 << 30
"""Far above what a reading takes (some 110 MB): a bound on what could go wrong, not on what may."""
_LARGE_BYTES = 1 << 20
_WARM_UP = "The quick brown fox lives at 1 Any Road."

Answering = Callable[[str, Request], Answer]


def main(arguments: Sequence[str]) -> int:
    """Serve one agent over the channel it has handed over; returns when idle or when the agent is gone."""
    parser = argparse.ArgumentParser(prog="cordon classifier worker", description=__doc__)
    parser.add_argument("--channel-fd", type=int, required=True, help="inherited descriptor of the channel")
    parser.add_argument("--idle-s", type=float, default=60.0, help="end after so many seconds without a request")
    parser.add_argument("--bundle", type=Path, default=None, help="folder of the model")
    parser.add_argument("--identity", default=None, help="SHA-256 that the manifest of a delivered model must have")
    given = parser.parse_args(list(arguments))
    answering = _loaded(given.bundle or bundle_folder(), given.identity)
    is_confined = confine(memory_bytes=_MEMORY_BYTES).is_complete

    def answer(frames: list[bytes]) -> bytes:
        data, request = frames.pop(), msgspec.json.decode(frames.pop(), type=Request)
        size = len(data)
        text = data.decode()
        del data
        said = answering(text, request)
        del text
        if size > _LARGE_BYTES:
            give_back_memory()
        return msgspec.json.encode(msgspec.structs.replace(said, is_confined=is_confined))

    serve(given.channel_fd, answer, frames_per_request=2, idle_s=given.idle_s, limit_bytes=MAX_FRAME_BYTES)
    return 0


def _loaded(folder: Path, identity: str | None) -> Answering:
    try:
        reading = _reading(folder, identity)
        reading(_WARM_UP, Request(budget_s=60.0, hits=[]))
    except BundleError as exc:
        return _refusing(Answer(problem=exc.problem, file=exc.file))
    except Exception:  # noqa: BLE001 - the libraries' own kinds
        return _refusing(Answer(problem=Problem.NOT_LOADED))
    return reading


def _reading(folder: Path, identity: str | None) -> Answering:
    # Here, so that what goes wrong while the libraries load is answered, too.
    from agent.classifier.loading import reader_of  # noqa: PLC0415 - 60 MB

    reader = reader_of(folder, identity)
    return lambda text, request: reader.read(text, request.hits, request.budget_s, reads_whole=request.reads_whole)


def _refusing(answer: Answer) -> Answering:
    return lambda _text, _request: answer
