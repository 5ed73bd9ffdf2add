"""Which texts are placeholders, after a model has handled them, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.redaction.notation import find_placeholders, placeholder_name, write_placeholder
from tests.redaction.samples import any_text

WRITTEN = "⟦EMAIL_2·k3f9qd⟧"

RECOGNIZED = [
    ("as written", WRITTEN, WRITTEN),
    ("in a sentence", f"Dear {WRITTEN}, hello", WRITTEN),
    ("with an ending", f"{WRITTEN}s wife", WRITTEN),
    ("within a word", f"Frau{WRITTEN}", WRITTEN),
    ("in emphasis", f"**{WRITTEN}**", WRITTEN),
    ("emphasis inside", "⟦**EMAIL_2·k3f9qd**⟧", "⟦**EMAIL_2·k3f9qd**⟧"),
    ("code inside", "⟦`EMAIL_2·k3f9qd`⟧", "⟦`EMAIL_2·k3f9qd`⟧"),
    ("escaped Markdown", "⟦EMAIL\\_2·k3f9qd⟧", "⟦EMAIL\\_2·k3f9qd⟧"),
    ("another case", "⟦Email_2·K3F9QD⟧", "⟦Email_2·K3F9QD⟧"),
    ("square brackets", "[EMAIL_2·k3f9qd]", "[EMAIL_2·k3f9qd]"),
    ("double brackets", "[[EMAIL_2·k3f9qd]]", "[[EMAIL_2·k3f9qd]]"),
    ("one of a pair of double brackets", "[[EMAIL_2·k3f9qd]", "[EMAIL_2·k3f9qd]"),
    ("the other of the pair", "[EMAIL_2·k3f9qd]]", "[EMAIL_2·k3f9qd]"),
    ("CJK brackets", "【EMAIL_2·k3f9qd】", "【EMAIL_2·k3f9qd】"),
    ("white brackets", "〚EMAIL_2·k3f9qd〛", "〚EMAIL_2·k3f9qd〛"),
    ("double angles", "⟪EMAIL_2·k3f9qd⟫", "⟪EMAIL_2·k3f9qd⟫"),
    ("no brackets", "to EMAIL_2·k3f9qd.", "EMAIL_2·k3f9qd"),
    ("in parentheses", "(EMAIL_2·k3f9qd)", "EMAIL_2·k3f9qd"),
    ("in tags", "<EMAIL_2·k3f9qd>", "EMAIL_2·k3f9qd"),
    ("lost opening", "EMAIL_2·k3f9qd⟧", "EMAIL_2·k3f9qd⟧"),
    ("lost closing", "⟦EMAIL_2·k3f9qd, and", "⟦EMAIL_2·k3f9qd"),
    ("brackets of two kinds", "⟦EMAIL_2·k3f9qd]", "⟦EMAIL_2·k3f9qd"),
    ("bracket of the text behind", "[see EMAIL_2·k3f9qd](x)", "EMAIL_2·k3f9qd"),
    ("bullet for the dot", "⟦EMAIL_2•k3f9qd⟧", "⟦EMAIL_2•k3f9qd⟧"),
    ("spaces beside the dot", "⟦EMAIL_2 · k3f9qd⟧", "⟦EMAIL_2 · k3f9qd⟧"),
    ("JSON string", '"\\u27e6EMAIL_2\\u00b7k3f9qd\\u27E7"', "\\u27e6EMAIL_2\\u00b7k3f9qd\\u27E7"),
]

NOT = [
    ("plain text", "see you at lunch · today"),
    ("lone brackets", "⟦ ⟧ ⟦⟧"),
    ("no nonce", "⟦EMAIL_2⟧"),
    ("label", "[EMAIL_2]"),
    ("no number", "⟦EMAIL·k3f9qd⟧"),
    ("number in words", "⟦EMAIL_two·k3f9qd⟧"),
    ("leading zero", "⟦EMAIL_02·k3f9qd⟧"),
    ("number zero", "⟦EMAIL_0·k3f9qd⟧"),
    ("no name", "⟦_2·k3f9qd⟧"),
    ("a name in another script", "⟦ПОЧТА_2·k3f9qd⟧"),
    ("a name with a space", "⟦E MAIL 2·k3f9qd⟧"),
    ("a dash for the dot", "⟦EMAIL_2-k3f9qd⟧"),
    ("a broken line", "⟦EMAIL_2·\nk3f9qd⟧"),
    ("no brackets and a bullet", "EMAIL_2•k3f9qd"),
    ("no brackets and spaces", "EMAIL_2 · k3f9qd"),
    ("half a JSON string", "\\u27e6EMAIL_2\\u00b7k3f9qd"),
    ("escaped backslash", "\\\\u27e6EMAIL_2\\u00b7k3f9qd\\u27e7"),
    ("product name", "USB_3·0 hub" + "x" * 20),
    ("multiplication", "a·b + c·d"),
    ("Catalan", "col·legi intel·ligent"),
    ("no brackets within a word", "XÉMAIL_2·" + "k" * 20),
    ("nothing", ""),
]


@pytest.mark.parametrize(("text", "where"), [pytest.param(text, where, id=name) for name, text, where in RECOGNIZED])
def test_is_recognized(text: str, where: str):
    (found,) = find_placeholders(text)
    assert text[found.start : found.end] == where
    assert (found.name, found.number, found.nonce) == ("EMAIL", 2, "k3f9qd")


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text in NOT])
def test_is_not_recognized(text: str):
    assert list(find_placeholders(text)) == []


def test_a_nonce_of_another_length_is_recognized_as_somebody_elses():
    assert [found.nonce for found in find_placeholders("⟦EMAIL_2·k3f⟧ ⟦EMAIL_2·k3f9qdx⟧")] == ["k3f", "k3f9qdx"]


def test_neighbors_are_each_recognized():
    assert len(list(find_placeholders(WRITTEN * 3))) == 3
    assert len(list(find_placeholders("A_1·k3f9qd B_2·k3f9qd"))) == 2


@pytest.mark.parametrize(
    ("entity", "name"),
    [
        ("CREDIT_CARD", "CREDIT_CARD"),
        ("employee id", "EMPLOYEE_ID"),
        ("Kunden-Nr. 2", "KUNDEN_NR_2"),
        ("2FA", "X_2FA"),
        ("社員番号", "X"),
        ("", "X"),
        ("A" * 80, "A" * 48),
    ],
)
def test_every_entity_has_a_name(entity: str, name: str):
    assert placeholder_name(entity) == name


@given(st.text(max_size=60), st.integers(1, 9_999_999))
def test_what_is_written_is_recognized(entity: str, number: int):
    name = placeholder_name(entity)
    written = write_placeholder(name, number, "k3f9qd")
    (found,) = find_placeholders(written)
    assert (found.start, found.end) == (0, len(written))
    assert (found.name, found.number, found.nonce) == (name, number, "k3f9qd")


@given(any_text)
def test_placeholders_do_not_overlap_and_hold_brackets_at_their_ends_only(text: str):
    position = 0
    for found in find_placeholders(text):
        assert position <= found.start < found.end <= len(text)
        position = found.end
        assert "⟦" not in text[found.start + 1 : found.end]
        assert "⟧" not in text[found.start : found.end - 1]
