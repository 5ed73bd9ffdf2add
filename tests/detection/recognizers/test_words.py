"""Lists of context words: each is a pattern that RE2 takes, in small letters, and says something."""

from __future__ import annotations

import re

import pytest

from agent.detection.compiled import compile_pattern
from agent.detection.recognizers.credit_card import CREDIT_CARD
from agent.detection.recognizers.crypto_wallet.words import WALLET_WORDS
from agent.detection.recognizers.device_id import DEVICE_ID, SERIAL_NUMBER, VEHICLE_NUMBER
from agent.detection.recognizers.ip_address import IP_ADDRESS
from agent.detection.recognizers.phone.words import NUMBER_WORDS, PHONE_WORDS


@pytest.mark.parametrize(
    "words",
    [
        WALLET_WORDS,
        PHONE_WORDS,
        NUMBER_WORDS,
        *(each.context.supporting for each in (DEVICE_ID, SERIAL_NUMBER, VEHICLE_NUMBER, IP_ADDRESS, CREDIT_CARD)),
    ],
)
def test_every_word_is_a_pattern_that_needs_text(words: tuple[str, ...]):
    for word in words:
        assert word == word.lower()
        # RE2 reads bytes: neither a class nor a quantifier holds a letter of several bytes.
        assert re.search(r"[^\x00-\x7f][?*+{]|\[[^\]]*[^\x00-\x7f]", word) is None
        assert not compile_pattern(word.encode()).occurs(b"\n")


@pytest.mark.parametrize(
    "text",
    [
        *("Phone:", "phone_number", "workPhone", "phone-no", "Tel.", "tel:", "telNo", "Telefon", "t\u00e9l\u00e9phone"),
        *("Mobil", "cell:", "call me", "reach me", "\u7535\u8bdd", "\u0442\u0435\u043b.", "My number is"),
    ],
)
def test_knows_labels_of_phones(text: str):
    words = compile_pattern(b"(?i)^(?:" + "|".join(PHONE_WORDS).encode() + b")")
    assert words.occurs(text.encode())


@pytest.mark.parametrize(
    "text",
    [
        *("callback(", "cells in the plate", "contact_id:", "mobster", "teller", "called_from", "ringing", "texture"),
        *("my account", "reaching 1000", "phantom limb"),
    ],
)
def test_takes_nothing_else_for_a_label_of_phones(text: str):
    words = compile_pattern(b"(?i)^(?:" + "|".join(PHONE_WORDS).encode() + b")")
    assert not words.occurs(text.encode())
