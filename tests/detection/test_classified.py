"""The model's spans among the recognizers' findings."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.core import Entity, Explanation, Finding
from agent.detection.classified import with_model
from agent.detection.classifier import ModelSpan


def _span(text: str, part: str, entity: str, score: float = 0.9) -> ModelSpan:
    start = text.index(part)
    return ModelSpan(entity=entity, start=start, end=start + len(part), score=score)


def _finding(text: str, part: str, entity: str, confidence: float) -> Finding:
    start = text.index(part)
    return Finding(
        entity=entity,
        start=start,
        end=start + len(part),
        confidence=confidence,
        recognizer="r",
        explanation=Explanation(summary="."),
    )


def _said(text: str, findings: list[Finding], spans: list[ModelSpan]) -> list[tuple[str, str]]:
    return [(each.entity, text[each.start : each.end]) for each in with_model(findings, spans, text)]


def test_both_are_told_in_order():
    text = "Ada Doe, IBAN DE89"
    said = _said(text, [_finding(text, "DE89", "IBAN", 0.95)], [_span(text, "Ada Doe", "PERSON")])
    assert said == [("PERSON", "Ada Doe"), ("IBAN", "DE89")]


def test_a_checksum_beats_the_model_however_sure_it_is():
    text = "card 4111 1111"
    findings = [_finding(text, "4111 1111", "CREDIT_CARD", 0.9)]
    assert _said(text, findings, [_span(text, "card 4111 1111", "ID_NUMBER", 1.0)]) == [("CREDIT_CARD", "4111 1111")]


@pytest.mark.parametrize(("entity", "confidence"), [("PASSPORT", 0.85), ("NATIONAL_ID", 0.84), ("BANK_ACCOUNT", 0.5)])
def test_what_policies_count_stays(entity: str, confidence: float):
    text = "number X1234567"
    findings = [_finding(text, "X1234567", entity, confidence)]
    assert _said(text, findings, [_span(text, "X1234567", "ID_NUMBER", 1.0)]) == [(entity, "X1234567")]


def test_what_is_merely_suspected_yields_to_the_model():
    text = "on 12 11 2020"
    findings = [_finding(text, "12 11 2020", "PHONE", 0.3)]
    assert _said(text, findings, [_span(text, "12 11 2020", "DATE", 0.8)]) == [("DATE", "12 11 2020")]


@pytest.mark.parametrize("entity", ["EMAIL", "URL", "SECRET"])
def test_a_name_inside_one_word_is_part_of_it(entity: str):
    text = "ada.doe@acme.example"
    findings = [_finding(text, text, entity, 0.2)]
    spans = [_span(text, "ada", "PERSON"), _span(text, "acme", "ORGANIZATION")]
    assert _said(text, findings, spans) == [(entity, text)]


def test_a_name_beside_an_address_of_mail_stays():
    text = "Ada <ada@acme.example> Doe"
    findings = [_finding(text, "ada@acme.example", "EMAIL", 0.95)]
    spans = [_span(text, "Ada", "PERSON"), _span(text, "Doe", "PERSON")]
    assert [each for each, _ in _said(text, findings, spans)] == ["PERSON", "EMAIL", "PERSON"]


@pytest.mark.parametrize(
    ("text", "pieces", "joined"),
    [
        ("12 Any Road, Oslo 0150", ["12 Any Road", "Oslo", "0150"], "12 Any Road, Oslo 0150"),
        ("12 Any Road,\n  Oslo\n0150", ["12 Any Road", "Oslo", "0150"], "12 Any Road,\n  Oslo\n0150"),
        ("0150 Oslo, 12 Any Road", ["0150", "Oslo", "12 Any Road"], "0150 Oslo, 12 Any Road"),
        ("Ada,12 Any Road,Oslo,0150", ["12 Any Road", "Oslo", "0150"], "12 Any Road"),
    ],
)
def test_a_street_its_place_and_its_postcode_are_one_address(text: str, pieces: list[str], joined: str):
    kinds = ["ADDRESS" if "Road" in each else "ZIP_CODE" if each.isdigit() else "LOCATION" for each in pieces]
    spans = [_span(text, part, kind) for part, kind in zip(pieces, kinds, strict=True)]
    addresses = [part for entity, part in _said(text, [], spans) if entity == "ADDRESS"]
    assert addresses == [joined]


def test_two_streets_are_two_addresses():
    text = "12 Any Road, Oslo\n14 Any Road, Bergen"
    parts = ("12 Any Road", "Oslo", "14 Any Road", "Bergen")
    spans = [_span(text, part, "ADDRESS" if "Road" in part else "LOCATION") for part in parts]
    assert [part for entity, part in _said(text, [], spans) if entity == "ADDRESS"] == ["12 Any Road", "14 Any Road"]


def test_places_that_follow_each_other_stay_places():
    text = "Oslo, Bergen"
    spans = [_span(text, "Oslo", "LOCATION"), _span(text, "Bergen", "LOCATION")]
    assert _said(text, [], spans) == [("LOCATION", "Oslo"), ("LOCATION", "Bergen")]


def test_a_street_and_a_place_in_another_sentence_stay_apart():
    text = "12 Any Road. Oslo is cold"
    spans = [_span(text, "12 Any Road", "ADDRESS"), _span(text, "Oslo", "LOCATION")]
    assert _said(text, [], spans) == [("ADDRESS", "12 Any Road"), ("LOCATION", "Oslo")]


def test_pieces_of_a_name_are_one_and_two_names_are_two():
    text = "Ada Doe, Bob"
    spans = [_span(text, part, "PERSON") for part in ("Ada", "Doe", "Bob")]
    assert _said(text, [], spans) == [("PERSON", "Ada Doe"), ("PERSON", "Bob")]


def test_numbers_side_by_side_are_not_joined():
    text = "12 34"
    spans = [_span(text, "12", "ID_NUMBER"), _span(text, "34", "ID_NUMBER")]
    assert len(_said(text, [], spans)) == 2


def test_what_the_model_is_hardly_sure_of_is_no_finding():
    text = "Ada, Bob"
    spans = [_span(text, "Ada", "PERSON", 0.39), _span(text, "Bob", "PERSON", 0.4)]
    assert _said(text, [], spans) == [("PERSON", "Bob")]


def test_without_the_model_nothing_changes():
    text = "x 1"
    findings = [_finding(text, "1", "PHONE", 0.5)]
    assert with_model(findings, [], text) == tuple(findings)


@given(
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 8), st.sampled_from(list(Entity)), st.floats(0, 1)), max_size=12
    ),
    st.lists(
        st.tuples(st.integers(0, 60), st.integers(1, 8), st.sampled_from(list(Entity)), st.floats(0, 1)), max_size=6
    ),
)
def test_nothing_overlaps_and_everything_is_in_order(
    marked: list[tuple[int, int, Entity, float]], found: list[tuple[int, int, Entity, float]]
):
    text = "abcd, 12 " * 8
    spans = [ModelSpan(entity=e, start=s, end=s + n, score=p) for s, n, e, p in sorted(marked)]
    spans = [each for place, each in enumerate(spans) if place == 0 or spans[place - 1].end <= each.start]
    spans = [each for place, each in enumerate(spans) if all(o.end <= each.start for o in spans[:place])]
    findings = [
        Finding(entity=e, start=s, end=s + n, confidence=p, recognizer="r", explanation=Explanation(summary="."))
        for s, n, e, p in sorted(found)
    ]
    findings = [each for place, each in enumerate(findings) if all(o.end <= each.start for o in findings[:place])]
    merged = with_model(findings, spans, text)
    assert all(one.end <= other.start for one, other in pairwise(merged))
    assert all(0 <= each.confidence <= 1 for each in merged)
