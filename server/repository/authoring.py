"""From an author's file to what is signed: lint, tests, canonical form, the files that it names, its exceptions.

A policy is signed only if devices could use it under what is published above it, if nothing in it is certainly wrong
(lint), and if its own tests pass. What is signed is the canonical policy: comments and order do not travel.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from agent.destinations import packaged_catalogue
from agent.detection.custom import check_definitions
from agent.fleet.assignment import OfflineExceptions
from agent.fleet.targets import CATALOGUE_PATH, EXCEPTIONS_FILE, FILE_NAME, POLICY_FILE
from agent.policy import parse_policy
from agent.policy.authoring.linting import LintFinding, LintSeverity, lint
from agent.policy.document.canonical import canonical_json
from agent.policy.document.yaml_text import parse_yaml
from server.repository.errors import PublicationRefusedError
from server.repository.layer_names import Part
from server.repository.policy_check import CheckedLayer, LayerSource, check_layer, files_named_by, require_passing
from server.repository.state import RepositoryState

__all__ = ["AuthoredLayer", "author_layer", "folder_files", "parse_exceptions", "published_layer"]

_MOST_NAMED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthoredLayer:
    """A layer that may be signed.

    Attributes:
        checked: it, under what is published above.
        changes: what has to happen in the repository, by path.
        warnings: what lint has to say and does not stop it.
    """

    checked: CheckedLayer
    changes: Mapping[str, bytes | None]
    warnings: tuple[LintFinding, ...]


def author_layer(
    state: RepositoryState,
    part: Part,
    untrusted: bytes | None,
    read_file: Callable[[str], bytes],
    exceptions: OfflineExceptions | None,
) -> AuthoredLayer:
    """Return a layer that may be signed.

    Args:
        state: what is published.
        part: the layer.
        untrusted: its policy as its author wrote it; None for the one that is published, with other exceptions.
        read_file: returns a file that the policy names.
        exceptions: all of the layer's offline exceptions; None for those that are published.

    Raises:
        PublicationRefusedError: tests fail, lint finds an error, or something is missing.
        RepositoryError: nobody signs such a layer.
        AgentError: the policy, or a file that it names, cannot be read or used.
    """
    state.role(part.role)
    upper = upper_layers(state, part)
    before = published_layer(state, part.folder)
    if untrusted is None:
        if before is None:
            raise PublicationRefusedError(
                f"There is no policy of {part.shown} yet", hint="Sign one with the exceptions."
            )
        untrusted = before.files[POLICY_FILE]
        files = dict(before.files)
    else:
        documents = tuple(parse_policy(each.files[POLICY_FILE]) for each in upper)
        document = parse_policy(untrusted, check_definitions, upper=documents)
        files = {name: read_file(name) for name in files_named_by(document)}
        files[POLICY_FILE] = canonical_json(document)
        if before is not None and EXCEPTIONS_FILE in before.files:
            files[EXCEPTIONS_FILE] = before.files[EXCEPTIONS_FILE]
    if exceptions is not None:
        files[EXCEPTIONS_FILE] = exceptions.to_bytes()
        if not exceptions.grants:
            del files[EXCEPTIONS_FILE]
    checked = check_layer(LayerSource(folder=part.folder, files=files), upper, state.target_bytes(CATALOGUE_PATH))
    require_passing(checked)
    gone = (before.files.keys() if before is not None else set()) - files.keys()
    return AuthoredLayer(
        checked=checked,
        changes={f"{part.folder}/{name}": files.get(name) for name in sorted({*files, *gone})},
        warnings=_linted(checked, untrusted),
    )


def upper_layers(state: RepositoryState, part: Part) -> tuple[LayerSource, ...]:
    """Return what is published above a layer.

    Raises:
        PublicationRefusedError: there is no global policy yet.
    """
    if part.folder == "policy":
        return ()
    top = published_layer(state, "policy")
    if top is None:
        raise PublicationRefusedError(
            "There is no global policy yet", detail="Policies of teams and users add to it.", hint="Publish it first."
        )
    return (top,)


def published_layer(state: RepositoryState, folder: str) -> LayerSource | None:
    """Return the files of a folder as they are published; None where it has no policy."""
    roles = ("targets", *state.teams().values())
    files = {
        path.rpartition("/")[2]: state.file_of(path, target)
        for role in roles
        for path, target in state.role(role).signed.targets.items()
        if path.rpartition("/")[0] == folder
    }
    return LayerSource(folder=folder, files=files) if POLICY_FILE in files else None


def parse_exceptions(untrusted: bytes, approved_by: str, now: datetime) -> OfflineExceptions:
    """Return the exceptions that an approver has written down, as YAML or JSON.

    Args:
        untrusted: a mapping with `grants`, a list.
        approved_by: for those that do not say it.
        now: for those that do not say since when they hold.

    Raises:
        PublicationRefusedError: this is no such list; says which field.
        PolicyError: it is no YAML.
    """
    value = parse_yaml(untrusted).value
    grants = value.get("grants") if isinstance(value, dict) else None
    if (
        not isinstance(value, dict)
        or not isinstance(grants, list)
        or not all(isinstance(each, dict) for each in grants)
    ):
        raise PublicationRefusedError("These are no exceptions", detail="`grants` is a list of mappings.")
    usual = {"approved_by": approved_by, "granted_at": now.isoformat()}
    completed = {**value, "grants": [{**usual, **grant} for grant in grants]}
    try:
        found = OfflineExceptions.model_validate_json(json.dumps(completed))
    except ValidationError as exc:
        first = exc.errors(include_url=False, include_input=False, include_context=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise PublicationRefusedError("These are no exceptions", detail=f"{place}: {first['msg']}.") from exc
    if past := [grant.exception_id for grant in found.grants if grant.expires_at <= now]:
        raise PublicationRefusedError(
            "An exception has expired already", detail=f"{past[0]}.", hint="Leave it out, or let it last longer."
        )
    return found


def folder_files(folder: Path) -> dict[str, bytes]:
    """Return the files of a folder that travels as it is: a model's.

    Raises:
        PublicationRefusedError: it holds something else than plain files, or cannot be read.
    """
    files: dict[str, bytes] = {}
    try:
        for file in sorted(folder.iterdir()):
            if file.is_symlink() or not file.is_file() or FILE_NAME.fullmatch(file.name) is None:
                raise PublicationRefusedError(
                    "The folder holds something that cannot travel", detail="Plain files only."
                )
            files[file.name] = file.read_bytes()
    except OSError as exc:
        raise PublicationRefusedError("The folder cannot be read", detail=f"{exc.strerror}.") from exc
    if not files:
        raise PublicationRefusedError("The folder is empty")
    return files


def _linted(checked: CheckedLayer, untrusted: bytes) -> tuple[LintFinding, ...]:
    destinations = {each.destination_id: each for each in packaged_catalogue().destinations}
    found = lint(checked.policy, parse_yaml(untrusted), destinations, checked.recognize)
    errors = [finding for finding in found if finding.severity is LintSeverity.ERROR]
    if errors:
        more = len(errors) - _MOST_NAMED
        named = " ".join(f"Line {each.line}: {each.message}." for each in errors[:_MOST_NAMED])
        raise PublicationRefusedError(
            f"Lint finds {len(errors)} error{'s' if len(errors) > 1 else ''} in the policy",
            detail=f"{named}{f' And {more} more.' if more > 0 else ''}",
            hint="`cordon policy lint` shows each at its line.",
        )
    return tuple(finding for finding in found if finding.severity is LintSeverity.WARNING)
