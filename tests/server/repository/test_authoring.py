"""From an author's file to what is signed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from agent.core.errors import AgentError
from agent.core.verdicts import Action
from agent.fleet.assignment import OfflineExceptions
from agent.policy import parse_policy
from agent.policy.document.canonical import canonical_json
from server.repository.authoring import author_layer, folder_files, parse_exceptions, published_layer
from server.repository.errors import PublicationRefusedError, RepositoryError
from server.repository.layer_names import parse_part
from tests.server.repository.organization import NOW, TEAM_POLICY, Organization, policy_text

GLOBAL, TEAM = parse_part("global"), parse_part("team:berlin")
EXPIRES = (NOW + timedelta(days=9)).isoformat()
GRANT = f'grants: [{{exception_id: x, rule_ids: [no-cards], down_to: audit, expires_at: "{EXPIRES}"}}]'


def _no_file(name: str) -> bytes:
    raise AssertionError(name)


def test_a_policy_travels_in_its_canonical_form(organization: Organization):
    text = b"# of the author\n" + policy_text()
    authored = author_layer(organization.folder.state(), GLOBAL, text, _no_file, None)
    assert authored.changes == {"policy/policy.json": canonical_json(parse_policy(policy_text()))}
    assert not authored.checked.failed


def test_lint_errors_are_refused_and_warnings_are_told(organization: Organization):
    text = policy_text() + b"  - {name: cards, destination: chatgpt, text: hello, action: allow}\n"
    authored = author_layer(organization.folder.state(), GLOBAL, text, _no_file, None)
    assert all(each.message for each in authored.warnings)
    with pytest.raises(AgentError):
        author_layer(organization.folder.state(), GLOBAL, policy_text() + b"oops: [", _no_file, None)


def test_files_that_are_no_longer_named_are_taken_out(organization: Organization):
    organization.publish_global(
        policy_text() + b"dictionaries: [{id: n, entity: P, title: a project, file: n.txt, confidence: 0.9}]\n",
        {"n.txt": b"Falcon\n"},
    )
    state = organization.folder.state()
    assert published_layer(state, "policy") is not None
    authored = author_layer(state, GLOBAL, policy_text("2"), _no_file, None)
    assert authored.changes["policy/n.txt"] is None


def test_exceptions_stay_unless_others_are_given(organization: Organization):
    granted = parse_exceptions(GRANT.encode(), "ada", NOW)
    organization.publish_global(policy_text(), {"exceptions.json": granted.to_bytes()})
    state = organization.folder.state()
    kept = author_layer(state, GLOBAL, policy_text("2"), _no_file, None)
    assert kept.changes["policy/exceptions.json"] == granted.to_bytes()
    emptied = author_layer(state, GLOBAL, None, _no_file, OfflineExceptions())
    assert emptied.changes["policy/exceptions.json"] is None
    assert emptied.changes["policy/policy.json"] == policy_text()


def test_exceptions_alone_need_a_policy(organization: Organization):
    with pytest.raises(PublicationRefusedError, match="no policy of global yet"):
        author_layer(organization.folder.state(), GLOBAL, None, _no_file, OfflineExceptions())


def test_a_teams_policy_is_read_under_the_published_one(organization: Organization):
    state = organization.folder.state()
    with pytest.raises(RepositoryError, match=r"no such role in the repository team-berlin\. .*team add"):
        author_layer(state, TEAM, TEAM_POLICY.encode(), _no_file, None)
    organization.add_team()
    with pytest.raises(PublicationRefusedError, match="no global policy yet"):
        author_layer(organization.folder.state(), TEAM, TEAM_POLICY.encode(), _no_file, None)
    organization.publish_global(policy_text())
    authored = author_layer(organization.folder.state(), TEAM, TEAM_POLICY.encode(), _no_file, None)
    assert [*authored.changes] == ["teams/berlin/policy.json"]
    unknown = TEAM_POLICY.replace("label: closed", "label: secret").encode()
    with pytest.raises(AgentError, match="unknown label"):
        author_layer(organization.folder.state(), TEAM, unknown, _no_file, None)


def test_exceptions_say_who_approved_them_and_since_when():
    (grant,) = parse_exceptions(GRANT.encode(), "ada", NOW).grants
    assert (grant.approved_by, grant.granted_at, grant.down_to) == ("ada", NOW, Action.AUDIT)
    (grant,) = parse_exceptions(GRANT.replace("down_to", "approved_by: bo, down_to").encode(), "ada", NOW).grants
    assert grant.approved_by == "bo"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[]", "list of mappings"),
        ("grants: {}", "list of mappings"),
        ("grants: [1]", "list of mappings"),
        (GRANT.replace("exception_id: x, ", ""), r"grants\.0\.exception_id"),
        (GRANT.replace(EXPIRES, "soon"), r"grants\.0\.expires_at"),
        (GRANT.replace(EXPIRES, (NOW - timedelta(1)).isoformat()), "expires before it is granted"),
        (
            GRANT.replace(EXPIRES, NOW.isoformat()).replace("down_to", 'granted_at: "2020-01-01T00:00:00Z", down_to'),
            "has expired already",
        ),
    ],
)
def test_what_is_no_exception_is_refused(text: str, says: str):
    with pytest.raises(PublicationRefusedError, match=says):
        parse_exceptions(text.encode(), "ada", NOW)


def test_a_models_folder_holds_plain_files(tmp_path: Path):
    with pytest.raises(PublicationRefusedError, match="is empty"):
        folder_files(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"x")
    assert folder_files(tmp_path) == {"model.onnx": b"x"}
    (tmp_path / "link").symlink_to("/etc/passwd")
    with pytest.raises(PublicationRefusedError, match="cannot travel"):
        folder_files(tmp_path)
    with pytest.raises(PublicationRefusedError, match="cannot be read"):
        folder_files(tmp_path / "nowhere")
