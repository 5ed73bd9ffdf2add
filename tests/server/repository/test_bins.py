"""Devices are spread over bins; a change touches the bins of its devices and no others."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tuf.api.metadata import SuccinctRoles, TargetFile

from agent.fleet.assignment import ASSIGNMENT_LIMIT_BYTES
from agent.fleet.targets import device_path
from server.repository.bins import BinChange, bin_contents, changes_of, check_assignment, checked_assignments
from server.repository.errors import RepositoryError
from tests.server.repository.organization import assignment, device_id

SUCCINCT = SuccinctRoles(["k"], 1, 4, "devices")
PATHS = st.sampled_from([device_path(device_id(number)) for number in range(8)])


@given(st.dictionaries(PATHS, st.binary(max_size=3)), st.dictionaries(PATHS, st.none() | st.binary(max_size=3)))
def test_a_change_is_applied_to_what_was_there(before: dict[str, bytes], change: dict[str, bytes | None]):
    targets = {path: TargetFile.from_data(path, content, ["sha256"]) for path, content in before.items()}
    put = {path: content for path, content in change.items() if content is not None}
    taken = {path for path, content in change.items() if content is None}
    wanted = {path: content for path, content in {**before, **change}.items() if content is not None}
    after = BinChange(put=put, taken=taken).applied(targets)
    if wanted == before:
        assert after is None
    else:
        assert after is not None
        assert list(after) == sorted(wanted)
        for path, content in wanted.items():
            after[path].verify_length_and_hashes(content)


def test_an_assignment_is_one_of_its_device_and_not_too_large():
    check_assignment(device_id(1), assignment(device_id(1)))
    for wrong in (assignment(device_id(2)), b"{}", assignment(device_id(1)) + b" " * ASSIGNMENT_LIMIT_BYTES):
        with pytest.raises(RepositoryError):
            check_assignment(device_id(1), wrong)


def test_changes_go_to_the_bins_of_their_devices():
    documents = {device_id(number): assignment(device_id(number)) for number in range(40)}
    changes = changes_of(checked_assignments({**documents, device_id(99): None}), SUCCINCT)
    placed = {path: role for role, change in changes.items() for path in (*change.put, *change.taken)}
    assert placed == {
        path: SUCCINCT.get_role_for_target(path) for path in map(device_path, (*documents, device_id(99)))
    }


def test_every_bin_is_there_and_each_file_in_its_own():
    paths = [device_path(device_id(number)) for number in range(100)]
    spread = bin_contents({path: TargetFile.from_data(path, b"x", ["sha256"]) for path in paths}, SUCCINCT)
    assert list(spread) == [f"devices-{number:x}" for number in range(16)]
    assert sorted(path for files in spread.values() for path in files) == sorted(paths)
    assert all(SUCCINCT.get_role_for_target(path) == role for role, files in spread.items() for path in files)
