"""What `cordon scan` and `cordon redact` judge with: a policy and its engines, and the entities to choose from."""

from __future__ import annotations

import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.core import Entity

if TYPE_CHECKING:
    from agent.core.ports import Engines
    from agent.policy import Policy

__all__ = ["ENTITY_OPTION", "POLICY_OPTION", "load", "parse_entities"]

POLICY_OPTION = typer.Option(
    None,
    "--policy",
    metavar="FILE",
    help="Judge under this policy (YAML), with the recognizers it defines; files that it names lie beside it.",
)
ENTITY_OPTION = typer.Option([], "--entity", "--entities", help="Only these, for example EMAIL,PHONE; may be repeated.")


def load(policy_file: Path | None) -> tuple[Policy, Engines]:
    """A policy and the engines under it; the packaged one where none is named.

    Raises:
        PolicyFileError: the policy, or a file it names, cannot be read.
        PolicyError: the policy cannot be used.
        DictionaryError, ExactDataError: a file it names cannot be used.
    """
    # What is loaded here stays to the end. Looking for garbage in it takes a tenth of the start, and a fraction of
    # every collection later.
    gc.disable()
    try:
        # Here, so that the other commands start without the engines.
        from agent.engines import build_engines, load_engines  # noqa: PLC0415 - other commands start faster

        return build_engines() if policy_file is None else load_engines(policy_file)
    finally:
        gc.freeze()
        gc.enable()


def parse_entities(texts: Iterable[str], defined: frozenset[str]) -> frozenset[str]:
    """The entities that a person named, in any case and with commas between.

    Args:
        texts: what was given, one for each use of the option.
        defined: the policy's own entities.

    Raises:
        typer.BadParameter: there is no such entity.
    """
    names = (name.strip().upper().replace("-", "_") for text in texts for name in text.split(","))
    wanted = frozenset(filter(None, names))
    known = defined | set(Entity)
    if unknown := wanted - known:
        message = f"unknown: {', '.join(sorted(unknown))}; known are {', '.join(sorted(known))}"
        raise typer.BadParameter(message, param_hint="--entity")
    return wanted
