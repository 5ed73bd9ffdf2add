"""What a policy defines for detection, and what its author is told about mistakes."""

from __future__ import annotations

import re

import pytest

from agent.core import Entity
from agent.core.custom import CustomDefinitions, DefinitionProblem
from agent.policy import PolicyError, definitions_of, parse_policy
from agent.policy.document.definitions import entities_defined
from tests.policy.samples import policy_text, rule_text, told_about

RECOGNIZERS = """\
recognizers:
  - id: employee-number
    entity: EMPLOYEE_NUMBER
    title: an employee number
    pattern: '\\bE-\\d{6}\\b'
    confidence: 0.8
    context: [employee]
    needs_context: true
    examples: [employee E-123456]
    counter_examples: [order E-123456]
"""
DICTIONARIES = """\
dictionaries:
  - id: projects
    entity: PROJECT
    title: a project name
    terms: [Blue Heron, Kestrel]
    file: projects.txt
    case_sensitive: true
"""
EXACT_DATA = """\
exact_data:
  - id: customers
    entity: CUSTOMER
    title: a customer record
    index: customers.edm
"""
ALL = RECOGNIZERS + DICTIONARIES + EXACT_DATA


def test_reads_everything_that_can_be_defined():
    definitions = definitions_of(parse_policy(policy_text(more=ALL)))
    (recognizer,), (dictionary,), (exact_data,) = (
        definitions.recognizers,
        definitions.dictionaries,
        definitions.exact_data,
    )
    assert (recognizer.recognizer_id, recognizer.entity, recognizer.confidence) == (
        "employee-number",
        "EMPLOYEE_NUMBER",
        0.8,
    )
    assert (recognizer.pattern, recognizer.context, recognizer.needs_context) == (r"\bE-\d{6}\b", ("employee",), True)
    assert (recognizer.examples, recognizer.counter_examples) == (("employee E-123456",), ("order E-123456",))
    assert (dictionary.terms, dictionary.file, dictionary.is_case_sensitive, dictionary.confidence) == (
        ("Blue Heron", "Kestrel"),
        "projects.txt",
        True,
        0.8,
    )
    assert (exact_data.index, exact_data.key, exact_data.min_columns, exact_data.within, exact_data.confidence) == (
        "customers.edm",
        "customers.edm.key",
        2,
        300,
        0.99,
    )


def test_a_policy_without_definitions_defines_nothing():
    assert definitions_of(parse_policy(policy_text())) == CustomDefinitions()


def test_rules_and_labels_may_name_what_the_policy_defines():
    rules = "rules:\n  - {id: first, when: {entity: [PROJECT, EMAIL]}, action: warn}\n"
    document = parse_policy(policy_text(rules, more=ALL))
    assert document.rules[0].when.entity == ("PROJECT", Entity.EMAIL)


@pytest.mark.parametrize(
    ("entity", "message"),
    [
        ("PROJECTS", "unknown entity PROJECTS, did you mean PROJECT?"),
        ("CUSTOMERS", "unknown entity CUSTOMERS, did you mean CUSTOMER?"),
        ("CREDITCARD", "unknown entity CREDITCARD, did you mean CREDIT_CARD?"),
    ],
)
def test_an_unknown_entity_is_still_refused_with_the_nearest_of_all(entity: str, message: str):
    rules = f"rules:\n  - {{id: first, when: {{entity: {entity}}}, action: warn}}\n"
    assert told_about(policy_text(rules, more=ALL)).startswith(f"rules[0].when.entity: {message}")


def test_an_entity_is_unknown_when_its_definition_is_gone():
    assert "unknown entity PROJECT" in told_about(rule_text("{entity: PROJECT}"))


@pytest.mark.parametrize(
    ("written", "instead", "problem"),
    [
        ("id: employee-number", "id: Employee", "recognizers[0].id: must consist of lower-case letters"),
        ("    entity: EMPLOYEE_NUMBER\n", "", "recognizers[0].entity: is missing"),
        ("entity: EMPLOYEE_NUMBER", "entity: employee", "recognizers[0].entity: must consist of capital letters"),
        ("entity: EMPLOYEE_NUMBER", "entity: 5", "recognizers[0].entity: must be text"),
        ("title: an employee number", "title: ''", "recognizers[0].title: must not be empty"),
        ("confidence: 0.8", "confidence: 0.3", "recognizers[0].confidence: must be at least 0.4"),
        ("confidence: 0.8", "confidence: 1.1", "recognizers[0].confidence: must be at most 1"),
        ("confidence: 0.8", "confidence: high", "recognizers[0].confidence: must be a number"),
        ("    context: [employee]\n", "", "recognizers[0]: needs_context needs context words"),
        ("context: [employee]", "context: [' ']", "recognizers[0].context[0]: must not be empty"),
        ("needs_context: true", "needs_context: 1", "recognizers[0].needs_context: must be true or false"),
        ("examples: [employee E-123456]", "examples: []", "recognizers[0].examples: needs at least 1"),
        ("    examples: [employee E-123456]\n", "", "recognizers[0].examples: is missing"),
        ("    counter_examples: [order E-123456]\n", "", "recognizers[0].counter_examples: is missing"),
        ("needs_context:", "needscontext:", "recognizers[0]: unknown field needscontext, did you mean needs_context?"),
        ("    terms: [Blue Heron, Kestrel]\n    file: projects.txt\n", "", "dictionaries[0]: needs terms or a file"),
        ("terms: [Blue Heron, Kestrel]", "terms: [Blue Heron, 7]", "dictionaries[0].terms[1]: must be text"),
        ("file: projects.txt", "file: ../projects.txt", "dictionaries[0].file: must be the plain name of a file"),
        ("file: projects.txt", "file: .hidden", "dictionaries[0].file: must be the plain name of a file"),
        ("case_sensitive: true", "case_sensitive: maybe", "dictionaries[0].case_sensitive: must be true or false"),
        ("index: customers.edm", "index: /etc/passwd", "exact_data[0].index: must be the plain name of a file"),
        ("    index: customers.edm\n", "", "exact_data[0].index: is missing"),
        ("index: customers.edm", "index: x\n    min_columns: 1", "exact_data[0].min_columns: must be at least 2"),
        ("index: customers.edm", "index: x\n    within: 5000", "exact_data[0].within: must be at most 2000"),
    ],
)
def test_names_what_is_wrong_with_a_definition(written: str, instead: str, problem: str):
    assert written in ALL
    shown = told_about(policy_text(more=ALL.replace(written, instead)))
    assert re.split(r" Line \d+\.", shown)[0].startswith(problem)


def test_an_id_is_given_once_in_a_section():
    twice = DICTIONARIES + DICTIONARIES.removeprefix("dictionaries:\n")
    assert told_about(policy_text(more=twice)).startswith("dictionaries[1].id: projects is given twice")
    shared = RECOGNIZERS.replace("employee-number", "projects") + DICTIONARIES
    assert definitions_of(parse_policy(policy_text(more=shared))).recognizers


def test_what_detection_finds_wrong_is_told_with_its_line():
    def check(definitions: CustomDefinitions) -> list[DefinitionProblem]:
        assert definitions.recognizers[0].examples == ("employee E-123456",)
        return [DefinitionProblem(path=("recognizers", 0, "examples", 0), message="nothing is found in this example")]

    text = policy_text(more=ALL)
    with pytest.raises(PolicyError) as caught:
        parse_policy(text, check)
    assert caught.value.title == "recognizers[0].examples[0]: nothing is found in this example"
    line = text.decode().splitlines().index("    examples: [employee E-123456]") + 1
    assert caught.value.detail == f"Line {line}."


def test_patterns_terms_and_examples_are_in_no_repr():
    document = parse_policy(policy_text(more=ALL))
    for shown in (repr(document), repr(definitions_of(document))):
        assert not any(secret in shown for secret in ("E-123456", "d{6}", "Heron"))


@pytest.mark.parametrize(
    "raw",
    [
        None,
        [],
        {},
        {"recognizers": None},
        {"recognizers": {"entity": "A"}},
        {"recognizers": [None, [], {"entity": 5}, {"entity": "a"}, {"id": "A"}]},
        {"rules": [{"entity": "A"}]},
    ],
)
def test_other_documents_define_no_entity(raw: object):
    assert list(entities_defined(raw)) == []


def test_entities_are_known_before_the_document_is_checked():
    raw = {"recognizers": [{"entity": "A"}, {"entity": "B", "wrong": 1}], "exact_data": [{"entity": "C"}]}
    assert list(entities_defined(raw)) == ["A", "B", "C"]
