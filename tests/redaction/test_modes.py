"""Each mode on the same text, and what none of them does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import EntityCount, Finding
from agent.redaction import RedactionMode, redact
from agent.redaction.spans import joined_spans
from tests.redaction.samples import CONVERSATION, NONCE, any_text, finding, findings_in, findings_of

TEXT = "jane@example.com, 123-45-6789"
FINDINGS = findings_of(TEXT, ("EMAIL", "jane@example.com"), ("NATIONAL_ID", "123-45-6789"))


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (RedactionMode.PLACEHOLDER, f"⟦EMAIL_1·{NONCE}⟧, ⟦NATIONAL_ID_1·{NONCE}⟧"),
        (RedactionMode.LABEL, "[EMAIL], [NATIONAL_ID]"),
        (RedactionMode.MASK, "****, ****"),
        (RedactionMode.PARTIAL, "****@example.com, ****6789"),
    ],
)
def test_each_mode_writes_its_own(mode: RedactionMode, expected: str):
    result = redact(TEXT, FINDINGS, mode, CONVERSATION)
    assert result.text == expected
    assert result.counts == (EntityCount(entity="EMAIL", count=1), EntityCount(entity="NATIONAL_ID", count=1))
    assert result.replaced == 2


def test_fakes_are_the_same_throughout_a_conversation():
    fake = redact(TEXT, FINDINGS, RedactionMode.FAKE, CONVERSATION).text
    again = redact(TEXT * 2, [*FINDINGS, finding(29, 45)], RedactionMode.FAKE, CONVERSATION).text
    assert fake.split(",")[0].endswith("@example.com")
    assert again.startswith(fake)
    assert again[len(fake) :].startswith(fake.split(",")[0])


@pytest.mark.parametrize("mode", [RedactionMode.PLACEHOLDER, RedactionMode.FAKE])
def test_a_mode_that_needs_a_conversation_says_so(mode: RedactionMode):
    assert mode.needs_conversation
    with pytest.raises(ValueError, match="conversation"):
        redact(TEXT, FINDINGS, mode)


@pytest.mark.parametrize("mode", [RedactionMode.LABEL, RedactionMode.MASK, RedactionMode.PARTIAL])
def test_the_other_modes_need_none(mode: RedactionMode):
    assert not mode.needs_conversation
    assert redact(TEXT, FINDINGS, mode).conversation is None


@pytest.mark.parametrize("mode", RedactionMode)
def test_nothing_found_changes_nothing(mode: RedactionMode):
    result = redact("as it was", [], mode, CONVERSATION)
    assert (result.text, result.counts, result.conversation) == ("as it was", (), CONVERSATION)


@pytest.mark.parametrize("mode", RedactionMode)
def test_neither_value_nor_text_is_in_a_repr(mode: RedactionMode):
    assert "jane" not in repr(redact(TEXT, FINDINGS, mode, CONVERSATION))


@given(any_text.flatmap(lambda text: st.tuples(st.just(text), findings_in(text))), st.sampled_from(RedactionMode))
def test_every_mode_takes_any_text_and_any_findings(case: tuple[str, list[Finding]], mode: RedactionMode):
    text, findings = case
    result = redact(text, findings, mode, CONVERSATION)
    assert result.replaced == len(joined_spans(text, findings))
