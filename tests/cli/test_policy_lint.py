"""`cordon policy lint`: what it prints, what it never prints, and with which exit code it ends."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from typer.testing import Result

from agent.policy.document.yaml_text import parse_yaml
from agent.policy.packaged import packaged_text
from tests.cli.conftest import Home
from tests.policy.samples import label_text, policy_text

ROOT = Path(__file__).parents[2]
BAD = ROOT / "tests" / "policy" / "bad.yaml"
GUIDE = ROOT / "docs" / "policy.md"

GOOD = """\
destinations: {claude: {status: approved}}
rules:
  - {id: some, when: {label: middle}, unless: {destination_status: approved}, action: warn, message: Mind this.}
  - {id: much, when: {label: high}, action: block, message: Mind this.}
tests:
  - {name: mail, text: jane@example.com, destination: chatgpt, action: warn, rule: some}
  - {name: a card, text: card 4111 1111 1111 1111, destination: claude, action: block, rule: much}
"""
BADGES = "dictionaries: [{id: badges, entity: BADGE, title: a badge, terms: [Falke]}]\n"
TEAM = """\
name: Berlin
version: "1"
layer: team
mode: enforce
rules: [{id: badges, when: {entity: BADGE, network: office}, action: warn, message: Mind this.}]
tests: [{name: t, text: Falke, address: 10.20.1.1, destination: chatgpt, action: warn, rule: badges}]
"""
SHADOWED = "  - {id: card, when: {entity: CREDIT_CARD}, action: warn, message: Mind this.}\n"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_bytes(policy_text(GOOD))
    return file


def test_nothing_to_say(home: Home, file: Path):
    done = home.run("policy", "lint", str(file), "--strict")
    assert (done.returncode, done.stdout) == (0, b"Nothing to say: no errors, no warnings, no notes.\n")


def test_a_warning_counts_where_it_is_asked_to(cordon: Callable[..., Result], file: Path):
    file.write_bytes(policy_text(GOOD.replace("tests:\n", f"{SHADOWED}tests:\n")))
    done = cordon("policy", "lint", str(file))
    assert done.exit_code == 0
    told, line, underlined, count = done.stdout.splitlines()
    assert told.startswith(f"{file}:14  warning  shadowed-rule  rules[2]: card never decides anything: much applies ")
    assert line == "  14 |   - {id: card, when: {entity: CREDIT_CARD}, action: warn, message: Mind this.}"
    assert underlined == "     |     " + "^" * 74
    assert count == "0 errors, 1 warning, 0 notes."
    assert cordon("policy", "lint", str(file), "--strict").exit_code == 1


def test_a_policy_that_cannot_be_used_is_told_with_all_that_is_wrong(home: Home, file: Path):
    file.write_bytes(policy_text(GOOD.replace("label: high", "label: hihg").replace("claude, action", "claude, acton")))
    done = home.run("policy", "lint", str(file))
    assert done.returncode == 1
    shown = done.stdout.decode()
    assert "error  invalid-policy  " in shown
    assert "unknown field acton, did you mean action?" in shown
    assert "4111" not in shown


def test_a_text_that_is_no_yaml_is_told_with_its_line(cordon: Callable[..., Result], file: Path):
    file.write_text("name: a\nname: b\n")
    done = cordon("policy", "lint", str(file))
    assert done.exit_code == 1
    assert f"{file}:2  error  invalid-policy  the policy: uses YAML that is refused" in done.stdout


def test_a_team_s_policy_is_checked_under_the_one_above_it(cordon: Callable[..., Result], file: Path, tmp_path: Path):
    lower = tmp_path / "berlin.yaml"
    lower.write_text(
        "name: Berlin\nversion: '1'\nlayer: team\nmode: enforce\n"
        "rules: [{id: never, when: {label: low, entity: EMAIL}, action: audit}]\n"
    )
    done = cordon("policy", "lint", str(lower), "--under", str(file))
    assert done.exit_code == 1
    assert "unreachable-rule  rules[0]: never never applies" in done.stdout


def test_a_label_that_the_global_policy_does_not_have_is_told_with_its_line(
    cordon: Callable[..., Result], file: Path, tmp_path: Path
):
    lower = tmp_path / "berlin.yaml"
    lower.write_text(
        "name: Berlin\nversion: '1'\nlayer: team\nmode: enforce\n"
        "rules:\n  - id: a\n    when:\n      label: hihg\n    action: warn\n"
    )
    done = cordon("policy", "lint", str(lower), "--under", str(file))
    assert done.exit_code == 1
    assert (
        f"{lower}:8  error  invalid-policy  rules[0].when.label: unknown label hihg, did you mean high?" in done.stdout
    )


def test_nothing_in_a_name_steers_the_terminal(cordon: Callable[..., Result], file: Path):
    file.write_bytes(label_text('[{name: a}, {name: "b\\e[2J", any_of: [{category: hr}]}]'))
    done = cordon("policy", "lint", str(file))
    assert "labels[1].name: must be printable" in done.stdout
    assert "\x1b" not in done.stdout
    file.write_bytes(policy_text('"\\e]0;x\\a": 1\nrules: []\n'))
    done = cordon("policy", "lint", str(file))
    assert "(unprintable): this does nothing" in done.stdout
    assert "\x1b" not in done.stdout
    found = json.loads(cordon("policy", "lint", str(file), "--format", "json").stdout)["findings"]
    assert ["(unprintable)"] in [each["path"] for each in found]


def test_a_team_s_policy_names_what_the_one_above_defines(home: Home, file: Path, tmp_path: Path):
    file.write_bytes(policy_text(GOOD, more="networks: {office: {addresses: 10.20.0.0/16}}\n" + BADGES))
    lower = tmp_path / "berlin.yaml"
    lower.write_text(TEAM)
    done = home.run("policy", "lint", str(lower), "--under", str(file), "--format", "json")
    assert (done.returncode, json.loads(done.stdout)["errors"]) == (0, 0)
    lower.write_text(TEAM.replace("network: office", "network: ofice"))
    done = home.run("policy", "lint", str(lower), "--under", str(file))
    assert done.returncode == 1
    assert b"unknown network ofice, did you mean office?" in done.stdout


def test_layers_that_do_not_fit_are_no_finding(home: Home, tmp_path: Path):
    lower = tmp_path / "berlin.yaml"
    lower.write_text("name: Berlin\nversion: '1'\nlayer: team\nmode: enforce\nrules: []\n")
    done = home.run("policy", "lint", str(lower))
    assert (done.returncode, done.stdout) == (5, b"")
    assert b"The layers are not in order" in done.stderr


def test_what_cannot_be_read_is_no_finding(home: Home, file: Path, tmp_path: Path):
    assert home.run("policy", "lint", str(tmp_path / "none.yaml")).returncode == 5
    lower = tmp_path / "berlin.yaml"
    lower.write_text("name: Berlin\nversion: '1'\nlayer: team\nmode: enforce\nrules: []\n")
    file.write_text("nonsense")
    done = home.run("policy", "lint", str(lower), "--under", str(file))
    assert (done.returncode, done.stdout) == (5, b"")


def test_for_programs(cordon: Callable[..., Result]):
    done = cordon("policy", "lint", str(BAD), "--format", "json")
    document = json.loads(done.stdout)
    assert (document["errors"], document["warnings"], document["notes"]) == (2, 9, 1)
    assert len(document["findings"]) == 12
    (found,) = (each for each in document["findings"] if each["check"] == "unreachable-rule")
    assert (found["severity"], found["path"], found["place"]) == ("error", ["rules", 3], "rules[3]")
    assert BAD.read_text().splitlines()[found["line"] - 1].strip() == "- id: public-cards"


def test_for_build_servers(cordon: Callable[..., Result]):
    done = cordon("policy", "lint", str(BAD), "--format", "sarif")
    assert done.exit_code == 1
    (run,) = json.loads(done.stdout)["runs"]
    assert len(run["results"]) == 12


def test_nothing_of_tests_patterns_and_terms_is_shown(cordon: Callable[..., Result]):
    assert "GB33" in BAD.read_text()
    for output_format in ("text", "json", "sarif"):
        shown = cordon("policy", "lint", str(BAD), "--format", output_format).stdout
        assert not any(secret in shown for secret in ("GB33", "\\d{8}", "12345678", "dear sir"))


PACKAGED = sorted(
    each.name.removesuffix(".yaml")
    for each in resources.files("agent.policy.packaged").iterdir()
    if each.name.endswith(".yaml")
)


@pytest.mark.parametrize("name", PACKAGED)
def test_policies_that_come_with_cordon_are_as_they_should_be(cordon: Callable[..., Result], name: str):
    document = json.loads(cordon("policy", "lint", name, "--format", "json").stdout)
    usual = set[str]() if b"\ntests:" in packaged_text(name) else {"no-tests"}
    found = [(each["check"], each["place"]) for each in document["findings"] if each["severity"] != "note"]
    assert [each for each in found if each[0] not in usual] == []


def test_the_document_shows_what_the_command_prints(cordon: Callable[..., Result], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.chdir(BAD.parent)
    block = f"```\n$ cordon policy lint bad.yaml\n{cordon('policy', 'lint', 'bad.yaml').stdout}```\n"
    assert block in GUIDE.read_text(encoding="utf-8")


def test_the_document_s_examples_make_a_policy(cordon: Callable[..., Result], file: Path):
    policy: dict[str, object] = {"name": "Acme", "version": "1", "mode": "enforce"}
    rules: list[object] = []
    for block in re.findall(r"```yaml\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL):
        section = parse_yaml(block.encode()).value
        assert isinstance(section, dict)
        rules += section.pop("rules", [])
        policy |= section
    file.write_text(json.dumps(policy | {"rules": rules}))
    document = json.loads(cordon("policy", "lint", str(file), "--format", "json").stdout)
    wrong = [each for each in document["findings"] if each["severity"] != "note"]
    assert [(each["check"], each["place"]) for each in wrong if each["check"] != "untested-rule"] == []
