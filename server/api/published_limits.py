"""What the published policies let the server grant, read from the repository and verified down from its first root."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from datetime import timedelta

from agent.core.verdicts import Action, Layer
from agent.fleet.targets import layer_folder
from agent.policy.document.policy import PolicyDocument
from server.repository.errors import RepositoryError
from server.repository.folder import PublishedPolicy, RepositoryFolder, RepositoryState
from server.storage.errors import RuleBrokenError, StorageError
from server.storage.tables import ExceptionRow

__all__ = ["PublishedLimits"]


class PublishedLimits:
    """Limits of the policies that are published now.

    Args:
        folder: the repository.
    """

    def __init__(self, folder: RepositoryFolder) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._read: tuple[RepositoryState, Mapping[str, PublishedPolicy]] | None = None

    def policies(self) -> Mapping[str, PublishedPolicy]:
        """Return the published policies by folder; empty where nothing was published yet.

        Raises:
            StorageError: they cannot be read now.
        """
        if self._folder.is_empty():
            return {}
        try:
            state = self._folder.state()
            with self._lock:
                if self._read is None or self._read[0] is not state:
                    self._read = (state, state.policies())
                return self._read[1]
        except RepositoryError as exc:
            raise StorageError("The published policies cannot be read now", detail=f"{exc.title}.") from exc

    def is_within(self, request: ExceptionRow, *, team: str | None, user: str | None) -> bool:
        """Whether each policy that holds one of the rules lets the server grant it.

        Raises:
            RuleBrokenError: no policy that counts there has such a rule, or such a label.
            StorageError: the policies cannot be read now.
        """
        documents = tuple(self._documents(team, user))
        labels = next((_label_names(document) for document in documents if document.labels), ())
        if request.label not in labels:
            raise RuleBrokenError("No published policy has this label", hint="Refuse the request.")
        rank = labels.index(request.label)
        for rule_id in request.rule_ids:
            holders = [document for document in documents if any(rule.id == rule_id for rule in document.rules)]
            if not holders:
                raise RuleBrokenError("No published policy has this rule", detail=rule_id, hint="Refuse the request.")
            if not all(_allows(document, labels, rule_id, rank, request) for document in holders):
                return False
        return True

    def _documents(self, team: str | None, user: str | None) -> Iterable[PolicyDocument]:
        policies = self.policies()
        folders = [layer_folder(Layer.GLOBAL)]
        if team is not None:
            folders.append(layer_folder(Layer.TEAM, team))
        if user is not None:
            folders.append(layer_folder(Layer.USER, user))
        for folder in folders:
            if (found := policies.get(folder)) is not None:
                yield found.document


def _label_names(document: PolicyDocument) -> tuple[str, ...]:
    return tuple(label.name for label in document.labels)


def _allows(document: PolicyDocument, labels: tuple[str, ...], rule_id: str, rank: int, request: ExceptionRow) -> bool:
    down_to = Action(request.down_to)
    return any(
        rule_id in limit.rules
        and limit.max_label in labels
        and rank <= labels.index(limit.max_label)
        and down_to.rank >= limit.down_to.rank
        and timedelta(days=request.days) <= timedelta(days=limit.max_days)
        for limit in document.exceptions
    )
