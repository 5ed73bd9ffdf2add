"""What `cordon scan` and `cordon redact` judge with: a policy, its engines, the model, the entities to choose from."""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.cli.output import error_console
from agent.core import Entity
from agent.core.health import HEALTH_ISSUES, HealthCode

if TYPE_CHECKING:
    from agent.core.ports import Engines
    from agent.policy import Policy

__all__ = ["ENTITY_OPTION", "MODEL_OPTION", "POLICY_OPTION", "load", "parse_entities"]

POLICY_OPTION = typer.Option(
    None,
    "--policy",
    metavar="FILE",
    help="Judge under this policy (YAML), with the recognizers it defines; files that it names lie beside it.",
)
ENTITY_OPTION = typer.Option([], "--entity", "--entities", help="Only these, for example EMAIL,PHONE; may be repeated.")
MODEL_OPTION = typer.Option(
    True,
    "--model/--no-model",
    envvar="CORDON_MODEL",
    help="Also read with the model, for names, addresses and conditions in sentences and the kind of document.",
)
_MODEL_BUDGET_S = 60.0
"""For one text: nobody waits to paste."""


def load(policy_file: Path | None, *upper: Path, with_model: bool, reads_whole: bool = False) -> tuple[Policy, Engines]:
    """A policy and the engines under it; the packaged one where none is named.

    Args:
        policy_file: a policy, or None for the packaged one.
        upper: the policies above it, global first.
        with_model: whether the model reads, too; it ends with this process.
        reads_whole: whether it reads long texts from end to end, too.

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
        from agent.engines import build_classifier, build_engines, load_engines  # noqa: PLC0415 - as above

        classifier = None
        if with_model:
            classifier = build_classifier(_SaysOnce(), _MODEL_BUDGET_S, reads_whole=reads_whole)
            atexit.register(classifier.close)
        return (
            build_engines(classifier)
            if policy_file is None
            else load_engines(*upper, policy_file, classifier=classifier)
        )
    finally:
        gc.freeze()
        gc.enable()


class _SaysOnce:
    """Trouble with the model, on standard error: what is printed then lacks what only the model sees."""

    def __init__(self) -> None:
        self._said: set[HealthCode] = set()

    def report(self, code: HealthCode, detail: str = "") -> None:
        """Say it, the first time."""
        if code not in self._said:
            self._said.add(code)
            kind = HEALTH_ISSUES[code]
            about = f" ({detail})" if detail else ""
            error_console().print(f"cordon: {kind.title}{about}. {kind.text}", markup=False, highlight=False)

    def clear(self, code: HealthCode) -> None:
        """Nothing to take back: it was printed."""


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
