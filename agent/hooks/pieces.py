"""The texts in a tool's input, out of it and back into it, and the one text that is judged.

Rules kept here: every string is a piece, however deep it lies; the name of a member stands before what it names, since
"password" says what comes after it; numbers are pieces, since a card number may be written as one. Pieces are joined
to one text for judging, and what is found in it belongs to the piece that it lies in. What cannot be walked in full
(too deep, too many) is refused, never judged in part.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from agent.hooks.call import HookMessageError, Piece, PieceKind

__all__ = ["DEPTH_LIMIT", "PIECES_LIMIT", "joined", "pieces_of", "rewritten"]

DEPTH_LIMIT = 32
PIECES_LIMIT = 20_000

_NAMES_END = ": "
_PIECES_END = "\n"


def pieces_of(value: object) -> tuple[Piece, ...]:
    """Return every text in a JSON value, in the order of the document.

    Raises:
        HookMessageError: there are too many, or they lie too deep.
    """
    found: list[Piece] = []
    for piece in _walk(value, depth=0):
        found.append(piece)
        if len(found) > PIECES_LIMIT:
            raise HookMessageError("The hook's message holds too many values", detail=f"The limit is {PIECES_LIMIT}.")
    return tuple(found)


def rewritten(value: Any, texts: Sequence[str]) -> Any:  # noqa: ANN401 - a JSON value
    """Return a JSON value with other texts in the place of its strings.

    Args:
        value: what `pieces_of` was asked about.
        texts: one for each piece of kind TEXT, in order.

    Raises:
        ValueError: there are more or fewer texts than strings.
    """
    left = iter(texts)
    try:
        result = _replace(value, left)
    except StopIteration:
        raise ValueError("fewer texts than strings") from None
    if next(left, None) is not None:
        raise ValueError("more texts than strings")
    return result


def joined(pieces: Sequence[Piece]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return one text of all pieces, and where in it each of them lies."""
    parts: list[str] = []
    spans: list[tuple[int, int]] = []
    position = 0
    for piece in pieces:
        spans.append((position, position + len(piece.text)))
        end = _NAMES_END if piece.kind is PieceKind.NAME else _PIECES_END
        parts += (piece.text, end)
        position += len(piece.text) + len(end)
    return "".join(parts).removesuffix(_PIECES_END), tuple(spans)


def _walk(value: object, depth: int) -> Iterator[Piece]:
    if depth > DEPTH_LIMIT:
        raise HookMessageError("The hook's message is nested too deeply", detail=f"The limit is {DEPTH_LIMIT}.")
    if isinstance(value, str):
        yield Piece(text=value)
    elif isinstance(value, dict):
        for name, member in value.items():
            yield Piece(text=name, kind=PieceKind.NAME)
            yield from _walk(member, depth + 1)
    elif isinstance(value, list):
        for each in value:
            yield from _walk(each, depth + 1)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield Piece(text=str(value), kind=PieceKind.NUMBER)


def _replace(value: Any, texts: Iterator[str]) -> Any:  # noqa: ANN401 - a JSON value
    if isinstance(value, str):
        return next(texts)
    if isinstance(value, dict):
        return {name: _replace(member, texts) for name, member in value.items()}
    if isinstance(value, list):
        return [_replace(each, texts) for each in value]
    return value
