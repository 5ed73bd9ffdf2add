"""Sources: every one has a licence, none that must not train does, folds hold out what they say."""

from __future__ import annotations

import pytest

from models.training.corpus import Corpus
from models.training.folds import FOLDS
from models.training.labels import CATEGORIES, ENTITIES, ENTITY_OF, TAGS, entity_of_tag, tags_of
from models.training.sources import CATEGORY_SOURCES, SPAN_SOURCES, Use


@pytest.mark.parametrize("name", [*SPAN_SOURCES, *CATEGORY_SOURCES])
def test_every_source_has_a_licence_and_a_reason_where_it_is_not_trained_on(name: str):
    source = SPAN_SOURCES.get(name) or CATEGORY_SOURCES[name]
    assert source.licence
    assert (source.use is Use.TRAIN) is (source.why == "")


@pytest.mark.parametrize("name", ["ner_wikiann", "resume-kaggle", "financebench-sec-filings"])
def test_what_may_not_ship_is_never_trained_on(name: str):
    assert not Corpus.may_train(name)
    assert {fold.part_of(name) for fold in FOLDS.values()} == {"evaluate"}


def test_no_trained_source_is_non_commercial():
    licences = [source.licence for source in SPAN_SOURCES.values() if source.use is Use.TRAIN]
    licences += [source.licence for source in CATEGORY_SOURCES.values() if source.use is Use.TRAIN]
    assert [licence for licence in licences if "NC" in licence] == []


@pytest.mark.parametrize("name", SPAN_SOURCES)
def test_sources_mark_entities_that_the_model_knows(name: str):
    source = SPAN_SOURCES[name]
    assert source.annotates | source.marks <= set(ENTITIES)
    assert not source.annotates & source.marks


@pytest.mark.parametrize("name", FOLDS)
def test_a_fold_measures_every_category_and_trains_on_none_of_it(name: str):
    fold = FOLDS[name]
    sources = [*SPAN_SOURCES, *CATEGORY_SOURCES]
    for part in (fold.evaluate, fold.calibrate):
        assert [prefix for prefix in part if not any(source.startswith(prefix) for source in sources)] == []
    assert not any(one.startswith(fold.evaluate) for one in fold.calibrate)


def test_every_source_that_trains_is_held_out_by_some_fold():
    sources = [name for name, source in SPAN_SOURCES.items() if source.use is Use.TRAIN and name != "pii_multidogo"]
    never = [name for name in sources if all(fold.part_of(name) != "evaluate" for fold in FOLDS.values())]
    assert never == []


def test_a_chat_is_held_out_with_its_category():
    assert FOLDS["a"].part_of("multidogo-finance") == "evaluate"
    assert FOLDS["b"].part_of("customer-table-synth") == FOLDS["b"].part_of("pii_customer") == "evaluate"


def test_tags_are_begin_and_inside_of_each_entity():
    assert len(TAGS) == 1 + 2 * len(ENTITIES)
    assert [entity_of_tag(tag) for tag in (0, 1, 2, 3)] == [None, ENTITIES[0], ENTITIES[0], ENTITIES[1]]
    assert tags_of(frozenset({"PERSON"})) == (0, 1, 2)
    assert set(ENTITY_OF.values()) == set(ENTITIES)
    assert len(CATEGORIES) == 9
