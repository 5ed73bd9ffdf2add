"""Passphrases are typed or read from private files; bad ones are refused without being shown."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from server.repository.errors import SigningKeyError
from server.repository.passphrases import new_passphrase, passphrase_from, read_secret_file


def _secret(folder: Path, content: bytes, mode: int = 0o600) -> Path:
    file = folder / "secret"
    file.touch(mode=0o600)
    file.write_bytes(content)
    file.chmod(mode)
    return file


@pytest.mark.parametrize(
    "content", [b"long enough it is", b"long enough it is\n", b"long enough it is\r\nsecond line\n"]
)
def test_the_first_line_counts(tmp_path: Path, content: bytes):
    assert read_secret_file(_secret(tmp_path, content)) == b"long enough it is"


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_file_for_others_is_refused(tmp_path: Path, mode: int):
    with pytest.raises(SigningKeyError, match="can be read by other users"):
        read_secret_file(_secret(tmp_path, b"a secret that is long", mode))


def test_an_empty_or_missing_file_is_refused(tmp_path: Path):
    with pytest.raises(SigningKeyError, match="is empty"):
        read_secret_file(_secret(tmp_path, b"\n"))
    with pytest.raises(SigningKeyError, match="cannot be read"):
        read_secret_file(tmp_path / "nothing")
    with pytest.raises(SigningKeyError, match="no file of yours"):
        read_secret_file(tmp_path)


def test_a_person_is_asked_only_without_a_file(tmp_path: Path):
    asked: list[str] = []

    def ask(prompt: str) -> str:
        asked.append(prompt)
        return "typed by somebody"

    assert passphrase_from(_secret(tmp_path, b"of the file"), ask)("ada") == b"of the file"
    assert asked == []
    assert passphrase_from(None, ask)("ada") == b"typed by somebody"
    assert asked == ["Passphrase of ada"]


def test_a_short_passphrase_is_refused_and_not_shown(tmp_path: Path):
    with pytest.raises(SigningKeyError, match="too short") as raised:
        new_passphrase(None, lambda _: "hunter2", "ada")
    assert "hunter2" not in str(raised.value)
    assert new_passphrase(_secret(tmp_path, b"x" * 12), lambda _: "", "ada") == b"x" * 12


@pytest.mark.skipif(os.geteuid() != 0, reason="only root makes files of root")
def test_a_credential_of_systemd_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    file = _secret(tmp_path, b"of the service manager", 0o440)
    with pytest.raises(SigningKeyError, match="can be read by other users"):
        read_secret_file(file)
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    assert read_secret_file(file) == b"of the service manager"
    file.chmod(0o444)
    with pytest.raises(SigningKeyError, match="can be read by other users"):
        read_secret_file(file)
