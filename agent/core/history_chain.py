"""The chain of a history, as others see it: its newest link, and links that were told of before."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["ChainLink", "ChainProof"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainLink:
    """One link.

    Attributes:
        number: its place, from 1; never given twice.
        mac: 32 bytes that stand for it and everything before it.
    """

    number: int
    mac: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainProof:
    """What a history says of itself.

    Attributes:
        head: its newest link; None while nothing was recorded.
        earlier: links that were asked for, as they are now, by number; without those that are not there.
    """

    head: ChainLink | None = None
    earlier: tuple[ChainLink, ...] = ()
