"""An author signs, another person approves, and what must not be signed is refused with its reason."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from agent.fleet.assignment import OfflineExceptions
from server.repository.folder import RepositoryFolder
from tests.server.repository.commands import Desk
from tests.server.repository.organization import TEAM_POLICY, policy_text

FUTURE = (datetime.now(UTC) + timedelta(days=30)).isoformat()
EXCEPTIONS = f"""\
grants:
  - exception_id: customer-x
    rule_ids: [no-cards]
    destination_ids: [chatgpt]
    down_to: audit
    expires_at: "{FUTURE}"
"""


def test_a_policy_goes_from_its_author_through_an_approver_to_devices(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text("1")), "ada")
    said = desk.approve(publication, "bo")
    assert "Written by ada" in said
    assert "policy/policy.json is new" in said
    assert "2 of 2 have signed (ada, bo)" in said
    assert "signed by ada, bo" in desk.publish(publication)
    published = RepositoryFolder(desk.repository).policies()["policy"]
    assert (published.document.name, published.document.version) == ("Global", "1")


def test_the_approver_sees_which_verdicts_change(desk: Desk):
    for version, action in (("1", "warn"), ("2", "block")):
        publication = desk.sign(desk.write("policy.yaml", policy_text(version, action)), "ada")
        said = desk.approve(publication, "bo")
        desk.publish(publication)
    assert "Global, version 2 (before: Global, version 1)" in said
    assert "warn" in said
    assert "Stricter" in said


def test_what_is_signed_is_canonical(desk: Desk):
    commented = b"# a remark of the author\n" + policy_text("1")
    publication = desk.sign(desk.write("policy.yaml", commented), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    content = RepositoryFolder(desk.repository).target_bytes("policy/policy.json")
    assert content is not None
    assert b"remark" not in content
    assert content.startswith(b'{"labels":')


def test_a_policy_whose_tests_fail_is_refused_and_the_test_named(desk: Desk):
    text = policy_text().replace(b"CREDIT_CARD: 1}, action: warn", b"CREDIT_CARD: 1}, action: block")
    refusal = desk.refused("sign", desk.write("policy.yaml", text), *desk.by("ada"))
    assert refusal.title == "1 of 1 tests of the policy in policy fail"
    assert refusal.detail == "“cards”."


def test_a_policy_without_tests_is_refused(desk: Desk):
    text = policy_text().partition(b"tests:")[0]
    assert "has no tests" in desk.refused("sign", desk.write("policy.yaml", text), *desk.by("ada")).title


def test_a_policy_with_an_unknown_field_is_refused(desk: Desk):
    text = policy_text().replace(b"action: warn}\ntests", b"action: warn, reason: none}\ntests")
    assert "unknown" in desk.refused("sign", desk.write("policy.yaml", text), *desk.by("ada")).title


def test_the_author_does_not_approve(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    refusal = desk.refused("sign", "--approve", publication, "--yes", *desk.by("ada"))
    assert refusal.title == "The author cannot approve their own publication"


def test_a_key_without_the_role_is_refused(desk: Desk):
    refusal = desk.refused("sign", desk.write("policy.yaml", policy_text()), *desk.by("cy"))
    assert refusal.title == "This key may not sign that"
    assert "ada, bo" in refusal.detail
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    assert desk.refused("sign", "--approve", publication, "--yes", *desk.by("cy")).title == refusal.title


def test_nobody_signs_without_saying_yes(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    before = publication.read_bytes()
    result = desk.try_out("sign", "--approve", publication, *desk.by("bo"), stdin="n\n")
    assert result.exit_code == 1
    assert publication.read_bytes() == before
    desk.run("sign", "--approve", publication, *desk.by("bo"), stdin="y\n")
    assert publication.read_bytes() != before


def test_one_signature_is_not_enough(desk: Desk):
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    refusal = desk.refused(*desk.publishing(publication))
    assert refusal.detail == "targets: 1 of 2 persons have signed (ada)."
    assert "bo" in refusal.hint


def test_files_that_a_policy_names_travel_with_it(desk: Desk):
    text = policy_text().replace(
        b"tests:",
        b"dictionaries:\n  - {id: names, entity: PROJECT, title: code, file: projects.txt, confidence: 0.9}\ntests:",
    )
    policy = desk.write("policy.yaml", text)
    assert "projects.txt cannot be read" in desk.refused("sign", policy, *desk.by("ada")).title
    desk.write("projects.txt", "Nightingale\nFalcon\n")
    publication = desk.sign(policy, "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    assert RepositoryFolder(desk.repository).target_bytes("policy/projects.txt") == b"Nightingale\nFalcon\n"
    publication = desk.sign(desk.write("policy.yaml", policy_text("2")), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    assert RepositoryFolder(desk.repository).target_bytes("policy/projects.txt") is None


def test_exceptions_are_granted_offline_and_kept_with_the_next_policy(desk: Desk):
    publication = desk.sign(
        desk.write("policy.yaml", policy_text()), "ada", "--exceptions", desk.write("e.yaml", EXCEPTIONS)
    )
    assert "1 test passes; 1 offline exception." in desk.approve(publication, "bo")
    desk.publish(publication)
    publication = desk.sign(desk.write("policy.yaml", policy_text("2")), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    content = RepositoryFolder(desk.repository).target_bytes("policy/exceptions.json")
    assert content is not None
    (grant,) = OfflineExceptions.model_validate_json(content).grants
    assert (grant.exception_id, grant.approved_by) == ("customer-x", "ada")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (EXCEPTIONS.replace("no-cards", "no-such-rule"), "from a rule that there is not"),
        (EXCEPTIONS.replace(FUTURE, "2020-01-01T00:00:00Z"), "These are no exceptions"),
        ("grants: 5", "These are no exceptions"),
        (EXCEPTIONS.replace("down_to: audit", "down_to: nothing"), "These are no exceptions"),
        ("grants: [", "YAML"),
    ],
)
def test_exceptions_that_cannot_be_are_refused(desk: Desk, text: str, says: str):
    policy, exceptions = desk.write("policy.yaml", policy_text()), desk.write("e.yaml", text)
    assert says in str(desk.refused("sign", policy, "--exceptions", exceptions, *desk.by("ada")))


def test_a_team_needs_a_global_policy_above_it(desk: Desk):
    policy = desk.write("berlin.yaml", TEAM_POLICY)
    assert "no such role" in str(desk.refused("sign", policy, "--layer", "team:berlin", *desk.by("ada")))
    user = desk.write("user.yaml", TEAM_POLICY.replace("layer: team", "layer: user"))
    assert "no global policy yet" in str(desk.refused("sign", user, "--layer", "user:jane", *desk.by("ada")))


def test_a_policy_of_another_layer_is_refused(desk: Desk):
    file = desk.write(
        "user.yaml", TEAM_POLICY.replace("layer: team", "layer: user").replace("label: closed", "min_label: open")
    )
    publication = desk.sign(desk.write("policy.yaml", policy_text()), "ada")
    desk.approve(publication, "bo")
    desk.publish(publication)
    assert "for another layer" in str(desk.refused("sign", file, *desk.by("ada")))


def test_a_catalogue_that_is_none_is_refused(desk: Desk):
    file = desk.write("catalogue.json", "{}")
    assert desk.refused("sign", file, "--layer", "catalogue", *desk.by("ada")).title == "The catalogue cannot be used"


def test_a_model_travels_as_it_is(desk: Desk):
    model = desk.folder / "model"
    model.mkdir()
    (model / "model.onnx").write_bytes(b"weights")
    publication = desk.folder / "model.publication"
    desk.run("sign", model, "--layer", "model:small", *desk.by("ada"), "--out", publication)
    desk.approve(publication, "bo")
    desk.publish(publication)
    assert RepositoryFolder(desk.repository).target_bytes("models/small/model.onnx") == b"weights"


@pytest.mark.parametrize("arguments", [(), ("policy.yaml", "--approve", "x.publication")])
def test_either_a_file_or_a_publication(desk: Desk, arguments: tuple[str, ...]):
    assert desk.try_out("sign", *arguments, *desk.by("ada")).exit_code == 2
