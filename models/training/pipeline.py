"""The whole training, step by step, with everything it makes in one folder. Needs torch."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from models.training import base
from models.training.augment import with_copies
from models.training.average import average_into, begin_with
from models.training.batches import batch_of, drawn_batches
from models.training.corpus import Corpus
from models.training.evaluate import calibrated, figures_of, predictions, sampled
from models.training.examples import Example
from models.training.export import export
from models.training.figures import Figures, Thresholds
from models.training.folds import FOLDS
from models.training.gazetteer import installed
from models.training.generate import Part, generate
from models.training.inference import Run, answers, onnx_run, torch_run
from models.training.labels import CATEGORIES, TAGS
from models.training.network import Network, from_base, student_of
from models.training.report import figures_json, page
from models.training.silver import with_silver_marks
from models.training.train import Plan, train
from models.training.windows import Window, Windower

__all__ = ["Settings", "run"]

_SIZE = 32
_VALIDATION = 1200
_MANY = 10**6


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What to train.

    Attributes:
        data: folder of texts.
        out: folder for what is made.
        fold: which sources are held out.
        generated: so many made-up texts.
        batches: steps of the teacher.
        student_batches: steps of the student; 0 trains none and ships the teacher.
        minutes: instead of `batches` and `student_batches`, what both may take: two thirds and one third.
        layers: of the teacher.
        student_layers: of the student.
        rate: of the teacher's layers.
        seed: of everything that is drawn.
        most: texts of each source that are measured.
        teacher: weights of one trained before, which teaches as it is.
        average: weights, or a `model.onnx`, whose mean with what was trained is exported.
        start: what to begin with, instead of the base model: weights of a training, or a `model.onnx` that ships.
    """

    data: Path
    out: Path
    fold: str = "a"
    generated: int = 40000
    batches: int = 4500
    student_batches: int = 0
    minutes: float | None = None
    layers: int = 3
    student_layers: int = 3
    rate: float = 3e-4
    seed: int = 1
    most: int = 200
    teacher: Path | None = None
    average: tuple[Path, ...] = ()
    start: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Texts:
    train: list[Example]
    calibrate: list[Example]
    evaluate: list[Example]
    made_up: list[Example]


def _say(text: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")


def _texts(settings: Settings, corpus: Corpus) -> _Texts:
    parts: dict[str, list[Example]] = {"train": [], "calibrate": [], "evaluate": []}
    for example in corpus.examples():
        part = FOLDS[settings.fold].part_of(example.source)
        if part == "train" and not Corpus.may_train(example.source):
            part = "evaluate"
        parts[part].append(example)
    names = installed()
    made = generate(settings.seed, settings.generated, Part.TRAIN, names)
    return _Texts(
        train=[*with_silver_marks(with_copies(parts["train"], settings.seed, names)), *made],
        calibrate=sampled(parts["calibrate"], settings.most, settings.seed),
        evaluate=sampled(parts["evaluate"], settings.most, settings.seed),
        made_up=list(generate(settings.seed, _VALIDATION, Part.VALIDATE)),
    )


def run(settings: Settings) -> None:
    """Train, export, measure, and write it all down."""
    torch.manual_seed(settings.seed)
    settings.out.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(settings.data)
    texts = _texts(settings, corpus)
    windower = Windower(base.tokenizer_file())
    windows = list(windower.windows(texts.train, has_offsets=False))
    _say(f"{len(texts.train)} texts, {len(windows)} windows to train on; {len(texts.evaluate)} texts to measure")

    teacher, steps = _teacher(settings, texts, windows)
    network, student_steps = _student(settings, texts, windows, teacher)
    save_file(network.state_dict(), str(settings.out / "weights.safetensors"))
    if settings.average:
        average_into(network, settings.average)
        _say(f"the mean of it and {len(settings.average)} others is exported")
    shutil.copyfile(base.tokenizer_file(), settings.out / "tokenizer.json")
    sample = batch_of(random.Random(settings.seed).sample(windows, min(64, len(windows))))
    file = export(network, settings.out, sample)
    _say(f"{file.name}: {file.stat().st_size / 1e6:.1f} MB")

    thresholds = _measure(settings, texts, windower, onnx_run(file, torch.get_num_threads()), "student int8")
    if network is not teacher:
        _measure(settings, texts, windower, torch_run(teacher), "teacher")
    record = {
        "commit": _commit(),
        "labels": list(TAGS),
        "categories": list(CATEGORIES),
        "thresholds": asdict(thresholds),
        "settings": {name: _written(value) for name, value in asdict(settings).items()},
        "batches": steps,
        "student_batches": student_steps,
        "data_sha256": corpus.hashes,
    }
    (settings.out / "training.json").write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


def _written(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(str(each) for each in value)
    return str(value)


def _commit() -> str:
    """Of the code that trained; says so where there were changes on top of it."""
    done = subprocess.run(
        ("git", "describe", "--always", "--dirty", "--abbrev=40"),  # noqa: S607 - whichever git there is
        capture_output=True,
        text=True,
        check=False,
        timeout=30,
    )
    return done.stdout.strip() or "unknown"


def _teacher(settings: Settings, texts: _Texts, windows: Sequence[Window]) -> tuple[Network, int]:
    teacher = from_base(settings.layers, base.weights_file())
    if settings.teacher is not None:
        teacher.load_state_dict(load_file(str(settings.teacher)))
        return teacher.eval(), _batches_of(settings.teacher)
    if settings.start is not None:
        begin_with(teacher, settings.start)
    plan = Plan(batches=settings.batches, rate=settings.rate, title="teacher")
    if settings.minutes is not None:
        share = 2 / 3 if settings.student_batches else 1.0
        plan = replace(plan, batches=_MANY, minutes=settings.minutes * share)
    steps = _train(settings, texts, windows, teacher, plan, None)
    if settings.student_batches:
        save_file(teacher.state_dict(), str(settings.out / "teacher.safetensors"))
    return teacher, steps


def _batches_of(weights: Path) -> int:
    """How many a teacher has seen that was trained before; 0 where nothing is written beside it."""
    record = weights.with_name("training.json")
    return int(json.loads(record.read_text(encoding="utf-8"))["batches"]) if record.exists() else 0


def _student(settings: Settings, texts: _Texts, windows: Sequence[Window], teacher: Network) -> tuple[Network, int]:
    if not settings.student_batches:
        return teacher, 0
    student = student_of(teacher, settings.student_layers)
    plan = Plan(batches=settings.student_batches, rate=1.5 * settings.rate, title="student")
    if settings.minutes is not None:
        plan = replace(plan, batches=_MANY, minutes=settings.minutes / 3)
    steps = _train(settings, texts, windows, student, plan, teacher)
    return student, steps


def _train(
    settings: Settings, texts: _Texts, windows: Sequence[Window], network: Network, plan: Plan, teacher: Network | None
) -> int:
    seed = settings.seed + (1 if teacher is not None else 0)
    batches = drawn_batches(texts.train, windows, count=plan.batches, size=_SIZE, seed=seed)
    limit = f"{plan.batches}" if plan.minutes is None else f"{plan.minutes:.1f} minutes of"
    _say(f"{plan.title}: {limit} batches of {_SIZE}")
    seen = train(network, batches, plan, teacher)
    _say(f"{plan.title}: {seen} batches seen")
    return seen


def _measure(settings: Settings, texts: _Texts, windower: Windower, run_of: Run, title: str) -> Thresholds:
    chosen = (
        calibrated(texts.calibrate, answers(run_of, windower, texts.calibrate, "calibrate"))
        if texts.calibrate
        else Thresholds()
    )

    def measured(examples: list[Example], part: str) -> Figures:
        return figures_of(examples, predictions(answers(run_of, windower, examples, part), chosen))

    unseen, made_up = measured(texts.evaluate, "evaluate"), measured(texts.made_up, "made up")
    chosen_line = f"bias {dict(chosen.bias)}, general {chosen.general}"
    figures = {"unseen sources": unseen, "unseen templates": made_up}
    text = f"# {title}, fold {settings.fold}\n\n{chosen_line}\n\n{page(figures)}"
    name = title.replace(" ", "-")
    (settings.out / f"{name}.md").write_text(text, encoding="utf-8")
    totals = {part: figures_json(each) for part, each in figures.items()}
    (settings.out / f"{name}.json").write_text(json.dumps(totals, indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(text + "\n")
    return chosen
