"""One refresh: verify what is stored, fetch what is newer, put it in force, and say what came of it.

Whatever goes wrong, the set in force stays in force, and what was verified on the way (a newer root, a newer timestamp)
is kept, so that nothing older is believed next time.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from tuf.api.exceptions import ExpiredMetadataError
from tuf.ngclient import Updater

from agent.core.sync import SyncTrouble
from agent.fleet.request_signature import TOLERANCE
from agent.fleet.targets import team_of
from agent.sync.enrolment import Enrolment
from agent.sync.fetching import ServerFetcher
from agent.sync.manifest import SetManifest, metadata_folder, sync_folder
from agent.sync.memory import DeviceMemory, load_memory, save_memory
from agent.sync.order import SyncOutcome
from agent.sync.reading import PolicySetError, SetTrouble, load_manifest
from agent.sync.sets import SetDraft, clear_leftovers, prepare_state
from agent.sync.transport import Sign, Transport
from agent.sync.troubles import SyncFailedError, trouble_of
from agent.sync.trust import TRUSTED_ROLES, TrustStore, first_root, open_updater
from agent.sync.verification import verify_set

__all__ = ["Refresh", "told_versions"]

_MOST_TOLD: Final = 10
_TUF: Final = "tuf"


class Refresh:
    """One refresh of one device.

    Args:
        state: the state folder.
        enrolment: whom it obeys.
        transport: owned by the caller.
        sign: signs requests as this device.
        clock: what this device takes for the time.
    """

    def __init__(
        self, state: Path, enrolment: Enrolment, transport: Transport, sign: Sign, clock: Callable[[], datetime]
    ) -> None:
        self._state = state
        self._enrolment = enrolment
        self._fetcher = ServerFetcher(transport, enrolment.repository, sign)
        self._trust = TrustStore(sync_folder(state) / _TUF)
        self._clock = clock
        self._is_changed = False
        self._stored: tuple[Path, SetManifest] | None = None
        self._memory = DeviceMemory(device_id=enrolment.device_id)

    def run(self) -> SyncOutcome:
        """Refresh; says what came of it, and raises nothing that is anybody's fault."""
        trouble: SyncFailedError | None = None
        try:
            prepare_state(self._state)
            self._memory = load_memory(sync_folder(self._state), self._enrolment.device_id, self._clock())
            trouble = self._look_at_stored()
            trouble = self._fetch() or trouble
        except Exception as exc:
            trouble = trouble_of(exc)
            if trouble is None:
                raise
        return self._outcome(trouble)

    def _look_at_stored(self) -> SyncFailedError | None:
        """Find the set in force; what is wrong with it, if anything is. One that is not signed for counts as none."""
        try:
            found = load_manifest(self._state)
            verify_set(*found, self._enrolment.root_sha256, sync_folder(self._state))
        except PolicySetError as exc:
            if exc.trouble is SetTrouble.MISSING:
                return None
            return SyncFailedError(SyncTrouble.FORGED, f"The stored set: {exc.detail}")
        except SyncFailedError as exc:
            return exc
        if found[1].device_id == self._enrolment.device_id:
            self._stored = found
        return None

    def _fetch(self) -> SyncFailedError | None:
        """Refresh, and put a new set in force where there is one; what could not be fetched, if anything."""
        folder = self._trust.prepare()
        if self._stored is not None:
            self._trust.restore(metadata_folder(self._stored[0]))
        sha256 = self._enrolment.root_sha256
        root = self._trust.known_first_root(sha256) or first_root(self._fetcher, self._fetcher.metadata_address, sha256)
        try:
            updater = self._refreshed(folder, root, self._memory.not_before(self._clock()))
        except ExpiredMetadataError:
            # What told the time may have been a stolen key: where that was replaced, its word counts no more.
            if self._memory.told_by == self._trust.timestamp_keys():
                raise
            updater = self._refreshed(folder, root, self._clock())
        self._remember()
        if self._is_all_known():
            clear_leftovers(self._state)
            return None
        return self._assemble(updater, SetDraft(self._state, self._stored))

    def _refreshed(self, folder: Path, root: bytes, now: datetime) -> Updater:
        metadata, targets = self._fetcher.metadata_address, self._fetcher.targets_address
        updater = open_updater(folder, self._fetcher, metadata, targets, root=root, now=now)
        try:
            updater.refresh()
        finally:
            if not self._is_all_known():
                self._trust.flush()
        return updater

    def _is_all_known(self) -> bool:
        """Whether the set in force is what this timestamp vouches for; a snapshot's version stands for all below it.

        Then there is nothing to flush either: the set has copies of all that is trusted.
        """
        if self._stored is None or self._stored[1].missing:
            return False
        versions = self._stored[1].versions
        return all(versions.get(role) == version for role, version in self._trust.versions(()).items())

    def _assemble(self, updater: Updater, draft: SetDraft) -> SyncFailedError | None:
        # Here, because it brings what compiles policies: where nothing is new, nobody pays for it.
        from agent.sync.assembling import Assembly  # noqa: PLC0415

        assembly = Assembly(updater, self._fetcher, self._trust, draft, self._enrolment.device_id)
        assembly.fetch()
        self._trust.flush()  # delegated metadata has come since
        paths = tuple(draft.files)
        now = self._memory.not_before(self._clock())
        manifest = SetManifest(
            generation=draft.generation,
            device_id=self._enrolment.device_id,
            verified_at=now,
            fresh_until=self._trust.fresh_until(now),
            told_by=self._trust.timestamp_keys(),
            versions=self._trust.versions(paths),
            files=draft.files,
            metadata={},
            missing=tuple(assembly.missing),
        )
        before = self._stored[1] if self._stored is not None else None
        is_same = before is not None and before.files == manifest.files
        if before is None or not is_same or before.versions != manifest.versions:
            final = draft.finish(manifest, self._trust.proofs(paths))
            self._stored = final, manifest
            self._is_changed = not is_same
        else:
            draft.clear(is_complete=not assembly.missing)
        return assembly.missing_because

    def _remember(self) -> None:
        memory = self._memory.after(self._trust.issued_at(), self._trust.timestamp_keys())
        if memory != self._memory:
            save_memory(sync_folder(self._state), memory)
            self._memory = memory

    def _outcome(self, trouble: SyncFailedError | None) -> SyncOutcome:
        manifest = self._stored[1] if self._stored is not None else None
        now, newest_at = self._clock(), self._memory.newest_at
        return SyncOutcome(
            at=now,
            is_changed=self._is_changed,
            trouble=trouble.trouble if trouble is not None else None,
            detail=trouble.detail if trouble is not None else "",
            versions=told_versions(manifest) if manifest is not None else {},
            fresh_until=manifest.fresh_until if manifest is not None else None,
            is_clock_behind=newest_at is not None and now < newest_at - TOLERANCE,
        )


def told_versions(manifest: SetManifest) -> dict[str, int]:
    """Return the versions that a check-in tells: of the top-level roles and of teams, not of a device's bin."""
    told = [role for role in manifest.versions if role in TRUSTED_ROLES or team_of(role) is not None]
    return {role: manifest.versions[role] for role in told[:_MOST_TOLD]}
