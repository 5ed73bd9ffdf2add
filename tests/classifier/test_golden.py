"""What the packaged model says of a few texts: the same spans, with scores that processors may differ in a little.

After another model was put into the bundle: `python -m tests.classifier.test_golden` writes `golden.json` again; read
the difference before it is committed.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from agent.classifier.loading import reader_of
from agent.classifier.manifest import bundle_folder

_FILE = Path(__file__).with_name("golden.json")
_TOLERANCE = 0.08
_GOLDEN: list[dict[str, Any]] = json.loads(_FILE.read_text(encoding="utf-8"))


def _said() -> list[dict[str, Any]]:
    reader = reader_of(bundle_folder())
    answers = [(each["text"], reader.read(each["text"], [], 60.0)) for each in _GOLDEN]
    return [
        {
            "text": text,
            "category": answer.category,
            "category_score": round(answer.category_score, 2),
            "spans": [[each.entity, text[each.start : each.end], round(each.score, 2)] for each in answer.spans],
        }
        for text, answer in answers
    ]


@pytest.fixture(scope="module", name="said")
def _said_now() -> list[dict[str, Any]]:
    return _said()


@pytest.mark.parametrize("number", range(len(_GOLDEN)))
def test_it_says_what_it_said(said: list[dict[str, Any]], number: int):
    golden, now = _GOLDEN[number], said[number]
    assert now["category"] == golden["category"]
    assert abs(now["category_score"] - golden["category_score"]) <= _TOLERANCE
    assert [each[:2] for each in now["spans"]] == [each[:2] for each in golden["spans"]]
    for one, other in zip(now["spans"], golden["spans"], strict=True):
        assert abs(one[2] - other[2]) <= _TOLERANCE


if __name__ == "__main__":
    _FILE.write_text(json.dumps(_said(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
