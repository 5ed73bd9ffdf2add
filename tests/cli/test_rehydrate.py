"""`cordon rehydrate`: values come back, strangers stay; and the pipe as a person types it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from agent.core.errors import AgentError
from tests.cli.conftest import Home

TEXT = "\ufeffmail jane@example.com\r\ncard 4111 1111 1111 1111, ⟦EMAIL_1·aaaaaa⟧ ".encode() + b"caf\xe9"


def test_the_text_comes_back_byte_for_byte(cordon: Callable[..., Result]):
    redacted = cordon("redact", stdin=TEXT).stdout_bytes
    assert b"jane" not in redacted
    done = cordon("rehydrate", stdin=redacted)
    assert (done.exit_code, done.stdout_bytes) == (0, TEXT)
    assert "Turned back: 2." in done.stderr
    assert "Left" not in done.stderr


def test_an_answer_may_mix_conversations_and_change_brackets(cordon: Callable[..., Result]):
    first, second = (cordon("redact", stdin=value).stdout for value in (b"jane@example.com", b"bob@example.com"))
    answer = f"**{second}** und {first.replace('⟦', '[').replace('⟧', ']')}\n"
    assert cordon("rehydrate", stdin=answer.encode()).stdout == "**bob@example.com** und jane@example.com\n"


def test_what_is_unknown_stays_and_is_reported(cordon: Callable[..., Result]):
    redacted = cordon("redact", stdin=b"jane@example.com").stdout
    answer = f"{redacted.replace('_1', '_2')} ⟦EMAIL_1·zzzzzz⟧ ⟦EMAIL_1⟧"
    done = cordon("rehydrate", stdin=answer.encode())
    assert (done.exit_code, done.stdout) == (0, answer)
    assert "never given by their conversation: 1." in done.stderr
    assert "of no conversation in the vault: 2." in done.stderr


@pytest.mark.parametrize("stdin", [b"", b"no placeholders\n", "⟦EMAIL_1·zzzzzz⟧".encode()])
def test_without_a_vault_nothing_is_made(cordon: Callable[..., Result], home: Home, stdin: bytes):
    done = cordon("rehydrate", stdin=stdin)
    assert (done.exit_code, done.stdout_bytes) == (0, stdin)
    assert not (Path(home.env["HOME"]) / ".local").exists()


def test_a_vault_that_cannot_be_read_is_an_error(cordon: Callable[..., Result], home: Home):
    redacted = cordon("redact", stdin=b"jane@example.com").stdout_bytes
    (Path(home.env["HOME"]) / ".local/state/cordon/vault.db").write_bytes(b"damaged")
    done = cordon("rehydrate", stdin=redacted)
    assert isinstance(done.exception, AgentError)
    assert done.stdout == ""


def test_the_console_script_in_a_pipe(home: Home):
    script = Path(sys.executable).parent / "cordon"
    model = f"{sys.executable} -c \"import sys; print('> ' + sys.stdin.buffer.read().decode(), end='')\""
    shell = f"'{script}' redact | tee sent | {model} | '{script}' rehydrate"
    env = {**home.env, "PATH": f"{script.parent}{os.pathsep}{home.env['PATH']}"}
    done = subprocess.run(
        ("sh", "-c", shell),
        cwd=home.env["HOME"],
        env=env,
        input=b"Dear jane@example.com, hi",
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert done.stdout == b"> Dear jane@example.com, hi"
    assert b"jane" not in (Path(home.env["HOME"]) / "sent").read_bytes()
    assert b"jane" not in done.stderr
