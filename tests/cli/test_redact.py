"""`cordon redact`: the text on standard output, everything else beside it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core.errors import AgentError
from tests.cli.conftest import Home
from tests.e2e.canary import files_that_hold

CARD = "4111 1111 1111 1111"
TEXT = f"mail jane@example.com\r\ncard {CARD}, again jane@example.com".encode()
VAULT = Path(".local/state/cordon/vault.db")


def state_of(home: Home) -> Path:
    """Where the home's vault lies."""
    return Path(home.env["HOME"]) / VAULT


def test_values_become_placeholders_and_the_rest_stays(cordon: Callable[..., Result]):
    done = cordon("redact", stdin=TEXT)
    assert done.exit_code == 0
    nonce = done.stdout.split("·")[1][:6]
    expected = f"mail ⟦EMAIL_1·{nonce}⟧\r\ncard ⟦CREDIT_CARD_1·{nonce}⟧, again ⟦EMAIL_1·{nonce}⟧"
    assert done.stdout_bytes == expected.encode()


def test_the_summary_counts_and_never_quotes(cordon: Callable[..., Result]):
    summary = cordon("redact", stdin=TEXT).stderr
    assert "Redacted 3: CREDIT_CARD x1, EMAIL x2." in summary
    assert "is kept until" in summary
    assert "jane" not in summary
    assert "4111" not in summary


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("label", "mail [EMAIL]\r\ncard [CREDIT_CARD], again [EMAIL]"),
        ("mask", "mail ****\r\ncard ****, again ****"),
        ("partial", "mail ****@example.com\r\ncard ****1111, again ****@example.com"),
    ],
)
def test_other_modes_write_their_own_and_keep_nothing(
    cordon: Callable[..., Result], home: Home, mode: str, expected: str
):
    done = cordon("redact", "--mode", mode, stdin=TEXT)
    assert done.stdout_bytes.decode() == expected
    assert "is kept" not in done.stderr
    assert not state_of(home).exists()


def test_fakes_are_the_same_within_a_named_conversation_only(cordon: Callable[..., Result], home: Home):
    alone = {cordon("redact", "--mode", "fake", stdin=TEXT).stdout for _ in range(2)}
    assert len(alone) == 2
    assert not state_of(home).exists()
    named = {cordon("redact", "--mode", "fake", "--conversation", "sql", stdin=TEXT).stdout for _ in range(2)}
    assert len(named) == 1
    assert "jane" not in named.pop()


def test_a_named_conversation_goes_on(cordon: Callable[..., Result]):
    first = cordon("redact", "--conversation", "n", stdin=b"jane@example.com").stdout
    second = cordon("redact", "--conversation", "n", stdin=b"bob@example.com jane@example.com").stdout
    other = cordon("redact", stdin=b"jane@example.com").stdout
    assert second.split() == [first.replace("_1", "_2"), first]
    assert other != first


def test_only_chosen_entities(cordon: Callable[..., Result]):
    chosen = cordon("redact", "--mode", "label", "--entities", "email, phone", stdin=TEXT).stdout
    assert "[EMAIL]" in chosen
    assert CARD in chosen
    both = cordon("redact", "--mode", "label", "--entities", "EMAIL", "--entities", "CREDIT_CARD", stdin=TEXT).stdout
    assert CARD not in both


def test_values_of_a_policys_own_entities_go_and_come_back(cordon: Callable[..., Result], policy_file: Path):
    options = ("--policy", str(policy_file))
    text = b"by E-123456, jane@example.com"
    done = cordon("redact", *options, "--entities", "EMPLOYEE_NUMBER", stdin=text)
    assert done.stdout.startswith("by \u27e6EMPLOYEE_NUMBER_1\u00b7")
    assert done.stdout.endswith(", jane@example.com")
    assert cordon("rehydrate", stdin=done.stdout_bytes).stdout_bytes == text
    assert cordon("redact", "--mode", "label", stdin=text).stdout == "by E-123456, [EMAIL]"


def test_only_what_is_sure_enough(cordon: Callable[..., Result]):
    assert CARD in cordon("redact", "--mode", "label", "--min-confidence", "1", stdin=TEXT).stdout


@pytest.mark.parametrize("stdin", [b"", b"see you at lunch\n", "⟦ · ⟧".encode()])
def test_text_without_findings_comes_out_as_it_is_and_makes_no_vault(
    cordon: Callable[..., Result], home: Home, stdin: bytes
):
    done = cordon("redact", stdin=stdin)
    assert (done.exit_code, done.stdout_bytes) == (0, stdin)
    assert "Nothing sensitive" in done.stderr
    assert not state_of(home).exists()


@pytest.mark.parametrize(
    "arguments",
    [
        ("--entities", "EMIAL"),
        ("--lifetime", "31d"),
        ("--lifetime", "0h"),
        ("--lifetime", "soon"),
        ("--min-confidence", "2"),
        ("--mode", "blur"),
        ("--mode", "mask", "--conversation", "n"),
        ("--conversation", "a\nb"),
        ("--conversation", "x" * 65),
    ],
)
def test_wrong_usage_prints_no_text(cordon: Callable[..., Result], arguments: tuple[str, ...]):
    done = cordon("redact", *arguments, stdin=TEXT)
    assert done.exit_code == 2
    assert done.stdout == ""


@pytest.mark.parametrize("stdin", [bytes(range(256)), b"\xff\xfea"])
def test_binary_input_is_refused(cordon: Callable[..., Result], stdin: bytes):
    done = cordon("redact", stdin=stdin)
    assert isinstance(done.exception, AgentError)
    assert done.stdout == ""


def test_failure_has_the_exit_code_of_failures(home: Home, tmp_path: Path):
    done = home.run("redact", str(tmp_path / "missing.txt"))
    assert (done.returncode, done.stdout) == (5, b"")
    assert b"cannot be read" in done.stderr
    assert home.run("redact", "--mode", "label", stdin=TEXT).returncode == 0


def test_no_file_holds_a_value_in_the_clear(home: Home):
    for command in (("redact",), ("redact", "--mode", "fake", "--conversation", "n"), ("scan", "--format", "json")):
        home.run(*command, stdin=TEXT)
    assert state_of(home).exists()
    assert files_that_hold((CARD, "jane@example.com"), [Path(home.env["HOME"])]) == []


def test_without_a_vault_nothing_is_printed_but_what_needs_none(cordon: Callable[..., Result], home: Home):
    state = state_of(home)
    state.parent.mkdir(parents=True)
    state.write_bytes(b"damaged")
    done = cordon("redact", stdin=TEXT)
    assert isinstance(done.exception, AgentError)
    assert done.stdout == ""
    assert "cordon vault forget --all" in done.exception.detail
    assert "--mode label" in done.exception.hint
    assert cordon("redact", "--mode", "label", stdin=TEXT).exit_code == 0
    assert cordon("redact", "--mode", "fake", stdin=TEXT).exit_code == 0


def test_text_that_could_not_be_inspected_whole_is_not_printed(cordon: Callable[..., Result]):
    done = cordon("redact", "--mode", "label", stdin=b"a@b.co " * 400_000)
    assert isinstance(done.exception, AgentError)
    assert "inspected" in done.exception.title
    assert done.stdout == ""


def test_a_reader_that_has_had_enough_is_no_error(home: Home):
    redact = subprocess.Popen(
        (sys.executable, "-m", "agent", "redact", "--mode", "label"),
        env=home.env,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with redact:
        assert redact.stdin is not None
        assert redact.stdout is not None
        assert redact.stderr is not None
        redact.stdout.close()
        redact.stdin.write(b"see you at lunch\n" * 20_000)
        redact.stdin.close()
        assert b"Traceback" not in redact.stderr.read()


def test_help_shows_the_pipe_and_the_exit_codes(home: Home):
    text = " ".join(home.run("redact", "--help").stdout.decode().split())
    assert "cordon redact | llm | cordon rehydrate" in text
    assert "Exit codes" in text
