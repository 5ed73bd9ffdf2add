"""Puts a trained model together as it ships: `python -m models.training.bundle`. Needs no torch.

Writes `model.onnx`, `tokenizer.json`, `screen.bin`, `golden.json` and `manifest.json` with the SHA-256 of each,
measures what a person gets, and writes figures and licences into `CARD.md`.

Two networks come in. One was trained without the sources that fold `ship` holds out: thresholds, biases and figures are
its own. The other went on from there with all of them: it ships. Sources that nothing is ever trained on measure both,
side by side.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from agent.classifier import TOKEN_LIMIT
from agent.classifier.loading import reader_of
from agent.classifier.manifest import FORMAT, GOLDEN, MANIFEST, MODEL, SCREEN, TOKENIZER, Manifest
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
from models.training.golden import GOLDEN_TEXTS, golden_json
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
_HELD_OUT, _ALL = "ship", "all"


def write_bundle(held_out: Path, made: Path, corpus: Corpus, folder: Path, version: str) -> None:
    """Write a bundle.

    Args:
        held_out: what the training without the sources of fold `ship` has made: `model.onnx`, `tokenizer.json` and
            `training.json`.
        made: the same of the training that went on with all sources.
        corpus: the texts.
        folder: where the bundle goes.
        version: of the model.
    """
    screen = train_screen([*trained(corpus, _HELD_OUT), *generate(1, _SCREEN_TEXTS, Part.TRAIN)], seed=1)
    examples = unseen(corpus, _HELD_OUT)
    judged = _judged(held_out, examples)
    measured = _record(held_out)
    chosen = {"thresholds": measured["thresholds"], "category_bias": fitted(list(judged.values()))}
    record = _record(made) | chosen | {"held_out": measured}

    with tempfile.TemporaryDirectory() as temporary:
        _assemble(held_out, Path(temporary), screen, record, version)
        figures = _figures(Path(temporary), corpus, examples, judged)
        never = unseen(corpus, _ALL)
        figures["never trained on"] = _together(Path(temporary), never, "never trained on")
    _assemble(made, folder, screen, record, version)
    (folder / GOLDEN).write_bytes(golden_json(reader_of(folder), GOLDEN_TEXTS))
    figures["never, as it ships"] = _together(folder, never, "never trained on, as it ships")
    _write_manifest(folder, record, version, {name: figures_json(each) for name, each in figures.items()})
    (folder / "CARD.md").write_text(
        card(record, figures, latency_table(folder), ", ".join(_LANGUAGES)), encoding="utf-8"
    )


def _record(made: Path) -> dict[str, Any]:
    record: dict[str, Any] = json.loads((made / "training.json").read_text(encoding="utf-8"))
    return record


def _assemble(made: Path, folder: Path, screen: bytes, record: dict[str, Any], version: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for name in (MODEL, TOKENIZER):
        shutil.copyfile(made / name, folder / name)
    (folder / SCREEN).write_bytes(screen)
    (folder / GOLDEN).write_bytes(b"[]")  # the reader of this folder answers them
    _write_manifest(folder, record, version, {})


def _figures(
    bundle: Path, corpus: Corpus, examples: Sequence[Example], judged: Mapping[int, Judged]
) -> dict[str, Figures]:
    made_up = list(generate(1, _MADE_UP, Part.VALIDATE))
    classifier = DirectClassifier(reader_of(bundle))
    together, alone = Pipeline(RECOGNIZERS, classifier=classifier), Pipeline((), classifier=classifier)
    seen = sampled(trained(corpus, _HELD_OUT), _SEEN, seed=1)  # flattering, and shown for that
    return {
        "together": figures_of(examples, _fair(measure(together, examples, "recognizers and model"), judged)),
        "alone": figures_of(examples, _fair(measure(alone, examples, "model alone"), judged)),
        "seen sources": figures_of(seen, measure(together, seen, "seen sources")),
        "made up": figures_of(made_up, measure(together, made_up, "made-up texts")),
    }


def _together(bundle: Path, examples: Sequence[Example], title: str) -> Figures:
    pipeline = Pipeline(RECOGNIZERS, classifier=DirectClassifier(reader_of(bundle)))
    return figures_of(examples, measure(pipeline, examples, title))


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


def _recorded(record: Mapping[str, Any]) -> dict[str, Any]:
    return {name: record[name] for name in ("commit", "settings", "batches", "student_batches", "data_sha256")}


def _write_manifest(folder: Path, record: dict[str, Any], version: str, figures: dict[str, Any]) -> None:
    manifest = Manifest(
        format=FORMAT,
        version=version,
        files={
            name: hashlib.sha256((folder / name).read_bytes()).hexdigest()
            for name in (MODEL, TOKENIZER, SCREEN, GOLDEN)
        },
        entities=list(ENTITIES),
        categories=[each.value for each in Category],
        bias=record["thresholds"]["bias"],
        category_bias=record["category_bias"],
        least={},
        token_limit=TOKEN_LIMIT,
        languages=list(_LANGUAGES),
        training=_recorded(record) | {"held_out": _recorded(record["held_out"])},
        figures=figures,
    )
    text = json.dumps({name: getattr(manifest, name) for name in manifest.__struct_fields__}, indent=2)
    (folder / MANIFEST).write_text(text + "\n", encoding="utf-8")


def main() -> None:
    """Read the arguments and write the bundle."""
    parser = argparse.ArgumentParser(prog="make model", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--held-out", type=Path, default=Path("build/held-out"), help="what fold `ship` has made")
    parser.add_argument("--trained", type=Path, default=Path("build/model"), help="what fold `all` has made")
    parser.add_argument("--out", type=Path, default=Path("models/sensitive-text"), help="folder of the bundle")
    parser.add_argument("--version", default="1", help="of the model")
    given = parser.parse_args()
    write_bundle(given.held_out, given.trained, Corpus(given.data), given.out, given.version)


if __name__ == "__main__":
    main()
