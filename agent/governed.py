"""The policy of the organization that governs this device, made ready: one account's layers, with their exceptions.

Rules kept here:

- What is read is the whole set that was verified, every file of it as it was stored, owned by whoever may decide (root,
  where the machine service syncs), and compiled whole or not at all.
- Where none can be used at the start, the packaged strict one stands in, never the default. Once one was in force,
  whatever cannot be used leaves that one in force.
- The organization's catalogue of AI tools takes the place of the packaged one, where it has one.
- Rules see the team, the groups and the device as the organization has assigned them, and a time that nobody can set
  back before the moment of verification.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

from agent.core.errors import AgentError
from agent.core.health import HealthCode
from agent.core.in_force import PolicyOrigin
from agent.core.ports import HealthReporter
from agent.core.scope import Scope
from agent.destinations import Catalogue, parse_catalogue
from agent.destinations.document import CATALOGUE_LIMIT_BYTES
from agent.engines import Engineering, build_engines, facts_of, load_engines
from agent.policy import unavailable_policy
from agent.service.freshness import PolicyFreshness
from agent.service.policy_in_force import LoadedPolicy
from agent.sync.manifest import newest_generation
from agent.sync.stored import PolicySet, PolicySetError, load_manifest, load_policy_set
from agent.system.policy_files import PolicyFolder
from agent.system.trusted_file import check_ownership, trusted_path

__all__ = ["GovernedPolicies"]

_log = logging.getLogger(__name__)


class GovernedPolicies:
    """Loads them. Its calls read the disk, and come one at a time.

    Args:
        state: where the sets lie: the machine service's state, or the user's.
        account: whose layers count.
        engineering: what engines are made with.
        freshness: is told when what was read was verified; says what time it is.
        health: is told when none can be used, and of a device that was taken out of service.
    """

    def __init__(
        self,
        state: Path,
        account: str,
        engineering: Engineering,
        freshness: PolicyFreshness,
        health: HealthReporter,
    ) -> None:
        self._state = state
        self._account = account
        self._engineering = engineering
        self._freshness = freshness
        self._health = health
        self._in_force: PolicySet | None = None
        self._seen: int | None = None
        self._is_refused = False

    @property
    def in_force(self) -> PolicySet | None:
        """The set that was loaded last; None while the packaged strict policy stands in."""
        return self._in_force

    def load(self) -> LoadedPolicy:
        """Return the organization's policy, or the strict one that stands in for it.

        Raises:
            AgentError: what is there now cannot be used, and one was in force before.
        """
        self._seen, self._is_refused = newest_generation(self._state), True  # before: one that comes meanwhile is new
        try:
            found = load_policy_set(self._state, self._account)
            loaded = self._compiled(found)
        except AgentError as exc:
            if self._in_force is not None:
                raise
            _log.warning("no policy of the organization can be used: %s", exc.code)
            self._health.report(HealthCode.POLICY_MISSING, " ".join(part for part in (exc.title, exc.detail) if part))
            return self._unavailable()
        self._in_force, self._is_refused = found, False
        self._health.clear(HealthCode.POLICY_MISSING)
        if found.is_retired:
            self._health.report(HealthCode.DEVICE_RETIRED)
        else:
            self._health.clear(HealthCode.DEVICE_RETIRED)
        self._freshness.in_force(loaded.facts.offline_mode, loaded.facts.grace)
        return loaded

    def has_another(self) -> bool:
        """Whether a set lies there that was not looked at yet, with other files than the one that was loaded last.

        Of one with the same files the times are taken over: it vouches for the policy in force. May be called while
        another thread loads.
        """
        newest, found = newest_generation(self._state), self._in_force
        if newest is None or newest == self._seen:
            return False
        self._seen = newest
        try:
            manifest = load_manifest(self._state)[1]
        except PolicySetError:
            return True  # loading it says what is wrong
        if found is None or self._is_refused or (manifest.device_id, manifest.files) != (found.device_id, found.files):
            return True
        self._freshness.read(verified_at=manifest.verified_at, fresh_until=manifest.fresh_until)
        self._freshness.look()
        return False

    def _compiled(self, found: PolicySet) -> LoadedPolicy:
        policy, engines = load_engines(
            *(trusted_path(each.policy) for each in found.layers),
            classifier=self._engineering.classifier,
            scope=lambda: self._scope(found),
            language=self._engineering.language,
            check_file=check_ownership,
            exceptions=found.exceptions,
            is_outdated=self._freshness.is_outdated,
            catalogue=_catalogue(found.catalogue),
        )
        # Only now: of a set that cannot be used nobody may say that it is the newest one in force.
        self._freshness.read(verified_at=found.verified_at, fresh_until=found.fresh_until, told_by=found.told_by)
        return LoadedPolicy(facts=facts_of(policy, PolicyOrigin.SIGNED), engines=engines, model=found.model)

    def _unavailable(self) -> LoadedPolicy:
        engineering = self._engineering
        policy, engines = build_engines(
            engineering.classifier, engineering.scope, engineering.language, unavailable_policy
        )
        return LoadedPolicy(facts=facts_of(policy, PolicyOrigin.UNAVAILABLE), engines=engines)

    def _scope(self, found: PolicySet) -> Scope:
        scope = self._engineering.scope()
        return replace(
            scope,
            user=self._account or scope.user,
            groups=scope.groups | found.groups,
            team=found.team,
            device_id=found.device_id,
            at=self._freshness.now(),
        )


def _catalogue(file: Path | None) -> Catalogue | None:
    if file is None:
        return None
    path = trusted_path(file)
    return parse_catalogue(PolicyFolder(path.parent, check_ownership).read(path.name, CATALOGUE_LIMIT_BYTES))
