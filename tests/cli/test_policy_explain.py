"""`cordon policy explain`: for people and for programs; the text itself is never in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Home
from tests.policy.samples import policy_text

RULES = """\
destinations: {claude: {status: approved}}
rules:
  - {id: cards, when: {label: high, destination_status: [unknown, unapproved]}, action: block}
  - {id: mail, when: {entity: EMAIL}, unless: {group: legal}, action: warn}
"""
CARD = "card 4111 1111 1111 1111"


@pytest.fixture(name="file")
def _file(tmp_path: Path) -> Path:
    file = tmp_path / "policy.yaml"
    file.write_bytes(policy_text(RULES))
    return file


def test_says_label_rules_and_what_would_change_it(home: Home, file: Path):
    done = home.run("policy", "explain", str(file), "--text", CARD, "--destination", "chatgpt")
    assert done.returncode == 0, done.stderr
    lines = [line.rstrip() for line in done.stdout.decode().splitlines()]
    assert lines[:3] == [
        "verdict  block (enforce), label high",
        "to       ChatGPT, unknown",
        "because  entity: CREDIT_CARD (found 1)",
    ]
    assert "  cards: block - decides" in lines
    assert "  allow  if ChatGPT were approved" in lines
    assert "1 more do not apply; --rules says why." in lines
    assert "4111" not in done.stdout.decode()


def test_says_why_the_others_do_not_apply(home: Home, file: Path):
    arguments = ("--destination", "claude", "--group", "legal", "--rules")
    shown = home.run("policy", "explain", str(file), *arguments, stdin=b"jane@example.com").stdout.decode()
    assert "No rule applies, so it is allowed." in shown
    assert "      excluded  unless group: legal" in shown
    assert "      does not  label: high" in shown


def test_for_programs(home: Home, file: Path):
    arguments = ("--text", "jane@example.com", "--format", "json", "--at", "2026-11-27 10:00")
    document = json.loads(home.run("policy", "explain", str(file), *arguments).stdout)
    assert (document["action"], document["label"], document["destination_status"]) == ("warn", "middle", "unknown")
    assert [rule["rule"] for rule in document["rules"] if rule["applies"]] == ["mail"]
    assert {"what": "without EMAIL", "action": "allow"} in document["changes"]


def test_reads_utf_16_as_scan_does(home: Home, file: Path):
    for encoding in ("utf-16", "utf-8-sig", "utf-8"):
        done = home.run("policy", "explain", str(file), "--destination", "chatgpt", stdin=CARD.encode(encoding))
        assert done.stdout.startswith(b"verdict  block"), done.stderr


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
def test_a_day_that_no_calendar_has_is_refused(home: Home, file: Path, zone: str):
    for at in ("0001-01-01 00:00", "9999-12-31 23:59"):
        done = home.run("policy", "explain", str(file), "--text", CARD, "--at", at, env={"TZ": zone})
        assert b"Traceback" not in done.stderr
        assert done.returncode in {0, 2}
    done = home.run("policy", "explain", str(file), "--text", CARD, "--at", "0001-01-01 00:00", env={"TZ": zone})
    assert (done.returncode, b"--at" in done.stderr) == (2, True)


def test_a_destination_that_nobody_knows_is_refused(home: Home, file: Path):
    done = home.run("policy", "explain", str(file), "--text", CARD, "--destination", "chatgtp")
    assert (done.returncode, b"chatgpt?" in done.stderr) == (2, True)
