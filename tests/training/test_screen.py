"""Training of the screen: it learns what is marked, and nothing from what nobody looked for."""

from __future__ import annotations

import pytest

from agent.classifier.passages import Passage
from agent.classifier.screen import Screen
from models.training.examples import Example, Span
from models.training.labels import ENTITIES
from models.training.screen import SENSITIVE, screen_recall, train_screen

_ALL = frozenset(ENTITIES)
_NAMES = frozenset({"PERSON", "ORGANIZATION", "LOCATION"})


def _example(text: str, entity: str | None = None, known: frozenset[str] = _ALL, **more: str) -> Example:
    """A text whose part in brackets, if any, is the entity."""
    start, end = text.find("["), text.find("]") - 1
    spans = () if entity is None else (Span(start, end, entity),)
    return Example(
        text=text.replace("[", "").replace("]", ""), spans=spans, known=known, source="a", category=more.get("category")
    )


def _score(screen: Screen, text: str) -> float:
    return screen(text, [Passage(start=0, end=len(text))])[0]


_MARKED = [
    _example("the patient has [asthma] since May", "MEDICAL"),
    _example("the password is [Xy12zz] for now", "PASSWORD"),
    _example("\u00e9\U0001f600 he lives at [12 Elm Street] with us", "ADDRESS"),
    _example("the weather has changed since May"),
    _example("the color is green for now"),
    _example("\u00e9\U0001f600 he works at night with us"),
]


@pytest.fixture(scope="module")
def trained() -> bytes:
    return train_screen(_MARKED * 30, 1)


def test_what_is_marked_ranks_first(trained: bytes):
    screen = Screen(trained)
    sensitive = [_score(screen, each.text) for each in _MARKED if each.spans]
    harmless = [_score(screen, each.text) for each in _MARKED if not each.spans]
    assert min(sensitive) > 2 * max(harmless)


def test_the_same_texts_and_seed_make_the_same_file(trained: bytes):
    assert train_screen(_MARKED * 30, 1) == trained


def test_the_absence_of_what_was_not_looked_for_teaches_nothing():
    # Of these, a source of names says that nobody is named; whether anything is medical it does not say.
    unmarked = [_example("the patient has asthma since May", known=_NAMES)] * 600
    masked, taught = (Screen(train_screen([*_MARKED * 30, *more], 1)) for more in (unmarked, []))
    as_negative = Screen(train_screen([*_MARKED * 30, *[_example(each.text) for each in unmarked]], 1))
    text = "the patient has asthma since May"
    assert _score(masked, text) > 0.7 * _score(taught, text)
    assert _score(as_negative, text) < 0.5 * _score(taught, text)


def test_documents_without_marks_teach_nothing_unless_they_are_ordinary(trained: bytes):
    unknown = [_example("the patient has asthma since May", known=frozenset(), category="medical")] * 50
    assert train_screen([*_MARKED * 30, *unknown], 1) == trained
    ordinary = [_example("return the patient", known=frozenset(), category="source_code")] * 50
    assert train_screen([*_MARKED * 30, *ordinary], 1) != trained


def test_what_is_marked_as_something_else_is_not_sensitive():
    texts = [_example("we asked [Acme Ltd] for it", "ORGANIZATION", _NAMES), _example("we [Ada] for", "PERSON", _NAMES)]
    screen = Screen(train_screen(texts * 40, 1))
    assert _score(screen, "we asked Acme Ltd for it") < _score(screen, "we Ada for")


def test_texts_that_say_nothing_are_refused():
    with pytest.raises(ValueError, match="none of these texts"):
        train_screen([Example(text="a deed", category="legal", source="a")], 1)


@pytest.mark.parametrize("seed", range(3))
def test_a_screen_that_knows_better_chooses_better(seed: int, trained: bytes):
    harmless = [each for each in _MARKED if not each.spans]
    sensitive = [each for each in _MARKED if each.spans]
    learned = screen_recall(Screen(trained), harmless, sensitive * 4, seed, 1)
    assert learned.chosen == 1.0
    assert learned.even < 0.5
    assert learned.auc > 0.99
    assert 0 < learned.sensitive <= 24
    assert learned.passages > 400


def test_every_group_is_of_labels_that_are_taught():
    assert set(ENTITIES) > SENSITIVE
