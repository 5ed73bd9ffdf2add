"""Which whole sources are held out of a training, so that its figures come from texts unlike those it has seen.

A fold trains on everything but what it names. `calibrate` chooses thresholds, `evaluate` is measured and chooses
nothing. Sources that say the same thing twice (a chat with spans, and the same chat with a category) are held out
together. Together, a to c measure every label and category, on a quarter of all texts each. What ships is trained
twice: on fold `ship`, which keeps small sources of every kind out, for the figures in its card, thresholds and biases;
and then a while on `all`, since a source that only measures teaches nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["FOLDS", "Fold"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """Names of sources; a name stands for every source that begins with it."""

    evaluate: tuple[str, ...]
    calibrate: tuple[str, ...]

    def part_of(self, source: str) -> str:
        """`evaluate`, `calibrate` or `train`."""
        if source.startswith(self.evaluate):
            return "evaluate"
        return "calibrate" if source.startswith(self.calibrate) else "train"


_NEVER_TRAINED = ("ner_wikiann", "resume-kaggle", "financebench")

FOLDS: Mapping[str, Fold] = MappingProxyType(
    {
        "a": Fold(
            evaluate=(
                *_NEVER_TRAINED,
                *("ner_re3d", "ner_wikigold", "pii_nannigalaxy", "multidogo-finance", "multidogo-insurance"),
                *("ifeval", "oasst-100", "openai/human-eval", "hendrycks", "jpwhite3/northwind", "aws-samples/retail"),
                *("CivicActions/handbook", "IBM/employee", "US Supreme Court", "mozilla/legal", "mts-dialog"),
                *("secretlint", "gitleaks", "rust-lang/", "cisagov/", "TheAlgorithms/Go", "encode/httpx", "sgd"),
            ),
            calibrate=(
                *("ner_wnut17", "ner_sec", "awesome-chatgpt-prompts", "self-instruct-user", "lerocha/chinook"),
                *("18F/", "Medium/medium-policy", "ossf/tac", "expressjs/", "multidogo-media"),
            ),
        ),
        "b": Fold(
            evaluate=(
                *_NEVER_TRAINED,
                *("ner_crossner", "ner_sec", "pii_customer", "customer-table-synth", "multidogo-airline"),
                *("self-instruct", "MBPP", "abachaa/MedQuAD", "oracle-samples", "lerocha/chinook", "banking77"),
                *("sourcegraph", "Automattic", "papertrail", "cuad", "mtsamples", "tat-qa", "credsweeper"),
                *("ethereum/", "WhiteHouse/", "TheAlgorithms/Java", "kubernetes/examples", "sinatra/"),
            ),
            calibrate=(
                *("ner_wikigold", "multidogo-media", "clinc-oos", "oasst-100", "18F/", "Medium/medium-policy"),
                *("nodejs/", "expressjs/", "jpwhite3/northwind"),
            ),
        ),
        "c": Fold(
            evaluate=(
                *_NEVER_TRAINED,
                *("ner_btc", "ner_wnut17", "ner_ncbi", "multidogo-media", "multidogo-insurance", "clinc", "wikitext-2"),
                *("openai/grade", "exercism", "IBM/telco", "stripe", "microsoft/", "artsy", "18F/", "Medium/"),
                *("D.C. Code", "detect-secrets", "qmsum", "openjs", "conda-incubator", "TheAlgorithms/Ruby"),
                *("google/grr", "docker/"),
            ),
            calibrate=(
                *("ner_re3d", "multidogo-airline", "awesome-chatgpt-prompts", "oasst-100", "jpwhite3/northwind"),
                *("clef/", "papertrail", "ossf/tac", "expressjs/"),
            ),
        ),
        "ship": Fold(
            evaluate=(
                *_NEVER_TRAINED,
                *("ner_re3d", "ner_wikigold", "pii_nannigalaxy", "multidogo-insurance", "oasst-100", "artsy"),
                *("self-instruct-user", "openai/human-eval", "jpwhite3/northwind", "Medium/", "18F/identity"),
                *("US court opinion", "cisagov/", "ossf/tac", "detect-secrets", "encode/httpx", "sinatra/"),
                *("google/grr",),
            ),
            calibrate=(
                *("ner_sec", "awesome-chatgpt-prompts", "abachaa/MedQuAD", "lerocha/chinook", "clef/", "jorgef/"),
                *("papertrail", "GSA/", "nodejs/package-maintenance", "gitleaks", "expressjs/"),
            ),
        ),
        "all": Fold(evaluate=_NEVER_TRAINED, calibrate=()),
    }
)
