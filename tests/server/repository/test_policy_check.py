"""Policies are compiled and tested before they are published, and those below them stay usable."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from agent.core.errors import AgentError
from agent.core.verdicts import Action, Layer
from agent.fleet.assignment import Grant, OfflineExceptions
from agent.policy import parse_policy
from server.repository.drafts import draft_files
from server.repository.errors import PublicationRefusedError
from server.repository.policy_check import (
    LayerSource,
    check_candidate,
    check_layer,
    files_named_by,
    layer_of_folder,
    require_passing,
)
from server.repository.publication import Publication
from server.repository.verification import examine_publication
from tests.server.repository.organization import NOW, TEAM_POLICY, Organization, policy_text

TOP = LayerSource(folder="policy", files={"policy.json": policy_text()})
DICTIONARY = b"""\
dictionaries:
  - {id: names, entity: PROJECT, title: a project, file: FILE, confidence: 0.9}
"""


def test_a_layer_is_compiled_and_its_tests_run():
    layer = check_layer(TOP, ())
    require_passing(layer)
    assert [result.case.name for result in layer.results] == ["cards"]
    assert layer.document.name == "Global"
    assert layer.exceptions.grants == ()


def test_failing_tests_are_named():
    failing = policy_text().replace(b"1}, action: warn", b"1}, action: block")
    layer = check_layer(LayerSource(folder="policy", files={"policy.json": failing}), ())
    with pytest.raises(PublicationRefusedError, match="1 of 1 tests of the policy in policy fail “cards”"):
        require_passing(layer)


def test_many_failing_tests_are_counted():
    case = "  - {{name: case {0}, destination: chatgpt, entities: {{CREDIT_CARD: 1}}, action: allow}}\n"
    text = policy_text() + "".join(case.format(number) for number in range(9)).encode()
    with pytest.raises(PublicationRefusedError, match=r"9 of 10 tests .* and 4 more"):
        require_passing(check_layer(LayerSource(folder="policy", files={"policy.json": text}), ()))


@pytest.mark.parametrize("text", [b"", b"no policy", b"{", b"name: x"])
def test_what_is_no_policy_is_refused(text: bytes):
    with pytest.raises(AgentError):
        check_layer(LayerSource(folder="policy", files={"policy.json": text}), ())


def test_files_beside_a_policy_are_those_that_it_names():
    text = policy_text() + DICTIONARY.replace(b"FILE", b"names.txt")
    files = {"policy.json": text, "names.txt": b"Falcon\n"}
    assert files_named_by(parse_policy(text)) == ("names.txt",)
    check_layer(LayerSource(folder="policy", files=files), ())
    with pytest.raises(AgentError, match=r"names\.txt cannot be read"):
        check_layer(LayerSource(folder="policy", files={"policy.json": text}), ())
    with pytest.raises(PublicationRefusedError, match=r"does not name other\.txt"):
        check_layer(LayerSource(folder="policy", files={**files, "other.txt": b""}), ())


@pytest.mark.parametrize("name", ["policy.json", "exceptions.json"])
def test_a_policy_does_not_name_its_own_files(name: str):
    document = parse_policy(policy_text() + DICTIONARY.replace(b"FILE", name.encode()))
    with pytest.raises(PublicationRefusedError, match="names a file that cannot travel"):
        files_named_by(document)


def test_a_layer_says_whose_it_is():
    assert [layer_of_folder(each) for each in ("policy", "teams/x", "users/x", "models/x")] == [
        Layer.GLOBAL,
        Layer.TEAM,
        Layer.USER,
        None,
    ]
    team = LayerSource(folder="users/x", files={"policy.json": TEAM_POLICY.encode()})
    with pytest.raises(PublicationRefusedError, match="for another layer"):
        check_layer(team, (TOP,))


def test_a_publication_is_checked_again_when_it_is_published(organization: Organization):
    failing = policy_text().replace(b"1}, action: warn", b"1}, action: block")
    draft = organization.approved(organization.draft_global(failing), organization.bo)
    with pytest.raises(PublicationRefusedError, match="tests of the policy in policy fail"):
        organization.publish(draft)
    assert organization.folder.policies() == {}


def test_a_global_policy_that_a_team_cannot_live_under_is_refused(organization: Organization):
    organization.publish_global(policy_text())
    organization.add_team()
    organization.publish_team()
    without = policy_text("2").replace(b"closed", b"shut")
    draft = organization.approved(organization.draft_global(without), organization.bo)
    with pytest.raises(PublicationRefusedError, match="policy in teams/berlin could no longer be used"):
        organization.publish(draft)


def test_a_team_whose_tests_fail_under_a_new_global_policy_is_noted(organization: Organization):
    organization.publish_global(policy_text("1", "warn"))
    organization.add_team()
    organization.publish_team(TEAM_POLICY.replace("action: block", "action: redact").encode())
    receipt = organization.publish_global(policy_text("2", "block"))
    assert receipt.notes == ("teams/berlin: 1 of its tests fail under the new global policy.",)


def test_the_global_policy_is_not_taken_out(organization: Organization):
    organization.publish_global(policy_text())
    draft = draft_files(
        organization.folder.state(), "targets", {"policy/policy.json": None}, organization.author(organization.ada)
    )
    with pytest.raises(PublicationRefusedError, match="would be no global policy"):
        organization.publish(organization.approved(draft, organization.bo))


def test_a_layer_of_a_team_needs_one_above(organization: Organization):
    organization.add_team()
    with pytest.raises(PublicationRefusedError, match="would be no global policy"):
        organization.publish_team()


def _with_grants(organization: Organization, *grants: Grant) -> Publication:
    content = OfflineExceptions(grants=grants).to_bytes()
    return organization.draft_global(policy_text(), {"exceptions.json": content})


def _grant(exception_id: str = "x", rule: str = "no-cards") -> Grant:
    return Grant(
        exception_id=exception_id,
        rule_ids=(rule,),
        down_to=Action.AUDIT,
        granted_at=NOW,
        expires_at=NOW + timedelta(days=3),
        approved_by="ada",
    )


def test_exceptions_are_from_rules_that_there_are(organization: Organization):
    candidate = examine_publication(_with_grants(organization, _grant()), organization.folder.state(), organization.now)
    ((layer,), notes) = check_candidate(candidate)
    assert (layer.exceptions.grants, notes) == ((_grant(),), ())
    for grants, says in (((_grant(rule="other"),), "a rule that there is not"), ((_grant(), _grant()), "one id")):
        draft = _with_grants(organization, *grants)
        with pytest.raises(PublicationRefusedError, match=says):
            check_candidate(examine_publication(draft, organization.folder.state(), organization.now))


def test_damaged_exceptions_are_refused(organization: Organization):
    draft = organization.draft_global(policy_text(), {"exceptions.json": json.dumps({"grants": 3}).encode()})
    with pytest.raises(PublicationRefusedError, match="exceptions of policy cannot be read grants: tuple_type"):
        organization.publish(organization.approved(draft, organization.bo))


def test_a_catalogue_is_one(organization: Organization):
    draft = draft_files(
        organization.folder.state(), "targets", {"catalogue/catalogue.json": b"{}"},
        organization.author(organization.ada),
    )  # fmt: skip
    with pytest.raises(PublicationRefusedError, match="catalogue cannot be used"):
        organization.publish(organization.approved(draft, organization.bo))
