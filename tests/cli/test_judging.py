"""What is judged with: the packaged policy or a named one, and the entities that may be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from agent.cli.judging import load, parse_entities
from agent.core import Content, ContentKind
from agent.core.errors import AgentError

OWN = frozenset({"EMPLOYEE_NUMBER"})


def test_without_a_file_the_packaged_policy_is_taken():
    policy, engines = load(None, with_model=False)
    assert policy.entities == frozenset()
    assert engines.assess(Content(kind=ContentKind.TEXT, text="by E-123456")).findings == ()


def test_a_named_policy_brings_what_it_defines(policy_file: Path):
    policy, engines = load(policy_file, with_model=False)
    assert (policy.name, policy.entities) == ("Own", OWN)
    (finding,) = engines.assess(Content(kind=ContentKind.TEXT, text="by E-123456")).findings
    assert (finding.entity, finding.start, finding.end) == ("EMPLOYEE_NUMBER", 3, 11)


def test_a_policy_that_is_not_there_is_an_error(tmp_path: Path):
    with pytest.raises(AgentError):
        load(tmp_path / "policy.yaml", with_model=False)


@pytest.mark.parametrize(
    ("texts", "entities"),
    [
        ([], set()),
        ([" , "], set()),
        (["EMAIL"], {"EMAIL"}),
        (["email,Credit-Card"], {"EMAIL", "CREDIT_CARD"}),
        (["email", " phone , iban"], {"EMAIL", "PHONE", "IBAN"}),
        (["employee_number"], {"EMPLOYEE_NUMBER"}),
    ],
)
def test_entities_are_named_in_any_case_and_with_commas(texts: list[str], entities: set[str]):
    assert parse_entities(texts, OWN) == entities


@pytest.mark.parametrize("texts", [["EMIAL"], ["EMAIL,SHOE_SIZE"], ["EMAIL PHONE"], ["*"], ["EMPLOYEE"]])
def test_an_unknown_entity_is_refused_with_the_known_ones(texts: list[str]):
    with pytest.raises(typer.BadParameter, match=r"unknown: .*; known are .*EMAIL, EMPLOYEE_NUMBER"):
        parse_entities(texts, OWN)
