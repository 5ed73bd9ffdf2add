"""What partial masking shows, and what it does not."""

from __future__ import annotations

import pytest

from agent.redaction.masking import partly_masked


@pytest.mark.parametrize(
    ("entity", "value", "masked"),
    [
        ("CREDIT_CARD", "4111 1111 1111 1234", "****1234"),
        ("NATIONAL_ID", "123-45-6789", "****6789"),
        ("IBAN", "DE89 3704 0044 0532 0130 00", "****3000"),
        ("EMAIL", "jane@example.com", "****@example.com"),
        ("EMAIL", '"a@b"@example.com', "****@example.com"),
        ("SECRET", "x" * 16 + "y123", "****y123"),
    ],
)
def test_the_end_is_shown(entity: str, value: str, masked: str):
    assert partly_masked(entity, value) == masked


@pytest.mark.parametrize(
    ("entity", "value"),
    [
        ("PASSPORT", "C01X0006"),
        ("NATIONAL_ID", "12345678"),
        ("PHONE", "1-2-3-4-5-6-7-8"),
        ("PERSON", "Wolfeschlegelstein"),
        ("PASSWORD", "correct horse battery staple 1"),
        ("DATE_OF_BIRTH", "12 March 1985"),
        ("SECRET", "x" * 15 + "1234"),
        ("URL", "https://a:b@example.com/12345"),
        ("EMAIL", "no address 12345"),
        ("PHONE", ""),
    ],
)
def test_nothing_is_shown(entity: str, value: str):
    assert partly_masked(entity, value) == "****"
