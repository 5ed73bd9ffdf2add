"""Prints made-up texts, to look at: `python -m models.training.generate 20`."""

from __future__ import annotations

import sys

from models.training.examples import Example
from models.training.generate import Part, generate

__all__ = ["main"]


def _shown(example: Example) -> str:
    text = example.text
    for span in reversed(example.spans):
        text = f"{text[: span.start]}⟦{text[span.start : span.end]}|{span.entity}⟧{text[span.end :]}"
    return f"=== {example.source} ({example.category})\n{text}\n"


def main() -> None:
    """Print as many as the first argument says, with the seed of the second."""
    count, seed = (int(argument) for argument in (*sys.argv[1:], "10", "1")[:2])
    for example in generate(seed, count, Part.TRAIN):
        sys.stdout.write(_shown(example))


if __name__ == "__main__":
    main()
