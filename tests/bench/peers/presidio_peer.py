"""Presidio with every recognizer of patterns it has, those of single countries included, and no model.

Its engine asks for tokens and lemmas, to look for context words; a blank spaCy pipeline gives the tokens, and their
lower-case form stands for the lemma, which without a model is empty. Everything else is as it comes.
"""

from __future__ import annotations

import inspect
import json
import sys
import time
from collections.abc import Iterable, Iterator
from importlib.metadata import version
from typing import Any

import spacy
import tldextract
from presidio_analyzer import AnalyzerEngine, PatternRecognizer, RecognizerRegistry
from presidio_analyzer import predefined_recognizers as predefined
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine

__all__: list[str] = []

_LANGUAGE = "en"


class BlankEngine(NlpEngine):  # type: ignore[misc]  # without types where this is checked
    """Tokens without a model."""

    def __init__(self) -> None:
        self._nlp = spacy.blank(_LANGUAGE)

    def load(self) -> None:
        """Nothing is to be loaded."""

    def is_loaded(self) -> bool:
        """It is."""
        return True

    def process_text(self, text: str, language: str) -> NlpArtifacts:
        """Return the tokens."""
        document = self._nlp(text)
        return NlpArtifacts(
            entities=[],
            tokens=document,
            tokens_indices=[token.idx for token in document],
            lemmas=[token.lower_ for token in document],
            nlp_engine=self,
            language=language,
            scores=[],
        )

    def process_batch(
        self, texts: Iterable[str], language: str, **_options: object
    ) -> Iterator[tuple[str, NlpArtifacts]]:
        """Return the tokens of each text."""
        for text in texts:
            yield text, self.process_text(text, language)

    def is_stopword(self, word: str, language: str) -> bool:  # noqa: ARG002 - Presidio's signature
        """Whether spaCy's list holds the word."""
        return bool(self._nlp.vocab[word].is_stop)

    def is_punct(self, word: str, language: str) -> bool:  # noqa: ARG002 - as above
        """Whether it is punctuation."""
        return bool(self._nlp.vocab[word].is_punct)

    def get_supported_entities(self) -> list[str]:
        """None: there is no model."""
        return []

    def get_supported_languages(self) -> list[str]:
        """The one."""
        return [_LANGUAGE]


def _recognizers() -> list[Any]:
    """Those that work on patterns, all for one language, so that each of them reads each text."""
    kinds: set[Any] = {kind for _, kind in inspect.getmembers(predefined, inspect.isclass)}
    return [
        kind(supported_language=_LANGUAGE)
        for kind in sorted(kinds, key=lambda kind: kind.__name__)
        if issubclass(kind, PatternRecognizer | predefined.PhoneRecognizer)
    ]


def main() -> None:
    """Read, analyze, write."""
    # The list of public suffixes that comes with the package; nothing is fetched.
    tldextract.tldextract.TLD_EXTRACTOR = tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)
    registry = RecognizerRegistry(recognizers=_recognizers(), supported_languages=[_LANGUAGE])
    analyzer = AnalyzerEngine(registry=registry, nlp_engine=BlankEngine(), supported_languages=[_LANGUAGE])
    analyzer.analyze("warm up: jane@example.com, +44 20 7946 0018", _LANGUAGE)
    rows = [json.loads(line) for line in sys.stdin.buffer]
    found = []
    started = time.process_time()
    for row in rows:
        found.append(analyzer.analyze(row["text"], _LANGUAGE))  # noqa: PERF401 - the loop is what is measured
    seconds = time.process_time() - started
    for row, results in zip(rows, found, strict=True):
        spans = [[each.start, each.end, each.entity_type, each.score] for each in results]
        sys.stdout.write(json.dumps({"id": row["id"], "spans": spans}) + "\n")
    sys.stdout.write(json.dumps({"seconds": seconds, "version": version("presidio-analyzer")}) + "\n")


if __name__ == "__main__":
    main()
