"""How good the shipped bundle is: `make eval DATA=folder`. Needs no torch.

Measured is what a person gets: recognizers and model together, as `cordon scan` merges them, beside the model alone.
By default on the sources that the bundle's training has not seen (the fold that its manifest names); figures of others
are flattering, and are printed for comparison with `--all`. What ships has seen all that it may: how good it was on the
others before that is in `CARD.md`.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from agent.classifier.loading import reader_of
from agent.classifier.manifest import MANIFEST, bundle_folder
from agent.classifier.reader import Reader
from agent.classifier.readings import reading_of
from agent.core import Assessment, Category, Content, ContentKind
from agent.detection import Pipeline
from agent.detection.classifier import Reading
from agent.detection.recognizers import RECOGNIZERS
from models.training.corpus import Corpus
from models.training.evaluate import Prediction, figures_of, sampled
from models.training.examples import Example, Span
from models.training.folds import FOLDS
from models.training.generate import Part, generate
from models.training.labels import ENTITY_OF
from models.training.progress import Progress
from models.training.report import figures_json, page

__all__ = ["DirectClassifier", "measure", "trained", "unseen"]

_PARTS = frozenset({"evaluate", "calibrate"})
_MADE_UP, _MOST = 400, 100
_BUDGET_S = 600.0


class DirectClassifier:
    """The model in this process, for measuring; implements `Classifier`.

    Args:
        reader: reads.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def read(self, text: str, hits: Sequence[int]) -> Reading:
        """Read a text, however long it takes."""
        answer = self._reader.read(text.encode(errors="replace").decode(), hits, _BUDGET_S)
        return reading_of(answer)


def measure(pipeline: Pipeline, examples: Sequence[Example], title: str) -> list[Prediction]:
    """What Cordon says of texts."""
    progress = Progress(title)
    said: list[Prediction] = []
    for example in examples:
        content = Content(kind=ContentKind.TEXT, text=example.text, size_bytes=len(example.text))
        said.append(_prediction(pipeline.assess(content)))
        progress.show(len(said), len(said) / len(examples))
    return said


def _prediction(assessment: Assessment) -> Prediction:
    spans = [
        Span(each.start, each.end, entity)
        for each in assessment.findings
        if (entity := ENTITY_OF.get(each.entity)) is not None
    ]
    return Prediction(spans=spans, category=assessment.category or Category.GENERAL)


def unseen(corpus: Corpus, fold_name: str, most: int = _MOST) -> list[Example]:
    """So many texts at most of each source that a training on a fold does not see."""
    fold = FOLDS[fold_name]
    held_out = (
        each for each in corpus.examples() if fold.part_of(each.source) in _PARTS or not Corpus.may_train(each.source)
    )
    return sampled(list(held_out), most, seed=1)


def trained(corpus: Corpus, fold_name: str) -> list[Example]:
    """Every text that a training on a fold sees."""
    fold = FOLDS[fold_name]
    return [
        each for each in corpus.examples() if fold.part_of(each.source) == "train" and Corpus.may_train(each.source)
    ]


def _fold_of(bundle: Path) -> str:
    fold: str = json.loads((bundle / MANIFEST).read_text(encoding="utf-8"))["training"]["settings"]["fold"]
    return fold


def main() -> None:
    """Measure the bundle."""
    parser = argparse.ArgumentParser(prog="make eval", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--bundle", type=Path, default=bundle_folder(), help="folder of the model")
    parser.add_argument("--source", default="", help="only sources with this in their name")
    parser.add_argument("--most", type=int, default=_MOST, help="texts of each source")
    parser.add_argument("--all", action="store_true", help="also sources that it was trained on")
    parser.add_argument("--json", type=Path, help="write the totals there, too")
    given = parser.parse_args()
    direct = DirectClassifier(reader_of(given.bundle))
    corpus = Corpus(given.data)
    examples = (
        sampled(corpus.examples(), given.most, seed=1)
        if given.all
        else unseen(corpus, _fold_of(given.bundle), given.most)
    )
    examples = [each for each in examples if given.source in each.source]
    made_up = list(generate(1, _MADE_UP, Part.VALIDATE))
    began = time.monotonic()
    together = Pipeline(RECOGNIZERS, classifier=direct)
    both = figures_of(examples, measure(together, examples, "sources"))
    templates = figures_of(made_up, measure(together, made_up, "made up"))
    alone = figures_of(examples, measure(Pipeline((), classifier=direct), examples, "model alone"))
    passed_s = time.monotonic() - began
    sys.stdout.write(page({"together": both, "model alone": alone, "made-up texts": templates}) + "\n")
    letters = 2 * sum(len(each.text) for each in examples) + sum(len(each.text) for each in made_up)
    sys.stdout.write(f"{len(examples)} texts; {letters / 1000 / passed_s:,.0f} KB/s\n")
    if given.json is not None:
        figures = {"together": figures_json(both), "model alone": figures_json(alone)}
        given.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
