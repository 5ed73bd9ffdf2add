"""What the agent and the classifier worker say to each other: JSON frames, and the text as a frame of its own.

A request is two frames: `Request`, and the text in UTF-8 (lone surrogates as `?`, which keeps the offsets). The answer
is one `Answer`. Never the text, nor any part of it, in an answer.
"""

from __future__ import annotations

import enum

import msgspec

__all__ = ["MAX_FRAME_BYTES", "Answer", "BundleFile", "Problem", "Request", "Span", "problem_in_words"]

MAX_FRAME_BYTES = 256 << 20


class Request(msgspec.Struct, frozen=True, kw_only=True):
    """A text is to be read.

    Attributes:
        budget_s: seconds the reading may take.
        hits: offsets of what recognizers found, in order.
        reads_whole: whether a long text is read from end to end, too.
    """

    budget_s: float
    hits: list[int]
    reads_whole: bool = False


class Span(msgspec.Struct, frozen=True, array_like=True):
    """As `ModelSpan`."""

    entity: str
    start: int
    end: int
    score: float


class Problem(enum.StrEnum):
    """Why a worker cannot read. Words of ours: nothing that it says is shown as it is."""

    MISSING = "missing"
    ALTERED = "altered"
    UNREADABLE = "unreadable"
    UNFIT = "unfit"
    NOT_LOADED = "not_loaded"


class BundleFile(enum.StrEnum):
    """The files of a bundle."""

    MANIFEST = "manifest.json"
    MODEL = "model.onnx"
    TOKENIZER = "tokenizer.json"
    SCREEN = "screen.bin"
    GOLDEN = "golden.json"


_WORDS = {
    Problem.MISSING: "is missing",
    Problem.ALTERED: "was altered",
    Problem.UNREADABLE: "cannot be read",
    Problem.UNFIT: "is not for this version of Cordon",
    Problem.NOT_LOADED: "cannot be loaded",
}


def problem_in_words(problem: Problem, file: BundleFile | None) -> str:
    """For an administrator."""
    return f"{file.value if file is not None else 'the model'} {_WORDS[problem]}"


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it.

    Attributes:
        spans, category, share: as `Reading`; category None where nothing was read.
        category_score: the probability of that category, 0 to 1; for the golden texts.
        is_sampled: whether parts of the text were left out from the start, since it is long.
        is_finished: whether everything that was chosen has been read.
        languages: ISO 639-1 codes of those that the model was taught.
        is_confined: whether the worker could lock itself in.
        problem: why it cannot read at all; then the rest says nothing.
        file: which file of the bundle that is about.
    """

    spans: list[Span] = []
    category: str | None = None
    category_score: float = 0.0
    share: float = 0.0
    is_sampled: bool = False
    is_finished: bool = False
    languages: list[str] = []
    is_confined: bool = False
    problem: Problem | None = None
    file: BundleFile | None = None
