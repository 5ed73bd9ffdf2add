"""Generated texts: spans are exact, seeds repeat, every label and category occurs."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.training.examples import Example
from models.training.generate import FAMILIES, Family, Part, generate
from models.training.generate.noise import NOISES
from models.training.generate.records import FORMATS, KINDS, write_records
from models.training.generate.templates import fill
from models.training.generate.values import SLOTS, Maker, value
from models.training.labels import CATEGORIES, ENTITIES

_MANY = 3000


@pytest.fixture(scope="module", name="texts")
def _texts() -> list[Example]:
    return list(generate(7, _MANY, Part.TRAIN))


def test_every_span_is_inside_the_text_in_order_and_trimmed(texts: list[Example]):
    for example in texts:
        end = 0
        for span in example.spans:
            assert end <= span.start < span.end <= len(example.text)
            assert example.text[span.start : span.end].strip() == example.text[span.start : span.end]
            end = span.end


def test_the_same_seed_writes_the_same_and_another_does_not(texts: list[Example]):
    assert list(generate(7, 50, Part.TRAIN)) == texts[:50]
    assert list(generate(8, 50, Part.TRAIN)) != texts[:50]


def test_every_entity_and_category_occurs(texts: list[Example]):
    assert {span.entity for example in texts for span in example.spans} == set(ENTITIES)
    assert {example.category for example in texts} == {*CATEGORIES, None}


def test_a_good_part_holds_no_entity_in_every_category(texts: list[Example]):
    share = Counter(example.category for example in texts if not example.spans)
    total = Counter(example.category for example in texts)
    assert 0.4 <= sum(share.values()) / sum(total.values()) <= 0.6
    assert all(share[category] / total[category] >= 0.25 for category in CATEGORIES)


@pytest.mark.parametrize("part", Part)
def test_parts_share_no_family(part: Part):
    held_out = {family.name: family.is_held_out for family in FAMILIES}
    assert len(held_out) == len(FAMILIES)
    names = {example.source.removeprefix("generated/") for example in generate(3, 300, part)}
    assert {held_out[name] for name in names} == {part is Part.VALIDATE}


def test_both_parts_hold_every_category():
    for is_held_out in (True, False):
        assert {family.category for family in FAMILIES if family.is_held_out is is_held_out} == {*CATEGORIES, None}


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_every_family_can_be_written(family: Family):
    for seed in range(3):
        assert family.make(Maker(seed)).text


@given(seed=st.integers(0, 10**6), slot=st.sampled_from(sorted(SLOTS)))
@settings(max_examples=150, deadline=None)
def test_a_value_stands_where_its_span_says(seed: int, slot: str):
    pieces = value(slot, Maker(seed))
    draft = fill(f"<{{{slot}}}>", Maker(seed))
    marked = [text.strip() for text, entity in pieces if entity and text.strip()]
    assert [draft.text[span.start : span.end] for span in draft.spans][: len(marked)] == marked or "|" in draft.text


@given(seed=st.integers(0, 10**6), noise=st.sampled_from(sorted(NOISES)), kind=st.sampled_from(sorted(KINDS)))
@settings(max_examples=150, deadline=None)
def test_noise_keeps_each_entity_where_it_was(seed: int, noise: str, kind: str):
    draft = write_records(kind, "csv", Maker(seed))
    noisy = NOISES[noise](draft, Maker(seed))
    assert len(noisy.spans) <= len(draft.spans)
    for span in noisy.spans:
        assert noisy.text[span.start : span.end].strip()
    if noise in {"lower", "upper"}:
        before = [getattr(draft.text[span.start : span.end], noise)() for span in draft.spans]
        assert [noisy.text[span.start : span.end] for span in noisy.spans] == before


@given(seed=st.integers(0, 10**6), kind=st.sampled_from(sorted(KINDS)), layout=st.sampled_from(sorted(FORMATS)))
@settings(max_examples=100, deadline=None)
def test_blank_records_hold_no_entity(seed: int, kind: str, layout: str):
    assert write_records(kind, layout, Maker(seed, is_blank=True)).spans == ()


def test_an_unknown_slot_is_refused():
    with pytest.raises(KeyError):
        fill("{nothing}", Maker(1))


def test_the_same_letter_means_the_same_value():
    draft = fill("{person:a} and {person:a}", Maker(5))
    first, second = (draft.text[span.start : span.end] for span in draft.spans)
    assert first == second


def test_choices_nest_and_optional_lines_come_and_go():
    texts = {fill("[[a|b [[c|d]]]]\n~~e", Maker(seed)).text for seed in range(60)}
    assert texts == {"a", "b c", "b d", "a\ne", "b c\ne", "b d\ne"}


@pytest.mark.parametrize("slot", ["role", "product", "service", "sku", "code", "version", "drug", "clock", "job"])
def test_what_only_looks_like_an_entity_is_none(slot: str):
    assert all(fill(f"{{{slot}}}", Maker(seed)).spans == () for seed in range(40))
