"""What the `cordon policy` commands work on: a file, or a policy that comes with Cordon by its name."""

from __future__ import annotations

import contextlib
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from agent.cli.judging import load

if TYPE_CHECKING:
    from agent.core import Destination
    from agent.core.ports import Engines
    from agent.policy import Policy, PolicyDocument

__all__ = ["POLICY_ARGUMENT", "UPPER_OPTION", "OpenedPolicy", "catalogue", "opened", "read_text", "upper_documents"]

POLICY_ARGUMENT = typer.Argument(
    metavar="POLICY",
    help="A policy file, or the name of one that comes with Cordon (default, starter, finance, healthcare, software).",
)
UPPER_OPTION = typer.Option(
    [],
    "--under",
    metavar="POLICY",
    help="For a policy of a team or user: the one above it, global first, a file or one that comes with Cordon; may be "
    "repeated.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedPolicy:
    """A policy that can be asked.

    Attributes:
        name: as it was given, for messages.
    """

    name: str
    policy: Policy
    engines: Engines


def read_text(given: str) -> bytes:
    """Return the text of a policy: of the file, or of the packaged one of that name where there is no such file.

    Raises:
        PolicyFileError: there is neither, or the file cannot be read.
    """
    # Here, so that the other commands start without the engines; and so below.
    from agent.policy.document.yaml_text import SIZE_LIMIT_BYTES  # noqa: PLC0415 - as above
    from agent.policy.packaged import DEFAULT, TEMPLATES, UNAVAILABLE, packaged_text  # noqa: PLC0415 - as above
    from agent.system.policy_files import PolicyFolder  # noqa: PLC0415 - as above

    path = Path(given)
    if given in {DEFAULT, UNAVAILABLE, *TEMPLATES} and not path.exists():
        return packaged_text(given)
    return PolicyFolder(path.parent).read(path.name, SIZE_LIMIT_BYTES)


def opened(given: str, upper: Sequence[str], *, with_model: bool = False) -> OpenedPolicy:
    """Return a policy, with the policies above it, ready to be asked.

    Raises:
        PolicyFileError: a policy, or a file it names, cannot be read.
        PolicyError: a policy cannot be used.
        DictionaryError, ExactDataError: a file it names cannot be used.
    """
    with contextlib.ExitStack() as stack:
        file, *above = (stack.enter_context(_as_file(each)) for each in (given, *upper))
        policy, engines = load(file, *above, with_model=with_model)
    return OpenedPolicy(name=given, policy=policy, engines=engines)


def upper_documents(upper: Sequence[str]) -> tuple[PolicyDocument, ...]:
    """Return the policies above another one as they are written, global first: it may name what they define.

    Raises:
        PolicyFileError: one cannot be read.
        PolicyError: one cannot be used.
    """
    from agent.policy import parse_policy  # noqa: PLC0415 - as above

    documents: list[PolicyDocument] = []
    for each in upper:
        documents.append(parse_policy(read_text(each), upper=tuple(documents)))
    return tuple(documents)


def catalogue() -> dict[str, Destination]:
    """Return the destinations of the catalogue by id."""
    from agent.destinations import packaged_catalogue  # noqa: PLC0415 - as above

    return {each.destination_id: each for each in packaged_catalogue().destinations}


@contextlib.contextmanager
def _as_file(given: str) -> Iterator[Path]:
    path = Path(given)
    if path.exists():
        yield path
        return
    text = read_text(given)
    with tempfile.TemporaryDirectory(prefix="cordon-") as folder:
        file = Path(folder) / f"{given}.yaml"
        file.write_bytes(text)
        yield file
