"""Reading a folder of texts."""

from __future__ import annotations

import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from models.training.corpus import Corpus, UnknownSourceError
from models.training.examples import Span
from models.training.sources import SPAN_SOURCES, Use


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(exist_ok=True)
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    path.write_bytes(gzip.compress("\n".join(lines).encode("utf-8"), mtime=0))


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, source in SPAN_SOURCES.items():
        if source.use is not Use.LEFT_OUT:
            _write(tmp_path / "spans" / f"{name}.jsonl.gz", [])
    for name in ("categories", "more"):
        _write(tmp_path / "categories" / f"{name}.jsonl.gz", [])
    return tmp_path


def _span(start: int, end: int, label: str) -> dict[str, Any]:
    return {"start": start, "end": end, "label": label, "orig": label}


def test_spans_keep_their_place_and_become_entities(folder: Path):
    spans = [_span(0, 3, "PERSON"), _span(7, 12, "EMAIL"), _span(13, 14, "QUANTITY")]
    row = {"id": "1", "text": "Ada at a@b.c 5\u2028", "spans": spans, "source": "x", "lang": "en"}
    _write(folder / "spans" / "pii_customer.jsonl.gz", [row])
    (example,) = Corpus(folder).examples()
    assert example.spans == (Span(0, 3, "PERSON"), Span(7, 12, "IDENTIFIER"))
    assert example.known == SPAN_SOURCES["pii_customer"].annotates
    assert example.source == "pii_customer"


def test_roles_of_a_contract_are_no_persons(folder: Path):
    spans = [_span(4, 12, "PERSON"), _span(18, 21, "PERSON")]
    row = {"id": "1", "text": "The Borrower, Mr. Ada", "spans": spans, "source": "ner_sec", "lang": "en"}
    _write(folder / "spans" / "ner_sec.jsonl.gz", [row])
    (example,) = Corpus(folder).examples()
    assert [example.text[span.start : span.end] for span in example.spans] == ["Ada"]
    assert "PERSON" in example.known


def test_of_overlapping_spans_the_longer_stays(folder: Path):
    row = {"id": "1", "text": "Ada Doe", "spans": [_span(0, 3, "PERSON"), _span(0, 7, "PERSON")], "source": "x"}
    _write(folder / "spans" / "ner_btc.jsonl.gz", [row])
    assert [example.spans for example in Corpus(folder).examples()] == [(Span(0, 7, "PERSON"),)]


def test_a_category_is_known_and_no_entity_is(folder: Path):
    _write(folder / "categories" / "more.jsonl.gz", [{"id": "1", "text": "hi", "category": "legal", "source": "cuad"}])
    (example,) = Corpus(folder).examples()
    assert (example.category, example.known, example.spans) == ("legal", frozenset(), ())


@pytest.mark.parametrize(("source", "category"), [("somebody/unknown", "legal"), ("cuad", "poetry")])
def test_an_unknown_source_or_category_is_refused(folder: Path, source: str, category: str):
    _write(folder / "categories" / "more.jsonl.gz", [{"id": "1", "text": "", "category": category, "source": source}])
    with pytest.raises(UnknownSourceError):
        Corpus(folder).examples()


def test_hashes_of_what_was_read_are_kept(folder: Path):
    corpus = Corpus(folder)
    corpus.examples()
    data = (folder / "categories" / "more.jsonl.gz").read_bytes()
    assert corpus.hashes["categories/more.jsonl.gz"] == hashlib.sha256(data).hexdigest()
    assert "spans/identifiers_presidio_tests.jsonl.gz" not in corpus.hashes
