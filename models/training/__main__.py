"""`make train DATA=folder`: the command line of the training. `--help` lists what can be chosen."""

from __future__ import annotations

import argparse
from pathlib import Path

from models.training.folds import FOLDS
from models.training.pipeline import Settings, run

__all__ = ["main"]


def main() -> None:
    """Read the arguments and train."""
    parser = argparse.ArgumentParser(prog="make train", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of texts")
    parser.add_argument("--out", type=Path, default=Path("build/model"), help="folder for what is made")
    parser.add_argument("--fold", choices=list(FOLDS), default="a", help="sources that are held out")
    parser.add_argument("--minutes", type=float, help="train as much as this allows, instead of so many batches")
    parser.add_argument("--teacher", type=Path, help="weights of a teacher trained before")
    parser.add_argument("--start", type=Path, help="begin with weights of a training, or with a model.onnx")
    parser.add_argument("--average", type=Path, nargs="*", default=(), help="export the mean of it and these weights")
    for name in ("generated", "batches", "student_batches", "layers", "student_layers", "seed", "most"):
        default = Settings.__dataclass_fields__[name].default
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=default)
    parser.add_argument("--rate", type=float, default=Settings.__dataclass_fields__["rate"].default)
    given = vars(parser.parse_args())
    run(Settings(**given | {"average": tuple(given["average"])}))


if __name__ == "__main__":
    main()
