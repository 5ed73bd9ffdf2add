"""What the online key puts together, as a device sees it; and that a crash at any step leaves a good repository."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.fleet.targets import device_path
from server.repository.errors import RepositoryBusyError, RepositoryError, SigningKeyError
from server.repository.files import lock_folder
from server.repository.online import PublicationReceipt
from tests.fakes.repository_files import FailingFiles, StoppedError
from tests.server.repository.organization import (
    TEAM_POLICY,
    Device,
    Organization,
    assignment,
    device_id,
    later,
    person,
    policy_text,
)


def test_a_device_sees_what_two_persons_have_signed(organization: Organization, device: Device):
    assert device.read("policy/policy.json") is None
    receipt = organization.publish_global(policy_text("1"))
    assert device.read("policy/policy.json") == policy_text("1")
    assert receipt.versions == {"targets": 2}
    assert receipt.signers == ("ada", "bo")
    assert receipt.folders == ("policy",)
    organization.publish_global(policy_text("2", "block"))
    assert device.read("policy/policy.json") == policy_text("2", "block")


def test_a_team_signs_its_own_layer(organization: Organization, device: Device):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    assert device.read("teams/berlin/policy.json") == TEAM_POLICY.encode()


def test_assignments_are_read_as_they_were_given(organization: Organization, device: Device):
    documents = {device_id(number): assignment(device_id(number), "berlin") for number in range(20)}
    assert organization.online().assign(documents) == 4
    assert all(device.read(device_path(each)) == content for each, content in documents.items())
    assert device.read(device_path("0" * 32)) is None


def test_only_bins_that_change_are_written(organization: Organization, device: Device):
    documents = {device_id(number): assignment(device_id(number)) for number in range(20)}
    online = organization.online()
    online.assign(documents)
    before = organization.folder.state()
    assert online.assign(documents) == 0
    assert organization.folder.state().timestamp.signed.version == before.timestamp.signed.version
    assert online.assign({device_id(3): assignment(device_id(3), "berlin")}) == 1
    assert online.assign({device_id(3): None}) == 1
    assert online.assign({device_id(3): None}) == 0
    assert device.read(device_path(device_id(3))) is None
    assert device.read(device_path(device_id(4))) == documents[device_id(4)]


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.dictionaries(st.integers(0, 30).map(device_id), st.sampled_from([None, "berlin", "paris"]), max_size=12),
        max_size=4,
    )
)
def test_what_was_assigned_last_is_read_back(
    tmp_path_factory: pytest.TempPathFactory, steps: list[dict[str, str | None]]
):
    organization = Organization(path=tmp_path_factory.mktemp("r") / "repository").create()
    wanted: dict[str, bytes | None] = {}
    for step in steps:
        documents = {each: None if team is None else assignment(each, team) for each, team in step.items()}
        organization.online().assign(documents)
        wanted.update(documents)
    state = organization.folder.state()
    for each, document in wanted.items():
        assert state.target_bytes(device_path(each)) == document


def test_bins_are_filled_evenly(organization: Organization):
    organization.online().assign({device_id(number): assignment(device_id(number)) for number in range(400)})
    state = organization.folder.state()
    sizes = [len(state.role(role).signed.targets) for role in state.bins()]
    assert sum(sizes) == 400
    assert min(sizes) > 60


@pytest.mark.parametrize(
    "document", [b"{}", b"no JSON", assignment(device_id(2))], ids=["empty", "damaged", "another device's"]
)
def test_what_is_no_assignment_of_the_device_is_not_signed(organization: Organization, document: bytes):
    before = organization.folder.state().timestamp.signed.version
    with pytest.raises(RepositoryError):
        organization.online().assign({device_id(3): assignment(device_id(3)), device_id(1): document})
    assert organization.folder.state().timestamp.signed.version == before


def test_a_bin_that_somebody_wrote_to_is_not_signed_again(organization: Organization):
    organization.online().assign({device_id(number): assignment(device_id(number)) for number in range(20)})
    for file in organization.folder.metadata_folder.glob("2.devices-*.json"):
        file.write_bytes(file.read_bytes().replace(b'"length":', b'"length":1'))
    with pytest.raises(RepositoryError, match="not signed by whom it should be"):
        organization.online().assign({device_id(3): assignment(device_id(3), "berlin")})


def test_what_is_signed_online_is_renewed_at_half_its_life(organization: Organization, device: Device):
    assert not later(organization, hours=11).online().renew(later(organization, hours=11).now)
    half_a_day = later(organization, hours=13)
    assert half_a_day.online().renew(half_a_day.now)
    expiries = half_a_day.folder.expiries()
    assert expiries["timestamp"] == later(half_a_day, days=1).now
    assert expiries["snapshot"] == later(organization, days=7).now
    days = later(organization, days=4)
    assert days.online().renew(days.now)
    assert days.folder.expiries()["devices-*"] == days.folder.expiries()["snapshot"] == later(days, days=7).now
    device.now = later(days, hours=20).now
    assert device.read("policy/policy.json") is None


def test_a_timestamp_says_when_it_was_made(organization: Organization):
    said = organization.folder.state().timestamp.signed.unrecognized_fields
    assert said == {"x-cordon-issued-at": "2027-03-01T12:00:00Z"}


def test_what_was_superseded_long_ago_is_removed(organization: Organization, device: Device):
    organization.online().assign({device_id(1): assignment(device_id(1))})
    organization.publish_global(policy_text("1"))
    organization.online().assign({device_id(1): assignment(device_id(1), "berlin")})
    files = [*organization.path.rglob("*.json")]
    # Files have the system's time, the organization its own, later one: everything is from long ago.
    organization.online().renew(organization.now)
    left = [*organization.path.rglob("*.json")]
    assert len(left) < len(files)
    assert not [file for file in left if file.name.startswith("1.targets")]
    assert (organization.folder.metadata_folder / "1.root.json").exists()
    assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")
    assert device.read("policy/policy.json") == policy_text("1")


def test_only_one_writes_at_a_time(organization: Organization):
    with lock_folder(organization.path), pytest.raises(RepositoryBusyError):
        organization.online().renew(organization.now)
    organization.online().renew(organization.now)


def test_another_key_writes_nothing(organization: Organization):
    organization.online_key = person("thief")
    with pytest.raises(SigningKeyError, match="not the repository's online key"):
        organization.online().assign({device_id(1): assignment(device_id(1))})


def test_assignments_are_read_when_nobody_else_can_write(organization: Organization, device: Device):
    def read() -> dict[str, bytes | None]:
        with pytest.raises(RepositoryBusyError):
            organization.online().renew(organization.now)
        return {device_id(1): assignment(device_id(1))}

    assert organization.online().assign_from(read) == 1
    assert organization.online().assign_from(dict) == 0
    assert device.read(device_path(device_id(1))) == assignment(device_id(1))


def test_devices_that_nobody_knows_are_taken_away(organization: Organization, device: Device):
    documents = {device_id(number): assignment(device_id(number)) for number in range(20)}
    organization.online().assign(documents)
    known = {device_id(number) for number in range(1, 40)}
    assert organization.online().keep_devices(lambda: known) == 1
    assert organization.online().keep_devices(lambda: known) == 0
    assert device.read(device_path(device_id(0))) is None
    assert device.read(device_path(device_id(1))) == documents[device_id(1)]


def test_what_is_said_before_publishing_begins_can_stop_it(organization: Organization):
    draft = organization.approved(organization.draft_global(policy_text()), organization.bo).to_bytes()
    said: list[PublicationReceipt] = []

    def begin(receipt: PublicationReceipt) -> None:
        said.append(receipt)
        raise StoppedError

    files = {file: file.read_bytes() for file in organization.path.rglob("*.json")}
    with pytest.raises(StoppedError):
        organization.online().publish(draft, begin=begin)
    assert {file: file.read_bytes() for file in organization.path.rglob("*.json")} == files
    assert organization.online().publish(draft, begin=said.append) == said[0] == said[1]


@pytest.mark.parametrize("what", ["policy", "assignment", "renewal"])
def test_a_crash_at_any_step_leaves_a_good_repository(tmp_path: Path, what: str):
    base = Organization(path=tmp_path / "base").create()
    base.publish_global(policy_text("1"))
    base.online().assign({device_id(1): assignment(device_id(1))})
    for step in range(100):
        organization = base.copied(tmp_path / str(step))
        device = Device(repository=organization.path, store=tmp_path / f"device{step}")
        assert device.read("policy/policy.json") == policy_text("1")
        draft = organization.approved(organization.draft_global(policy_text("2")), organization.bo).to_bytes()
        days = later(organization, days=4) if what == "renewal" else organization
        failing = days.online(files=FailingFiles(step))
        try:
            if what == "policy":
                failing.publish(draft)
            elif what == "assignment":
                failing.assign({device_id(1): assignment(device_id(1), "berlin")})
            else:
                failing.renew(days.now)
        except StoppedError:
            assert device.read("policy/policy.json") == policy_text("1")
            assert device.read(device_path(device_id(1))) == assignment(device_id(1))
        else:
            break
        if what == "policy":  # whoever starts it again gets it done
            organization.online().publish(draft)
            assert device.read("policy/policy.json") == policy_text("2")
        elif what == "assignment":
            organization.online().assign({device_id(1): assignment(device_id(1), "berlin")})
            assert device.read(device_path(device_id(1))) == assignment(device_id(1), "berlin")
        else:
            days.online().renew(days.now)
            device.now = later(days, hours=20).now
            assert device.read("policy/policy.json") == policy_text("1")
    assert 2 < step < 90
