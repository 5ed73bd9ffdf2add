"""Puts a trained model together as it ships: `python -m models.training.bundle`. Needs no torch.

Writes `model.onnx`, `tokenizer.json`, `screen.bin` and `manifest.json` with the SHA-256 of each, measures what a person
gets on the sources that the training has not seen, and writes figures and licences into `CARD.md`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.classifier import TOKEN_LIMIT
from agent.classifier.loading import reader_of
from agent.classifier.manifest import FORMAT, MANIFEST, MODEL, SCREEN, TOKENIZER, Manifest
from agent.core import Category
from agent.detection import Pipeline
from agent.detection.recognizers import RECOGNIZERS
from models.training.calibration import Judged, fitted, left_out
from models.training.card import card
from models.training.corpus import Corpus
from models.training.evaluate import Prediction, figures_of, sampled
from models.training.examples import Example
from models.training.figures import Figures
from models.training.generate import Part, generate
from models.training.inference import answers, onnx_run
from models.training.labels import CATEGORIES, ENTITIES
from models.training.latency import latency_table
from models.training.measure import DirectClassifier, measure, trained, unseen
from models.training.report import figures_json
from models.training.screen import train_screen
from models.training.windows import Windower

__all__ = ["write_bundle"]

_LANGUAGES = ("de", "en", "es", "fr", "it", "nl", "pt")
"""Real texts in English, German, French and Dutch; made-up ones in all of them."""
_SCREEN_TEXTS = 12_000
_MADE_UP, _SEEN = 400, 15


def write_bundle(made: Path, corpus: Corpus, folder: Path, version: str) -> None:
    """Write a bundle.

    Args:
        made: what the training has made: `model.onnx`, `tokenizer.json` and `training.json`.
        corpus: the texts.
        folder: where the bundle goes.
        version: of the model.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = json.loads((made / "training.json").read_text(encoding="utf-8"))
    for name in (MODEL, TOKENIZER):
        shutil.copyfile(made / name, folder / name)
    (folder / SCREEN).write_bytes(train_screen([*trained(corpus), *generate(1, _SCREEN_TEXTS, Part.TRAIN)], seed=1))
    examples = unseen(corpus)
    judged = _judged(folder, examples)
    record["category_bias"] = fitted(list(judged.values()))
    _write_manifest(folder, record, version, {})

    made_up = list(generate(1, _MADE_UP, Part.VALIDATE))
    classifier = DirectClassifier(reader_of(folder))
    together, alone = Pipeline(RECOGNIZERS, classifier=classifier), Pipeline((), classifier=classifier)
    seen = sampled(trained(corpus), _SEEN, seed=1)  # flattering, and shown for that
    figures: dict[str, Figures] = {
        "together": figures_of(examples, _fair(measure(together, examples, "recognizers and model"), judged)),
        "alone": figures_of(examples, _fair(measure(alone, examples, "model alone"), judged)),
        "seen sources": figures_of(seen, measure(together, seen, "seen sources")),
        "made up": figures_of(made_up, measure(together, made_up, "made-up texts")),
    }
    _write_manifest(folder, record, version, {name: figures_json(each) for name, each in figures.items()})
    (folder / "CARD.md").write_text(
        card(record, figures, latency_table(folder), ", ".join(_LANGUAGES)), encoding="utf-8"
    )


def _judged(folder: Path, examples: Sequence[Example]) -> dict[int, Judged]:
    """Logits of the categories of those texts that have one, by their numbers."""
    said = answers(onnx_run(folder / MODEL), Windower(folder / TOKENIZER), examples, "categories")
    return {
        number: Judged(source=example.source, category=CATEGORIES.index(example.category), logits=answer.category)
        for number, (example, answer) in enumerate(zip(examples, said, strict=True))
        if example.category is not None
    }


def _fair(predictions: Sequence[Prediction], judged: Mapping[int, Judged]) -> list[Prediction]:
    """The same with categories by a bias that the text's own source has not chosen."""
    categories = dict(zip(judged, left_out(list(judged.values())), strict=True))
    return [
        Prediction(spans=each.spans, category=categories.get(number, each.category))
        for number, each in enumerate(predictions)
    ]


def _write_manifest(folder: Path, record: dict[str, Any], version: str, figures: dict[str, Any]) -> None:
    manifest = Manifest(
        format=FORMAT,
        version=version,
        files={name: hashlib.sha256((folder / name).read_bytes()).hexdigest() for name in (MODEL, TOKENIZER, SCREEN)},
        entities=list(ENTITIES),
        categories=[each.value for each in Category],
        bias=record["thresholds"]["bias"],
        category_bias=record["category_bias"],
        least={},
        token_limit=TOKEN_LIMIT,
        languages=list(_LANGUAGES),
        training={name: record[name] for name in ("commit", "settings", "batches", "data_sha256") if name in record},
        figures=figures,
    )
    text = json.dumps({name: getattr(manifest, name) for name in manifest.__struct_fields__}, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments and write the bundle."""
    parser = argparse.ArgumentParser(prog="make model", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--trained", type=Path, default=Path("build/model"), help="what the training has made")
    parser.add_argument("--out", type=Path, default=Path("models/sensitive-text"), help="folder of the bundle")
    parser.add_argument("--version", default="1", help="of the model")
    given = parser.parse_args()
    write_bundle(given.trained, Corpus(given.data), given.out, given.version)


if __name__ == "__main__":
    main()
