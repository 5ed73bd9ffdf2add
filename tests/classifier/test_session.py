"""The packaged network: shapes of its answers, and the same answer for the same window."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from agent.classifier.manifest import MODEL, TOKENIZER, bundle_folder, open_bundle
from agent.classifier.session import Session
from agent.classifier.windows import Windower

_MANIFEST, _FILES = open_bundle(bundle_folder())


@pytest.fixture(scope="module", name="session")
def _session() -> Session:
    return Session(_FILES[MODEL])


def test_answers_have_a_row_for_each_token_and_a_column_for_each_tag(session: Session):
    (window,) = Windower(_FILES[TOKENIZER].decode()).windows("Ada Doe lives in Oslo.")
    tags, categories = session.run(window)
    assert tags.shape == (len(window.tokens), 1 + 2 * len(_MANIFEST.entities))
    assert categories.shape == (len(_MANIFEST.categories),)
    assert np.isfinite(tags).all()
    assert np.isfinite(categories).all()


def test_the_same_window_gives_the_same_answer_whatever_was_read_between(session: Session):
    first, second = list(Windower(_FILES[TOKENIZER].decode()).windows("Ada Doe lives in Oslo. " * 30))[:2]
    answers = [session.run(window)[0] for window in (first, second, first)]
    assert np.array_equal(answers[0], answers[2])
    assert not all(np.array_equal(one, other) for one, other in pairwise(answers))


def test_what_is_no_model_is_refused():
    with pytest.raises(Exception, match=r"model|protobuf"):
        Session(b"no model")
