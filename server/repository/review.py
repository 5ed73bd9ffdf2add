"""What a publication changes, for whoever is asked to sign it: roles, keys, files, and verdicts that are others then.

Pure: it looks at what is published and at what would be. Policies are compared as `cordon policy diff` does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from tuf.api.metadata import Key, Root, Targets

from agent.cli.policy_diff_report import Diff
from agent.destinations import packaged_catalogue
from agent.policy.authoring.comparing import compare
from agent.policy.authoring.corpus import corpus_of
from agent.policy.authoring.document_changes import document_changes
from agent.policy.authoring.gestures import of_cases
from server.repository.authoring import published_layer
from server.repository.keys import owner_of
from server.repository.layout import ROOT, SNAPSHOT, TARGETS, TIMESTAMP
from server.repository.policy_check import CheckedLayer, check_candidate, check_layer
from server.repository.signing import SignatureCount, delegation_keys
from server.repository.state import RepositoryState
from server.repository.verification import Candidate

__all__ = ["LayerReview", "Review", "review"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerReview:
    """A layer that changes.

    Attributes:
        name: the policy's, with its version; of an earlier one, too.
        tests: how many pass; all of them do.
        exceptions: offline ones that it has from then on.
        diff: how verdicts change; None where the layer is new.
    """

    folder: str
    name: str
    tests: int
    exceptions: int
    diff: Diff | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What a publication changes.

    Attributes:
        author: owner of the author's key.
        roles: one line for each role that gets another version.
        keys: one line for each key that comes or goes, or is another one or another person's than before, and for each
            threshold that changes.
        files: one line for each file.
        layers: of policy.
        counts: who has signed, by role.
        notes: what is worth knowing and stops nothing.
    """

    author: str
    roles: tuple[str, ...]
    keys: tuple[str, ...]
    files: tuple[str, ...]
    layers: tuple[LayerReview, ...]
    counts: dict[str, SignatureCount]
    notes: tuple[str, ...]


def review(candidate: Candidate) -> Review:
    """Return what changes; policies are checked again, tests and all.

    Raises:
        PublicationRefusedError: a policy cannot be used, or its tests fail.
    """
    checked, notes = check_candidate(candidate)
    publication, before = candidate.publication, candidate.before
    return Review(
        author=candidate.author or "somebody who has not signed",
        roles=tuple(
            f"{role}: version {metadata.signed.version}, good until {metadata.signed.expires:%Y-%m-%d}"
            for role, metadata in sorted(publication.roles.items())
        ),
        keys=tuple(_key_changes(candidate)),
        files=tuple(_file_changes(candidate)),
        layers=tuple(_layer(layer, before) for layer in checked),
        counts=dict(candidate.counts),
        notes=notes,
    )


def _layer(layer: CheckedLayer, before: RepositoryState | None) -> LayerReview:
    document = layer.document
    name = f"{document.name}, version {document.version}"
    published = published_layer(before, layer.folder) if before is not None else None
    diff = None
    if published is not None and before is not None:
        top = published_layer(before, "policy")
        old = check_layer(published, () if layer.folder == "policy" or top is None else (top,))
        name += f" (before: {old.document.name}, version {old.document.version})"
        diff = _diff(old, layer)
    return LayerReview(
        folder=layer.folder,
        name=name,
        tests=len(layer.results),
        exceptions=len(layer.exceptions.grants),
        diff=diff,
    )


def _diff(old: CheckedLayer, new: CheckedLayer) -> Diff:
    destinations = {each.destination_id: each for each in packaged_catalogue().destinations}
    corpus = corpus_of(old.policy, new.policy, destinations)
    cases = of_cases(
        (*old.document.tests, *new.document.tests),
        destinations,
        old.recognize,
        new.recognize,
    )
    return Diff(
        before=old.policy,
        after=new.policy,
        is_as_enforced=False,
        is_cut=corpus.is_cut,
        comparison=compare(old.policy, new.policy, chain(corpus.gestures, cases)),
        written=document_changes(old.document, new.document),
    )


def _key_changes(candidate: Candidate) -> Iterator[str]:
    before = candidate.before
    old = _holders(before.root.signed, before.targets.signed) if before is not None else {}
    new = _holders(candidate.root.signed, candidate.roles[TARGETS].signed)
    for role in dict.fromkeys((*old, *new)):
        old_threshold, old_keys = old.get(role, (0, {}))
        new_threshold, new_keys = new.get(role, (0, {}))
        for key_id, key in new_keys.items():
            if key_id not in old_keys:
                yield f"{role}: {owner_of(key)} may sign, with key {key_id[:12]}"
            else:
                yield from _differences(role, old_keys[key_id], key)
        for key_id, key in old_keys.items():
            if key_id not in new_keys:
                yield f"{role}: {owner_of(key)} may no longer sign with key {key_id[:12]}"
        if old_threshold != new_threshold:
            have = "has" if new_threshold == 1 else "have"
            yield f"{role}: {new_threshold} {have} to sign" + (f", before {old_threshold}" if old_threshold else "")


def _differences(role: str, old: Key, new: Key) -> Iterator[str]:
    """What is told of a key that keeps its id."""
    if (old.keytype, old.scheme, old.keyval) != (new.keytype, new.scheme, new.keyval):
        yield f"{role}: another key takes the place of key {new.keyid[:12]}, under its id"
    if owner_of(old) != owner_of(new):
        yield f"{role}: key {new.keyid[:12]} is {owner_of(new)}'s from now on, before {owner_of(old)}'s"


def _holders(root: Root, targets: Targets) -> dict[str, tuple[int, dict[str, Key]]]:
    roles: list[tuple[Root | Targets, str]] = [(root, role) for role in (ROOT, TARGETS, SNAPSHOT, TIMESTAMP)]
    roles += [(targets, role) for role in (targets.delegations.roles or {} if targets.delegations else {})]
    found: dict[str, tuple[int, dict[str, Key]]] = {}
    for delegator, role in roles:
        delegation, keys = delegation_keys(delegator, role)
        found[role] = (delegation.threshold, {key.keyid: key for key in keys})
    return found


def _file_changes(candidate: Candidate) -> Iterator[str]:
    before = candidate.before
    for role in sorted(candidate.publication.roles.keys() - {ROOT}):
        known = before is not None and role in {TARGETS, *before.teams().values()}
        old = before.role(role).signed.targets if before is not None and known else {}
        new = candidate.roles[role].signed.targets
        for path in sorted({*old, *new}):
            if path not in new:
                yield f"{path} is taken out"
            elif path not in old:
                yield f"{path} is new ({new[path].length} bytes)"
            elif old[path].hashes != new[path].hashes:
                yield f"{path} changes ({old[path].length} to {new[path].length} bytes)"
