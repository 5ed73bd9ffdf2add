"""Composition root of the engines: recognizers, model, catalogue and policy, as the agent and `cordon scan` use them.

A policy may bring recognizers, dictionaries and exact data of its own. It is compiled whole or not at all: what cannot
be used raises, and whoever asked keeps the policy it had.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from agent.classifier import WORKER, WORKER_ENVIRONMENT
from agent.classifier.bundle_store import BundleStore
from agent.classifier.client import ClassifierClient
from agent.classifier.delivered import DeliveredModels
from agent.classifier.manifest import bundle_folder
from agent.core import Assessment, Channel, Destination, Scope, Verdict
from agent.core.apps import AppStanding
from agent.core.custom import CustomDefinitions, CustomDictionary, ExactData
from agent.core.in_force import LayerFacts, PolicyFacts, PolicyOrigin
from agent.core.ports import Engines, HealthReporter
from agent.destinations import Catalogue, packaged_catalogue
from agent.detection import Pipeline
from agent.detection.classifier import Classifier
from agent.detection.custom import check_definitions, compile_dictionaries, compile_recognizer, parse_terms
from agent.detection.finder import Finder
from agent.detection.layered import LayeredPipeline
from agent.detection.recognizers import RECOGNIZERS
from agent.policy import (
    Facts,
    Policy,
    PolicyDocument,
    PolicyException,
    compile_policy,
    definitions_of,
    packaged_policy,
    parse_policy,
)
from agent.policy.document.canonical import canonical_json
from agent.policy.document.yaml_text import SIZE_LIMIT_BYTES as POLICY_LIMIT_BYTES
from agent.system.limited_child import LimitedChild
from agent.system.memory import give_back_memory
from agent.system.policy_files import CheckFile, PolicyFolder, forget_pages
from agent.system.programs import worker_command

__all__ = ["Engineering", "build_classifier", "build_engines", "facts_of", "load_engines"]

_TERMS_LIMIT_BYTES = 32 << 20
_KEY_LIMIT_BYTES = 4096


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Engineering:
    """What engines are made with, whatever the policy.

    Attributes:
        classifier: the model; None for none.
        scope: who and where this is, asked at each verdict.
        language: of the person (ISO 639), for messages.
    """

    classifier: Classifier | None
    scope: Callable[[], Scope]
    language: str


def build_classifier(health: HealthReporter, budget_s: float, *, reads_whole: bool = False) -> ClassifierClient:
    """The model, which starts its worker at the first text; `close` ends it.

    Args:
        health: where its trouble goes.
        budget_s: seconds that one text may take.
        reads_whole: whether long texts are read from end to end, instead of by chosen passages.
    """
    return ClassifierClient(_start_worker(bundle_folder(), None), health, budget_s, reads_whole=reads_whole)


def build_models(classifier: ClassifierClient, folder: Path) -> DeliveredModels:
    """What puts delivered models in place of the one that a classifier began with.

    Args:
        classifier: of `build_classifier`.
        folder: where those are kept that were accepted.
    """
    return DeliveredModels(classifier, BundleStore(folder), _start_worker)


def _start_worker(bundle: Path, identity: str | None) -> LimitedChild:
    arguments = ("--bundle", str(bundle), *(("--identity", identity) if identity is not None else ()))
    return LimitedChild((*worker_command(WORKER), *arguments), environment=WORKER_ENVIRONMENT)


def build_engines(
    classifier: Classifier | None = None,
    scope: Callable[[], Scope] = Scope,
    language: str = "en",
    packaged: Callable[[str], Policy] = packaged_policy,
) -> tuple[Policy, Engines]:
    """Return a policy that came with Cordon and the engines under it; takes some 100 ms.

    Args:
        classifier: as for `load_engines`; and so are the next two.
        scope: as there.
        language: as there.
        packaged: which one, in that language.
    """
    pipeline = Pipeline(RECOGNIZERS, (), give_back_memory, classifier)
    return _engines(packaged(language), pipeline, scope)


def load_engines(
    *policy_files: Path,
    classifier: Classifier | None = None,
    scope: Callable[[], Scope] = Scope,
    language: str = "en",
    check_file: CheckFile | None = None,
    exceptions: Sequence[PolicyException] = (),
    is_outdated: Callable[[timedelta], bool] = lambda _grace: False,
    catalogue: Catalogue | None = None,
) -> tuple[Policy, Engines]:
    """Return a policy and the engines under it, with what it defines; the files it names lie beside it.

    Signatures are not checked here: the caller knows where the files come from.

    Args:
        policy_files: of the global layer, then of those below it.
        classifier: the model; None for none.
        scope: who and where this is, asked at each verdict.
        language: of the person (ISO 639), for messages.
        check_file: is asked of every file once it is open.
        exceptions: verified ones.
        is_outdated: whether the policy could not be renewed for longer than the grace that it has; asked at each
            verdict.
        catalogue: of destinations; None for the packaged one.

    Raises:
        PolicyFileError: the policy, or a file it names, cannot be read.
        PolicyError: the policy cannot be used.
        DictionaryError, ExactDataError: a file it names cannot be used.
        AgentError: what `check_file` raises.
    """
    documents: list[PolicyDocument] = []
    pipeline: Pipeline | LayeredPipeline | None = None
    for file in policy_files:
        folder = PolicyFolder(file.parent, check_file)
        document = parse_policy(folder.read(file.name, POLICY_LIMIT_BYTES), check_definitions, upper=tuple(documents))
        definitions = definitions_of(document)
        documents.append(document)
        recognizers = tuple(map(compile_recognizer, definitions.recognizers))
        finders = _finders(definitions, folder)
        if pipeline is None:
            pipeline = Pipeline((*RECOGNIZERS, *recognizers), finders, give_back_memory, classifier)
        elif recognizers or finders:
            pipeline = LayeredPipeline(pipeline, Pipeline(recognizers, finders))
    policy = compile_policy(*documents, exceptions=exceptions, language=language)
    pipeline = pipeline or Pipeline(RECOGNIZERS, (), give_back_memory, classifier)
    return _engines(policy, pipeline, scope, is_outdated, catalogue)


def facts_of(policy: Policy, origin: PolicyOrigin) -> PolicyFacts:
    """What there is to say about a policy."""
    retention, reporting = policy.documents[0].retention, policy.documents[0].reporting
    return PolicyFacts(
        name=policy.name,
        version=policy.version,
        mode=policy.mode,
        origin=origin,
        history_days=retention.history_days if retention is not None else None,
        layers=tuple(LayerFacts(layer=each.layer, name=each.name, version=each.version) for each in policy.documents),
        reports_daily_counts=reporting is not None and reporting.daily_counts,
        offline_mode=policy.offline_mode,
        grace=policy.grace,
        documents=tuple(canonical_json(document).decode() for document in policy.documents),
    )


def _engines(
    policy: Policy,
    pipeline: Pipeline | LayeredPipeline,
    scope: Callable[[], Scope],
    is_outdated: Callable[[timedelta], bool] = lambda _grace: False,
    catalogue: Catalogue | None = None,
) -> tuple[Policy, Engines]:
    known = catalogue or packaged_catalogue()

    def evaluate(assessment: Assessment, destination: Destination, channel: Channel) -> Verdict:
        facts = Facts(
            assessment=assessment,
            destination=destination,
            channel=channel,
            scope=scope(),
            is_outdated=is_outdated(policy.grace),
        )
        return policy.evaluate(facts)

    return policy, Engines(
        assess=pipeline.assess,
        match=known.match,
        evaluate=evaluate,
        apps=lambda: known,
        find=known.find,
        standing=lambda destination: _standing(policy, destination),
    )


def _standing(policy: Policy, destination: Destination) -> AppStanding:
    said_by = None
    for document, layer in zip(policy.documents, policy.layers, strict=True):
        given = layer.with_status(destination)
        if given.status is not destination.status:
            said_by = LayerFacts(layer=document.layer, name=document.name, version=document.version)
        destination = given
    return AppStanding(status=destination.status, said_by=said_by)


def _finders(definitions: CustomDefinitions, folder: PolicyFolder) -> tuple[Finder, ...]:
    dictionaries = (_with_terms(each, folder) for each in definitions.dictionaries)
    exact_data = (_exact_data_finder(each, folder) for each in definitions.exact_data)
    return (*compile_dictionaries(dictionaries), *exact_data)


def _with_terms(dictionary: CustomDictionary, folder: PolicyFolder) -> CustomDictionary:
    if not dictionary.file:
        return dictionary
    terms = parse_terms(folder.read(dictionary.file, _TERMS_LIMIT_BYTES))
    return dataclasses.replace(dictionary, terms=(*dictionary.terms, *terms))


def _exact_data_finder(definition: ExactData, folder: PolicyFolder) -> Finder:
    from agent.detection.exact_data import ExactDataFinder, open_index, parse_key  # noqa: PLC0415 - few policies have any

    key = parse_key(folder.read(definition.key, _KEY_LIMIT_BYTES))
    mapped = folder.map(definition.index)
    index = open_index(memoryview(mapped), key)
    forget_pages(mapped)  # verifying read all of them; looking up needs few
    return ExactDataFinder(definition, index)
