"""Lines out of a key. Every line is drawn here and opens nothing."""

from __future__ import annotations

import pytest

from tests.detection.recognizers.secret_formats.scanning import BASE64, HEX, LOWER, confidence, finding_nothing, found
from tests.detection.samples import random_text

LINE = random_text(64, BASE64)
OPENSSH_LINE = random_text(70, BASE64)
OTHER = random_text(64, BASE64, seed=2)

FOUND = [
    ("alone", LINE),
    ("OpenSSH's width", OPENSSH_LINE),
    ("between words", f"what is this?\n{LINE}\nthanks"),
    ("indented", f"    {LINE}\n"),
    ("in a comment", f"# {LINE}"),
    ("in another comment", f" *  {LINE}"),
    ("in a string over lines", f'+   "{LINE}\\n"'),
    ("in a string, JavaScript", f"'{LINE}' +"),
    ("in a log", f"#6 0.245 {LINE}"),
    ("behind a clock", f"2024-01-31 12:36:01 {LINE}"),
    ("quoted in an answer", f"> {LINE}"),
    ("Windows' line end", f"{LINE}\r\n"),
]

NOT_FOUND = [
    ("too narrow", LINE[:63]),
    ("too wide", LINE + "a"),
    ("as wide as mail", random_text(76, BASE64)),
    ("hexadecimal", random_text(64, HEX)),
    ("lower case", random_text(64, LOWER)),
    ("few characters", "aB3+" * 16),
    ("behind a name", f"digest: {LINE}"),
    ("assigned", f"x = {LINE}"),
    ("integrity", f'integrity="sha384-{LINE}"'),
    ("before words", f"{LINE} is what I see"),
    ("certificate", f"-----BEGIN CERTIFICATE-----\n{LINE}\n-----END CERTIFICATE-----"),
    ("public key", f"-----BEGIN PUBLIC KEY-----\n{LINE}\n{OTHER}"),
    ("message", f"-----BEGIN PGP MESSAGE-----\n\n{LINE}"),
    ("attachment", f"Content-Transfer-Encoding: base64\n\n{LINE}\n{OTHER}"),
    ("picture", f"data:image/png;base64,\n{LINE}"),
    ("file", "\n".join(random_text(64, BASE64, seed) for seed in range(300))),
    ("words", "Documentation/ArchitectureOverview/OfRecognizers/AndOfKeyBodies24"[:64]),
]


@pytest.mark.parametrize("text", [case[1] for case in FOUND], ids=[case[0] for case in FOUND])
def test_finds_line(text: str):
    assert found(text) == [("key_body", OPENSSH_LINE if OPENSSH_LINE in text else LINE)]


test_finds_nothing = finding_nothing(NOT_FOUND)


def test_private_key_behind_a_certificate_is_found():
    text = f"-----BEGIN CERTIFICATE-----\n{OTHER}\n-----END CERTIFICATE-----\n-----BEGIN X PRIVATE KEY-----\n\x0b{LINE}"
    assert LINE in found(text)[-1][1]


def test_lines_of_the_longest_key_are_found():
    lines = [random_text(64, BASE64, seed) for seed in range(105)]
    assert [value for _, value in found("\n".join(lines))] == lines


def test_evidence_is_weak():
    assert 0 < confidence(LINE) <= 0.6
