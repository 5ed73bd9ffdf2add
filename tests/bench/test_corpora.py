"""Reading the folder of texts: what is counted where, and which sources nobody looks into."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.bench.corpora import Corpora, is_set_aside
from tests.bench.scoring import Span

EMAIL = {"start": 0, "end": 1, "label": "EMAIL", "orig": "e"}
PERSON = {"start": 2, "end": 3, "label": "PERSON", "orig": "p"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A row or two in each file."""
    tables: dict[str, list[dict[str, object]]] = {
        "spans/identifiers_presidio_tests.jsonl.gz": [
            {"id": "1", "text": "e", "target": "EMAIL", "spans": [EMAIL]},
            {"id": "2", "text": "x", "target": "EMAIL", "spans": []},
            {"id": "3", "text": "x", "target": "PERSON", "spans": []},
        ],
        "spans/pii_customer.jsonl.gz": [
            {"id": "1", "text": "e p", "spans": [EMAIL, PERSON]},
            {"id": "2", "text": "x", "spans": []},
        ],
        "spans/pii_multidogo.jsonl.gz": [],
        "spans/pii_nannigalaxy.jsonl.gz": [],
        "secrets/secrets.jsonl.gz": [{"id": "s", "text": "x", "is_secret": True, "source": "gitleaks"}],
        "categories/categories.jsonl.gz": [
            {"id": "a", "text": "x", "category": "general", "source": "ifeval"},
            {"id": "b", "text": "x", "category": "legal", "source": "cuad"},
            {"id": "c", "text": "x", "category": "source_code", "source": "TheAlgorithms/Go"},
        ],
    }
    for name, rows in tables.items():
        file = tmp_path / name
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    return tmp_path


def test_only_labels_that_are_ours_and_annotated_count(folder: Path):
    texts = {text.key: text for text in Corpora(folder).labeled()}
    assert texts["pii_customer/1"].spans == (Span(start=0, end=1, label="EMAIL"),)
    assert texts["pii_customer/2"].labels == {"EMAIL"}
    assert texts["identifiers_presidio_tests/2"].labels == {"EMAIL"}
    assert texts["identifiers_presidio_tests/3"].labels == frozenset()


def test_prompts_and_code_are_ordinary_texts(folder: Path):
    assert [text.key for text in Corpora(folder).prompts()] == ["a", "c"]
    assert [text.is_secret for text in Corpora(folder).secrets()] == [True]


def test_a_folder_without_texts_is_told(folder: Path):
    assert Corpora(folder).is_there
    assert not Corpora(folder / "spans").is_there


@pytest.mark.parametrize(
    ("source", "aside"),
    [
        ("pii_customer", False),
        ("TheAlgorithms/Rust", False),
        ("clinc-wiki-sents", False),
        ("pii_multidogo", False),
        ("pii_nannigalaxy", False),
        ("secretlint", False),
        ("self-instruct-seed", True),
        ("a source nobody thought of", True),
    ],
)
def test_what_is_not_named_is_set_aside(source: str, *, aside: bool):
    assert is_set_aside(source) is aside
