"""Whether policies can be used and pass their own tests.

That is asked before they are signed, before they are approved, and again before they are published, since whoever
publishes does not know what the signers have looked at.

A layer is the files of its folder. One that changes is compiled as a device compiles it, with what it defines; its
tests run, and there have to be some. The layers below a changed one are looked at, too: they have to stay usable, or
devices would refuse the whole; which of their tests fail now is said, and stops nothing, since they are somebody
else's.
"""

from __future__ import annotations

import functools
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from agent.core.custom import CustomDefinitions
from agent.core.errors import AgentError
from agent.core.verdicts import Layer
from agent.destinations import CatalogueError, packaged_catalogue, parse_catalogue
from agent.detection.custom import check_definitions
from agent.engines import build_engines, load_engines
from agent.fleet.assignment import EXCEPTIONS_LIMIT_BYTES, OfflineExceptions
from agent.fleet.message import MessageRefusedError, parse_message
from agent.fleet.targets import CATALOGUE_PATH, EXCEPTIONS_FILE, FILE_NAME, POLICY_FILE
from agent.policy import Policy, PolicyDocument, PolicyError, compile_policy, definitions_of, parse_policy
from agent.policy.authoring.testing import CaseResult, Recognize, run_cases
from server.repository.errors import PublicationRefusedError
from server.repository.verification import Candidate

__all__ = [
    "CheckedLayer",
    "LayerSource",
    "check_candidate",
    "check_layer",
    "files_named_by",
    "layer_of_folder",
    "require_passing",
]

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSource:
    """A layer's files.

    Attributes:
        folder: of the repository.
        files: by name.
    """

    folder: str
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedLayer:
    """A layer that can be used, under those above it."""

    folder: str
    policy: Policy
    recognize: Recognize
    results: tuple[CaseResult, ...]
    exceptions: OfflineExceptions

    @property
    def document(self) -> PolicyDocument:
        """The layer's own."""
        return self.policy.documents[-1]

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the tests that fail."""
        return tuple(result.case.name for result in self.results if not result.passes)


def layer_of_folder(folder: str) -> Layer | None:
    """Return the layer whose folder this is; None for a folder of something else."""
    kind, _, _ = folder.partition("/")
    return {"policy": Layer.GLOBAL, "teams": Layer.TEAM, "users": Layer.USER}.get(kind)


def files_named_by(document: PolicyDocument) -> tuple[str, ...]:
    """Return the names of the files that a policy needs beside it.

    Raises:
        PublicationRefusedError: one of them is no plain name, or the name of another file of the layer.
    """
    defined = definitions_of(document)
    names = [each.file for each in defined.dictionaries if each.file]
    names += [name for each in defined.exact_data for name in (each.index, each.key)]
    for name in names:
        if FILE_NAME.fullmatch(name) is None or name in {POLICY_FILE, EXCEPTIONS_FILE}:
            raise PublicationRefusedError(
                "The policy names a file that cannot travel",
                detail="Names have letters, digits, dots, - and _ only, and are not those of the policy itself.",
            )
    return tuple(dict.fromkeys(names))


def check_layer(source: LayerSource, upper: Sequence[LayerSource], destinations: bytes | None = None) -> CheckedLayer:
    """Return a layer as devices would have it, with how its tests went.

    Args:
        source: the layer.
        upper: those above it, global first.
        destinations: a catalogue; None for the one that comes with Cordon.

    Raises:
        PublicationRefusedError: a file is missing or superfluous, or its exceptions cannot be used.
        AgentError: the policy, or a file that it names, cannot be used (`PolicyError` and others say why).
    """
    catalogue = packaged_catalogue() if destinations is None else parse_catalogue(destinations)
    known = {each.destination_id: each for each in catalogue.destinations}
    documents = _documents(source, upper)
    _check_files(source, documents[-1])
    policy, recognize = _compiled((*upper, source), documents)
    return CheckedLayer(
        folder=source.folder,
        policy=policy,
        recognize=recognize,
        results=tuple(run_cases(policy, documents[-1].tests, known, recognize)),
        exceptions=_exceptions(source),
    )


def check_candidate(candidate: Candidate) -> tuple[tuple[CheckedLayer, ...], tuple[str, ...]]:
    """Return the layers that a publication changes, checked, and notes for whoever publishes it.

    Raises:
        PublicationRefusedError: a layer cannot be used, its tests fail, or it has none; says which.
    """
    changed = candidate.changed_folders()
    catalogue = _catalogue(candidate)
    sources = {
        folder: LayerSource(folder=folder, files=candidate.files_in(folder))
        for folder, _ in candidate.folders()
        if layer_of_folder(folder) is not None
    }
    top = sources.get("policy")
    if top is None:
        if sources or "policy" in changed:
            raise PublicationRefusedError(
                "There would be no global policy", detail="Devices need one, and policies of teams and users add to it."
            )
        return (), ()
    checked: list[CheckedLayer] = []
    notes: list[str] = []
    for folder, source in sources.items():
        upper = () if folder == "policy" else (top,)
        if folder in changed:
            checked.append(_passing(source, upper, catalogue))
        elif "policy" in changed:
            notes += _still_usable(source, top, catalogue)
    rules = {folder: {rule.id for rule in _document(source, top).rules} for folder, source in sources.items()}
    for layer in checked:
        _check_grants(layer, rules)
    return tuple(checked), tuple(notes)


def _passing(source: LayerSource, upper: Sequence[LayerSource], catalogue: bytes | None) -> CheckedLayer:
    if POLICY_FILE not in source.files:
        raise PublicationRefusedError(f"There is no policy in {source.folder}")
    try:
        layer = check_layer(source, upper, catalogue)
    except PublicationRefusedError:
        raise
    except AgentError as exc:
        raise PublicationRefusedError(
            f"The policy in {source.folder} cannot be used", detail=f"{exc.title}. {exc.detail}".strip(), hint=exc.hint
        ) from exc
    require_passing(layer)
    return layer


def require_passing(layer: CheckedLayer) -> None:
    """Refuse a layer whose tests fail, or that has none.

    Raises:
        PublicationRefusedError: names the tests.
    """
    if not layer.results:
        raise PublicationRefusedError(
            f"The policy in {layer.folder} has no tests",
            hint="Its section `tests` says what must come of a gesture; docs/policy.md has examples.",
        )
    if layer.failed:
        more = len(layer.failed) - _MOST_NAMED
        named = ", ".join(f"“{name}”" for name in layer.failed[:_MOST_NAMED])
        raise PublicationRefusedError(
            f"{len(layer.failed)} of {len(layer.results)} tests of the policy in {layer.folder} fail",
            detail=f"{named}{f' and {more} more' if more > 0 else ''}.",
            hint="`cordon policy test` says what came instead.",
        )


def _still_usable(source: LayerSource, top: LayerSource, catalogue: bytes | None) -> Iterator[str]:
    try:
        upper = parse_policy(top.files[POLICY_FILE], check_definitions)
        document = parse_policy(source.files[POLICY_FILE], check_definitions, upper=(upper,))
        compile_policy(upper, document)
    except PolicyError as exc:
        raise PublicationRefusedError(
            f"The policy in {source.folder} could no longer be used",
            detail=f"{exc.title}. {exc.detail}".strip(),
            hint="It names something that the new global policy lacks. Publish a change of it first.",
        ) from exc
    layer = check_layer(source, (top,), catalogue)
    if layer.failed:
        yield f"{source.folder}: {len(layer.failed)} of its tests fail under the new global policy."


def _document(source: LayerSource, top: LayerSource) -> PolicyDocument:
    upper = parse_policy(top.files[POLICY_FILE])
    return upper if source is top else parse_policy(source.files[POLICY_FILE], upper=(upper,))


def _documents(source: LayerSource, upper: Sequence[LayerSource]) -> list[PolicyDocument]:
    documents: list[PolicyDocument] = []
    for each in (*upper, source):
        documents.append(parse_policy(each.files[POLICY_FILE], check_definitions, upper=tuple(documents)))
    layer = layer_of_folder(source.folder)
    if documents[-1].layer is not layer:
        raise PublicationRefusedError(
            f"The policy in {source.folder} is for another layer",
            detail=f"It says `layer: {documents[-1].layer}`.",
            hint=f"Write `layer: {layer}` into it, or sign it for the layer that it says.",
        )
    return documents


def _compiled(sources: Sequence[LayerSource], documents: Sequence[PolicyDocument]) -> tuple[Policy, Recognize]:
    """The layers together, and what reads texts under them."""
    if definitions_of(*documents) == CustomDefinitions():
        return compile_policy(*documents), _built_in_recognizers()
    with tempfile.TemporaryDirectory(prefix="cordon-policy-") as folder:
        files = [_unpack(each, Path(folder) / str(number)) for number, each in enumerate(sources)]
        policy, engines = load_engines(*files)
    return policy, lambda content: engines.assess(content).findings


@functools.cache
def _built_in_recognizers() -> Recognize:
    """What all layers without definitions of their own share: building it takes longer than all else together."""
    _, engines = build_engines()
    return lambda content: engines.assess(content).findings


def _check_files(source: LayerSource, document: PolicyDocument) -> None:
    wanted = {POLICY_FILE, *files_named_by(document)}
    if superfluous := source.files.keys() - wanted - {EXCEPTIONS_FILE}:
        raise PublicationRefusedError(
            f"{source.folder} has files that its policy does not name", detail=f"{', '.join(sorted(superfluous))}."
        )


def _exceptions(source: LayerSource) -> OfflineExceptions:
    content = source.files.get(EXCEPTIONS_FILE)
    if content is None:
        return OfflineExceptions()
    try:
        return parse_message(OfflineExceptions, content, EXCEPTIONS_LIMIT_BYTES)
    except MessageRefusedError as exc:
        raise PublicationRefusedError(f"The exceptions of {source.folder} cannot be read", detail=exc.detail) from exc


def _check_grants(layer: CheckedLayer, rules: Mapping[str, set[str]]) -> None:
    depth = layer.document.layer.depth
    below = (ids for folder, ids in rules.items() if (kind := layer_of_folder(folder)) and kind.depth > depth)
    known = rules[layer.folder].union(*below)
    seen: set[str] = set()
    for grant in layer.exceptions.grants:
        if unknown := set(grant.rule_ids) - known:
            raise PublicationRefusedError(
                f"An exception of {layer.folder} is from a rule that there is not",
                detail=f"{grant.exception_id}: {', '.join(sorted(unknown))}.",
            )
        if grant.exception_id in seen:
            raise PublicationRefusedError("Two exceptions have one id", detail=f"{grant.exception_id}.")
        seen.add(grant.exception_id)


def _catalogue(candidate: Candidate) -> bytes | None:
    """The catalogue that there will be; one that is new is known to be one."""
    folder, _, name = CATALOGUE_PATH.partition("/")
    content = candidate.files_in(folder).get(name)
    if content is not None and folder in candidate.changed_folders():
        try:
            parse_catalogue(content)
        except CatalogueError as exc:
            raise PublicationRefusedError("The catalogue cannot be used", detail=f"{exc.title}. {exc.detail}") from exc
    return content


def _unpack(source: LayerSource, folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    for name, content in source.files.items():
        if FILE_NAME.fullmatch(name) is None:
            raise PublicationRefusedError("A file's name cannot be used")
        (folder / name).write_bytes(content)
    return folder / POLICY_FILE
