"""What there is to say about the policy in force, without its rules."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from agent.core.verdicts import Layer, Mode, OfflineMode

__all__ = ["DeliveredModel", "LayerFacts", "PolicyFacts", "PolicyOrigin"]


class PolicyOrigin(enum.StrEnum):
    """Where a policy comes from."""

    PACKAGED = "packaged"
    """It came with Cordon."""
    FILE = "file"
    """A person named a file; nobody has signed it."""
    SIGNED = "signed"
    """The organization that governs the device has signed it."""
    UNAVAILABLE = "unavailable"
    """It came with Cordon and stands in for the organization's, none of which can be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveredModel:
    """A model that came with the organization's policy.

    Attributes:
        folder: where its files lie.
        identity: tells it from every other: the SHA-256 of its manifest, as it was signed.
    """

    folder: Path
    identity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerFacts:
    """One layer of a policy."""

    layer: Layer
    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyFacts:
    """A policy as status and tools show it.

    Attributes:
        origin: where it comes from.
        history_days: how long history is kept; None for ever.
        layers: upper ones first.
        reports_daily_counts: whether numbers of gestures go to the organization.
        offline_mode: what happens when it could not be renewed for longer than `grace`.
        grace: for so long after it should have been renewed, nothing changes.
        documents: of its layers, as canonical JSON, upper ones first.
    """

    name: str
    version: str
    mode: Mode
    origin: PolicyOrigin
    history_days: int | None = None
    layers: tuple[LayerFacts, ...] = ()
    reports_daily_counts: bool = False
    offline_mode: OfflineMode = OfflineMode.KEEP
    grace: timedelta = timedelta(0)
    documents: tuple[str, ...] = field(repr=False)
