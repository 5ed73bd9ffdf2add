"""How differences are shown: few groups unless all are asked for, and nothing that steers the terminal."""

from __future__ import annotations

import json

import pytest

from agent.cli.policy_diff_report import Diff, print_diff, shortened, to_json
from agent.policy import Policy
from agent.policy.authoring.comparing import compare
from agent.policy.authoring.corpus import corpus_of
from agent.policy.authoring.document_changes import document_changes
from tests.policy.drawn import CATALOGUE
from tests.policy.samples import policy

MANY = policy("rules:\n" + "".join(f"  - {{id: r{n}, when: {{team: t{n}}}, action: warn}}\n" for n in range(20)))
STEERING = r'"owners\e[2J\u009b2J": "\e]0;x"' + "\n"
"""What newer versions may know is kept, whatever it is."""


def _diff(before: Policy, after: Policy, limit: int = 2000) -> Diff:
    corpus = corpus_of(before, after, CATALOGUE, limit)
    return Diff(
        before=before,
        after=after,
        is_as_enforced=False,
        is_cut=corpus.is_cut,
        comparison=compare(before, after, corpus.gestures),
        written=document_changes(before.documents[-1], after.documents[-1]),
    )


@pytest.mark.parametrize(("everything", "rows"), [(False, 15), (True, 20)])
def test_shows_a_few_groups_or_all(capsys: pytest.CaptureFixture[str], rows: int, *, everything: bool):
    print_diff(_diff(policy(), MANY), everything=everything)
    text = capsys.readouterr().out
    assert text.count("allow -> warn") == rows
    assert ("and 5 more groups; --all shows every one" in text) is not everything
    document = json.loads(json.dumps(to_json(_diff(policy(), MANY))))
    assert len(document["groups"]) == 20


def test_tells_of_a_cut_only_where_there_was_one(capsys: pytest.CaptureFixture[str]):
    print_diff(_diff(policy(), MANY, 100), everything=False)
    assert "More could be made than are asked about" in capsys.readouterr().out
    print_diff(_diff(policy(), MANY), everything=False)
    assert "More could be made" not in capsys.readouterr().out


def test_what_an_author_wrote_does_not_steer_the_terminal(capsys: pytest.CaptureFixture[str]):
    print_diff(_diff(policy(), policy(more=STEERING)), everything=True)
    text = capsys.readouterr().out
    assert "owners\ufffd[2J\ufffd2J" in text
    assert not {character for character in text if not character.isprintable()} - {"\n"}


def test_says_what_else_changes_where_the_action_does_not(capsys: pytest.CaptureFixture[str]):
    before, after = (
        policy(f"rules: [{{id: a, when: {{label: high}}, action: warn, offers: [{offer}], message: {words}}}]\n")
        for offer, words in (("redacted", "A."), ("exception", "B."))
    )
    print_diff(_diff(before, after), everything=False)
    text = capsys.readouterr().out
    assert "No action changes" in text
    assert "offers redacted -> exception; other words (a)" in text


@pytest.mark.parametrize(
    ("names", "shown"), [((), ""), (("a",), "a"), (("a", "b", "c"), "a, b, c"), ("abcde", "a, b, c and 2 more")]
)
def test_many_names_are_shortened(names: tuple[str, ...], shown: str):
    assert shortened(names) == shown
